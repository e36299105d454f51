import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { anyGraphError, anyView } from "../../testing/arbitraries.ts";
import { anyFacts } from "../../testing/number-facts.ts";
import { PROPERTY_RUNS } from "../../testing/property-runs.ts";
import { EMPTY_LEDGER, LEASE_MS } from "../attempt/attempt-window.ts";
import { GIVE_UP_MS, type OpenAttempt } from "../attempt/open-attempt.ts";
import { isConnected, newerView } from "../phone-number.ts";
import { settleByLook, type LookedAt, type Sighting } from "./look.ts";
import { HEALTHY_LOOK_MS } from "./next-look.ts";
import { changedDocument } from "./phone-number-document.ts";

const NOW = Date.UTC(2030, 0, 1, 0, 5);
const MINUTE = 60_000;

const anyAttempt: fc.Arbitrary<OpenAttempt> = fc.record({
  attemptId: fc.constantFrom("a", "b", "c"),
  operation: fc.constantFrom("register", "deregister"),
  status: fc.constantFrom("in_progress", "outcome_unknown", "awaiting_meta", "meta_unavailable"),
  reservedAt: fc.integer({ min: NOW - 100 * 60 * MINUTE, max: NOW }),
  before: fc.option(anyView),
});

const anyLook: fc.Arbitrary<{ at: LookedAt; sighting: Sighting }> = fc.record({
  at: fc.record({
    ledger: fc
      .record({
        lease: fc.option(
          fc.record({
            attemptId: fc.constantFrom("a", "b"),
            takenAt: fc.integer({ min: NOW - 2 * LEASE_MS, max: NOW }),
          }),
        ),
        nextLookAt: fc.option(fc.integer({ min: NOW - HEALTHY_LOOK_MS, max: NOW + HEALTHY_LOOK_MS })),
      })
      .map((rest) => ({ ...EMPTY_LEDGER, ...rest })),
    facts: anyFacts,
    open: fc.uniqueArray(anyAttempt, { selector: ({ attemptId }) => attemptId }),
  }),
  sighting: fc.record({
    view: fc.option(anyView.map((view) => ({ ...view, observedAt: new Date(NOW).toISOString() }))),
    refusal: fc.option(anyGraphError),
    token: fc.constantFrom(null, { state: "invalid", expiresAt: null, at: new Date(NOW).toISOString() } as const),
  }),
});

const look = ({ at, sighting }: { at: LookedAt; sighting: Sighting }) =>
  settleByLook(at, sighting, { now: NOW, limit: 10, asked: false });
/** Whether the newest reading, this one or a stored one, shows the number as connected. */
const showsConnected = ({ at, sighting }: { at: LookedAt; sighting: Sighting }): boolean =>
  sighting.view !== null && isConnected(newerView(at.facts.meta, sighting.view, NOW));
const runs = { numRuns: PROPERTY_RUNS };

describe("a look at a number", () => {
  it("never calls it registered unless the reading shows it connected", () => {
    fc.assert(
      fc.property(anyLook, (some) => {
        const { change, verdicts } = look(some);
        const shown = showsConnected(some);
        if (change?.registration?.status === "registered") assert.ok(shown);
        for (const { attemptId, status } of verdicts) {
          const attempt = some.at.open.find((one) => one.attemptId === attemptId);
          if (status === "registered" && attempt?.status !== "registered") assert.ok(shown);
        }
      }),
      runs,
    );
  });

  it("always says when to look next, and never later than in a day", () => {
    fc.assert(
      fc.property(anyLook, (some) => {
        const { nextLookAt, lease } = look(some).ledger;
        assert.ok(nextLookAt !== null && nextLookAt > NOW && nextLookAt <= NOW + HEALTHY_LOOK_MS);
        if (lease !== null) assert.ok(nextLookAt <= lease.takenAt + LEASE_MS);
      }),
      runs,
    );
  });

  it("leaves alone a lease that holds and the attempt that holds it, and takes away every other lease", () => {
    fc.assert(
      fc.property(anyLook, (some) => {
        const { ledger, verdicts, change } = look(some);
        const { lease } = some.at.ledger;
        const holds = lease !== null && lease.takenAt + LEASE_MS > NOW;
        const holder = ledger.lease === null ? null : [ledger.lease.attemptId, ledger.lease.takenAt];
        assert.deepEqual(holder, holds ? [lease.attemptId, lease.takenAt] : null);
        if (!holds) return;
        assert.ok(verdicts.every(({ attemptId }) => attemptId !== lease.attemptId));
        assert.equal(change?.registration, undefined);
      }),
      runs,
    );
  });

  it("spends nothing and gives nothing back", () => {
    fc.assert(
      fc.property(anyLook, (some) => {
        for (const operation of ["register", "deregister"] as const) {
          const { elsewhereUntil: _, ...counted } = look(some).ledger[operation];
          assert.deepEqual(counted, EMPTY_LEDGER[operation]);
        }
      }),
      runs,
    );
  });

  it("gives up no attempt that is young, or whose number could not be read", () => {
    fc.assert(
      fc.property(anyLook, (some) => {
        for (const { attemptId, final, status } of look(some).verdicts) {
          const attempt = some.at.open.find((one) => one.attemptId === attemptId);
          if (!final || attempt === undefined || attempt.status === "awaiting_meta") continue;
          assert.notEqual(some.sighting.view, null);
          const isYoung = NOW - attempt.reservedAt < GIVE_UP_MS;
          if (isYoung && attempt.operation === "register") assert.ok(showsConnected(some), status);
        }
      }),
      runs,
    );
  });

  it("taken twice is taken once", () => {
    fc.assert(
      fc.property(anyLook, (some) => {
        const first = look(some);
        const facts = changedDocument(some.at.facts, first.change ?? {}, NOW);
        const open = some.at.open.flatMap((attempt) => {
          const verdict = first.verdicts.find(({ attemptId }) => attemptId === attempt.attemptId);
          if (verdict?.final === true) return [];
          return [{ ...attempt, status: verdict?.status ?? attempt.status }];
        });
        const again = look({ at: { ledger: first.ledger, facts, open }, sighting: some.sighting });
        assert.deepEqual(again.verdicts, []);
        assert.equal(again.change, null);
      }),
      runs,
    );
  });
});
