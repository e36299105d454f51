import type { TestMessageResult } from "../contract/send-test-message.ts";
import { TEST_MESSAGE_ADVICE } from "../domain/advice/test-message-advice.ts";
import { callFailure } from "../domain/error/call-failure.ts";
import type { FailureFacts } from "../domain/outcome/registration.ts";
import {
  stopBeforeSending,
  testMessageResult,
  type SendFailure,
  type SendingReads,
  type TestMessageOutcome,
} from "../domain/outcome/test-message.ts";
import { statusOfSilence } from "../domain/silence.ts";
import { explainRefusal, type CallSubject } from "./explain-refusal.ts";
import type { Clock, DiagnosticGraph, Graph, TestMessageRequest, TestMessages } from "./ports.ts";
import { readAccess, type Reading } from "./read-access.ts";

const READS_MS = 4000;
const POST_MS = 20_000;

/** What sending a test message needs of the world. */
export interface TestMessagePorts extends Reading {
  readonly graph: Reading["graph"] &
    Pick<Graph, "sendTemplate"> &
    Pick<DiagnosticGraph, "accountMode" | "messagingHealth">;
  readonly messages: TestMessages;
  readonly clock: Clock;
}

/** One test message, as an operator asked for it. */
export interface TestMessageAsk extends CallSubject, TestMessageRequest {}

/**
 * Sends a template to one recipient, once, unless reading the number shows that it cannot arrive. What becomes of the message
 * afterwards webhooks tell: its document follows them.
 */
export async function sendTestMessage(ports: TestMessagePorts, ask: TestMessageAsk): Promise<TestMessageResult> {
  const { phoneNumberId } = ask;
  const reads = await readSending(ports, ask);
  const stop = stopBeforeSending(reads);
  if (stop !== null) {
    ports.journal.callWithheld({ call: "send_message", phoneNumberId, status: stop.status });
    return testMessageResult(stop, { phoneNumberId, reads, now: ports.clock.now() });
  }
  const { outcome, sent } = await safely(ports, ask, reads);
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

/** Once a message may have been sent, a defect of our own must not look as if nothing had been. */
async function safely(ports: TestMessagePorts, ask: TestMessageAsk, reads: SendingReads): ReturnType<typeof send> {
  try {
    return await send(ports, ask, reads);
  } catch (error) {
    ports.journal.judgementFailed({ phoneNumberId: ask.phoneNumberId, attemptId: ask.callId, error });
    return { outcome: callFailure(TEST_MESSAGE_ADVICE, "outcome_unknown"), sent: true };
  }
}

async function send(
  ports: TestMessagePorts,
  ask: TestMessageAsk,
  reads: SendingReads,
): Promise<{ outcome: TestMessageOutcome; sent: boolean }> {
  const { phoneNumberId, callId } = ask;
  ports.journal.callSent({ call: "send_message", phoneNumberId, callId });
  const reply = await ports.graph.sendTemplate(ask, POST_MS);
  if (reply.kind === "accepted") return { outcome: { status: "sent", messageId: reply.messageId }, sent: true };
  if (reply.kind === "refused") {
    const refusal = { call: "send_message", ...reply } as const;
    const { outcome } = await explainRefusal<SendFailure>(ports, ask, TEST_MESSAGE_ADVICE, refusal, reads);
    return { outcome, sent: true };
  }
  return { outcome: callFailure(TEST_MESSAGE_ADVICE, statusOfSilence(reply)), sent: reply.kind === "unreadable" };
}

async function record(
  ports: TestMessagePorts,
  ask: TestMessageAsk,
  outcome: TestMessageOutcome,
  sent: boolean,
): Promise<void> {
  const { phoneNumberId, callId } = ask;
  const { status } = outcome;
  const facts: FailureFacts | null = "advice" in outcome ? outcome : null;
  const graphError = facts?.graphError ?? null;
  const messageId = outcome.status === "sent" ? outcome.messageId : null;
  try {
    if (sent) {
      await ports.messages.record(ask, { status, message: facts?.advice.message ?? null, graphError, messageId });
    }
    ports.journal.callEnded({ call: "send_message", phoneNumberId, callId, status, graphError });
  } catch (error) {
    // The message is on its way all the same; only its document is missing.
    ports.journal.callUnrecorded({ call: "send_message", phoneNumberId, callId, status, error });
  }
}
