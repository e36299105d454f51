import type { GraphError } from "../../contract/failure.ts";
import type {
  MessagingBlock,
  OwnTemplate,
  TestMessageResult,
  TestMessageWarning,
} from "../../contract/send-test-message.ts";
import type { NonDelivery } from "../../contract/test-message.ts";
import { ACCESS_ADVICE } from "../advice/advice.ts";
import { healthCode, isOfCalls } from "../advice/health-codes.ts";
import { ONLY_FROM_TEST_NUMBERS, TEMPLATE_NEEDED, type TemplateLack } from "../advice/template-advice.ts";
import {
  NAME_IN_REVIEW,
  NAME_NOT_IN_EFFECT,
  SEND_ADVICE,
  type PlainTestMessageFailure,
} from "../advice/test-message-advice.ts";
import { deadEnd, type AccessReads } from "../diagnosis/access-findings.ts";
import type { HealthEntity, MessagingHealth } from "../diagnosis/facts.ts";
import {
  callFailure,
  failedAnswer,
  failureFieldsOf,
  retryAtOf,
  type Failed,
  type FailureFacts,
} from "../error/call-failure.ts";
import { callRefusalStatus, worded } from "../error/call-refusal.ts";
import { waitAfter } from "../error/call-wait.ts";
import { HELLO_WORLD, isTestNumber, type TemplateChoice } from "../message-template.ts";
import { saysNotRegistered } from "../number-status.ts";
import { isNameInReview, isOnBusinessAppAlone } from "../phone-number.ts";
import type { Read } from "../read.ts";

/** The failures that Meta's answer to a message can mean; the other two only reading shows. */
export type SendFailure = Exclude<PlainTestMessageFailure, "messaging_blocked" | "template_needed">;

/** How sending failed, before absolute times are put to it. */
export type TestMessageFailed =
  | ({ readonly status: "messaging_blocked"; readonly blocks: readonly MessagingBlock[] } & FailureFacts)
  | ({ readonly status: "template_needed"; readonly ownTemplate: OwnTemplate | null } & FailureFacts)
  | Failed<SendFailure>;

/** Meta took the message. */
export interface Sent {
  readonly status: "sent";
  readonly messageId: string;
  /** Where its way is written down. */
  readonly documentId: string;
  readonly template: string;
  readonly language: string;
}

/** How sending ended, before absolute times are put to it. */
export type TestMessageOutcome = Sent | TestMessageFailed;

/** What was read of the number's ability to send. */
export interface SendingReads extends AccessReads {
  readonly accountMode: Read<string>;
  readonly health: Read<MessagingHealth>;
}

/** What is in the way of messages in one entity: what concerns calls alone is not. */
function blockOf({ type, codes, problems }: HealthEntity): MessagingBlock {
  return { entity: type, codes: codes.filter((code) => code !== null), problems: [...problems] };
}

/** The entities that Meta lets send nothing. A code of calls alone blocks no message, whatever word stands beside it. */
function blocking({ entities }: MessagingHealth): readonly HealthEntity[] {
  return entities.filter(
    ({ canSendMessage, codes }) => canSendMessage === "BLOCKED" && !(codes.length > 0 && codes.every(isOfCalls)),
  );
}

/** Meta blocks messages: by an entity, which counts more than the word for the whole, or by that word where no entity is named. */
function messagingBlocked(health: MessagingHealth): TestMessageFailed | null {
  const blocked = blocking(health);
  const isWhole = health.canSendMessage === "BLOCKED" && health.entities.length === 0;
  if (blocked.length === 0 && !isWhole) return null;
  const { resolution, ...advice } = SEND_ADVICE.messaging_blocked;
  const remedies = blocked.flatMap(({ codes }) => codes.flatMap((code) => healthCode(code)?.remedy ?? []));
  const [first, ...more] = [...remedies.flatMap((remedy) => remedy.resolution), ...resolution];
  return {
    status: "messaging_blocked",
    advice: { ...advice, actor: remedies[0]?.actor ?? advice.actor, resolution: [first ?? resolution[0], ...more] },
    graphError: null,
    retryAfterMs: null,
    blocks: blocked.map(blockOf),
  };
}

/** What reading beforehand proves so surely that asking Meta is no use; `null`: go on. What could not be read stops nothing. */
export function stopBeforeSending(reads: SendingReads): TestMessageFailed | null {
  const { view, health } = reads;
  const dead = deadEnd(reads);
  if (dead !== null) return callFailure(SEND_ADVICE, dead.status, dead.error);
  if (view !== null && isOnBusinessAppAlone(view)) return callFailure(SEND_ADVICE, "number_on_business_app");
  if (view !== null && saysNotRegistered(view)) return callFailure(SEND_ADVICE, "not_registered");
  return health.ok ? messagingBlocked(health.value) : null;
}

/** Whether Meta shows the number as one of its test numbers. */
export const isShownAsTestNumber = ({ accountMode }: SendingReads): boolean =>
  isTestNumber(accountMode.ok ? accountMode.value : null);

/** Keeps hello_world from any number that Meta does not show as a test number; `null`: the template may go out. */
export function stopTemplate(choice: TemplateChoice, reads: SendingReads): TestMessageFailed | null {
  if (choice.name !== HELLO_WORLD.name || isShownAsTestNumber(reads)) return null;
  return { status: "template_not_usable", advice: ONLY_FROM_TEST_NUMBERS, graphError: null, retryAfterMs: null };
}

/** A refusal for the display name with the word that the number's reading has for it: it waits for Meta, or for a registration. */
export function withNameWord(outcome: TestMessageOutcome, { view }: SendingReads): TestMessageOutcome {
  if (outcome.status !== "display_name_not_approved" || view === null) return outcome;
  if (isNameInReview(view)) return { ...outcome, advice: NAME_IN_REVIEW };
  return view.nameStatus === "APPROVED" ? { ...outcome, advice: NAME_NOT_IN_EFFECT } : outcome;
}

/** No template was named, and none can be chosen. */
export function templateNeeded(
  lack: TemplateLack,
  about: { readonly ownTemplate?: OwnTemplate | null; readonly graphError?: GraphError | null } = {},
): TestMessageFailed {
  const { ownTemplate = null, graphError = null } = about;
  return { status: "template_needed", advice: TEMPLATE_NEEDED[lack], graphError, retryAfterMs: null, ownTemplate };
}

const LIMITED = "LIMITED";

/** The entities of which Meta says that they limit messages. Limits of calls are none of messages. */
function limiting({ entities }: MessagingHealth): readonly HealthEntity[] {
  return entities.filter(
    ({ canSendMessage, codes, notes }) =>
      canSendMessage === LIMITED && !(codes.length > 0 && codes.every(isOfCalls) && notes.length === 0),
  );
}

const isLimitedAsAWhole = ({ canSendMessage, entities }: MessagingHealth): boolean =>
  canSendMessage === LIMITED && entities.length === 0;

/** What may keep the message from arriving, although nothing forbids sending it. */
export function warningsOf({ view, accountMode, health }: SendingReads): TestMessageWarning[] {
  const warnings: TestMessageWarning[] = [];
  if (accountMode.ok && isTestNumber(accountMode.value)) {
    warnings.push({
      code: "test_number",
      message:
        "This is a test number: Meta delivers only to recipients in its list (App dashboard > WhatsApp > API Setup > To).",
    });
  }
  const limited = health.ok ? limiting(health.value) : [];
  if (limited.length > 0 || (health.ok && isLimitedAsAWhole(health.value))) {
    const problems = limited.flatMap((entity) => entity.problems);
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
    const { status, messageId, documentId, template, language } = outcome;
    return { status, ...common, messageId, documentId, template, language };
  }
  const retryAt = retryAtOf(outcome, about.now);
  if (outcome.status === "messaging_blocked") {
    const { status, blocks } = outcome;
    return { status, ...common, ...failureFieldsOf(outcome, retryAt), blocks: [...blocks] };
  }
  if (outcome.status === "template_needed") {
    const { status, ownTemplate } = outcome;
    return { status, ...common, ...failureFieldsOf(outcome, retryAt), ownTemplate };
  }
  return failedAnswer(outcome, common, retryAt);
}

/** Why Meta did not deliver a message that it had accepted, read like a refusal. `at`: when Meta gave it up, in ms since the epoch. */
export function nonDelivery(error: GraphError | null, at: number): NonDelivery {
  if (error === null) return nonDeliveryOf(callFailure(SEND_ADVICE, "unknown_error"), at);
  const meaning = callRefusalStatus("send_message", error);
  if (meaning === "missing_permission") {
    // No reading can prove any more what a webhook tells.
    const facts = { advice: ACCESS_ADVICE.unproven, graphError: error, retryAfterMs: null };
    return { status: meaning, ...failureFieldsOf(facts, null) };
  }
  const status = worded(SEND_ADVICE, meaning);
  return nonDeliveryOf(callFailure(SEND_ADVICE, status, error, waitAfter(status, error, null)), at);
}

const nonDeliveryOf = (failed: Failed<PlainTestMessageFailure>, at: number): NonDelivery => ({
  status: failed.status,
  ...failureFieldsOf(failed, retryAtOf(failed, at)),
});
