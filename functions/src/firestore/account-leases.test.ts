import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { metaView, WABA } from "../testing/fixtures.ts";
import { memoryStore } from "../testing/memory-store.ts";
import { firestoreAccountLeases } from "./account-leases.ts";

describe("a number that a customer's member added", () => {
  it("is theirs from when the call came in: its audit document is not older than their history", async () => {
    let now = Date.UTC(2030, 0, 1);
    const store = memoryStore(() => now);
    const leases = firestoreAccountLeases(store.db);
    const request = {
      wabaId: WABA,
      customerId: "acme",
      digits: "15550100001",
      attemptId: "call-1",
      by: "uid-1",
      call: "add_number",
      callbackUrl: null,
    } as const;
    const phoneNumberId = "550000000000031";
    await leases.take(request);
    now += 5000;
    assert.ok(await leases.sending(request, { changes: ["create_number"], replacedUrl: null }));
    now += 5000;
    const added = { phoneNumberId, view: metaView() };
    await leases.end(
      request,
      { open: "no", added },
      {
        changes: ["create_number"],
        replacedUrl: null,
        status: "added",
        message: null,
        graphError: null,
        phoneNumberId,
      },
    );
    const path = `whatsappNumbers/${phoneNumberId}`;
    const audit = store.documents.read(`${path}/whatsappAttempts/call-1`)?.fields;
    const number = store.documents.read(path)?.fields;
    // What the rules of Firestore ask of a member who reads it.
    assert.ok(String(audit?.["reservedAt"]) >= String(number?.["customerSince"]));
    assert.equal(number?.["customerSince"], "2030-01-01T00:00:00.000Z");
  });
});
