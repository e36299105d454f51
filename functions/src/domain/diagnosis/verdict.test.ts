import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { AccessCheck, CheckId, CheckState } from "../../contract/diagnose-access.ts";
import { CHECKS } from "./checks.ts";
import { SENDING_CHECKS } from "./sending-checks.ts";
import { verdictOf } from "./verdict.ts";

const STEP = { title: "Do this", detail: "Like this." };

/** Every check passed, but for these. */
const checks = (
  others: Partial<Record<CheckId, CheckState>>,
  resolution: AccessCheck["resolution"] = [STEP],
): AccessCheck[] =>
  CHECKS.map(({ id, title }) => {
    const state = others[id] ?? "pass";
    const todo = state === "pass" ? { resolution: [], actor: null } : { resolution, actor: "customer" as const };
    return { id, title, state, finding: `${id} is ${state}.`, observed: {}, ...todo };
  });

describe("the verdict", () => {
  it("is healthy, with nothing to do, when everything passed", () => {
    const length = CHECKS.length - SENDING_CHECKS.length;
    assert.deepEqual(verdictOf(checks({})), {
      state: "healthy",
      summary: `Nothing stands in the way: ${length} checks passed.`,
      firstAction: null,
    });
  });

  it("counts in words", () => {
    const made = (others: Partial<Record<CheckId, CheckState>>): AccessCheck[] =>
      checks(others).filter(({ id }) => ["token_kind", "throughput", "quality"].includes(id));
    assert.match(
      verdictOf(made({ throughput: "unknown", quality: "warn" })).summary,
      /: 1 check passed, 1 needs attention, 1 could not be made\.$/,
    );
  });

  it("is not moved by what concerns sending alone", () => {
    const others = Object.fromEntries(SENDING_CHECKS.map(({ id }) => [id, "fail" as const]));
    assert.equal(verdictOf(checks(others)).state, "healthy");
  });

  it("names the first check that failed, whatever is unknown before it or warns", () => {
    const verdict = verdictOf(
      checks({ token_valid: "unknown", token_kind: "warn", number_verified: "fail", display_name: "fail" }),
    );
    assert.deepEqual(verdict, {
      state: "fix",
      summary: "Ownership: number_verified is fail.",
      firstAction: { check: "number_verified", actor: "customer", ...STEP },
    });
  });

  it("is unclear while a check that decides is unknown", () => {
    const verdict = verdictOf(checks({ throughput: "unknown", number_readable: "unknown", token_kind: "warn" }));
    assert.deepEqual(verdict, {
      state: "unclear",
      summary:
        "Nothing wrong was found, but not everything could be checked. Phone number: number_readable is unknown.",
      firstAction: { check: "number_readable", actor: "customer", ...STEP },
    });
  });

  it("has the operator ask again where a check names nobody who must act", () => {
    const nameless = checks({ number_readable: "unknown" }, []).map((check) => ({ ...check, actor: null }));
    const { firstAction } = verdictOf(nameless);
    assert.deepEqual([firstAction?.check, firstAction?.actor], ["number_readable", "operator"]);
  });

  it("is healthy while only checks are unknown that decide nothing, and counts them", () => {
    const verdict = verdictOf(checks({ attempt_budget: "unknown", throughput: "unknown", registration: "warn" }));
    assert.equal(verdict.state, "healthy");
    assert.match(verdict.summary, /24 checks passed, 1 needs attention, 2 could not be made\.$/);
    assert.equal(verdict.firstAction?.check, "registration");
    assert.match(
      verdictOf(checks({ quality: "warn", token_kind: "warn", throughput: "unknown" })).summary,
      /2 need attention, 1 could not/,
    );
  });

  it("has something to do even where the check has no step", () => {
    assert.equal(verdictOf(checks({ token_valid: "unknown" }, [])).firstAction?.title, "Run the diagnosis again");
  });
});
