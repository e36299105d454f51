import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  budgetOf,
  conclude,
  EMPTY_LEDGER,
  LEASE_MS,
  liveLease,
  META_WINDOW_MS,
  reserve,
  spentElsewhere,
  withNextLook,
  WINDOW_MS,
  type Ledger,
  type Operation,
  type Refusal,
} from "./attempt-window.ts";

const T0 = Date.UTC(2030, 0, 1);
const HOUR = 3_600_000;
const NOTHING = { spent: true, blocked: false, nextLookAt: null } as const;

function granted(
  ledger: Ledger,
  attemptId: string,
  now: number,
  limit = 10,
  operation: Operation = "register",
): Ledger {
  const reservation = reserve(ledger, { operation, attemptId, now, limit });
  assert.ok(reservation.granted, `${attemptId} was refused`);
  return reservation.ledger;
}

function refused(
  ledger: Ledger,
  attemptId: string,
  now: number,
  limit = 10,
  operation: Operation = "register",
): Refusal {
  const reservation = reserve(ledger, { operation, attemptId, now, limit });
  assert.ok(!reservation.granted, `${attemptId} was granted`);
  return reservation.refusal;
}

/** A ledger with `count` attempts, one an hour, each ended. */
function spent(count: number, operation: Operation = "register"): Ledger {
  let ledger = EMPTY_LEDGER;
  for (let turn = 0; turn < count; turn += 1) {
    const now = T0 + turn * HOUR;
    ledger = conclude(granted(ledger, `a${turn}`, now, 10, operation), {
      operation,
      attemptId: `a${turn}`,
      now,
      ...NOTHING,
    });
  }
  return ledger;
}

describe("the window", () => {
  it("is Meta's 72 hours, the longest call, and three minutes of margin", () => {
    assert.equal(META_WINDOW_MS, 72 * HOUR);
    assert.equal(WINDOW_MS, META_WINDOW_MS + LEASE_MS + 3 * 60_000);
    assert.ok(LEASE_MS > 90_000, "a lease must outlive the longest function");
  });

  it("lets ten through and not the eleventh", () => {
    const full = spent(10);
    const last = T0 + 10 * HOUR;
    assert.deepEqual(refused(full, "b", last), { reason: "exhausted", until: T0 + WINDOW_MS });
    assert.deepEqual(refused(full, "b", T0 + WINDOW_MS - 1), { reason: "exhausted", until: T0 + WINDOW_MS });
    assert.equal(granted(full, "b", T0 + WINDOW_MS).register.entries.length, 10, "what no longer counts is forgotten");
  });

  it("honours a limit that was lowered below what is used", () => {
    const full = spent(7);
    const now = T0 + 8 * HOUR;
    assert.deepEqual(refused(full, "b", now, 3), { reason: "exhausted", until: T0 + 4 * HOUR + WINDOW_MS });
    assert.equal(refused(full, "b", T0 + 4 * HOUR + WINDOW_MS - 1, 3).reason, "exhausted");
    assert.equal(granted(full, "b", T0 + 4 * HOUR + WINDOW_MS, 3).register.entries.length, 3);
    assert.deepEqual(budgetOf(full.register, now, 3), {
      used: 7,
      limit: 3,
      remaining: 0,
      nextFreeAt: new Date(T0 + 4 * HOUR + WINDOW_MS).toISOString(),
      blockedUntil: null,
      spentElsewhere: false,
    });
  });

  it("counts registering and deregistering apart", () => {
    const full = spent(10, "deregister");
    const now = T0 + 11 * HOUR;
    assert.equal(refused(full, "b", now, 10, "deregister").reason, "exhausted");
    const both = granted(full, "b", now);
    assert.deepEqual([both.register.entries.length, both.deregister.entries.length], [1, 10]);
  });
});

describe("a reservation", () => {
  it("asked again with the same id is the same reservation, whatever happened since", () => {
    const ledger = granted(EMPTY_LEDGER, "a", T0);
    const again = reserve(ledger, { operation: "register", attemptId: "a", now: T0 + 50 * HOUR, limit: 1 });
    assert.deepEqual(again, { granted: true, ledger });
    assert.equal(again.granted && again.ledger, ledger, "nothing is to be written");
  });

  it("takes the lease and has the number looked at when the lease ends", () => {
    const ledger = granted(EMPTY_LEDGER, "a", T0);
    assert.deepEqual(ledger.lease, { attemptId: "a", takenAt: T0 });
    assert.equal(ledger.nextLookAt, T0 + LEASE_MS);
    assert.deepEqual(liveLease(ledger, T0), { attemptId: "a", until: T0 + LEASE_MS });
  });

  it("is refused while another's lease holds, for either operation, and counts nothing", () => {
    const ledger = granted(EMPTY_LEDGER, "a", T0);
    const expected = { reason: "leased", until: T0 + LEASE_MS };
    for (const operation of ["register", "deregister"] as const) {
      assert.deepEqual(refused(ledger, "b", T0, 10, operation), expected);
      assert.deepEqual(refused(ledger, "b", T0 + LEASE_MS - 1, 10, operation), expected);
      granted(ledger, "b", T0 + LEASE_MS, 10, operation);
    }
    assert.equal(liveLease(ledger, T0 + LEASE_MS), null);
  });

  it("hears of the lease before the block, and of the block before the count", () => {
    const leased = granted(spent(9), "x", T0 + 10 * HOUR);
    const blocked = { ...leased, register: { ...leased.register, blockedUntil: T0 + 99 * HOUR } };
    assert.equal(refused(blocked, "b", T0 + 10 * HOUR + 1).reason, "leased");
    assert.equal(refused(blocked, "b", T0 + 11 * HOUR).reason, "blocked");
    assert.equal(refused(leased, "b", T0 + 11 * HOUR).reason, "exhausted");
  });

  it("counts as spent when its holder is never heard of again", () => {
    const ledger = granted(EMPTY_LEDGER, "a", T0);
    assert.equal(budgetOf(ledger.register, T0 + HOUR, 10).used, 1);
  });
});

describe("a block", () => {
  const blockedAt = T0 + HOUR;
  const blocked = conclude(granted(EMPTY_LEDGER, "a", T0), {
    operation: "register",
    attemptId: "a",
    now: blockedAt,
    ...NOTHING,
    blocked: true,
  });

  it("holds for the whole window from when Meta said so, whatever was counted", () => {
    const until = blockedAt + WINDOW_MS;
    assert.deepEqual(refused(blocked, "b", until - 1), { reason: "blocked", until });
    const after = granted(blocked, "b", until);
    assert.equal(after.register.blockedUntil, null);
  });

  it("leaves nothing, and says until when", () => {
    const budget = budgetOf(blocked.register, blockedAt, 10);
    assert.deepEqual([budget.used, budget.remaining], [1, 0]);
    assert.equal(budget.blockedUntil, new Date(blockedAt + WINDOW_MS).toISOString());
    const later = budgetOf(blocked.register, blockedAt + WINDOW_MS, 10);
    assert.deepEqual([later.remaining, later.blockedUntil], [10, null]);
  });

  it("is for its own operation alone", () => {
    granted(blocked, "b", blockedAt + LEASE_MS, 10, "deregister");
  });

  it("is not lifted by the end of another attempt", () => {
    const end = { operation: "register", attemptId: "z", now: blockedAt + 1, ...NOTHING } as const;
    assert.equal(conclude(blocked, end).register.blockedUntil, blockedAt + WINDOW_MS);
  });
});

describe("others who spend too", () => {
  const refusedAt = (count: number, about: Operation = "register"): Ledger =>
    conclude(spent(count, about), {
      operation: about,
      attemptId: `a${count - 1}`,
      now: SAID,
      ...NOTHING,
      blocked: true,
    });
  const SAID = T0 + 10 * HOUR;
  const isSaid = (ledger: Ledger, now: number): boolean => budgetOf(ledger.register, now, 10).spentElsewhere;

  it("are known of when Meta refuses for its count and ours is below ten", () => {
    assert.equal(isSaid(spent(9), SAID), false);
    assert.equal(isSaid(refusedAt(1), SAID), true);
    assert.equal(isSaid(refusedAt(9), SAID), true);
    assert.equal(isSaid(refusedAt(10), SAID), false, "the tenth may be the one that Meta counts as one too many");
  });

  it("are told of until the window has passed, whatever is reserved and ended meanwhile", () => {
    const until = SAID + WINDOW_MS;
    assert.deepEqual([isSaid(refusedAt(2), until - 1), isSaid(refusedAt(2), until)], [true, false]);
    const seen = { ...spent(2), register: spentElsewhere(spent(2).register, SAID) };
    const later = conclude(granted(seen, "b", SAID + LEASE_MS), {
      operation: "register",
      attemptId: "b",
      now: SAID + HOUR,
      ...NOTHING,
    });
    assert.deepEqual([isSaid(later, until - 1), isSaid(later, until)], [true, false]);
  });

  it("count for each operation apart", () => assert.equal(isSaid(refusedAt(2, "deregister"), SAID), false));

  it("are not forgotten sooner because of an earlier sight of them", () => {
    const twice = spentElsewhere(spentElsewhere({ entries: [], blockedUntil: null }, SAID + HOUR), SAID);
    assert.equal(twice.elsewhereUntil, SAID + HOUR + WINDOW_MS);
  });
});

describe("the end of an attempt", () => {
  const end = { operation: "register", attemptId: "a", now: T0 + 5000, ...NOTHING } as const;

  it("gives up the lease and keeps the count", () => {
    const ledger = conclude(granted(EMPTY_LEDGER, "a", T0), { ...end, nextLookAt: T0 + 60_000 });
    assert.equal(ledger.lease, null);
    assert.equal(ledger.nextLookAt, T0 + 60_000);
    assert.equal(budgetOf(ledger.register, T0 + 5000, 10).used, 1);
    granted(ledger, "b", T0 + 5000);
  });

  it("gives back what was not sent, and only that", () => {
    const two = granted(spent(1), "b", T0 + HOUR);
    const ledger = conclude(two, { ...end, attemptId: "b", spent: false });
    assert.deepEqual(ledger.register.entries, [{ attemptId: "a0", reservedAt: T0, end: "final" }]);
    assert.equal(ledger.nextLookAt, null);
  });

  it("says of its own entry whether the outcome is open, and never takes back a final end", () => {
    const two = granted(spent(1), "b", T0 + HOUR);
    const open = conclude(two, { ...end, attemptId: "b", open: "meta_unavailable" });
    assert.deepEqual(
      open.register.entries.map((entry) => entry.end),
      ["final", "meta_unavailable"],
    );
    const late = conclude(open, { ...end, attemptId: "a0", open: "outcome_unknown" });
    assert.equal(late.register.entries[0]?.end, "final");
    const { register } = conclude(granted(open, "c", T0 + 3 * HOUR), { ...end, attemptId: "c" });
    assert.deepEqual(
      register.entries.map((entry) => entry.end),
      ["final", "meta_unavailable", "final"],
    );
  });

  it("leaves alone a lease that another holds by now", () => {
    const taken = granted(granted(EMPTY_LEDGER, "a", T0), "b", T0 + LEASE_MS);
    const late = conclude(taken, { ...end, now: T0 + LEASE_MS + 1, nextLookAt: 5 });
    assert.deepEqual(late.lease, { attemptId: "b", takenAt: T0 + LEASE_MS });
    assert.equal(taken.nextLookAt, T0 + LEASE_MS, "the attempt that was abandoned stays due");
    assert.equal(late.nextLookAt, 5, "an open end is looked at when it asks for it, whoever holds the lease");
    assert.equal(late.register.entries.length, 2, "both were sent");
    const unsent = conclude(taken, { ...end, now: T0 + LEASE_MS + 1, spent: false });
    assert.deepEqual(
      unsent.register.entries.map((entry) => entry.attemptId),
      ["b"],
    );
    assert.equal(unsent.nextLookAt, taken.nextLookAt);
    const blocked = conclude(taken, { ...end, now: T0 + LEASE_MS + 1, blocked: true });
    assert.equal(blocked.register.blockedUntil, T0 + LEASE_MS + 1 + WINDOW_MS, "a loser's block is news all the same");
  });

  it("forgets no look that was due before, whether sooner or later than its lease would have ended", () => {
    for (const due of [T0 + 1000, T0 + LEASE_MS - 1, T0 + LEASE_MS, T0 + LEASE_MS + 1, T0 + HOUR]) {
      const before = granted({ ...EMPTY_LEDGER, nextLookAt: due }, "a", T0);
      const meanwhile = withNextLook(granted(EMPTY_LEDGER, "a", T0), due);
      for (const ledger of [before, meanwhile]) {
        assert.equal(ledger.nextLookAt, Math.min(due, T0 + LEASE_MS));
        assert.equal(conclude(ledger, { ...end, nextLookAt: T0 + 24 * HOUR }).nextLookAt, due);
      }
    }
  });

  it("said twice is said once", () => {
    const once = conclude(granted(EMPTY_LEDGER, "a", T0), { ...end, nextLookAt: 7 });
    assert.deepEqual(conclude(once, { ...end, nextLookAt: 9 }), once);
  });
});

describe("the budget", () => {
  it("of an untouched number is whole", () => {
    const whole = { used: 0, limit: 10, remaining: 10, nextFreeAt: null, blockedUntil: null, spentElsewhere: false };
    assert.deepEqual(budgetOf(EMPTY_LEDGER.register, T0, 10), whole);
  });

  it("frees the oldest first, at the very moment it says", () => {
    const { register } = spent(4);
    const free = T0 + WINDOW_MS;
    const before = budgetOf(register, free - 1, 10);
    assert.deepEqual([before.used, before.remaining, before.nextFreeAt], [4, 6, new Date(free).toISOString()]);
    const after = budgetOf(register, free, 10);
    assert.deepEqual([after.used, after.remaining, after.nextFreeAt], [3, 7, new Date(free + HOUR).toISOString()]);
    const entries = register.entries.toReversed();
    assert.deepEqual(budgetOf({ ...register, entries }, free, 10), after, "in whatever order they were written down");
  });
});
