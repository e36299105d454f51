import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { GraphError } from "../../contract/failure.ts";
import { RegistrationFailureStatus, RegistrationResult } from "../../contract/register-phone-number.ts";
import { anyBudget, anyGraphError, anyReads } from "../../testing/arbitraries.ts";
import { CONNECTED, graphError, metaView, NUMBER, WABA } from "../../testing/fixtures.ts";
import { PROPERTY_RUNS } from "../../testing/property-runs.ts";
import { ACCESS_ADVICE, ADVICE } from "../advice/advice.ts";
import { accessProof } from "../diagnosis/access-findings.ts";
import { accessFailure } from "../error/call-failure.ts";
import { waitAfter } from "../error/call-wait.ts";
import { refusalStatus } from "../error/graph-refusal.ts";
import {
  failure,
  notRegisteredYet,
  registeredNow,
  registrationResult,
  type PlainRegistrationFailure,
  type RegistrationOutcome,
} from "./registration.ts";

const NOW = Date.UTC(2030, 0, 1);
const BUDGET = {
  used: 1,
  limit: 10,
  remaining: 9,
  nextFreeAt: "2030-01-04T00:00:00.000Z",
  blockedUntil: null,
  spentElsewhere: false,
};
const ABOUT = { phoneNumberId: NUMBER, wabaId: WABA, accountIsKnown: true };
const MINUTE = 60_000;

const retryAt = (outcome: RegistrationOutcome, attempts = BUDGET): string | null => {
  const result = registrationResult(outcome, NUMBER, attempts, NOW);
  return "retryAt" in result ? result.retryAt : assert.fail("a success has no retryAt");
};

const refusedWith = (status: PlainRegistrationFailure, error: GraphError, regainAccessMs: number | null = null) =>
  failure(status, error, waitAfter(status, error, regainAccessMs));

describe("a refusal", () => {
  it("for a PIN locked says how long, from Meta's details, its words to the user or its message", () => {
    const wait = (words: Partial<GraphError>) => refusedWith("pin_locked", graphError(133_008, words)).retryAfterMs;
    assert.equal(wait({ details: "Try again in 5 minutes", message: "Try again in 1 hour" }), 5 * MINUTE);
    assert.equal(wait({ details: "Tente mais tarde", message: "Try again in 1 hour" }), 60 * MINUTE);
    assert.equal(wait({ userMessage: "Try again in 2 hours.", message: "Too many guesses" }), 120 * MINUTE);
    assert.equal(wait({ message: "PIN guessed too fast" }), null);
  });

  it("for a number that is not registered looks at its id where its ownership is verified, and at its ownership else", () => {
    const error = graphError(133_010);
    const verified = notRegisteredYet(error, metaView()) ?? assert.fail("133010 is known");
    assert.deepEqual([verified.status, verified.advice.resolution[0].title], ["invalid_parameter", "Compare the ids"]);
    assert.match(verified.advice.message, /is not registered/);
    for (const view of [null, metaView({ codeVerificationStatus: "NOT_VERIFIED" })])
      assert.equal(notRegisteredYet(error, view)?.status, "verification_required");
    assert.equal(notRegisteredYet(graphError(133_005), metaView()), null);
  });

  it("for a restricted account blames the PIN under 131031 alone", () => {
    assert.match(ADVICE.account_locked.message, /131031 may mean a wrong PIN/);
  });

  it("never takes is_transient, retryable or time from Meta for a wrong PIN", () => {
    assert.equal(ADVICE.rate_limited.retryable, true);
    assert.equal(retryAt(refusedWith("pin_mismatch", graphError(133_005), 5)), null);
  });
});

describe("retryAt", () => {
  const BLOCKED = { ...BUDGET, remaining: 0, blockedUntil: "2030-01-05T00:00:00.000Z" } as unknown as typeof BUDGET;

  it("of a used-up budget is the end of the block, else when the next attempt is free", () => {
    assert.equal(retryAt(failure("rate_limited"), BLOCKED), "2030-01-05T00:00:00.000Z");
    assert.equal(retryAt(failure("rate_limited")), BUDGET.nextFreeAt);
  });

  it("is not taken from our own count once Meta's count has proved it wrong", () => {
    const refused = refusedWith("rate_limited", graphError(133_016));
    assert.equal(retryAt(refused), null);
    assert.equal(retryAt(refused, BLOCKED), "2030-01-05T00:00:00.000Z");
  });

  it("is not given where waiting does not help", () => {
    for (const status of ["invalid_token", "number_on_business_app", "invalid_parameter", "outcome_unknown"] as const) {
      assert.equal(retryAt(failure(status), BLOCKED), null, status);
    }
  });
});

describe("the PIN of a registration", () => {
  it("is the number's PIN only where the number was not registered before", () => {
    assert.equal(registeredNow(metaView()).pin, "in_effect");
    assert.equal(registeredNow(CONNECTED).pin, "not_changed");
    assert.equal(registeredNow({ ...CONNECTED, status: "FLAGGED" }).pin, "not_changed");
    assert.equal(registeredNow(null).pin, "unknown");
  });
});

describe("the result", () => {
  it("of every failure says what to do, and satisfies the contract", () => {
    for (const status of RegistrationFailureStatus.options) {
      const outcome =
        status === "missing_permission"
          ? accessFailure(
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
      const result = registrationResult(accessFailure({ cause, missing: ["x"], evidence }, null), NUMBER, BUDGET, NOW);
      assert.ok(result.status === "missing_permission");
      assert.deepEqual([result.cause, result.missing, result.message], [cause, ["x"], ACCESS_ADVICE[cause].message]);
    }
  });

  it("of a success is plain", () => {
    const registered = registrationResult(
      { status: "registered", alreadyRegistered: true, pin: "not_changed" },
      NUMBER,
      BUDGET,
      NOW,
    );
    const common = { phoneNumberId: NUMBER, attempts: BUDGET };
    assert.deepEqual(registered, { status: "registered", ...common, alreadyRegistered: true, pin: "not_changed" });
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
            ? accessFailure(accessProof(reads, ABOUT, error), error)
            : refusedWith(status, error, regainAccessMs);
        const result = RegistrationResult.parse(registrationResult(outcome, NUMBER, attempts, NOW));
        assert.equal(result.status, status);
        assert.deepEqual("graphError" in result && result.graphError, { ...error });
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });
});

const NOTHING = { token: null, view: null, numberRefusal: null, wabaNumbers: null };
