import { READS_MS } from "../contract/patience.ts";
import type { TestMessageResult } from "../contract/send-test-message.ts";
import { SEND_ADVICE } from "../domain/advice/test-message-advice.ts";
import { factsOf, toldOf } from "../domain/error/call-failure.ts";
import { OWN_TEMPLATE, type TemplateChoice } from "../domain/message-template.ts";
import {
  stopBeforeSending,
  testMessageResult,
  withNameWord,
  type SendFailure,
  type SendingReads,
  type Sent,
  type TestMessageOutcome,
} from "../domain/outcome/test-message.ts";
import type { SendReply } from "../domain/reply.ts";
import { chooseTemplate } from "./choose-template.ts";
import type { TemplateAsk, TemplatePorts } from "./our-template.ts";
import type { Clock, DiagnosticGraph, Graph, TestMessages } from "./ports.ts";
import { postOnce } from "./post-once.ts";
import { readAccess } from "./read-access.ts";
import { writtenDown } from "./written-down.ts";

type Accepted = Extract<SendReply, { kind: "accepted" }>;

/** What sending a test message needs of the world. */
export interface TestMessagePorts extends TemplatePorts {
  readonly graph: TemplatePorts["graph"] &
    Pick<Graph, "sendTemplate"> &
    Pick<DiagnosticGraph, "accountMode" | "messagingHealth">;
  readonly messages: TestMessages;
  readonly clock: Clock;
}

/** One test message, as its caller asked for it. `to`: digits only. */
export interface TestMessageAsk extends TemplateAsk {
  readonly to: string;
}

/**
 * Sends a template to one recipient, once, unless reading the number shows that it cannot arrive, or no template can be sent. Webhooks
 * tell what becomes of it afterwards: its document follows them.
 */
export async function sendTestMessage(ports: TestMessagePorts, ask: TestMessageAsk): Promise<TestMessageResult> {
  const { phoneNumberId } = ask;
  const elapsed = ports.clock.stopwatch();
  const reads = await readSending(ports, ask);
  const answer = (outcome: TestMessageOutcome): TestMessageResult =>
    testMessageResult(outcome, { phoneNumberId, reads, now: ports.clock.now() });
  const stop = stopBeforeSending(reads);
  const { posted, ...chosen } =
    stop === null ? await chooseTemplate(ports, ask, { reads, elapsed }) : { choice: stop, posted: false };
  const choice = toldOf(ask, chosen.choice);
  if (!("name" in choice)) {
    if (posted) await record(ports, ask, { choice: OWN_TEMPLATE, outcome: choice, sent: true });
    else ports.journal.callWithheld({ call: "send_message", phoneNumberId, status: choice.status });
    return answer(choice);
  }
  const { name: template, language } = choice;
  const { outcome: answered, sent } = await postOnce<Accepted, Sent, SendFailure>(
    ports,
    ask,
    {
      call: "send_message",
      advice: SEND_ADVICE,
      send: (deadlineMs) => ports.graph.sendTemplate({ phoneNumberId, to: ask.to, template, language }, deadlineMs),
      done: ({ messageId }) => {
        const documentId = ports.messages.documentIdOf(messageId);
        return { status: "sent", messageId, documentId, template, language };
      },
    },
    { reads, elapsed },
  );
  const outcome = toldOf(ask, withNameWord(answered, reads));
  await record(ports, ask, { choice, outcome, sent });
  return answer(outcome);
}

async function readSending(ports: TestMessagePorts, ask: TestMessageAsk): Promise<SendingReads> {
  const { phoneNumberId } = ask;
  const [access, accountMode, health] = await Promise.all([
    readAccess(ports, ask, READS_MS),
    ports.graph.accountMode(phoneNumberId, READS_MS),
    ports.graph.messagingHealth(phoneNumberId, READS_MS),
  ]);
  for (const [name, read] of Object.entries({ accountMode, health })) {
    if (!read.ok) ports.journal.readFailed({ phoneNumberId, read: name, failure: read.failure });
  }
  return { ...access, accountMode, health };
}

/** What is written down of a request that Meta got: the message, or our template where no message could be sent. */
interface Ended {
  readonly choice: TemplateChoice;
  readonly outcome: TestMessageOutcome;
  readonly sent: boolean;
}

async function record(ports: TestMessagePorts, ask: TestMessageAsk, { choice, outcome, sent }: Ended): Promise<void> {
  const { phoneNumberId, attemptId, by, to } = ask;
  const { status } = outcome;
  const { advice, graphError } = factsOf(outcome);
  const messageId = outcome.status === "sent" ? outcome.messageId : null;
  const about = { call: "send_message", phoneNumberId, attemptId } as const;
  await writtenDown(ports, [{ about, status, spent: sent, graphError }], async () => {
    if (!sent) return;
    const request = { phoneNumberId, attemptId, by, to, template: choice.name, language: choice.language };
    await ports.messages.record(request, { status, message: advice?.message ?? null, graphError, messageId });
  });
}
