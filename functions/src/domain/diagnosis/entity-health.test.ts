import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { factsInOrder, known, subjectInOrder } from "../../testing/diagnosis-facts.ts";
import { healthEntity } from "../../testing/fixtures.ts";
import { entityHealth } from "./entity-health.ts";
import type { HealthEntity } from "./facts.ts";
import type { Finding } from "./finding.ts";

/** What is found of a number of whose health Meta says so. */
function found(rest: Partial<HealthEntity>): Finding {
  const health = known({ canSendMessage: "AVAILABLE", entities: [healthEntity("PHONE_NUMBER", rest)] });
  return entityHealth("number_health", "Health", "PHONE_NUMBER").judge(factsInOrder({ health }), subjectInOrder());
}

const blocked = (rest: Partial<HealthEntity>): Finding => found({ canSendMessage: "BLOCKED", ...rest });

describe("the health of an entity", () => {
  it("shows Meta's word and the codes that came with it", () => {
    const { observed } = blocked({ codes: [141_000, null, 999_999], problems: ["Not registered", "Odd", "New"] });
    assert.deepEqual(observed, { canSendMessage: "BLOCKED", codes: [141_000, 999_999] });
  });

  it("is in order where its codes are of calls alone, each of them, and nothing else was noted", () => {
    const calls = { codes: [138_024, 138_025], problems: ["SIP", "SIP"] };
    const { state, finding } = blocked(calls);
    assert.deepEqual([state, finding], ["pass", "Meta's BLOCKED concerns calls alone (138024, 138025)."]);
    assert.equal(blocked({ ...calls, notes: ["Look at this"] }).state, "fail");
    assert.equal(blocked({ codes: [138_024, 141_000], problems: ["SIP", "Not registered"] }).state, "fail");
    assert.equal(blocked({ codes: [], problems: [] }).finding, "Messages are blocked.");
  });

  it("says a known code in our words alone, and what is not known in Meta's, too, each thing once", () => {
    assert.equal(
      blocked({ codes: [141_000], problems: ["Meta's words"] }).finding,
      "Messages are blocked: the number is not registered (141000).",
    );
    assert.equal(
      blocked({ codes: [141_000, 999_999], problems: ["Meta's words", "Others"] }).finding,
      "Messages are blocked: the number is not registered (141000); 999999; Meta's words; Others.",
    );
    assert.equal(
      blocked({ codes: [141_000, null], problems: ["Meta's words", "Others"] }).finding,
      "Messages are blocked: the number is not registered (141000).",
    );
    assert.equal(blocked({ codes: [null], problems: ["Meta's words"] }).finding, "Messages are blocked: Meta's words.");
  });

  it("leaves Meta's points but for the last", () => {
    const limited = found({ canSendMessage: "LIMITED", problems: ["See v2.0 of the policy."] });
    assert.equal(limited.finding, "Messages are limited: See v2.0 of the policy.");
    assert.equal(limited.state, "warn");
  });
});
