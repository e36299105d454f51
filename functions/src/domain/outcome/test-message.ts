import type { GraphError } from "../../contract/failure.ts";
import type { MessagingBlock, TestMessageResult, TestMessageWarning } from "../../contract/send-test-message.ts";
import type { NonDelivery } from "../../contract/test-message.ts";
import { TEST_MESSAGE_ADVICE, type PlainTestMessageFailure } from "../advice/test-message-advice.ts";
import { tokenIsValid, type AccessReads } from "../diagnosis/access-findings.ts";
import type { MessagingHealth } from "../diagnosis/facts.ts";
import {
  callFailure,
  failedAnswer,
  failureFieldsOf,
  retryAtOf,
  type Failed,
  type FailureFacts,
} from "../error/call-failure.ts";
import { callRefusalStatus, worded } from "../error/call-refusal.ts";
import { saysNotRegistered } from "../number-status.ts";
import { isConnected, isOnBusinessApp } from "../phone-number.ts";
import type { Read } from "../read.ts";

/** The failures that Meta's answer to a message can mean; `messaging_blocked` only reading shows. */
export type SendFailure = Exclude<PlainTestMessageFailure, "messaging_blocked">;

/** How sending failed, before absolute times are put to it. */
export type TestMessageFailed =
  | ({ readonly status: "messaging_blocked"; readonly blocks: readonly MessagingBlock[] } & FailureFacts)
  | Failed<SendFailure>;

/** Meta took the message. */
export interface Sent {
  readonly status: "sent";
  readonly messageId: string;
  /** Where its way is written down. */
  readonly documentId: string;
}

/** How sending ended, before absolute times are put to it. */
export type TestMessageOutcome = Sent | TestMessageFailed;

/** What was read of the number's ability to send. */
export interface SendingReads extends AccessReads {
  readonly accountMode: Read<string>;
  readonly health: Read<MessagingHealth>;
}

/** What Meta says is in the way of sending. */
function blocksOf({ entities }: MessagingHealth): MessagingBlock[] {
  const blocked = entities.filter((entity) => entity.canSendMessage === "BLOCKED");
  return blocked.map(({ type, problems }) => ({ entity: type, problems: [...problems] }));
}

/** What reading beforehand proves so surely that asking Meta is no use; `null`: go on. What could not be read stops nothing. */
export function stopBeforeSending(reads: SendingReads): TestMessageFailed | null {
  const { view, health } = reads;
  if (tokenIsValid(reads) === false) return callFailure(TEST_MESSAGE_ADVICE, "invalid_token", reads.numberRefusal);
  if (view !== null && isOnBusinessApp(view) && !isConnected(view))
    return callFailure(TEST_MESSAGE_ADVICE, "number_on_business_app");
  if (view !== null && saysNotRegistered(view)) return callFailure(TEST_MESSAGE_ADVICE, "not_registered");
  if (!health.ok || health.value.canSendMessage !== "BLOCKED") return null;
  const advice = TEST_MESSAGE_ADVICE.messaging_blocked;
  return { status: "messaging_blocked", advice, graphError: null, retryAfterMs: null, blocks: blocksOf(health.value) };
}

/** What may keep the message from arriving, although nothing forbids sending it. */
export function warningsOf({ view, accountMode, health }: SendingReads): TestMessageWarning[] {
  const warnings: TestMessageWarning[] = [];
  if (accountMode.ok && accountMode.value === "SANDBOX") {
    warnings.push({
      code: "test_number",
      message:
        "This is a test number: Meta delivers only to recipients in its list (App dashboard > WhatsApp > API Setup > To).",
    });
  }
  if (health.ok && health.value.canSendMessage === "LIMITED") {
    const problems = health.value.entities.flatMap((entity) => entity.problems);
    warnings.push({
      code: "messaging_limited",
      message: ["Meta limits what this number may send.", ...problems].join(" "),
    });
  }
  if (view === null) {
    warnings.push({
      code: "state_unreadable",
      message: "The number could not be read, so nothing is known of what may stop the message.",
    });
  }
  return warnings;
}

/** The result a caller gets: waits turned into times. `now`: ms since the epoch. */
export function testMessageResult(
  outcome: TestMessageOutcome,
  about: { readonly phoneNumberId: string; readonly reads: SendingReads; readonly now: number },
): TestMessageResult {
  const common = { phoneNumberId: about.phoneNumberId, warnings: warningsOf(about.reads) };
  if (outcome.status === "sent") {
    const { status, messageId, documentId } = outcome;
    return { status, ...common, messageId, documentId };
  }
  const retryAt = retryAtOf(outcome, about.now);
  if (outcome.status === "messaging_blocked") {
    const { status, blocks } = outcome;
    return { status, ...common, ...failureFieldsOf(outcome, retryAt), blocks: [...blocks] };
  }
  return failedAnswer(outcome, common, retryAt);
}

/** Why Meta did not deliver a message that it had accepted, read like a refusal. Meta names no time to try again. */
export function nonDelivery(error: GraphError | null): NonDelivery {
  const status =
    error === null ? "unknown_error" : worded(TEST_MESSAGE_ADVICE, callRefusalStatus("send_message", error));
  return { status, ...failureFieldsOf(callFailure(TEST_MESSAGE_ADVICE, status, error), null) };
}
