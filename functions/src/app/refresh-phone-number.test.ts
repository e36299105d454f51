import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { simulatedMeta, type SimulatedMeta } from "../../../graph-simulator/testing/simulated-meta.ts";
import { PhoneNumberView, ReadFailureStatus } from "../contract/refresh-phone-number.ts";
import { changedDocument } from "../domain/lifecycle/phone-number-document.ts";
import type { Transition } from "../domain/lifecycle/transition.ts";
import { firestorePhoneNumbers } from "../firestore/phone-numbers.ts";
import { graphError, metaView } from "../testing/fixtures.ts";
import { told } from "../testing/number-facts.ts";
import { recordingJournal } from "../testing/recording-journal.ts";
import type { ReadFailure } from "./ports.ts";
import { refreshPhoneNumber, type RefreshPorts } from "./refresh-phone-number.ts";

let meta: SimulatedMeta;
before(async () => {
  meta = await simulatedMeta();
});
after(() => meta[Symbol.asyncDispose]());

const { journal, lines } = recordingJournal();
const portsOf = (): RefreshPorts => ({
  ...meta,
  sending: {
    graph: meta.graph,
    configured: { phoneNumberId: "550000000000401", wabaId: "777000000000001" },
    expectedAppId: null,
    ownWebhook: null,
    graphVersion: "v25.0",
  },
  numbers: firestorePhoneNumbers(meta.store.db, { seenBy: "refresh", limit: 10 }),
  journal: journal as RefreshPorts["journal"],
});

const seen = new Set<string>();
const refresh = async (id: string, ports = portsOf(), customerId: string | null = null): Promise<PhoneNumberView> => {
  const view = PhoneNumberView.parse(await refreshPhoneNumber(ports, { ...meta.subject(id), customerId }));
  seen.add(view.status);
  return view;
};

/** What was logged about a number. */
const entriesOf = (kind: string, id: string) =>
  lines.flatMap(({ event, entry }) => {
    const about = entry as { phoneNumberId: string; seenBy: string; transition: Transition };
    return event === kind && about.phoneNumberId === id ? [about] : [];
  });
const toldOf = (id: string) =>
  entriesOf("phoneNumberChanged", id).map(({ seenBy, transition }) => [seenBy, transition.changed]);

const number = (tail: string, state: Parameters<typeof meta.simulator.state.patchNumber>[1] = {}): string =>
  meta.simulator.state.patchNumber(`5500000000004${tail}`, state).id;

const failing = (failure: ReadFailure): RefreshPorts => ({
  ...portsOf(),
  graph: { ...meta.graph, readNumber: async () => ({ ok: false, failure }) },
});

describe("refreshing a number", () => {
  it("answers what Meta shows, and begins the document of a number never seen before", async () => {
    const id = number("01", { codeVerificationStatus: "NOT_VERIFIED" });
    const view = await refresh(id);
    assert.ok(view.status === "refreshed");
    assert.deepEqual([view.phoneNumberId, view.meta?.status, view.lifecycle], [id, "PENDING", "verification_required"]);
    const { status: _, phoneNumberId: __, ...document } = view;
    assert.deepEqual(meta.store.number(id).document, document);
  });

  it("finds out whether its messages arrive, and says so in its document", async () => {
    const id = number("06", { status: "CONNECTED", platformType: "CLOUD_API", registered: true });
    const own = { ...portsOf().sending, configured: { phoneNumberId: id, wabaId: "777000000000001" } };
    const shown = async (sending = own): Promise<readonly (string | undefined)[]> => {
      const view = await refresh(id, { ...portsOf(), sending });
      assert.ok(
        view.status === "refreshed" && meta.store.number(id).document?.sending?.verdict === view.sending?.verdict,
      );
      return [view.sending?.verdict, ...view.reasons.map(({ code }) => code)];
    };
    assert.equal((await shown())[0], "limited", "no event has come in yet");
    meta.simulator.state.patchWaba("777000000000001", { primaryFundingId: null });
    assert.deepEqual(await shown(), ["blocked", "no_webhook_yet", "sending_blocked"]);
    meta.simulator.state.patchWaba("777000000000001", { primaryFundingId: "222000000000099" });
    const late = async () => ({ ok: false, failure: { kind: "timeout", reason: "x" } }) as const;
    const blind = { ...own.graph, accountMode: late, webhookAddresses: late, messagingHealth: late };
    const heard = changedDocument(meta.store.number(id).document, { webhook: told({}, new Date().toISOString()) }, 0);
    meta.store.number(id).document = heard;
    assert.equal((await shown({ ...own, graph: blind }))[0], "unknown", "what cannot be read is never fine");
  });

  it("asks Meta nothing of what a number may send that is not registered: it sends nothing", async () => {
    const id = number("07");
    const graph = new Proxy(meta.graph, { get: (_, name) => assert.fail(`${String(name)} was read`) });
    const view = await refresh(id, { ...portsOf(), sending: { ...portsOf().sending, graph } });
    assert.ok(view.status === "refreshed");
    assert.deepEqual(
      [view.sending?.verdict, view.reasons.some(({ code }) => code === "sending_blocked")],
      ["blocked", false],
    );
  });

  it("keeps no verdict on sending for fine when the token no longer reaches the number", async () => {
    const id = number("08", { status: "CONNECTED", platformType: "CLOUD_API", registered: true });
    await refresh(id);
    assert.notEqual(meta.store.number(id).document?.sending?.verdict, "unknown");
    await refresh(id, failing({ kind: "timeout", reason: "x" }));
    assert.notEqual(meta.store.number(id).document?.sending?.verdict, "unknown", "no answer says nothing");
    await refresh(id, failing({ kind: "refused", error: graphError(10) }));
    assert.equal(meta.store.number(id).document?.sending?.verdict, "unknown");
  });

  it("says in the log what has changed since the last reading", async () => {
    const id = number("02", { status: "CONNECTED", platformType: "CLOUD_API", registered: true });
    await refresh(id);
    meta.simulator.state.clock.advance(60);
    meta.simulator.state.patchNumber(id, { qualityRating: "RED" });
    const view = await refresh(id);
    assert.ok(view.status === "refreshed" && view.meta?.qualityRating === "RED");
    assert.deepEqual(toldOf(id), [["refresh", ["reasons", "qualityRating"]]]);
  });

  it("says in the log that access was lost, once", async () => {
    const id = number("04", { status: "CONNECTED", platformType: "CLOUD_API", registered: true });
    const lost = failing({ kind: "refused", error: graphError(10) });
    await refresh(id);
    await refresh(id, lost);
    await refresh(id, lost);
    assert.deepEqual(toldOf(id), [["refresh", ["lifecycle", "reasons"]]]);
  });

  it("never answers without what is stored", async () => {
    const nothing = { known: async () => ({}), look: async () => ({ document: null, transition: null }) };
    await assert.rejects(refresh(number("05"), { ...portsOf(), numbers: nothing }), /has no document/);
  });

  it("answers why the number cannot be read although what is stored cannot be read either", async () => {
    const ports = failing({ kind: "timeout", reason: "x" });
    const unreachable = async () => {
      throw new Error("The store cannot be reached.");
    };
    const view = await refresh(number("32"), { ...ports, numbers: { ...ports.numbers, known: unreachable } });
    assert.equal(view.status, "meta_unavailable");
  });

  it("does not let a late reading overwrite a newer one", async () => {
    const id = number("03");
    const newer = metaView({ verifiedName: "New", observedAt: "2025-01-02T00:00:00.000Z" });
    const older = metaView({ verifiedName: "Old", observedAt: "2025-01-01T00:00:00.000Z" });
    const showing = (value: typeof newer): RefreshPorts => ({
      ...portsOf(),
      graph: { ...meta.graph, readNumber: async () => ({ ok: true, value }) },
    });
    await refresh(id, showing(newer));
    const view = await refresh(id, showing(older));
    assert.ok(view.status === "refreshed" && view.meta?.verifiedName === "New");
  });

  const failures: readonly (readonly [ReadFailureStatus, ReadFailure])[] = [
    ["meta_unavailable", { kind: "unreachable", reason: "ECONNREFUSED" }],
    ["meta_unavailable", { kind: "timeout", reason: "x" }],
    ["meta_unavailable", { kind: "unreadable", reason: "x" }],
    ["meta_unavailable", { kind: "refused", error: graphError(2) }],
    ["invalid_token", { kind: "refused", error: graphError(190) }],
    ["throttled", { kind: "refused", error: graphError(80_008) }],
    ["account_locked", { kind: "refused", error: graphError(368) }],
    ["app_blocked", { kind: "refused", error: graphError(200, { message: "API access blocked." }) }],
    ["invalid_parameter", { kind: "refused", error: graphError(33) }],
    ["unknown_error", { kind: "refused", error: graphError(133_005) }],
    ["missing_permission", { kind: "refused", error: graphError(10) }],
  ];
  for (const [index, [status, failure]] of failures.entries()) {
    it(`answers ${status} when the reading is ${failure.kind === "refused" ? `refused with ${failure.error.code}` : failure.kind}`, async () => {
      const id = number(String(10 + index));
      const view = await refresh(id, failing(failure));
      assert.equal(view.status, status);
      assert.ok("graphError" in view);
      assert.deepEqual(view.graphError, failure.kind === "refused" ? failure.error : null);
      assert.deepEqual(entriesOf("readFailed", id)[0], { phoneNumberId: id, read: "number", failure });
    });
  }

  it("has a customer whose token is not accepted sign up again", async () => {
    const refused = failing({ kind: "refused", error: graphError(190) });
    const actors = [null, "acme"].map(async (customerId) => {
      const view = await refresh(number(customerId === null ? "30" : "31"), refused, customerId);
      return "actor" in view && view.actor;
    });
    assert.deepEqual(await Promise.all(actors), ["operator", "customer"]);
  });

  it("proves what is missing for a number that the token does not reach", async () => {
    const id = "556000000000082";
    meta.store.number(id).document = changedDocument(undefined, {}, meta.clock.now());
    const view = await refresh(id);
    assert.ok(view.status === "missing_permission");
    assert.deepEqual([view.cause, view.evidence.numberReadable], ["wrong_id_or_no_access", false]);
    assert.equal(meta.store.number(id).document?.access?.readable, false);
  });

  it("has been seen to end in every status that it can", () => {
    for (const status of ["refreshed", ...ReadFailureStatus.options])
      assert.ok(seen.has(status), `${status} was never seen`);
  });
});
