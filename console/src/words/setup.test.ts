import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { AccountAttemptDocument } from "../../../functions/src/contract/account-attempt.ts";
import { Lifecycle } from "../../../functions/src/contract/lifecycle.ts";
import type { AttemptDocument, PhoneNumberDocument } from "../../../functions/src/contract/phone-number.ts";
import type { TestMessageDocument } from "../../../functions/src/contract/test-message.ts";
import { NO_FACTS, setupSteps, type SetupFacts } from "./setup.ts";

const NOW = Date.UTC(2030, 0, 1, 12);
const at = new Date(NOW - 60_000 * 5).toISOString();

const number = (rest: Partial<PhoneNumberDocument>): Pick<SetupFacts, "number"> => ({
  number: { state: "known", document: { lifecycle: "draft", reasons: [], updatedAt: at, ...rest } },
});
const attempt = (rest: Partial<AttemptDocument>): SetupFacts["attempts"][number] => ({
  id: "a",
  state: "known",
  document: { operation: "request_code", status: "code_requested", reservedAt: at, ...rest } as AttemptDocument,
});
const accountAttempt = (rest: Partial<AccountAttemptDocument>): SetupFacts["accountAttempts"][number] => ({
  id: "b",
  state: "known",
  document: {
    operation: "connect_webhook",
    status: "connected",
    reservedAt: at,
    settledAt: at,
    message: null,
    ...rest,
  } as AccountAttemptDocument,
});
const message = (status: TestMessageDocument["status"]): SetupFacts["messages"][number] => ({
  id: "m",
  state: "known",
  document: {
    status,
    at,
    failure: status === "failed" ? { message: "No payment method." } : null,
  } as TestMessageDocument,
});

const states = (facts: Partial<SetupFacts>): string =>
  setupSteps({ ...NO_FACTS, ...facts }, NOW)
    .map(({ state }) => state)
    .join(" ");
const says = (facts: Partial<SetupFacts>, name: string): string | null | undefined =>
  setupSteps({ ...NO_FACTS, ...facts }, NOW).find((step) => step.name === name)?.says;

const WEBHOOK = { accountAttempts: [accountAttempt({})] };

describe("the steps from nothing to a message that arrives", () => {
  it("follow each other, and what is stored alone says which is next", () => {
    assert.equal(states({}), "now later later later later");
    assert.equal(states(number({ lifecycle: "verification_required" })), "done now later later later");
    assert.equal(states(number({ lifecycle: "ready_to_register" })), "done done now later later");
    assert.equal(states(number({ lifecycle: "connected" })), "done done done now later");
    assert.equal(states({ ...number({ lifecycle: "connected" }), ...WEBHOOK }), "done done done done now");
    const sent = { ...number({ lifecycle: "connected" }), ...WEBHOOK, messages: [message("sent")] };
    assert.equal(states(sent), "done done done done waiting");
    assert.equal(states({ ...sent, messages: [message("delivered"), message("failed")] }), "done done done done done");
  });

  it("have one at most that is to be taken, whatever is stored", () => {
    for (const lifecycle of Lifecycle.options)
      for (const rest of [{}, WEBHOOK, { ...WEBHOOK, messages: [message("failed")] }]) {
        const found = states({ ...number({ lifecycle }), ...rest }).split(" ");
        const taken = found.filter((state) => state === "now" || state === "waiting");
        assert.ok(taken.length <= 1, lifecycle);
        if (taken.length === 0)
          assert.ok(
            found.every((state) => state === "done"),
            lifecycle,
          );
      }
  });

  it("say what is known: a code on its way, why a registration failed, how far a message has come", () => {
    const unverified = number({ lifecycle: "verification_required" });
    assert.match(says({ ...unverified, attempts: [attempt({})] }, "verify") ?? "", /A code was sent 5 min ago/);
    const wrong = attempt({ operation: "verify_code", status: "wrong_code" });
    assert.equal(says({ ...unverified, attempts: [wrong, attempt({})] }, "verify"), null);
    const registration = {
      status: "pin_mismatch",
      at,
      by: "u",
      message: "The PIN is wrong.",
      retryAt: null,
      graphError: null,
    } as const;
    assert.equal(says(number({ lifecycle: "action_required", registration }), "register"), "The PIN is wrong.");
    const failed = { ...number({ lifecycle: "connected" }), ...WEBHOOK, messages: [message("failed")] };
    assert.equal(says(failed, "message"), "Meta could not deliver the message. No payment method.");
  });

  it("wait for Meta while a registration is under way, and take one that stands for done although something else is wrong", () => {
    for (const lifecycle of ["registering", "awaiting_meta", "outcome_unknown"] as const)
      assert.equal(states(number({ lifecycle })), "done done waiting later later");
    const registration = { status: "registered", at, by: "u", message: null, retryAt: null, graphError: null } as const;
    assert.equal(states(number({ lifecycle: "action_required", registration })), "done done done now later");
    assert.equal(states(number({ lifecycle: "disconnected", registration })), "done done now later later");
  });

  it("take the webhook for connected by the newest call, or by an event that came in", () => {
    const connected = number({ lifecycle: "connected" });
    const elsewhere = accountAttempt({ status: "callback_elsewhere", message: "The events go elsewhere." });
    assert.equal(
      states({ ...connected, accountAttempts: [elsewhere, accountAttempt({})] }),
      "done done done now later",
    );
    assert.equal(says({ ...connected, accountAttempts: [elsewhere] }, "webhook"), "The events go elsewhere.");
    const added = accountAttempt({ operation: "add_number", status: "added" });
    assert.equal(states({ ...connected, accountAttempts: [added] }), "done done done now later");
    const proven = number({
      lifecycle: "live",
      webhook: { provenAt: at, claims: {} },
    });
    assert.equal(states(proven), "done done done done done");
  });
});
