import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { AttemptBudget } from "../../contract/attempts.ts";
import { PROPERTY_RUNS } from "../../testing/property-runs.ts";
import {
  budgetOf,
  conclude,
  EMPTY_LEDGER,
  LEASE_MS,
  META_WINDOW_MS,
  reserve,
  WINDOW_MS,
  type Ledger,
  type Operation,
} from "./attempt-window.ts";

/** One granted request: when it was reserved by the server's clock, and when it reached the other side by its own clock. */
interface Granted {
  readonly attemptId: string;
  readonly operation: Operation;
  readonly reservedAt: number;
  readonly arrivesAt: number;
  readonly sent: boolean;
}

const HOUR = 3_600_000;
const operation = fc.constantFrom<Operation>("register", "deregister");

/** Time passes by a little, by a lot, or exactly until the last refusal said that asking again makes sense. */
const gap = fc.oneof(
  fc.constantFrom(0, 1, LEASE_MS - 1, LEASE_MS, HOUR),
  fc.nat({ max: 30 * HOUR }),
  fc.constant("until the refusal ends" as const),
);

/** A request reaches the other side within its lease, and the clocks differ by no more than the margin. */
const arrival = fc.oneof(
  fc.constantFrom(0, WINDOW_MS - META_WINDOW_MS - 1),
  fc.nat({ max: WINDOW_MS - META_WINDOW_MS - 1 }),
);

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant("reserve" as const), gap, operation, arrival, sent: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("ask again" as const), gap, which: fc.nat() }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("conclude" as const),
      gap,
      which: fc.option(fc.nat(), { freq: 4 }),
      blocked: fc.boolean(),
    }),
  },
);

interface World {
  ledger: Ledger;
  now: number;
  until: number;
  readonly limit: number;
  readonly granted: Granted[];
  /** By operation: until when Meta's own block must keep everything back. */
  readonly blocks: Map<Operation, number>;
  /** By operation: until when it must be said that others spend too. */
  readonly others: Map<Operation, number>;
  /** The attempt that took the lease last, unless it was concluded. */
  holder: Granted | undefined;
}

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

function take(world: World, ask: Extract<Step, { kind: "reserve" }>): void {
  const { ledger, now, limit, granted } = world;
  const attemptId = `a${granted.length}-${now}`;
  const answer = reserve(ledger, { operation: ask.operation, attemptId, now, limit });
  if (!answer.granted) {
    assert.ok(answer.refusal.until > now, "a refusal ends in the future");
    world.until = answer.refusal.until;
    return;
  }
  assert.ok(world.holder === undefined || world.holder.reservedAt + LEASE_MS <= now, "two leases at once");
  assert.ok((world.blocks.get(ask.operation) ?? 0) <= now, "granted in spite of a block");
  world.ledger = answer.ledger;
  const request = {
    attemptId,
    operation: ask.operation,
    reservedAt: now,
    arrivesAt: now + ask.arrival,
    sent: ask.sent,
  };
  granted.push(request);
  world.holder = request;
}

function end(world: World, { which, blocked }: Extract<Step, { kind: "conclude" }>): void {
  const { granted, now } = world;
  const request = which === null ? granted.at(-1) : granted[which % Math.max(1, granted.length)];
  if (request === undefined) return;
  const { attemptId, operation: about, sent } = request;
  const says = blocked && sent;
  world.ledger = conclude(world.ledger, {
    operation: about,
    attemptId,
    now,
    spent: sent,
    blocked: says,
    nextLookAt: null,
  });
  if (says) world.blocks.set(about, now + WINDOW_MS);
  if (says && countedAt(world, about) < 10) world.others.set(about, now + WINDOW_MS);
  if (world.holder === request) world.holder = undefined;
}

/** How many requests of an operation the ledger holds that count now. */
const countedAt = ({ ledger, now }: World, about: Operation): number =>
  ledger[about].entries.filter(({ reservedAt }) => reservedAt > now - WINDOW_MS).length;

function askAgain(world: World, { which }: Extract<Step, { kind: "ask again" }>): void {
  const request = world.granted[which % Math.max(1, world.granted.length)];
  if (request === undefined) return;
  const { attemptId, operation: about } = request;
  const stillKnown = world.ledger[about].entries.some((entry) => entry.attemptId === attemptId);
  if (!stillKnown) return;
  const answer = reserve(world.ledger, { operation: about, attemptId, now: world.now, limit: world.limit });
  assert.ok(answer.granted && answer.ledger === world.ledger, "asking twice is asking once");
}

/** No window of the other side's 72 hours holds more requests than the limit. */
function assertWithinLimit({ granted, limit }: World): void {
  for (const about of ["register", "deregister"] as const) {
    const arrivals = granted
      .filter((request) => request.sent && request.operation === about)
      .map((one) => one.arrivesAt);
    for (const start of arrivals) {
      const inWindow = arrivals.filter((at) => at >= start && at <= start + META_WINDOW_MS).length;
      assert.ok(inWindow <= limit, `${inWindow} requests in 72 hours, where ${limit} are allowed`);
    }
  }
}

function assertSoundBudgets({ ledger, now, limit, blocks, others, granted }: World): void {
  for (const about of ["register", "deregister"] as const) {
    const budget = AttemptBudget.parse(budgetOf(ledger[about], now, limit));
    const blocked = (blocks.get(about) ?? 0) > now;
    assert.equal(budget.blockedUntil !== null, blocked);
    assert.equal(budget.spentElsewhere, (others.get(about) ?? 0) > now);
    assert.equal(budget.remaining, blocked ? 0 : Math.max(0, limit - budget.used));
    const sent = granted.filter(
      (one) => one.sent && one.operation === about && one.reservedAt > now - WINDOW_MS,
    ).length;
    assert.ok(budget.used >= sent, "fewer counted than were sent");
  }
}

it("whatever is reserved and concluded when, no 72 hours of the other side's clock hold more requests than the limit", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), fc.integer({ min: 1, max: 10 }), (steps, limit) => {
      const now = Date.UTC(2030, 0, 1);
      const world: World = {
        ledger: EMPTY_LEDGER,
        now,
        until: now,
        limit,
        granted: [],
        blocks: new Map(),
        others: new Map(),
        holder: undefined,
      };
      for (const next of steps) {
        world.now = next.gap === "until the refusal ends" ? Math.max(world.now, world.until) : world.now + next.gap;
        if (next.kind === "reserve") take(world, next);
        else if (next.kind === "conclude") end(world, next);
        else askAgain(world, next);
        assertSoundBudgets(world);
      }
      assertWithinLimit(world);
    }),
    { numRuns: PROPERTY_RUNS },
  );
});
