import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CONNECTED, metaView } from "../../testing/fixtures.ts";
import { claim, record, told } from "../../testing/number-facts.ts";
import { noticesOf } from "./notices.ts";
import type { NumberFacts } from "./number-facts.ts";

const AT = "2030-01-01T12:00:00.000Z";
const AFTER = "2030-01-01T12:00:00.001Z";

describe("a PIN that was changed", () => {
  const changed = (at: string, facts: NumberFacts): boolean =>
    noticesOf({ ...facts, webhook: told({ pin: claim("PIN_CHANGED", at) }) }, "live").includes("pin_changed");

  it("is told of where that came after the last registration", () => {
    const registered = { registration: record("registered", { at: AT }) };
    assert.ok(changed(AFTER, registered));
    assert.ok(!changed(AT, registered));
    assert.ok(!changed(AFTER, {}), "nobody has registered the number");
  });
});

describe("the name of a number that Meta provided", () => {
  const notices = (nameStatus: string, verdict: "ready" | "blocked"): readonly string[] =>
    noticesOf({ meta: metaView({ ...CONNECTED, nameStatus }), sending: { verdict, at: AT } }, "connected").filter(
      (code) => code === "name_pending" || code === "sending_blocked",
    );

  it("is what keeps its messages back only while it is in review, and then comes first", () => {
    assert.equal(notices("PENDING_REVIEW", "blocked")[0], "name_pending");
    assert.deepEqual(notices("DECLINED", "blocked"), ["sending_blocked"]);
    assert.deepEqual(notices("PENDING_REVIEW", "ready"), ["name_pending"]);
  });
});

describe("a number that Meta calls FLAGGED", () => {
  const flagged = (facts: NumberFacts): boolean => noticesOf(facts, "action_required").includes("number_flagged");

  it("is told of, whether a reading or a newer event says so, and no other word is", () => {
    assert.ok(flagged({ meta: metaView({ status: "FLAGGED" }) }));
    assert.ok(flagged({ meta: CONNECTED, webhook: told({ quality: claim("FLAGGED", CONNECTED.observedAt) }) }));
    for (const status of ["RATE_LIMITED", "RESTRICTED", "CONNECTED", null])
      assert.ok(!flagged({ meta: metaView({ status }) }), String(status));
  });
});
