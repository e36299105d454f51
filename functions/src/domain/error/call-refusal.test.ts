import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { anyGraphError } from "../../testing/arbitraries.ts";
import { graphError } from "../../testing/fixtures.ts";
import { PROPERTY_RUNS } from "../../testing/property-runs.ts";
import { DEREGISTRATION_ADVICE } from "../advice/deregistration-advice.ts";
import { READ_ADVICE } from "../advice/read-advice.ts";
import { TEST_MESSAGE_ADVICE } from "../advice/test-message-advice.ts";
import { TWO_STEP_PIN_ADVICE } from "../advice/two-step-pin-advice.ts";
import { CODE_GUESS_ADVICE, CODE_REQUEST_ADVICE } from "../advice/verification-advice.ts";
import { CALL_CATALOGUE, type Call } from "./call-catalogue.ts";
import { callRefusalStatus, worded } from "./call-refusal.ts";
import { catalogueRow } from "./error-catalogue.ts";
import { refusalStatus } from "./graph-refusal.ts";

const CALLS = ["deregister", "request_code", "verify_code", "set_pin", "send_message", "read_number"] as const;

const ADVICE: Readonly<Record<Call, Readonly<Record<string, unknown>>>> = {
  deregister: DEREGISTRATION_ADVICE,
  request_code: CODE_REQUEST_ADVICE,
  verify_code: CODE_GUESS_ADVICE,
  set_pin: TWO_STEP_PIN_ADVICE,
  send_message: TEST_MESSAGE_ADVICE,
  read_number: READ_ADVICE,
};

describe("a refusal of a call", () => {
  for (const row of CALL_CATALOGUE) {
    for (const call of row.calls) {
      const name = row.subcode === undefined ? `${row.code}` : `${row.code}/${row.subcode}`;
      it(`${name} means ${row.status} to ${call}, which has words for it`, () => {
        const error = graphError(row.code, { subcode: row.subcode ?? null, message: "x" });
        assert.equal(callRefusalStatus(call, error), row.status);
        // Deregistering a number that is not registered is no failure.
        if (call !== "deregister") assert.equal(worded(ADVICE[call], row.status), row.status);
      });
    }
  }

  it("tells 136024 and 136025 apart from every other code with the same subcode", () => {
    for (const subcode of [2_388_091, 2_388_093, 2_388_367]) {
      for (const call of CALLS) {
        assert.equal(callRefusalStatus(call, graphError(131_009, { subcode })), "invalid_parameter");
      }
    }
    assert.equal(callRefusalStatus("request_code", graphError(136_024, { subcode: 2_388_093 })), "code_request_failed");
    assert.equal(callRefusalStatus("verify_code", graphError(136_025, { subcode: 2_388_091 })), "code_refused");
  });

  it("is a limit on guesses where Meta names a wait, and a wrong code stays a wrong code", () => {
    const wait = { details: "Try again in 5 minutes" };
    assert.equal(callRefusalStatus("verify_code", graphError(136_025, wait)), "code_guess_limited");
    assert.equal(callRefusalStatus("verify_code", graphError(136_025, { ...wait, subcode: 2_388_093 })), "wrong_code");
  });

  it("keeps one call's words from another", () => {
    assert.equal(callRefusalStatus("verify_code", graphError(136_024)), "unknown_error");
    assert.equal(callRefusalStatus("set_pin", graphError(131_030)), "unknown_error");
    assert.equal(callRefusalStatus("read_number", graphError(133_010)), "unknown_error");
  });

  it("never has a row that registering's catalogue has too: each meaning is written once", () => {
    for (const { code } of CALL_CATALOGUE) {
      assert.equal(catalogueRow(code), undefined, String(code));
      if (code !== 100) assert.equal(refusalStatus(graphError(code)), "unknown_error");
    }
  });

  it("ends, whatever Meta says, in a status that the call has words for", () => {
    fc.assert(
      fc.property(fc.constantFrom(...CALLS), anyGraphError, (call, error) => {
        const status = worded(ADVICE[call], callRefusalStatus(call, error));
        assert.ok(Object.hasOwn(ADVICE[call], status));
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });
});
