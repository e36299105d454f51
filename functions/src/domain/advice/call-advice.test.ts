import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { AdditionFailureStatus } from "../../contract/add-phone-number.ts";
import { WebhookConnectionFailureStatus } from "../../contract/connect-webhook.ts";
import { DeregistrationFailureStatus } from "../../contract/deregister-phone-number.ts";
import { Actor, Resolution } from "../../contract/failure.ts";
import { ReadFailureStatus } from "../../contract/refresh-phone-number.ts";
import { TestMessageFailureStatus } from "../../contract/send-test-message.ts";
import { TwoStepPinFailureStatus } from "../../contract/set-two-step-pin.ts";
import { VerificationFailureStatus } from "../../contract/verification.ts";
import { ADDITION_ADVICE } from "./addition-advice.ts";
import type { Advice } from "./advice.ts";
import { DEREGISTRATION_ADVICE } from "./deregistration-advice.ts";
import { READ_ADVICE } from "./read-advice.ts";
import { ONLY_FROM_TEST_NUMBERS, TEMPLATE_NEEDED, TEMPLATES_UNREAD, TEMPLATES_UNREADABLE } from "./template-advice.ts";
import { TEST_MESSAGE_ADVICE } from "./test-message-advice.ts";
import { TWO_STEP_PIN_ADVICE } from "./two-step-pin-advice.ts";
import { CODE_GUESS_ADVICE, CODE_REQUEST_ADVICE } from "./verification-advice.ts";
import { fieldSteps, WEBHOOK_CONNECTION_ADVICE } from "./webhook-connection-advice.ts";

const TABLES: readonly (readonly [string, Readonly<Record<string, Advice>>, readonly string[]])[] = [
  ["asking for a code", CODE_REQUEST_ADVICE, VerificationFailureStatus.options],
  ["sending a code back", CODE_GUESS_ADVICE, VerificationFailureStatus.options],
  ["setting the PIN", TWO_STEP_PIN_ADVICE, TwoStepPinFailureStatus.options],
  ["deregistering", DEREGISTRATION_ADVICE, DeregistrationFailureStatus.options],
  ["reading", READ_ADVICE, ReadFailureStatus.options],
  ["adding a number", ADDITION_ADVICE, AdditionFailureStatus.options],
  ["connecting the webhook", WEBHOOK_CONNECTION_ADVICE, WebhookConnectionFailureStatus.options],
  ["a test message", TEST_MESSAGE_ADVICE, TestMessageFailureStatus.options],
];

/** What passes with time, or with another input: only then may a caller be told to try again. */
const PASSES: ReadonlySet<string> = new Set([
  "throttled",
  "meta_unavailable",
  "in_progress",
  "rate_limited",
  "recently_deleted",
  "incomplete_deregistration",
  "pin_locked",
  "verification_required",
  "wrong_code",
  "code_refused",
  "code_guess_limited",
  "code_request_failed",
  "code_request_limited",
  "handshake_failed",
  "held_back_by_meta",
  "templates_misclassified",
]);

for (const [call, table, statuses] of TABLES) {
  describe(`advice on ${call}`, () => {
    it("exists for the failures of the contract and for nothing else", () => {
      assert.deepEqual(
        Object.keys(table).toSorted(),
        statuses.filter((status) => status !== "missing_permission").toSorted(),
      );
    });

    it("lets nobody try again where that cannot help", () => {
      for (const [status, { retryable }] of Object.entries(table)) {
        if (status !== "outcome_unknown") assert.equal(retryable, PASSES.has(status), status);
      }
    });

    for (const [status, { message, actor, resolution }] of Object.entries(table)) {
      it(`for ${status} is complete sentences and steps that the contract allows`, () => {
        assert.match(message, /^[A-Z].*\.$/);
        Actor.parse(actor);
        assert.ok(resolution.length > 0);
        for (const step of resolution) {
          Resolution.parse(step);
          assert.match(step.title, /^[A-Z].*[^.]$/, step.title);
          assert.match(step.detail, /[.)]$/, step.detail);
          if (step.url !== undefined) assert.match(step.url, /^https:\/\/(?:[a-z]+\.)?(?:facebook|metastatus)\.com\//);
        }
      });
    }
  });
}

describe("advice on calls", () => {
  it("calls a wrong code a code, and says that it is not the PIN", () => {
    const { message, resolution } = CODE_GUESS_ADVICE.wrong_code;
    assert.match(message, /verification code/);
    assert.doesNotMatch(message, /PIN/);
    assert.match(resolution[0].detail, /not the two-step PIN/);
  });

  it("lets nobody repeat by itself what may have happened, unless repeating does no harm", () => {
    const unknown = [
      ADDITION_ADVICE,
      CODE_REQUEST_ADVICE,
      CODE_GUESS_ADVICE,
      DEREGISTRATION_ADVICE,
      TEST_MESSAGE_ADVICE,
    ];
    assert.ok(unknown.every((table) => !table.outcome_unknown.retryable));
    assert.ok(TWO_STEP_PIN_ADVICE.outcome_unknown.retryable);
    assert.ok(WEBHOOK_CONNECTION_ADVICE.outcome_unknown.retryable);
  });

  it("lets a caller ask again for want of a template only while Meta decides or has not answered", () => {
    const retryable = Object.entries(TEMPLATE_NEEDED).flatMap(([lack, advice]) => (advice.retryable ? [lack] : []));
    assert.deepEqual(retryable, ["waiting", "unanswered"]);
    assert.ok(TEMPLATES_UNREAD.retryable);
    assert.ok(!TEMPLATES_UNREADABLE.retryable && !ONLY_FROM_TEST_NUMBERS.retryable);
  });

  it("names each field of the webhook that is to be switched on, and where", () => {
    const steps = fieldSteps(["messages", "account_update"]);
    assert.deepEqual(
      steps.map(({ title }) => title),
      ["Switch on the field messages", "Switch on the field account_update"],
    );
    assert.match(steps[1]?.detail ?? "", /Webhook fields > account_update: Subscribe/);
  });

  it("speaks of registrations only where registering is meant", () => {
    assert.match(DEREGISTRATION_ADVICE.rate_limited.message, /deregistrations/);
    assert.match(DEREGISTRATION_ADVICE.number_on_business_app.resolution[0].detail, /Disconnect/);
  });
});
