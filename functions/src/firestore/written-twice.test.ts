import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { AccountLeaseRequest } from "../app/account-ports.ts";
import type { LeaseRequest } from "../app/ports.ts";
import { memoryFirestore, type Ask } from "../testing/firestore/memory-firestore.ts";
import { metaView, NUMBER, WABA } from "../testing/fixtures.ts";
import { memoryStore } from "../testing/memory-store.ts";
import { firestoreAccountLeases } from "./account-leases.ts";
import { firestoreLeases } from "./leases.ts";

const START = Date.UTC(2030, 0, 1);
const MINUTE_MS = 60_000;
const iso = (ms: number): string => new Date(ms).toISOString();

/** A store in which the answer of the commit that ends a call is lost a minute later, so that it is written twice. */
function stage() {
  let now = START;
  const store = memoryStore(() => now);
  const world = { isEnding: false };
  const losing: Ask = async (kind, carryOut) => {
    const answer = carryOut();
    if (kind === "read" || !world.isEnding) return answer;
    world.isEnding = false;
    now += MINUTE_MS;
    throw Object.assign(new Error("The answer was lost."), { code: 14 });
  };
  const db = memoryFirestore(store.documents, losing, () => now);
  const times = (path: string): unknown[] => {
    const { reservedAt, settledAt } = store.documents.read(path)?.fields ?? {};
    return [reservedAt, settledAt];
  };
  return { db, world, times, passes: (ms: number): void => void (now += ms) };
}

const TIMES = [iso(START), iso(START + 2 * MINUTE_MS)];

describe("the audit document of a call whose end is written twice says when the call came in", () => {
  it("about a number", async () => {
    const { db, world, times, passes } = stage();
    const leases = firestoreLeases(db);
    const request: LeaseRequest = { phoneNumberId: NUMBER, attemptId: "call-1", by: "uid-1", call: "set_pin" };
    await leases.take(request);
    passes(MINUTE_MS);
    world.isEnding = true;
    const end = { status: "pin_set", message: null, graphError: null, sent: true, view: null, waitMs: null } as const;
    await leases.end(request, end);
    assert.deepEqual(times(`whatsappNumbers/${NUMBER}/whatsappAttempts/call-1`), TIMES);
  });

  for (const isSent of [true, false]) {
    it(`about an account, and in that of a number that was added, ${isSent ? "sent" : "not sent"}`, async () => {
      const { db, world, times, passes } = stage();
      const leases = firestoreAccountLeases(db);
      const request: AccountLeaseRequest = {
        call: "add_number",
        wabaId: WABA,
        customerId: null,
        attemptId: "call-1",
        by: "uid-1",
        digits: "15550000001",
        callbackUrl: null,
      };
      await leases.take(request);
      if (isSent) await leases.sending(request, { changes: ["create_number"], replacedUrl: null });
      passes(MINUTE_MS);
      world.isEnding = true;
      const told = {
        status: "added",
        message: null,
        graphError: null,
        phoneNumberId: NUMBER,
        changes: [],
        replacedUrl: null,
      } as const;
      await leases.end(request, { open: "no", added: { phoneNumberId: NUMBER, view: metaView() } }, told);
      assert.deepEqual(times(`whatsappAccounts/${WABA}/whatsappAttempts/call-1`), TIMES);
      assert.deepEqual(times(`whatsappNumbers/${NUMBER}/whatsappAttempts/call-1`), TIMES);
    });
  }
});
