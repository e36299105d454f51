import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { metaView } from "../../testing/fixtures.ts";
import { budget, claim, told } from "../../testing/number-facts.ts";
import { nextLook, type LookState } from "./next-look.ts";

const NOW = Date.UTC(2030, 0, 1);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const ago = (ms: number): number => NOW - ms;
const iso = (ms: number): string => new Date(ms).toISOString();
const flagged = {
  meta: metaView({ observedAt: iso(NOW) }),
  webhook: told({ quality: claim("FLAGGED", iso(NOW)) }),
};
const restrictedUntil = (ms: number): Partial<LookState> => ({
  facts: { webhook: told({ restriction: { ...claim("ACCOUNT_RESTRICTION", iso(NOW - DAY)), until: iso(ms) } }) },
});
const offboarded = (at: number): Partial<LookState> => ({
  facts: { meta: metaView({ observedAt: iso(NOW) }), webhook: told({ link: claim("ACCOUNT_OFFBOARDED", iso(at)) }) },
});
const freeAt = (ms: number): Partial<LookState> => ({ facts: { attempts: budget({ nextFreeAt: iso(ms) }) } });
const blockedUntil = (ms: number): Partial<LookState> => ({ facts: { attempts: budget({ blockedUntil: iso(ms) }) } });

describe("the next look at a number", () => {
  const cases: readonly (readonly [situation: string, state: Partial<LookState>, pauseMs: number])[] = [
    ["with nothing open", {}, DAY],
    ["with an outcome just lost", { unknownSince: NOW }, MINUTE],
    ["with an outcome lost two minutes ago", { unknownSince: ago(2 * MINUTE) }, MINUTE],
    ["with an outcome lost four minutes ago", { unknownSince: ago(4 * MINUTE) }, 2 * MINUTE],
    ["with an outcome lost long ago", { unknownSince: ago(HOUR) }, 3 * MINUTE],
    ["with a call just accepted", { awaitingSince: NOW }, MINUTE],
    ["with a call accepted ten minutes ago", { awaitingSince: ago(10 * MINUTE) }, 5 * MINUTE],
    ["with a call accepted hours ago", { awaitingSince: ago(DAY - 1) }, 15 * MINUTE],
    ["with a call accepted a day ago", { awaitingSince: ago(DAY) }, 12 * HOUR],
    ["with a call accepted days ago", { awaitingSince: ago(3 * DAY) }, DAY],
    ["with both open", { unknownSince: ago(HOUR), awaitingSince: ago(10 * MINUTE) }, 3 * MINUTE],
    ["when the number could not be read", { read: "failed" }, 5 * MINUTE],
    ["when Meta refused reading it", { read: "refused" }, HOUR],
    ["with an event that the reading may have missed", { facts: flagged }, MINUTE],
    ["with such an event, when it could not be read", { facts: flagged, read: "failed" }, 5 * MINUTE],
    ["while it is set up on another phone", offboarded(ago(4 * MINUTE)), 2 * MINUTE],
    ["days after that has begun", offboarded(ago(3 * DAY)), DAY],
    ["before an attempt becomes free", freeAt(NOW + HOUR), HOUR],
    ["before a restriction ends by itself", restrictedUntil(NOW + HOUR), HOUR + MINUTE],
    ["after it has ended", restrictedUntil(NOW - MINUTE), DAY],
    ["before a block ends", blockedUntil(NOW + 2 * HOUR), 2 * HOUR],
    ["at the moment an attempt becomes free", freeAt(NOW), DAY],
    ["while others spend too", { spentElsewhereUntil: NOW + 3 * HOUR }, 3 * HOUR],
    ["after that has lapsed", { spentElsewhereUntil: NOW }, DAY],
    ["after a block has ended", blockedUntil(NOW - 1), DAY],
  ];
  for (const [situation, state, pauseMs] of cases) {
    it(`${situation} comes after ${pauseMs / MINUTE} minutes`, () => {
      const look = nextLook({
        now: NOW,
        facts: {},
        spentElsewhereUntil: null,
        unknownSince: null,
        awaitingSince: null,
        read: "ok",
        ...state,
      });
      assert.equal(look - NOW, pauseMs);
    });
  }
});
