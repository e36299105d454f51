import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { AttemptEnd, AttemptRequest, Attempts } from "../app/ports.ts";
import { EMPTY_LEDGER, LEASE_MS } from "../domain/attempt/attempt-window.ts";
import { failure } from "../domain/outcome/registration.ts";
import { clockAt } from "../testing/clocks-by-hand.ts";
import { memoryFirestore, type Ask } from "../testing/firestore/memory-firestore.ts";
import { NUMBER } from "../testing/fixtures.ts";
import { memoryStore } from "../testing/memory-store.ts";
import { firestoreAttempts } from "./attempts.ts";

const START = Date.UTC(2030, 0, 1);
const HOUR_MS = 3_600_000;

const asking = (attemptId: string, operation: AttemptRequest["operation"] = "register"): AttemptRequest => ({
  phoneNumberId: NUMBER,
  attemptId,
  operation,
  by: "operator-1",
  forced: false,
  dataLocalizationRegion: null,
});

const ENDED: AttemptEnd = {
  outcome: failure("pin_mismatch"),
  spent: true,
  blocked: false,
  view: null,
  lookAgainInMs: null,
};

/** A store, and an instance whose clock is ahead of it by `skewMs`. `way`: how its requests travel. */
function stage({ skewMs = 0, way }: { readonly skewMs?: number; readonly way?: Ask } = {}) {
  let now = START;
  const store = memoryStore(() => now);
  const asked: string[] = [];
  const carry: Ask = (kind, carryOut) => {
    asked.push(kind);
    return way === undefined ? Promise.resolve(carryOut()) : way(kind, carryOut);
  };
  const db = memoryFirestore(store.documents, carry, () => now);
  const attempts = firestoreAttempts(
    db,
    10,
    clockAt(() => now + skewMs),
  );
  const rival = firestoreAttempts(
    store.db,
    10,
    clockAt(() => now),
  );
  const isCounted = (): unknown => store.documents.read(`whatsappLedgers/${NUMBER}`)?.fields["isCounted"];
  const forget = (): void =>
    store.documents.commit(
      [{ path: `whatsappLedgers/${NUMBER}`, kind: "delete", fields: {}, unchangedSince: undefined }],
      now,
    );
  const pass = (ms: number): void => void (now += ms);
  return { store, attempts, rival, asked, isCounted, forget, pass };
}

/** Whether the call was let through, and how often it was told that nothing stands in its way. */
async function reserving(attempts: Attempts, request: AttemptRequest) {
  let free = 0;
  const answer = await attempts.reserve(request, () => (free += 1));
  return { answer, free };
}

describe("a number's first reservation", () => {
  it("is made in one turn, beside what looks for documents and for earlier attempts", async () => {
    const { store, attempts, asked, isCounted } = stage();
    const { answer, free } = await reserving(attempts, asking("attempt-1"));
    assert.deepEqual([answer.granted, answer.now, free], [true, START, 1]);
    assert.deepEqual(asked.toSorted(), ["commit", "read", "read"]);
    const { ledger, document, audit } = store.number(NUMBER);
    assert.deepEqual(ledger.lease, { attemptId: "attempt-1", takenAt: START });
    assert.equal(document?.registration?.status, "in_progress");
    assert.equal(audit.get("attempt-1")?.reservedAt, START);
    assert.equal(isCounted(), undefined, "that nothing else counts is not known before it is answered");
  });

  it("counts everything once it is settled, by a write that reads nothing", async () => {
    const { store, attempts, asked, isCounted } = stage();
    await attempts.reserve(asking("attempt-1"));
    asked.length = 0;
    await attempts.settle(asking("attempt-1"), ENDED);
    assert.deepEqual(asked, ["commit"]);
    assert.equal(isCounted(), true);
    const { ledger } = store.number(NUMBER);
    assert.equal(ledger.lease, null);
    assert.notEqual(ledger.nextLookAt, START, "no look is due but the usual one");
  });

  it("is looked at by the reconciler from the beginning, by Firestore's time, whatever the instance takes it for", async () => {
    for (const skewMs of [-HOUR_MS, 0, HOUR_MS]) {
      const refuseRest: Ask = async (kind, carryOut) => {
        if (kind === "read") throw Object.assign(new Error("The instance dies."), { code: 7 });
        return carryOut();
      };
      const { store, attempts } = stage({ skewMs, way: refuseRest });
      await attempts.reserve(asking("attempt-1")).catch(() => null);
      const { ledger } = store.number(NUMBER);
      assert.equal(ledger.lease?.attemptId, "attempt-1");
      assert.equal(ledger.nextLookAt, START);
    }
  });

  for (const skewMs of [-HOUR_MS, HOUR_MS]) {
    it(`is dated anew before anything is sent, by an instance whose clock is off by ${skewMs} ms`, async () => {
      const { store, attempts } = stage({ skewMs });
      const { answer } = await reserving(attempts, asking("attempt-1"));
      assert.deepEqual([answer.granted, answer.now, answer.attempts.used], [true, START, 1]);
      const { ledger, audit, document } = store.number(NUMBER);
      assert.deepEqual(ledger.lease?.takenAt, START);
      assert.deepEqual(ledger.register.entries, [{ attemptId: "attempt-1", reservedAt: START }]);
      assert.equal(audit.get("attempt-1")?.reservedAt, START);
      assert.equal(document?.registration?.at, new Date(START).toISOString());
    });
  }

  it("holds the number no longer than its lease, where an instance with a clock ahead died at once", async () => {
    const dying: Ask = async (kind, carryOut) => {
      if (kind === "read") throw Object.assign(new Error("The instance dies."), { code: 7 });
      return carryOut();
    };
    const { attempts, rival, pass } = stage({ skewMs: HOUR_MS, way: dying });
    await attempts.reserve(asking("attempt-1")).catch(() => null);
    assert.equal((await rival.reserve(asking("attempt-2"))).granted, false);
    pass(LEASE_MS + 1);
    assert.equal((await rival.reserve(asking("attempt-2"))).granted, true);
  });

  for (const isOver of [false, true]) {
    it(`is taken back, or made anew, where a clock is behind and another call came between that ${isOver ? "has ended" : "is under way"}`, async () => {
      let reads = 0;
      const between: Ask = async (kind, carryOut) => {
        if (kind === "read") reads += 1;
        // The first two belong to the first turn; its creation has been carried out by then.
        if (reads === 3) {
          reads += 1;
          assert.equal((await rival.reserve(asking("attempt-2"))).granted, true);
          if (isOver) await rival.settle(asking("attempt-2"), ENDED);
        }
        return carryOut();
      };
      const { store, attempts, rival } = stage({ skewMs: -10 * 60_000, way: between });
      const { answer, free } = await reserving(attempts, asking("attempt-1"));
      const { ledger, audit, document } = store.number(NUMBER);
      const ids = ledger.register.entries.map(({ attemptId }) => attemptId);
      assert.deepEqual([answer.granted, free], [isOver, isOver ? 2 : 0]);
      assert.deepEqual(
        [ids, [...audit.keys()].toSorted()],
        isOver
          ? [
              ["attempt-2", "attempt-1"],
              ["attempt-1", "attempt-2"],
            ]
          : [["attempt-2"], ["attempt-2"]],
      );
      assert.equal(ledger.lease?.attemptId, isOver ? "attempt-1" : "attempt-2");
      assert.equal(document?.attempts?.used, ids.length);
      assert.equal(
        document?.registration?.at === new Date(START - 10 * 60_000).toISOString(),
        false,
        "nothing tells of what was taken back",
      );
    });
  }

  it("is met again where its acknowledgement was lost, and counts once", async () => {
    let lost = false;
    const losing: Ask = async (kind, carryOut) => {
      const answer = carryOut();
      if (kind === "read" || lost) return answer;
      lost = true;
      throw Object.assign(new Error("The answer was lost."), { code: 14 });
    };
    const { store, attempts } = stage({ way: losing });
    const { answer } = await reserving(attempts, asking("attempt-1"));
    assert.deepEqual([answer.granted, answer.granted && answer.known, answer.attempts.used], [true, null, 1]);
    await attempts.settle(asking("attempt-1"), ENDED);
    const { ledger, audit } = store.number(NUMBER);
    assert.deepEqual([ledger.register.entries.length, ledger.lease, audit.size], [1, null, 1]);
  });

  it("is none where somebody holds the number, and nobody is told that it is free", async () => {
    const { store, attempts, rival } = stage();
    await rival.reserve(asking("attempt-1"));
    const { answer, free } = await reserving(attempts, asking("attempt-2"));
    assert.deepEqual([answer.granted, free], [false, 0]);
    assert.deepEqual([...store.number(NUMBER).audit.keys()], ["attempt-1"]);
  });

  it("gives way to earlier attempts of a ledger that is gone: it is taken back with everything that it wrote", async () => {
    const { store, attempts, rival, forget } = stage();
    for (let turn = 0; turn < 10; turn += 1) {
      await rival.reserve(asking(`attempt-${turn}`));
      await rival.settle(asking(`attempt-${turn}`), ENDED);
    }
    forget();
    store.documents.commit(
      [{ path: `whatsappNumbers/${NUMBER}`, kind: "delete", fields: {}, unchangedSince: undefined }],
      START,
    );
    const { answer, free } = await reserving(attempts, asking("attempt-10"));
    assert.deepEqual([!answer.granted && answer.refusal.reason, answer.attempts.used, free], ["exhausted", 10, 0]);
    const { ledger, audit, document } = store.number(NUMBER);
    assert.deepEqual([ledger.lease, ledger.register.entries.length, audit.size], [null, 10, 10]);
    assert.equal(document?.registration?.status, "rate_limited");
  });

  it("takes a turn more of a number that something else has begun to keep", async () => {
    const { store, attempts, asked } = stage();
    store.number(NUMBER).ledger = EMPTY_LEDGER;
    const { answer, free } = await reserving(attempts, asking("attempt-1"));
    assert.deepEqual([answer.granted, free], [true, 1]);
    assert.deepEqual(asked.toSorted(), ["commit", "commit", "read", "read"]);
  });

  it("leaves a deregistration to what the number's document says", async () => {
    const { attempts, asked } = stage();
    const { answer, free } = await reserving(attempts, asking("attempt-1", "deregister"));
    assert.deepEqual([answer.granted, free], [true, 1]);
    assert.deepEqual(asked, ["read", "read", "commit"]);
  });
});

describe("a first turn that Firestore does not answer", { concurrency: true }, () => {
  /** The first commit is on its way until it is let go; so are the reads of the first turn, where `readsToo`. */
  const held = ({ readsToo = false } = {}) => {
    const late = Promise.withResolvers<void>();
    let [commits, reads] = [0, 0];
    const landed: Promise<unknown>[] = [];
    const way: Ask = async (kind, carryOut) => {
      const turn = kind === "commit" ? ++commits : ++reads;
      const hangs = kind === "commit" ? turn === 1 : readsToo && turn <= 2;
      if (!hangs) return carryOut();
      const answer = late.promise.then(carryOut);
      if (kind === "commit") landed.push(answer.catch((error: unknown) => error));
      return answer;
    };
    return { way, land: (): Promise<unknown[]> => (late.resolve(), Promise.all(landed)) };
  };
  const whole = ({ store }: ReturnType<typeof stage>): string => store.documents.text();

  for (const readsToo of [false, true]) {
    it(`leaves the usual way its time, ${readsToo ? "reads and all" : "where the commit hangs alone"}, and landing late it changes nothing`, async () => {
      const { way, land } = held({ readsToo });
      const staged = stage({ way });
      const { answer, free } = await reserving(staged.attempts, asking("attempt-1"));
      assert.deepEqual([answer.granted, answer.attempts.used, free], [true, 1, 1]);
      const before = whole(staged);
      assert.match(String(await land()), /exist/i);
      assert.equal(whole(staged), before);
      await staged.attempts.settle(asking("attempt-1"), ENDED);
      const { ledger, audit } = staged.store.number(NUMBER);
      assert.deepEqual([ledger.register.entries.length, ledger.lease, audit.size], [1, null, 1]);
    });
  }

  it("lands late after the attempt has ended, and neither holds the number nor counts", async () => {
    const { way, land } = held();
    const staged = stage({ way });
    await staged.attempts.reserve(asking("attempt-1"));
    await staged.attempts.settle(asking("attempt-1"), { ...ENDED, spent: false });
    const before = whole(staged);
    await land();
    assert.equal(whole(staged), before);
    assert.equal((await staged.rival.reserve(asking("attempt-2"))).attempts.used, 1);
  });

  it("lands late before the usual way has begun, and is met again", async () => {
    const { way, land } = held({ readsToo: true });
    let reads = 0;
    const staged = stage({
      way: async (kind, carryOut) => {
        if (kind === "read" && (reads += 1) === 3) await land();
        return way(kind, carryOut);
      },
    });
    const { answer } = await reserving(staged.attempts, asking("attempt-1"));
    assert.deepEqual([answer.granted, answer.attempts.used], [true, 1]);
    await staged.attempts.settle(asking("attempt-1"), ENDED);
    const { ledger, audit } = staged.store.number(NUMBER);
    assert.deepEqual([ledger.register.entries.length, ledger.lease, audit.size], [1, null, 1]);
  });
});
