import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { graphError, NUMBER } from "../../testing/fixtures.ts";
import { ADDITION_ADVICE } from "../advice/addition-advice.ts";
import { additionFailure, errorOf, messageOf, type AdditionOutcome } from "./addition.ts";

const ERROR = graphError(100);
const added: AdditionOutcome = { status: "added", phoneNumberId: NUMBER };
const listed: AdditionOutcome = { status: "already_added", phoneNumberId: NUMBER, managed: true };
const full: AdditionOutcome = { status: "limit_reached", numbers: 2, limit: 2, error: ERROR };
const unready: AdditionOutcome = { status: "migration_not_ready", unmet: [], error: ERROR };

const FAILURES = {
  limit_reached: full,
  migration_not_ready: unready,
  throttled: additionFailure("throttled"),
} as const;

describe("what is told of adding a number", () => {
  it("is Meta's error, where Meta refused", () => {
    assert.deepEqual([added, listed, { ...unready, error: null }, additionFailure("throttled")].map(errorOf), [
      null,
      null,
      null,
      null,
    ]);
    for (const refused of [full, unready, additionFailure("throttled", ERROR)]) assert.equal(errorOf(refused), ERROR);
  });

  it("is a message, where it failed", () => {
    assert.deepEqual([added, listed].map(messageOf), [null, null]);
    for (const status of ["limit_reached", "migration_not_ready", "throttled"] as const) {
      assert.equal(messageOf(FAILURES[status]), ADDITION_ADVICE[status].message);
    }
  });
});
