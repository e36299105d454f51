import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { ClaimSubject } from "../../contract/webhook.ts";
import { CONNECTED, metaView } from "../../testing/fixtures.ts";
import { claim, record, told } from "../../testing/number-facts.ts";
import { PROPERTY_RUNS } from "../../testing/property-runs.ts";
import type { NumberFacts } from "../lifecycle/number-facts.ts";
import { claimsMore, claimsSometime, isNews, webhookViewAfter, type EventFacts } from "./webhook-view.ts";

const T0 = Date.UTC(2030, 0, 1);
const SECOND = 1000;

/** All times of these events are over. */
const NOW = T0 + 3_600_000;
const viewAfterNow = (facts: NumberFacts, events: readonly EventFacts[]) => webhookViewAfter(facts, events, NOW);
const isNewsNow = (facts: NumberFacts, events: readonly EventFacts[]) => isNews(facts, events, NOW);

const event = (rest: Partial<EventFacts> = {}): EventFacts => ({
  eventId: "e",
  at: T0,
  claim: null,
  provesLifeAt: null,
  ...rest,
});
const says = (word: string, at: number | null, eventId = "e"): EventFacts =>
  event({ at, eventId, claim: { subject: "quality", word, detail: null } });

const anyEvent: fc.Arbitrary<EventFacts> = fc.record({
  eventId: fc.constantFrom("a", "b", "c", "d"),
  at: fc.option(fc.integer({ min: 0, max: 5 }).map((seconds) => T0 + seconds * SECOND)),
  claim: fc.option(
    fc.record({
      subject: fc.constantFrom(...ClaimSubject.options),
      word: fc.constantFrom("X", "Y"),
      detail: fc.constant(null),
    }),
  ),
  provesLifeAt: fc.option(fc.integer({ min: -3, max: 5 }).map((seconds) => T0 + seconds * SECOND)),
});

/** The same event never says two things: what an id claims is a function of the id, the time and the subject. */
const sane = (events: readonly EventFacts[]): EventFacts[] =>
  events.map((one) => ({
    ...one,
    claim: one.claim === null ? null : { ...one.claim, word: `${one.eventId} of ${one.at}` },
  }));

const anyFacts: fc.Arbitrary<NumberFacts> = fc.constantFrom<NumberFacts>(
  {},
  { meta: CONNECTED },
  { registration: record("registered", { at: new Date(T0).toISOString() }), meta: metaView() },
  { webhook: told({ name: claim("APPROVED", new Date(T0).toISOString()) }, new Date(T0 - SECOND).toISOString()) },
);

describe("a claim", () => {
  it("is kept with the time at which it ends by itself, if it has one", () => {
    const until = new Date(T0 + SECOND).toISOString();
    const kept = (rest: { readonly until?: string }) =>
      viewAfterNow({}, [event({ claim: { subject: "restriction", word: "X", detail: null, ...rest } })]).claims;
    const at = new Date(T0).toISOString();
    assert.deepEqual(kept({ until }).restriction, { word: "X", detail: null, at, until, eventId: "e" });
    assert.deepEqual(kept({}).restriction, { word: "X", detail: null, at, eventId: "e" });
  });
});

describe("what webhooks tell of a number", () => {
  it("is the same in any order, any number of times, and however it is cut into deliveries", () => {
    fc.assert(
      fc.property(
        anyFacts,
        fc.array(anyEvent, { maxLength: 12 }),
        fc.array(fc.nat(), { minLength: 24, maxLength: 24 }),
        (facts, some, random) => {
          const events = sane(some);
          const once = viewAfterNow(facts, events);
          const shuffled = [...events, ...events]
            .map((one, index) => ({ one, rank: random[index] ?? 0 }))
            .toSorted((a, b) => a.rank - b.rank)
            .map(({ one }) => one);
          assert.deepEqual(viewAfterNow(facts, shuffled), once);
          const withView = (webhook: NumberFacts["webhook"]): NumberFacts =>
            webhook === undefined ? facts : { ...facts, webhook };
          let view = facts.webhook;
          for (const one of shuffled) view = viewAfterNow(withView(view), [one]);
          assert.deepEqual(view ?? { provenAt: null, claims: {} }, once);
          assert.equal(isNewsNow({ ...facts, webhook: once }, events), false);
        },
      ),
      { numRuns: PROPERTY_RUNS },
    );
  });

  it("keeps the newest claim, and of two of the same moment the one with the greater id", () => {
    const late = viewAfterNow({}, [says("NEW", T0 + SECOND), says("OLD", T0)]);
    assert.equal(late.claims.quality?.word, "NEW");
    const tie = viewAfterNow({}, [says("A", T0, "a"), says("B", T0, "b"), says("A", T0, "a")]);
    assert.equal(tie.claims.quality?.word, "B");
  });

  it("keeps claims about different things apart", () => {
    const name = event({ at: T0, claim: { subject: "name", word: "APPROVED", detail: "Invented Ltd" } });
    const view = viewAfterNow({}, [says("FLAGGED", T0 + SECOND), name]);
    assert.deepEqual(Object.keys(view.claims).toSorted(), ["name", "quality"]);
    assert.equal(view.claims.name?.detail, "Invented Ltd");
  });

  it("takes no claim without a time, since nobody knows what it would overwrite", () => {
    assert.deepEqual(viewAfterNow({}, [says("FLAGGED", null)]), { provenAt: null, claims: {} });
  });

  it("takes nothing that lies in the future, and some minutes' difference of clocks for none", () => {
    const MINUTE = 60_000;
    const ahead = [
      says("2099", Date.UTC(2099)),
      event({ provesLifeAt: Date.UTC(2099) }),
      says("SOON", NOW + 6 * MINUTE),
    ];
    assert.deepEqual(webhookViewAfter({}, ahead, NOW), { provenAt: null, claims: {} });
    assert.equal(webhookViewAfter({}, [...ahead, says("TRUE", T0)], NOW).claims.quality?.word, "TRUE");
    assert.equal(webhookViewAfter({}, [says("SKEWED", NOW + 4 * MINUTE)], NOW).claims.quality?.word, "SKEWED");
  });

  it("has the number read where something is claimed and nobody knows of when", () => {
    assert.equal(claimsSometime([says("FLAGGED", null)]), true);
    assert.equal(claimsSometime([says("FLAGGED", T0), event({ at: null })]), false);
    assert.equal(claimsSometime([says("FLAGGED", T0), says("FLAGGED", null)]), true);
  });

  it("keeps the earliest proof since the number was connected", () => {
    const registration = record("registered", { at: new Date(T0).toISOString() });
    const proof = (at: number) => event({ provesLifeAt: at });
    const first = viewAfterNow({ registration }, [proof(T0 + 5 * SECOND), proof(T0 - SECOND), proof(T0 + 2 * SECOND)]);
    assert.equal(first.provenAt, new Date(T0 + 2 * SECOND).toISOString());
    for (const facts of [{}, { registration }]) {
      assert.equal(viewAfterNow(facts, [proof(T0 + SECOND), proof(T0)]).provenAt, new Date(T0).toISOString());
    }
    const again = {
      registration: record("registered", { at: new Date(T0 + 60 * SECOND).toISOString() }),
      webhook: first,
    };
    assert.equal(
      viewAfterNow(again, [proof(T0 + 3 * SECOND)]),
      first,
      "an event from before proves nothing of the new connection",
    );
    assert.equal(viewAfterNow(again, [proof(T0 + 90 * SECOND)]).provenAt, new Date(T0 + 90 * SECOND).toISOString());
  });

  it("says when there is nothing to write, and when there is something to read", () => {
    const view = viewAfterNow({}, [says("FLAGGED", T0)]);
    assert.equal(isNewsNow({ webhook: view }, [says("FLAGGED", T0)]), false);
    assert.equal(isNewsNow({ webhook: view }, [says("UNFLAGGED", T0 + SECOND)]), true);
    assert.equal(claimsMore(undefined, view), true);
    assert.equal(isNewsNow({}, []), false);
    assert.equal(claimsMore(undefined, viewAfterNow({}, [event({ provesLifeAt: T0 })])), false);
    const proven = viewAfterNow({ webhook: view }, [event({ provesLifeAt: T0 })]);
    assert.equal(claimsMore(view, proven), false, "that events arrive is no reason to read");
  });
});
