import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { anyFacts, anySubject } from "../../testing/any-diagnosis.ts";
import { PROPERTY_RUNS } from "../../testing/property-runs.ts";
import { checked } from "../diagnosis/check.ts";
import { CHECKS } from "../diagnosis/checks.ts";
import { ACCOUNT_CONNECTION_ADVICE } from "./account-connection-advice.ts";
import { ADDITION_ADVICE } from "./addition-advice.ts";
import { ACCESS_ADVICE, ADVICE } from "./advice.ts";
import { DEREGISTRATION_ADVICE } from "./deregistration-advice.ts";
import { forCustomers } from "./for-customers.ts";
import { READ_ADVICE } from "./read-advice.ts";
import { REASON_ADVICE } from "./reason-advice.ts";
import { SET_BUSINESS_ID } from "./steps.ts";
import { TEST_MESSAGE_ADVICE } from "./test-message-advice.ts";
import { TWO_STEP_PIN_ADVICE } from "./two-step-pin-advice.ts";
import { CODE_GUESS_ADVICE, CODE_REQUEST_ADVICE } from "./verification-advice.ts";
import { WEBHOOK_CONNECTION_ADVICE } from "./webhook-connection-advice.ts";

/** What the deployment's own account has and a customer's has not. */
const OWN = /system user|META_SYSTEM_USER_TOKEN|META_WABA_ID|META_PHONE_NUMBER_ID|META_BUSINESS_ID/iu;

const said = Object.entries({
  ...ADVICE,
  ...ACCESS_ADVICE,
  ...REASON_ADVICE,
  ...Object.fromEntries(
    [
      ACCOUNT_CONNECTION_ADVICE,
      ADDITION_ADVICE,
      CODE_GUESS_ADVICE,
      CODE_REQUEST_ADVICE,
      DEREGISTRATION_ADVICE,
      READ_ADVICE,
      TEST_MESSAGE_ADVICE,
      TWO_STEP_PIN_ADVICE,
      WEBHOOK_CONNECTION_ADVICE,
    ].flatMap((table, place) =>
      Object.entries(table).map(([status, advice]) => [`${status} (${place})`, advice] as const),
    ),
  ),
});

const titles = ({ resolution }: { readonly resolution: readonly { readonly title: string }[] }): string[] =>
  resolution.map(({ title }) => title);

describe("what is said of a customer's account", () => {
  it("never speaks of a system user, nor of the deployment's own account", () => {
    assert.ok(said.some(([, advice]) => OWN.test(JSON.stringify(advice))));
    for (const [situation, advice] of said) {
      const told = forCustomers(advice);
      assert.doesNotMatch(JSON.stringify(told), OWN, situation);
      assert.ok(told.resolution.length > 0, situation);
      assert.equal(new Set(titles(told)).size, told.resolution.length, situation);
    }
  });

  it("is the same where it speaks of neither", () => {
    assert.equal(forCustomers(ADVICE.pin_mismatch), ADVICE.pin_mismatch);
  });

  it("has the customer sign up again where the token is not taken, and is so told twice as once", () => {
    const told = forCustomers(ADVICE.invalid_token);
    assert.deepEqual(titles(told), ["Have the account connected again"]);
    assert.match(
      told.resolution[0].detail,
      /^Its customer signs up once more, .* connectAccount then keeps a new token/,
    );
    assert.equal(told.actor, "customer");
    assert.equal(told.message, "Meta does not accept the token that the customer's sign-up gave.");
    assert.equal(told.retryable, ADVICE.invalid_token.retryable);
    assert.deepEqual(forCustomers(told), told);
  });

  it("keeps a sentence that was added, and leaves the operator what only they can do", () => {
    const { message } = forCustomers({ ...ADVICE.invalid_token, message: `${ADVICE.invalid_token.message} And more.` });
    assert.equal(message, "Meta does not accept the token that the customer's sign-up gave. And more.");
    const lacking = forCustomers(ACCESS_ADVICE.scope_not_granted);
    assert.deepEqual(titles(lacking), ["Give the app the permissions", "Have the account connected again"]);
    assert.equal(lacking.actor, "operator");
  });

  it("leads to the account that a number was moved to", () => {
    const told = forCustomers(REASON_ADVICE.number_migrated);
    assert.deepEqual(titles(told), ["Connect the account that the number belongs to now"]);
    assert.match(told.resolution[0].detail, /^Its customer signs up with that account\. /);
    assert.equal(told.actor, "customer");
  });

  it("asks nobody for the deployment's own business", () => {
    assert.deepEqual(forCustomers({ actor: "operator", resolution: [SET_BUSINESS_ID] }), {
      actor: null,
      resolution: [],
    });
  });

  it("is so in every check of a diagnosis, whatever was read", () => {
    fc.assert(
      fc.property(anyFacts, anySubject, (facts, subject) => {
        for (const check of CHECKS) {
          const told = forCustomers(checked(check, check.judge(facts, subject)));
          assert.doesNotMatch(JSON.stringify(told.resolution), OWN, check.id);
          assert.equal(told.actor === null, told.resolution.length === 0, check.id);
        }
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });
});
