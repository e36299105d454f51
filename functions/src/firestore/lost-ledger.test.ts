import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Timestamp } from "firebase-admin/firestore";
import type { AttemptEnd } from "../app/ports.ts";
import { WINDOW_MS } from "../domain/attempt/attempt-window.ts";
import { UnreadableLedger } from "../domain/attempt/unreadable-ledger.ts";
import { failure } from "../domain/outcome/registration.ts";
import { clockAt } from "../testing/clocks-by-hand.ts";
import { graphError, NUMBER } from "../testing/fixtures.ts";
import { memoryStore } from "../testing/memory-store.ts";
import { firestoreAttempts } from "./attempts.ts";
import { firestoreDueNumbers } from "./due-numbers.ts";

const START = Date.UTC(2030, 0, 1);
const HOUR_MS = 3_600_000;
const LEDGER = `whatsappLedgers/${NUMBER}`;

const ended = (rest: Partial<AttemptEnd> = {}): AttemptEnd => ({
  outcome: failure("pin_mismatch"),
  spent: true,
  blocked: false,
  view: null,
  lookAgainInMs: null,
  ...rest,
});

/** A store whose clock is set by hand. */
function stage() {
  const clock = { now: START };
  const store = memoryStore(() => clock.now);
  const attempts = firestoreAttempts(store.db, 10, clockAt(store.now));
  const request = (attemptId: string, operation: "register" | "deregister" = "register") => ({
    phoneNumberId: NUMBER,
    attemptId,
    operation,
    by: "operator-1",
    forced: false,
    dataLocalizationRegion: null,
  });
  const spend = async (attemptId: string, end = ended()): Promise<void> => {
    assert.equal((await attempts.reserve(request(attemptId))).granted, true);
    await attempts.settle(request(attemptId), end);
  };
  const write = (kind: "delete" | "set" | "update", fields: object = {}): void =>
    store.documents.commit([{ path: LEDGER, kind, fields: { ...fields }, unchangedSince: undefined }], clock.now);
  return { clock, store, attempts, request, spend, write };
}

describe("a ledger that is gone while attempts stand", () => {
  it("is counted anew from their audit documents: no eleventh request is granted", async () => {
    const { attempts, request, spend, write, store } = stage();
    for (let turn = 0; turn < 10; turn += 1) await spend(`attempt-${turn}`);
    write("delete");
    const refused = await attempts.reserve(request("attempt-10"));
    assert.equal(!refused.granted && refused.refusal.reason, "exhausted");
    assert.equal(refused.attempts.used, 10);
    assert.equal(store.number(NUMBER).audit.size, 10);
  });

  it("is counted anew also where something else has begun it meanwhile", async () => {
    const { attempts, request, spend, write, store } = stage();
    for (let turn = 0; turn < 9; turn += 1) await spend(`attempt-${turn}`);
    write("delete");
    await firestoreDueNumbers(store.db).enlist([NUMBER]);
    const granted = await attempts.reserve(request("attempt-9"));
    assert.deepEqual([granted.granted, granted.attempts.remaining], [true, 0]);
    await attempts.settle(request("attempt-9"), ended());
    assert.equal((await attempts.reserve(request("attempt-10"))).granted, false);
  });

  it("is counted anew also where it went while a call was under way", async () => {
    const { attempts, request, spend, write } = stage();
    for (let turn = 0; turn < 9; turn += 1) await spend(`attempt-${turn}`);
    await attempts.reserve(request("attempt-9"));
    write("delete");
    await attempts.settle(request("attempt-9"), ended());
    assert.equal((await attempts.reserve(request("attempt-10"))).granted, false);
  });

  it("still keeps one call at a time, and still knows what is open", async () => {
    const { attempts, request, write, clock } = stage();
    await attempts.reserve(request("attempt-1"));
    write("delete");
    const during = await attempts.reserve(request("attempt-2"));
    assert.equal(!during.granted && during.refusal.reason, "leased");
    clock.now += HOUR_MS;
    const after = await attempts.reserve(request("attempt-2"));
    assert.equal(after.granted && after.open?.status, "outcome_unknown");
  });

  it("still knows that Meta blocks the number, and each budget by itself", async () => {
    const { attempts, request, spend, write, clock } = stage();
    await spend("attempt-1", ended({ outcome: failure("rate_limited"), blocked: true }));
    write("delete");
    clock.now += 71 * HOUR_MS;
    const refused = await attempts.reserve(request("attempt-2"));
    assert.equal(!refused.granted && refused.refusal.reason, "blocked");
    assert.equal(refused.attempts.spentElsewhere, true);
    assert.equal((await attempts.reserve(request("attempt-3", "deregister"))).granted, true);
  });

  it("counts nothing that is past its window, nor calls that spend nothing", async () => {
    const { attempts, request, spend, write, clock, store } = stage();
    await spend("attempt-1");
    clock.now += WINDOW_MS + 1;
    await spend("attempt-2", ended({ spent: false }));
    const other = {
      operation: "set_pin",
      status: "pin_set",
      reservedAt: new Date(clock.now).toISOString(),
      settledAt: null,
    };
    store.documents.commit(
      [
        {
          path: `whatsappNumbers/${NUMBER}/whatsappAttempts/pin`,
          kind: "set",
          fields: other,
          unchangedSince: undefined,
        },
      ],
      clock.now,
    );
    write("delete");
    const granted = await attempts.reserve(request("attempt-3"));
    assert.deepEqual([granted.granted, granted.attempts.used], [true, 1]);
  });
});

describe("a 133016 whose end cannot be written down whole", () => {
  const blocked = ended({
    outcome: failure("rate_limited", graphError(133_016, { message: "half a pair: \uD83D" })),
    blocked: true,
  });

  it("is remembered all the same: the next call sends nothing", async () => {
    const { attempts, request, clock } = stage();
    await attempts.reserve(request("attempt-1"));
    await assert.rejects(attempts.settle(request("attempt-1"), blocked));
    clock.now += HOUR_MS;
    const refused = await attempts.reserve(request("attempt-2"));
    assert.equal(!refused.granted && refused.refusal.reason, "blocked");
    assert.equal(refused.attempts.spentElsewhere, true);
  });
});

describe("a ledger that cannot be read", () => {
  it("grants nothing, says nothing of what stands there, and can be put off", async () => {
    const { attempts, request, write, clock, store } = stage();
    write("set", { register: "a text that must not be shown", nextLookAt: Timestamp.fromMillis(clock.now) });
    await assert.rejects(attempts.reserve(request("attempt-1")), (error) => {
      assert.ok(error instanceof UnreadableLedger);
      assert.ok(!`${error.message}${error.stack}`.includes("must not be shown"));
      return true;
    });
    const due = firestoreDueNumbers(store.db);
    await due.postpone(NUMBER);
    const next = store.documents.read(LEDGER)?.fields["nextLookAt"];
    assert.ok(next instanceof Timestamp && next.toMillis() === clock.now + HOUR_MS);
    await due.postpone("550000000000099");
  });
});
