import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { canaries } from "../torture/canaries.ts";
import { check, type Evidence } from "../torture/checker.ts";
import { keepOutput, nothingHeard } from "../torture/heard.ts";
import { leaks } from "../torture/leaks/leaks.ts";
import { CUSTOMERS } from "../torture/simulation-report.ts";
import { simulate } from "../torture/simulation.ts";
import { SABOTAGE } from "../torture/simulation/sabotage.ts";

const HOUR_MS = 3_600_000;
const NUMBER = "550000000000001";

describe("the simulation", () => {
  it("breaks no invariant in sixty months full of faults", async () => {
    const { bad, calls, posts, kills } = await simulate({ from: 1, seeds: 60, threads: 2 });
    assert.deepEqual(bad, [], "replay it with: npm run torture -- --seed <seed>");
    assert.ok(calls > 10_000 && posts > 1000 && kills > 500, "the months were full");
  });

  it("breaks none where customers have accounts of their own, one whose token is revoked and one whose reads are throttled", async () => {
    const { bad, calls } = await simulate({ from: 1, seeds: 10, threads: 2, customers: CUSTOMERS });
    assert.deepEqual(bad, []);
    assert.ok(calls > 2000, "the months were full");
  });

  it("plays the same seed the same way", async () => {
    const [once, again] = [
      await simulate({ from: 7, seeds: 1, threads: 1 }),
      await simulate({ from: 7, seeds: 1, threads: 1 }),
    ];
    assert.deepEqual(once, again);
  });

  for (const { title, amongCustomers } of SABOTAGE.filter(({ quick }) => quick)) {
    it(`finds a defect: ${title}`, async () => {
      const customers = amongCustomers === true ? CUSTOMERS : 0;
      const { bad } = await simulate({ from: 1, seeds: 30, threads: 2, customers, sabotage: title });
      assert.notEqual(bad.length, 0);
    });
  }

  it("finds much to complain of in the naive way", async () => {
    const { broken } = await simulate({ from: 1, seeds: 4, threads: 2, subject: "naive" });
    for (const invariant of [1, 2, 5]) assert.ok((broken[invariant] ?? 0) > 0, `invariant ${invariant}`);
  });
});

describe("an open outcome", () => {
  it("is not posted over by the next call, however it came about; with a defect put in it is, and each row finds its own", async () => {
    const { openOutcomes } = await import("../torture/open-outcomes.ts");
    const { figures, violations } = await openOutcomes();
    assert.deepEqual(violations, []);
    for (const [what, ours, naive] of figures.slice(0, -1)) {
      assert.equal(ours, "0", what);
      assert.ok(Number(naive) > 0, `the naive way: ${what}`);
    }
  });
});

describe("an unkind world", () => {
  it("does no harm; with a defect put in it does, and each row finds its own", async () => {
    const { unkindWorld } = await import("../torture/unkind-world.ts");
    const { figures, violations } = await unkindWorld();
    assert.deepEqual(violations, []);
    assert.ok(figures.length > 25);
    for (const [what, ours] of figures.slice(0, -1)) assert.equal(ours, "0", what);
  });
});

const heard = nothingHeard();

describe("processes", () => {
  it("let one of a hundred simultaneous callers post, in every round", async () => {
    const { concurrency } = await import("../torture/concurrency.ts");
    assert.deepEqual((await concurrency(2, heard)).violations, []);
  });

  it("leave nothing undone or done twice when they are killed", async () => {
    const { killRuns } = await import("../torture/kill-runs.ts");
    assert.deepEqual((await killRuns(16, heard)).violations, []);
  });
});

describe("faults of Meta's and of Firestore's", () => {
  it("break no promise where acknowledgements get lost besides", async () => {
    const { faultMatrix } = await import("../torture/fault-matrix.ts");
    const restore = keepOutput(heard);
    try {
      assert.deepEqual((await faultMatrix({ short: true, only: "acknowledgement lost", heard })).violations, []);
    } finally {
      restore();
    }
  });
});

describe("huge bodies of strangers", () => {
  it("kill no instance and cut off no registration; they do kill the naive way's", async () => {
    const { bodies } = await import("../torture/bodies/bodies.ts");
    const { figures, violations } = await bodies(true, heard);
    assert.deepEqual(violations, []);
    for (const [what, , naive] of figures.slice(0, 2)) assert.match(naive, /^killed .* cut off/, what);
  });
});

describe("what the battery leaves behind", () => {
  const found = (name: string, texts: readonly string[]): string[] =>
    leaks(canaries(), [{ name, text: texts.join("\n") }]);

  it("holds no secret", () => {
    for (const word of ["registration_sent", "registration_ended"])
      assert.ok(heard.printed.join("").includes(word), word);
    assert.ok(heard.answers.length >= 200);
    assert.deepEqual(found("what was printed", heard.printed), []);
    assert.deepEqual(found("what was answered", heard.answers), []);
  });

  it("would show one: the naive way's log holds the PIN and the token", () => {
    const said = found("the naive way's log", heard.naive).join("\n");
    assert.match(said, /^PIN \(plain\)/m);
    assert.match(said, /^token of the fault matrix \(plain\)/m);
  });
});

describe("the checker", () => {
  const now = Date.UTC(2030, 0, 10);
  const post = (at: number, until = at + 1000) => ({ phoneNumberId: NUMBER, at, until });
  const attempt = (at: number, more: object = {}) => ({
    phoneNumberId: NUMBER,
    attemptId: `a-${at}`,
    status: "registered",
    reservedAt: at - 500,
    settledAt: at + 2000,
    ...more,
  });
  const ledger = (times: readonly number[]) => ({
    entries: times.map((at) => ({ attemptId: `a-${at}`, reservedAt: at - 500 })),
    blockedUntil: null,
    lease: null,
    nextLookAt: null,
  });
  const times = [now - 3 * HOUR_MS, now - 2 * HOUR_MS];
  const sound: Evidence = {
    numbers: [NUMBER],
    keepsLedger: true,
    posts: times.map((at) => post(at)),
    attempts: times.map((at) => attempt(at)),
    ledgers: new Map([[NUMBER, ledger(times)]]),
    claims: [{ phoneNumberId: NUMBER, who: "a caller", status: "registered", from: now - HOUR_MS, to: now }],
    limit: 2,
    now,
    proven: () => true,
  };
  const broken = (change: Partial<Evidence>): number[] =>
    check({ ...sound, ...change }).map(({ invariant }) => invariant);

  it("has nothing to say of sound evidence", () => {
    assert.deepEqual(check(sound), []);
  });

  it("sees a POST too many, by 72 hours to the millisecond", () => {
    assert.deepEqual(broken({ limit: 1 }), [1]);
    const first = now - 72 * HOUR_MS;
    const apart = (gap: number): Partial<Evidence> => ({
      limit: 1,
      posts: [post(first), post(first + gap)],
      attempts: [attempt(first), attempt(first + gap)],
    });
    assert.deepEqual(broken(apart(72 * HOUR_MS)), []);
    assert.deepEqual(broken(apart(72 * HOUR_MS - 1)), [1]);
  });

  it("sees a POST that is not counted", () => {
    assert.deepEqual(broken({ ledgers: new Map([[NUMBER, ledger(times.slice(1))]]) }), [1]);
    assert.deepEqual(broken({ ledgers: new Map() }), [1]);
  });

  it("sees two POSTs at once", () => {
    const [first = 0] = times;
    assert.deepEqual(broken({ posts: times.map((at) => post(at, at + 2 * HOUR_MS)) }), [2]);
    assert.deepEqual(broken({ posts: times.map((at) => post(at, first + HOUR_MS)) }), []);
  });

  it("sees a POST without a reservation of its own, before it, within a lease", () => {
    assert.deepEqual(broken({ attempts: sound.attempts.slice(1) }), [3]);
    assert.deepEqual(broken({ attempts: times.map((at) => attempt(at, { reservedAt: at + 1 })) }), [3, 3]);
    assert.deepEqual(broken({ attempts: times.map((at) => attempt(at, { reservedAt: at - 120_000 })) }), [3, 3]);
  });

  it("sees an attempt without an end that nobody will look at", () => {
    const open = times.map((at) => attempt(at, { status: "in_progress", settledAt: null }));
    assert.deepEqual(broken({ attempts: open }), [4, 4]);
    assert.deepEqual(
      broken({ attempts: open, ledgers: new Map([[NUMBER, { ...ledger(times), nextLookAt: now }]]) }),
      [],
    );
  });

  it("sees a lease that begins in the future", () => {
    const lease = { attemptId: "a", takenAt: now + 1 };
    assert.deepEqual(broken({ ledgers: new Map([[NUMBER, { ...ledger(times), lease }]]) }), [4]);
  });

  it("sees what is claimed and not so", () => {
    assert.deepEqual(broken({ proven: () => false }), [6]);
  });
});
