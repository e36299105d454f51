import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { AccessCheck, Sending, Verdict } from "../../contract/diagnose-access.ts";
import { anyAbsence, anyFacts, anySubject } from "../../testing/any-diagnosis.ts";
import { subjectInOrder } from "../../testing/diagnosis-facts.ts";
import { PROPERTY_RUNS } from "../../testing/property-runs.ts";
import { checked } from "./check.ts";
import { CHECKS } from "./checks.ts";
import type { DiagnosisFacts } from "./facts.ts";
import { SENDING_CHECKS } from "./sending-checks.ts";
import { sendingOf } from "./sending-verdict.ts";
import { verdictOf } from "./verdict.ts";

describe("whatever was read, or was not", () => {
  const property = fc.property(anyFacts, anySubject, (facts, subject) => {
    const checks = CHECKS.map((check) => checked(check, check.judge(facts, subject)));
    for (const check of checks) {
      AccessCheck.parse(check);
      if (check.state === "fail" || check.state === "warn") {
        assert.ok(check.resolution.length > 0 && check.actor !== null, `${check.id} says nothing to do`);
      }
      if (check.state === "pass") assert.deepEqual([check.resolution, check.actor], [[], null], check.id);
    }
    const verdict = Verdict.parse(verdictOf(checks));
    const sending = Sending.parse(sendingOf(checks));
    const states = sending.checks.map((name) => checks.find((check) => check.id === name)?.state);
    const counts = sending.checks.filter((name) => name !== "token_valid");
    if (sending.verdict === "ready")
      for (const name of counts) assert.equal(checks.find((check) => check.id === name)?.state, "pass", name);
    if (sending.verdict === "blocked") assert.equal(states[0], "fail");
    if (sending.verdict === "unknown") assert.equal(states[0], "unknown");
    const ofSending: ReadonlySet<string> = new Set(SENDING_CHECKS.map(({ id: name }) => name));
    const access = checks.filter((check) => !ofSending.has(check.id));
    const failed = access.find((check) => check.state === "fail");
    assert.equal(verdict.state === "fix", failed !== undefined);
    if (failed !== undefined) assert.equal(verdict.firstAction?.check, failed.id);
    if (verdict.state === "unclear") assert.ok(verdict.firstAction !== null);
    const remark = access.find((check) => check.state === "warn");
    if (verdict.state === "healthy") assert.equal(verdict.firstAction?.check, remark?.id);
  });

  it("every check has a finding that the contract allows, and the verdict agrees with them", () => {
    fc.assert(property, { numRuns: PROPERTY_RUNS });
  });

  it("nothing passes when nothing could be read", () => {
    const nothing = fc.property(anyAbsence, (failure) => {
      const absent = { ok: false as const, failure };
      const facts = new Proxy({}, { get: () => absent }) as DiagnosisFacts;
      const passed = CHECKS.filter((check) => check.judge(facts, subjectInOrder()).state === "pass");
      assert.deepEqual(
        passed.map((check) => check.id),
        [],
      );
    });
    fc.assert(nothing, { numRuns: PROPERTY_RUNS });
  });

  it("no check looks at facts that it does not say it needs", () => {
    for (const check of CHECKS) {
      const needed: ReadonlySet<string | symbol> = new Set(check.needs);
      const absent = { ok: false as const, failure: { kind: "timeout" as const, reason: "" } };
      const facts = new Proxy(
        {},
        {
          get: (_, name) => (needed.has(name) ? absent : assert.fail(`${check.id} looks at ${String(name)}`)),
        },
      ) as DiagnosisFacts;
      check.judge(facts, subjectInOrder());
    }
  });
});
