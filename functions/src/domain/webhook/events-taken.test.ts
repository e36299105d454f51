import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { WABA } from "../../testing/fixtures.ts";
import { eventsTaken, isNewestEvent } from "./events-taken.ts";
import type { KeptEvent } from "./webhook-route.ts";

const NOW = Date.UTC(2030, 0, 1);
const OTHER_WABA = "777000000000009";
const event = (rest: Partial<KeptEvent> = {}): KeptEvent => ({
  eventId: "event-1",
  wabaId: OTHER_WABA,
  field: "phone_number_quality_update",
  json: null,
  namesNumber: false,
  at: NOW - 1000,
  claim: null,
  provesLifeAt: null,
  ...rest,
});
const claim = { subject: "name", word: "APPROVED", detail: null } as const;

describe("what events change about a number", () => {
  it("is nothing where they say nothing", () => {
    assert.deepEqual(eventsTaken({}, [event()], NOW), { document: undefined, transition: null, isDue: false });
  });

  it("is the account, by an event that names the number, where that is not known", () => {
    for (const facts of [{}, { wabaId: null }])
      assert.equal(eventsTaken(facts, [event(), event({ namesNumber: true })], NOW).document?.wabaId, OTHER_WABA);
    assert.equal(eventsTaken({ wabaId: WABA }, [event({ namesNumber: true })], NOW).document, undefined);
  });

  it("is what they claim, for which the number is read, and the account stays", () => {
    const { document, isDue } = eventsTaken({ wabaId: WABA }, [event({ claim, namesNumber: true })], NOW);
    assert.deepEqual([document?.wabaId, document?.webhook?.claims.name?.word, isDue], [WABA, "APPROVED", true]);
  });

  it("is to be read where nobody knows when something was so", () => {
    const { document, isDue } = eventsTaken({ wabaId: WABA }, [event({ claim, at: null })], NOW);
    assert.deepEqual([document, isDue], [undefined, true]);
  });
});

describe("an account's newest event", () => {
  it("is the later one", () => {
    const [early, late] = ["2030-01-01T00:00:00.000Z", "2030-01-01T00:00:01.000Z"];
    assert.deepEqual(
      [isNewestEvent(early, null), isNewestEvent(late, early), isNewestEvent(early, late), isNewestEvent(early, early)],
      [true, true, false, false],
    );
  });
});
