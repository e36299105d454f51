import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { PhoneNumberAdditionResult } from "../../contract/add-phone-number.ts";
import { graphError, WABA } from "../../testing/fixtures.ts";
import { ADDITION_ADVICE, PRECONDITION_STEPS } from "../advice/addition-advice.ts";
import { forCustomers } from "../advice/for-customers.ts";
import { factsOf, toldOf } from "../error/call-failure.ts";
import { additionFailure, additionResult, limitReached, migrationNotReady, type AdditionOutcome } from "./addition.ts";

const ERROR = graphError(100);

const answer = (outcome: AdditionOutcome): PhoneNumberAdditionResult =>
  PhoneNumberAdditionResult.parse(additionResult(outcome, WABA, 0));

describe("a number that was not added", () => {
  it("says why, and with what Meta refused, whatever else the failure carries", () => {
    for (const outcome of [
      limitReached({ numbers: 2, limit: 2 }, ERROR),
      migrationNotReady([], ERROR),
      additionFailure("throttled", ERROR),
    ]) {
      const { advice, graphError: error } = factsOf(outcome);
      const { status } = outcome as { status: "limit_reached" | "migration_not_ready" | "throttled" };
      assert.deepEqual([advice?.message, error], [ADDITION_ADVICE[status].message, ERROR]);
      assert.partialDeepStrictEqual(answer(outcome), {
        status,
        message: ADDITION_ADVICE[status].message,
        graphError: ERROR,
      });
    }
  });

  it("counts the numbers and the limit", () => {
    assert.partialDeepStrictEqual(answer(limitReached({ numbers: 20, limit: 20 }, ERROR)), { numbers: 20, limit: 20 });
  });

  it("has a step for each precondition that is not met, and Meta's where none is known", () => {
    const unmet = ["account_approved", "source_registered"] as const;
    const told = answer(migrationNotReady(unmet));
    assert.ok(told.status === "migration_not_ready");
    assert.deepEqual([told.unmet, told.graphError], [[...unmet], null]);
    assert.deepEqual(
      told.resolution,
      unmet.map((precondition) => PRECONDITION_STEPS[precondition]),
    );
    const unknown = answer(migrationNotReady([], ERROR));
    assert.ok(unknown.status === "migration_not_ready");
    assert.deepEqual(unknown.resolution, [...ADDITION_ADVICE.migration_not_ready.resolution]);
  });

  it("is told a customer in other words, as every failure is", () => {
    const outcome = limitReached({ numbers: 2, limit: 2 }, ERROR);
    const told = factsOf(toldOf({ customerId: "acme" }, outcome)).advice;
    assert.deepEqual(told, forCustomers(ADDITION_ADVICE.limit_reached));
  });
});
