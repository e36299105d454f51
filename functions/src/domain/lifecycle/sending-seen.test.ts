import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { SendingVerdict } from "../../contract/diagnose-access.ts";
import { CONNECTED, metaView } from "../../testing/fixtures.ts";
import { claim, told } from "../../testing/number-facts.ts";
import { lifecycleOf } from "./lifecycle.ts";
import { sendingIsDue, sendingLookInMs, sendingNow, sendingSeen } from "./sending-seen.ts";

const HOUR = 3_600_000;
const NOW = Date.parse("2030-01-02T00:00:00.000Z");
const ago = (ms: number): string => new Date(NOW - ms).toISOString();
const said = (verdict: SendingVerdict, ms = HOUR) => ({ verdict, at: ago(ms) });

describe("whether what a number may send is to be asked", () => {
  const facts = { meta: CONNECTED, sending: said("ready") };
  const cases: readonly (readonly [string, Parameters<typeof sendingIsDue>, boolean])[] = [
    ["nothing has changed for an hour", [facts, CONNECTED, NOW], false],
    ["the answer is of this moment", [{ ...facts, sending: said("ready", 0) }, CONNECTED, NOW], false],
    ["the answer is as old as it may become", [{ ...facts, sending: said("ready", 20 * HOUR) }, CONNECTED, NOW], false],
    ["it is older", [{ ...facts, sending: said("ready", 20 * HOUR + 1) }, CONNECTED, NOW], true],
    ["how the number stood then is not known", [{ sending: said("ready") }, CONNECTED, NOW], true],
    ["it was never asked", [{ meta: CONNECTED }, CONNECTED, NOW], true],
    ["the answer is a day old", [{ ...facts, sending: said("ready", 21 * HOUR) }, CONNECTED, NOW], true],
    ["the answer is of the future", [{ ...facts, sending: said("ready", -HOUR) }, CONNECTED, NOW], true],
    ["Meta calls the number otherwise", [facts, { ...CONNECTED, status: "FLAGGED" }, NOW], true],
    ["its name has been decided on", [facts, { ...CONNECTED, nameStatus: "DECLINED" }, NOW], true],
    ["its quality is another", [facts, { ...CONNECTED, qualityRating: "GREEN" }, NOW], false],
    [
      "an event has come since",
      [{ ...facts, webhook: told({ restriction: claim("ACCOUNT_RESTRICTION", ago(HOUR / 2)) }) }, CONNECTED, NOW],
      true,
    ],
    [
      "an event came at that moment",
      [{ ...facts, webhook: told({ restriction: claim("ACCOUNT_RESTRICTION", ago(HOUR)) }) }, CONNECTED, NOW],
      false,
    ],
    [
      "an event came before",
      [{ ...facts, webhook: told({ restriction: claim("ACCOUNT_RESTRICTION", ago(2 * HOUR)) }) }, CONNECTED, NOW],
      false,
    ],
  ];
  for (const [when, of, due] of cases)
    it(`${due ? "yes" : "no"}: ${when}`, () => assert.equal(sendingIsDue(...of), due));

  it("soon, when a number is connected and nothing is known", () => {
    assert.equal(sendingLookInMs({ meta: CONNECTED }), 60_000);
    assert.equal(sendingLookInMs({ meta: CONNECTED, sending: said("unknown") }), 60_000);
    assert.equal(sendingLookInMs({ meta: CONNECTED, sending: said("limited") }), null);
    assert.equal(sendingLookInMs({ meta: metaView() }), null);
  });
});

describe("the verdict on sending in a document", () => {
  const lost = { readable: false, at: ago(0), graphError: null };

  it("is what a look found, and unknown once the token no longer reaches the number", () => {
    assert.deepEqual(sendingSeen(undefined, { verdict: "ready", access: null }, NOW), said("ready", 0));
    assert.deepEqual(sendingSeen(said("ready"), { verdict: null, access: lost }, NOW), said("unknown", 0));
    assert.equal(sendingSeen(said("unknown"), { verdict: null, access: lost }, NOW), null);
    assert.equal(sendingSeen(undefined, { verdict: null, access: lost }, NOW), null);
    assert.equal(sendingSeen(said("ready"), { verdict: null, access: null }, NOW), null);
  });

  it("is blocked as soon as Meta shows the number as not registered, and unknown as soon as it is connected again", () => {
    const of = (before: typeof CONNECTED | undefined, after: typeof CONNECTED | undefined) => ({
      before,
      after,
      now: NOW,
    });
    const after = { ...CONNECTED, observedAt: ago(0) };
    assert.deepEqual(sendingNow(said("ready"), of(CONNECTED, metaView())), said("blocked", 0));
    assert.deepEqual(sendingNow(said("blocked"), of(CONNECTED, metaView())), said("blocked"), "and stays as it is");
    assert.deepEqual(sendingNow(said("blocked"), of(metaView(), after)), said("unknown", 0));
    assert.deepEqual(sendingNow(said("blocked", 0), of(metaView(), after)), said("unknown", 0), "asked as it was read");
    assert.deepEqual(sendingNow(said("ready", -1), of(metaView(), after)), said("ready", -1), "asked since");
    assert.deepEqual(sendingNow(said("ready"), of(undefined, after)), said("ready"), "read for the first time");
    assert.deepEqual(sendingNow(said("ready"), of(CONNECTED, after)), said("ready"));
    assert.deepEqual(sendingNow(said("ready"), of(undefined, undefined)), said("ready"));
    assert.equal(sendingNow(undefined, of(CONNECTED, metaView())), undefined);
  });

  it("is a reason where it blocks a number in use, and nowhere else", () => {
    const codes = (verdict: SendingVerdict, meta = CONNECTED) =>
      lifecycleOf({ meta, sending: said(verdict) }).reasons.map(({ code }) => code);
    assert.ok(codes("blocked").includes("sending_blocked"));
    assert.ok(!codes("blocked", metaView()).includes("sending_blocked"));
    for (const verdict of ["ready", "limited", "unknown"] as const)
      assert.ok(!codes(verdict).includes("sending_blocked"), verdict);
  });
});
