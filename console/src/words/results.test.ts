import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { unrecognized } from "../../../client/src/newer-backend.ts";
import { AdditionFailureStatus } from "../../../functions/src/contract/add-phone-number.ts";
import { AccountConnectionFailureStatus } from "../../../functions/src/contract/connect-account.ts";
import { WebhookConnectionFailureStatus } from "../../../functions/src/contract/connect-webhook.ts";
import { DeregistrationFailureStatus } from "../../../functions/src/contract/deregister-phone-number.ts";
import { ReadFailureStatus } from "../../../functions/src/contract/refresh-phone-number.ts";
import { RegistrationFailureStatus } from "../../../functions/src/contract/register-phone-number.ts";
import { TestMessageFailureStatus } from "../../../functions/src/contract/send-test-message.ts";
import { TwoStepPinFailureStatus } from "../../../functions/src/contract/set-two-step-pin.ts";
import { VerificationFailureStatus } from "../../../functions/src/contract/verification.ts";
import { failureView, type Failure } from "./failure.ts";
import { turnOf } from "./next-step.ts";
import { messageView, registrationView, verificationView } from "./results.ts";

const NOW = Date.parse("2026-03-10T12:00:00.000Z");
const phoneNumberId = "550000000000001";
const attempts = { used: 1, limit: 10, remaining: 9, nextFreeAt: null, blockedUntil: null, spentElsewhere: false };
const failure = {
  message: "Something is so.",
  resolution: [{ title: "Do this", detail: "Like that." }],
  actor: "customer",
  retryable: true,
  retryAt: null,
  graphError: null,
} as const;
const graphError = {
  code: 100,
  subcode: 33,
  type: "GraphMethodException",
  message: "Unsupported post request.",
  details: null,
  userTitle: null,
  userMessage: null,
  fbtraceId: "Atrace",
  httpStatus: 400,
};

suite("a failure", () => {
  const words = new Set<Failure["status"]>(
    [
      RegistrationFailureStatus,
      DeregistrationFailureStatus,
      AdditionFailureStatus,
      WebhookConnectionFailureStatus,
      AccountConnectionFailureStatus,
      VerificationFailureStatus,
      TwoStepPinFailureStatus,
      TestMessageFailureStatus,
      ReadFailureStatus,
    ].flatMap(({ options }) => options),
  );
  const headlines = new Set<string>();
  for (const status of words) {
    test(`${status} says what happened, who must act and what to do`, () => {
      const view = failureView({ ...failure, status }, NOW);
      assert.ok(!headlines.has(view.headline), "two words must not share a headline");
      headlines.add(view.headline);
      assert.equal(view.sentences[0], failure.message);
      const actor =
        turnOf(status).turn === "wait" ? /^Nobody has to act:/u : /^The business that owns the number has to act\./u;
      assert.match(view.actor ?? "", actor);
      assert.deepEqual(view.steps, failure.resolution);
      assert.deepEqual(view.metaWords, []);
    });
  }

  test("shows Meta's own words where there are any, and only those", () => {
    const { metaWords } = failureView({ ...failure, status: "missing_permission", graphError }, NOW);
    assert.deepEqual(metaWords, [
      ["message", "Unsupported post request."],
      ["code", "100"],
      ["subcode", "33"],
      ["type", "GraphMethodException"],
      ["HTTP status", "400"],
      ["trace id", "Atrace"],
    ]);
  });

  test("says when to try again, or that it is no use", () => {
    const later = { ...failure, status: "pin_locked", retryAt: "2026-03-12T12:00:00.000Z" } as const;
    assert.match(failureView(later, NOW).sentences[1] ?? "", /^Try again after 12 Mar, .*, not before\.$/);
    assert.equal(failureView(later, NOW + 3 * 86_400_000).sentences.length, 1, "the time has passed");
    const never = { ...failure, status: "invalid_token", retryable: false } as const;
    assert.equal(failureView(never, NOW).sentences[1], "Calling again without a change will not help.");
    const lost = { ...never, status: "outcome_unknown" } as const;
    assert.match(failureView(lost, NOW).sentences[1] ?? "", /^Do not call again before it is known/);
  });

  test("names what is missing and what was read to prove it", () => {
    const evidence = {
      tokenIsValid: true,
      tokenIsSystemUser: null,
      requiredScopesGranted: false,
      requiredPermissionsGranted: null,
      wabaInGranularTargets: null,
      systemUserMayManage: null,
      numberReadable: true,
      numberInWaba: null,
      platformAllowsCloudApi: true,
    };
    const missing = ["whatsapp_business_messaging"];
    const view = failureView({ ...failure, status: "missing_permission", missing, evidence }, NOW);
    assert.ok(view.sentences.includes("Missing: whatsapp_business_messaging."));
    const answers = view.evidence.map(({ answer }) => answer);
    assert.deepEqual(answers.slice(0, 3), ["yes", "could not be read", "no"]);
    assert.equal(answers.length, Object.keys(evidence).length);
  });

  test("with a status newer than this page is shown all the same", () => {
    const view = registrationView(unrecognized({ ...failure, status: "pin_expired" }), NOW);
    assert.equal(view.headline, "The answer is newer than this page");
    assert.equal(view.sentences[0], failure.message);
    assert.deepEqual(view.steps, failure.resolution);
  });
});

suite("a success", () => {
  test("tells a fresh registration from one that was there", () => {
    const registered = { status: "registered", phoneNumberId, attempts } as const;
    assert.equal(
      registrationView({ ...registered, alreadyRegistered: false, pin: "in_effect" }, NOW).headline,
      "Registered",
    );
    const already = registrationView({ ...registered, alreadyRegistered: true, pin: "in_effect" }, NOW);
    assert.equal(already.headline, "Already registered");
    assert.match(already.sentences.join(" "), /No attempt was spent/);
  });

  test("that Meta has not shown yet is no success yet", () => {
    assert.equal(registrationView({ status: "awaiting_meta", phoneNumberId, attempts }, NOW).tone, "busy");
  });

  test("of a code says that it is not the PIN", () => {
    const view = verificationView({ status: "code_requested", phoneNumberId, method: "SMS" }, NOW);
    assert.match(view.sentences.join(" "), /not the PIN/);
  });

  test("of a test message that waits for a template says how far that has come", () => {
    const view = messageView(
      {
        status: "template_needed",
        phoneNumberId,
        warnings: [],
        message: "It waits.",
        resolution: [{ title: "Wait", detail: "It takes minutes." }],
        actor: "meta",
        retryable: true,
        retryAt: null,
        graphError: null,
        ownTemplate: { template: "connection_test", language: "en_US", status: "PENDING", category: "MARKETING" },
      },
      NOW,
    );
    assert.ok(view.sentences.includes("Meta calls connection_test PENDING, MARKETING."), view.sentences.join(" "));
  });

  test("of a test message repeats its warnings", () => {
    const warnings = [{ code: "test_number", message: "Only five recipients." }] as const;
    const view = messageView(
      {
        status: "sent",
        phoneNumberId,
        warnings: [...warnings],
        messageId: "wamid.1",
        documentId: "wamid.1",
        template: "account_ready",
        language: "en_US",
      },
      NOW,
    );
    assert.deepEqual(view.sentences, ["By the template account_ready (en_US).", "Only five recipients."]);
  });
});
