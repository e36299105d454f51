import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LeaseEnd } from "../app/ports.ts";
import type { MetaView } from "../contract/phone-number.ts";
import { TransitionDocument } from "../contract/transition.ts";
import { changedDocument } from "../domain/lifecycle/phone-number-document.ts";
import { CONNECTED, metaView, NUMBER, tokenFacts } from "../testing/fixtures.ts";
import { memoryStore, type MemoryStore } from "../testing/memory-store.ts";
import { rehearse } from "../testing/rehearsal.ts";
import { virtualTime } from "../testing/virtual-time.ts";
import { firestoreLeases } from "./leases.ts";
import { firestorePhoneNumbers } from "./phone-numbers.ts";

const HOUR = 3_600_000;

/** A number that nobody has registered here, as a reading of an hour ago shows it. */
function shownOff() {
  const time = virtualTime();
  const store = memoryStore(() => time.now());
  const observedAt = new Date(time.now() - HOUR).toISOString();
  store.number(NUMBER).document = changedDocument(undefined, { view: { ...metaView(), observedAt } }, time.now());
  return { time, store, now: (view: MetaView) => ({ ...view, observedAt: new Date(time.now()).toISOString() }) };
}

const transitionsOf = ({ documents }: MemoryStore): TransitionDocument[] =>
  documents
    .inside(`whatsappNumbers/${NUMBER}/whatsappTransitions`)
    .map((path) => TransitionDocument.parse(documents.read(path)?.fields));

describe("a number that others have registered, which a call of ours finds", () => {
  it("is said in the answer of the registration that finds it, and is a change that nobody called for", async () => {
    const { time, store, now } = shownOff();
    const script = {
      readNumber: () => ({ answer: { ok: true, value: now(CONNECTED) } }) as const,
      inspectToken: () => ({ answer: { ok: true, value: tokenFacts() } }) as const,
    };
    const { result, stored, graph } = await rehearse(script, { world: { store, time } });
    assert.ok(result.status === "registered" && result.alreadyRegistered);
    assert.deepEqual([result.attempts.spentElsewhere, graph.posts.length], [true, 0]);
    assert.equal(stored.document?.attempts?.spentElsewhere, true);
    const [change, ...more] = transitionsOf(store);
    assert.deepEqual([change?.from.status, change?.to.status, more.length], ["PENDING", "CONNECTED", 0]);
    assert.ok(change?.to.reasons.includes("spent_elsewhere") === true);
  });

  it("is shown by the look that comes at once, where the call has no budget of its own", async () => {
    const { time, store, now } = shownOff();
    const leases = firestoreLeases(store.db);
    const request = { phoneNumberId: NUMBER, attemptId: "call-1", by: "operator-1", call: "set_pin" } as const;
    assert.ok((await leases.take(request)).granted);
    const end: LeaseEnd = {
      status: "pin_set",
      message: null,
      graphError: null,
      sent: true,
      view: now(CONNECTED),
      waitMs: null,
    };
    await leases.end(request, end);
    const { nextLookAt } = store.number(NUMBER).ledger;
    assert.ok(nextLookAt !== null && nextLookAt <= time.now(), "it is due");
    const sighting = { view: now(CONNECTED), refusal: null, token: null };
    await firestorePhoneNumbers(store.db, { seenBy: "reconcile", limit: 10 }).look(NUMBER, sighting);
    assert.equal(store.number(NUMBER).document?.attempts?.spentElsewhere, true);
    assert.ok(transitionsOf(store).some(({ to }) => to.reasons.includes("spent_elsewhere")));
  });

  it("is none where the call itself registered it", async () => {
    const { time, store, now } = shownOff();
    const script = {
      register: () => ({ answer: { kind: "accepted" } }) as const,
      readNumber: ({ posts }: { posts: number }) =>
        ({ answer: { ok: true, value: now(posts === 0 ? metaView() : CONNECTED) } }) as const,
      inspectToken: () => ({ answer: { ok: true, value: tokenFacts() } }) as const,
    };
    const { result } = await rehearse(script, { world: { store, time } });
    assert.ok(result.status === "registered" && !result.alreadyRegistered);
    assert.equal(result.attempts.spentElsewhere, false);
    const sighting = { view: now(CONNECTED), refusal: null, token: null };
    await firestorePhoneNumbers(store.db, { seenBy: "reconcile", limit: 10 }).look(NUMBER, sighting);
    assert.equal(store.number(NUMBER).document?.attempts?.spentElsewhere, false);
  });
});
