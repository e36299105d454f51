import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { RegistrationFailureStatus, RegistrationResult } from "../../contract/register-phone-number.ts";
import { anyBudget, anyGraphError, anyReads } from "../../testing/arbitraries.ts";
import { graphError, NUMBER, WABA } from "../../testing/fixtures.ts";
import { PROPERTY_RUNS } from "../../testing/property-runs.ts";
import { ACCESS_ADVICE, ADVICE } from "../advice/advice.ts";
import { accessProof } from "../diagnosis/access-findings.ts";
import { ERROR_CATALOGUE } from "../error/error-catalogue.ts";
import { refusalStatus } from "../error/graph-refusal.ts";
import {
  failure,
  mayHaveHappened,
  missingPermission,
  outcomeOfLedgerRefusal,
  outcomeOfRefusal,
  outcomeOfUnreadable,
  registrationResult,
  type RegistrationOutcome,
} from "./registration.ts";

const NOW = Date.UTC(2030, 0, 1);
const BUDGET = { used: 1, limit: 10, remaining: 9, nextFreeAt: "2030-01-04T00:00:00.000Z", blockedUntil: null };
const ABOUT = { phoneNumberId: NUMBER, wabaId: WABA, isConfiguredNumber: true };
const MINUTE = 60_000;

const retryAt = (outcome: RegistrationOutcome, attempts = BUDGET): string | null => {
  const result = registrationResult(outcome, NUMBER, attempts, NOW);
  return "retryAt" in result ? result.retryAt : assert.fail("a success has no retryAt");
};
const inMinutes = (minutes: number): string => new Date(NOW + minutes * MINUTE).toISOString();

describe("a refusal", () => {
  it("for a PIN locked says how long, from the details or else the message", () => {
    const wait = (details: string | null, message: string) =>
      outcomeOfRefusal("pin_locked", graphError(133_009, { details, message }), null).retryAfterMs;
    assert.equal(wait("Try again in 5 minutes", "Try again in 1 hour"), 5 * MINUTE);
    assert.equal(wait("Tente mais tarde", "Try again in 1 hour"), 60 * MINUTE);
    assert.equal(wait(null, "PIN guessed too fast"), null);
  });

  it("right after deletion is worth five minutes, whatever Meta says", () => {
    assert.equal(outcomeOfRefusal("recently_deleted", graphError(133_015), null).retryAfterMs, 5 * MINUTE);
  });

  it("for too many calls waits as long as the usage header says", () => {
    assert.equal(outcomeOfRefusal("throttled", graphError(80_007), 7 * MINUTE).retryAfterMs, 7 * MINUTE);
    assert.equal(outcomeOfRefusal("throttled", graphError(80_007), null).retryAfterMs, null);
  });

  it("of any other kind takes no wait from header or words", () => {
    for (const status of ["pin_mismatch", "unknown_error", "rate_limited"] as const) {
      assert.equal(outcomeOfRefusal(status, graphError(1, { details: "in 5 minutes" }), 7).retryAfterMs, null, status);
    }
  });

  it("never takes is_transient, retryable or time from Meta for a wrong PIN", () => {
    assert.equal(ADVICE.rate_limited.retryable, true);
    assert.equal(retryAt(outcomeOfRefusal("pin_mismatch", graphError(133_005), 5)), null);
  });
});

describe("an answer that cannot be read", () => {
  const cases: readonly (readonly [number | null, string, boolean])[] = [
    [null, "outcome_unknown", true],
    [200, "outcome_unknown", true],
    [307, "outcome_unknown", true],
    [400, "outcome_unknown", true],
    [429, "throttled", false],
    [499, "outcome_unknown", true],
    [500, "meta_unavailable", true],
    [503, "meta_unavailable", true],
  ];
  for (const [httpStatus, status, open] of cases) {
    it(`with HTTP ${httpStatus} is ${status}, and ${open ? "may have happened" : "has not happened"}`, () => {
      assert.equal(outcomeOfUnreadable(httpStatus).status, status);
      assert.equal(mayHaveHappened({ kind: "unreadable", reason: "x", httpStatus }), open);
    });
  }
});

describe("whether it may have happened", () => {
  it("is open only where Meta says that it failed itself", () => {
    for (const row of ERROR_CATALOGUE) {
      const code = typeof row.code === "number" ? row.code : row.code[0];
      const reply = { kind: "refused", error: graphError(code), regainAccessMs: null } as const;
      assert.equal(mayHaveHappened(reply), row.status === "meta_unavailable", String(code));
    }
    const unknown = graphError(4711, { httpStatus: 500 });
    assert.ok(mayHaveHappened({ kind: "refused", error: unknown, regainAccessMs: null }));
  });

  it("is settled where Meta accepted or nothing was sent", () => {
    assert.ok(!mayHaveHappened({ kind: "accepted" }));
    assert.ok(!mayHaveHappened({ kind: "not_sent", reason: "ECONNREFUSED" }));
  });
});

describe("what the ledger refuses", () => {
  it("is in_progress for a lease and rate_limited otherwise, each until it ends", () => {
    for (const [reason, status] of [
      ["leased", "in_progress"],
      ["blocked", "rate_limited"],
      ["exhausted", "rate_limited"],
    ] as const) {
      const outcome = outcomeOfLedgerRefusal({ reason, until: NOW + 3 * MINUTE }, NOW);
      assert.deepEqual([outcome.status, outcome.graphError], [status, null]);
      assert.equal(retryAt(outcome), inMinutes(3));
    }
  });
});

describe("retryAt", () => {
  const BLOCKED = { ...BUDGET, remaining: 0, blockedUntil: "2030-01-05T00:00:00.000Z" } as unknown as typeof BUDGET;

  it("of a used-up budget is the end of the block, else when the next attempt is free", () => {
    assert.equal(retryAt(failure("rate_limited"), BLOCKED), "2030-01-05T00:00:00.000Z");
    assert.equal(retryAt(failure("rate_limited")), BUDGET.nextFreeAt);
  });

  it("is not taken from our own count once Meta's count has proved it wrong", () => {
    const refused = outcomeOfRefusal("rate_limited", graphError(133_016), null);
    assert.equal(retryAt(refused), null);
    assert.equal(retryAt(refused, BLOCKED), "2030-01-05T00:00:00.000Z");
  });

  it("is not given where waiting does not help", () => {
    for (const status of ["invalid_token", "number_on_business_app", "invalid_parameter", "outcome_unknown"] as const) {
      assert.equal(retryAt(failure(status), BLOCKED), null, status);
    }
  });
});

describe("the result", () => {
  it("of every failure says what to do, and satisfies the contract", () => {
    for (const status of RegistrationFailureStatus.options) {
      const outcome =
        status === "missing_permission"
          ? missingPermission(
              { cause: "unproven", missing: [], evidence: accessProof(NOTHING, ABOUT, null).evidence },
              null,
            )
          : failure(status);
      const result = RegistrationResult.parse(registrationResult(outcome, NUMBER, BUDGET, NOW));
      assert.equal(result.status, status);
      assert.ok("message" in result && result.message.endsWith("."), status);
    }
  });

  it("of missing access carries the advice of its cause", () => {
    for (const cause of ["scope_not_granted", "asset_not_assigned", "wrong_id_or_no_access", "unproven"] as const) {
      const { evidence } = accessProof(NOTHING, ABOUT, null);
      const result = registrationResult(
        missingPermission({ cause, missing: ["x"], evidence }, null),
        NUMBER,
        BUDGET,
        NOW,
      );
      assert.ok(result.status === "missing_permission");
      assert.deepEqual([result.cause, result.missing, result.message], [cause, ["x"], ACCESS_ADVICE[cause].message]);
    }
  });

  it("of a success is plain", () => {
    const registered = registrationResult({ status: "registered", alreadyRegistered: true }, NUMBER, BUDGET, NOW);
    const common = { phoneNumberId: NUMBER, attempts: BUDGET };
    assert.deepEqual(registered, { status: "registered", ...common, alreadyRegistered: true });
    const awaiting = registrationResult({ status: "awaiting_meta" }, NUMBER, BUDGET, NOW);
    assert.deepEqual(awaiting, { status: "awaiting_meta", ...common });
  });

  it("is one that the contract allows, whatever Meta answers and the reads show", () => {
    const wait = fc.option(fc.integer({ min: 1, max: 7 * 24 * 60 }).map((minutes) => minutes * MINUTE));
    fc.assert(
      fc.property(anyGraphError, anyReads, anyBudget, wait, (error, reads, attempts, regainAccessMs) => {
        const status = refusalStatus(error);
        const outcome =
          status === "missing_permission"
            ? missingPermission(accessProof(reads, ABOUT, error), error)
            : outcomeOfRefusal(status, error, regainAccessMs);
        const result = RegistrationResult.parse(registrationResult(outcome, NUMBER, attempts, NOW));
        assert.equal(result.status, status);
        assert.deepEqual("graphError" in result && result.graphError, { ...error });
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });
});

const NOTHING = { token: null, view: null, numberRefusal: null, wabaNumbers: null };
