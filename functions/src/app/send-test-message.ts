import { READS_MS } from "../contract/patience.ts";
import type { TestMessageResult } from "../contract/send-test-message.ts";
import { TEST_MESSAGE_ADVICE } from "../domain/advice/test-message-advice.ts";
import { factsOf } from "../domain/error/call-failure.ts";
import {
  stopBeforeSending,
  testMessageResult,
  type SendFailure,
  type SendingReads,
  type Sent,
  type TestMessageOutcome,
} from "../domain/outcome/test-message.ts";
import type { SendReply } from "../domain/reply.ts";
import type { Clock, DiagnosticGraph, Graph, TestMessageRequest, TestMessages } from "./ports.ts";
import { postOnce, type CallAsk } from "./post-once.ts";
import { readAccess, type Reading } from "./read-access.ts";

type Accepted = Extract<SendReply, { kind: "accepted" }>;

/** What sending a test message needs of the world. */
export interface TestMessagePorts extends Reading {
  readonly graph: Reading["graph"] &
    Pick<Graph, "sendTemplate"> &
    Pick<DiagnosticGraph, "accountMode" | "messagingHealth">;
  readonly messages: TestMessages;
  readonly clock: Clock;
}

/** One test message, as an operator asked for it. */
export interface TestMessageAsk extends CallAsk, TestMessageRequest {}

/**
 * Sends a template to one recipient, once, unless reading the number shows that it cannot arrive. What becomes of the message
 * afterwards webhooks tell: its document follows them.
 */
export async function sendTestMessage(ports: TestMessagePorts, ask: TestMessageAsk): Promise<TestMessageResult> {
  const { phoneNumberId } = ask;
  const elapsed = ports.clock.stopwatch();
  const reads = await readSending(ports, ask);
  const stop = stopBeforeSending(reads);
  if (stop !== null) {
    ports.journal.callWithheld({ call: "send_message", phoneNumberId, status: stop.status });
    return testMessageResult(stop, { phoneNumberId, reads, now: ports.clock.now() });
  }
  const { outcome, sent } = await postOnce<Accepted, Sent, SendFailure>(
    ports,
    ask,
    {
      call: "send_message",
      advice: TEST_MESSAGE_ADVICE,
      send: (deadlineMs) => ports.graph.sendTemplate(ask, deadlineMs),
      done: (accepted) => {
        const messageId = accepted?.messageId ?? "";
        return { status: "sent", messageId, documentId: ports.messages.documentIdOf(messageId) };
      },
    },
    { reads, elapsed },
  );
  await record(ports, ask, outcome, sent);
  return testMessageResult(outcome, { phoneNumberId, reads, now: ports.clock.now() });
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

async function record(
  ports: TestMessagePorts,
  ask: TestMessageAsk,
  outcome: TestMessageOutcome,
  sent: boolean,
): Promise<void> {
  const { phoneNumberId, callId } = ask;
  const { status } = outcome;
  const { advice, graphError } = factsOf(outcome);
  const messageId = outcome.status === "sent" ? outcome.messageId : null;
  try {
    if (sent) {
      await ports.messages.record(ask, { status, message: advice?.message ?? null, graphError, messageId });
    }
    ports.journal.callEnded({ call: "send_message", phoneNumberId, callId, status, spent: sent, graphError });
  } catch (error) {
    // The message is on its way all the same; only its document is missing.
    ports.journal.callUnrecorded({ call: "send_message", phoneNumberId, callId, status, error });
  }
}
