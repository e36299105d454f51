import type { MetaView } from "../contract/phone-number.ts";
import type { VerificationResult } from "../contract/verification.ts";
import { CODE_GUESS_ADVICE } from "../domain/advice/verification-advice.ts";
import { callFailure } from "../domain/error/call-failure.ts";
import {
  stopBeforeVerifying,
  verificationResult,
  verificationWithheld,
  type VerificationOutcome,
} from "../domain/outcome/verification.ts";
import { isVerified } from "../domain/phone-number.ts";
import { statusOfSilence } from "../domain/silence.ts";
import type { VerificationCode } from "../domain/verification-code.ts";
import { explainRefusal, type CallSubject } from "./explain-refusal.ts";
import type { Clock, Graph, LeaseRequest, Leases } from "./ports.ts";
import { readAccess, type Reading } from "./read-access.ts";
import { readBack } from "./read-back.ts";
import { underLease, type LeasedWork } from "./under-lease.ts";

const READS_MS = 4000;
const POST_MS = 20_000;

/** What sending a code back needs of the world. */
export interface CodeGuessPorts extends Reading {
  readonly graph: Reading["graph"] & Pick<Graph, "verifyCode">;
  readonly leases: Leases;
  readonly clock: Clock;
}

/** One code, as an operator typed it. `callId` is made once, by whoever took the call. */
export interface CodeGuessAsk extends CallSubject {
  readonly callId: string;
  readonly by: string;
  readonly code: VerificationCode;
}

/** Sends a verification code back to Meta. @throws when the number's lease is in doubt: then nothing was sent. */
export async function verifyPhoneNumber(ports: CodeGuessPorts, ask: CodeGuessAsk): Promise<VerificationResult> {
  const { phoneNumberId, callId, by } = ask;
  const request: LeaseRequest = { phoneNumberId, callId, by, call: "verify_code" };
  const { outcome, now } = await underLease<VerificationOutcome>(ports, request, {
    withheld: (refusal, at) => verificationWithheld(refusal, "code_guess_limited", CODE_GUESS_ADVICE, at),
    work: () => send(ports, ask),
    unknown: callFailure(CODE_GUESS_ADVICE, "outcome_unknown"),
  });
  return verificationResult(outcome, phoneNumberId, now);
}

async function send(ports: CodeGuessPorts, ask: CodeGuessAsk): Promise<LeasedWork<VerificationOutcome>> {
  const reads = await readAccess(ports, ask, READS_MS);
  const stop = stopBeforeVerifying(reads, CODE_GUESS_ADVICE);
  if (stop !== null) return { outcome: stop, sent: false, view: reads.view };
  ports.journal.callSent({ call: "verify_code", phoneNumberId: ask.phoneNumberId, callId: ask.callId });
  const reply = await ports.graph.verifyCode(ask, POST_MS);
  if (reply.kind === "refused") {
    const refusal = { call: "verify_code", ...reply } as const;
    return { ...(await explainRefusal(ports, ask, CODE_GUESS_ADVICE, refusal, reads)), sent: true };
  }
  if (reply.kind === "not_sent") return unanswered(reply, reads.view);
  const after = await readBack(ports, ask.phoneNumberId, isVerified);
  const confirmed = after !== null && isVerified(after);
  if (reply.kind === "unreadable" && !confirmed) return unanswered(reply, after ?? reads.view);
  return { outcome: { status: "verified", confirmed }, sent: true, view: after ?? reads.view };
}

function unanswered(
  reply: Parameters<typeof statusOfSilence>[0],
  view: MetaView | null,
): LeasedWork<VerificationOutcome> {
  const outcome = callFailure(CODE_GUESS_ADVICE, statusOfSilence(reply));
  return { outcome, sent: reply.kind === "unreadable", view };
}
