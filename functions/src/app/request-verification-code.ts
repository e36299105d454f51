import type { CodeMethod, VerificationResult } from "../contract/verification.ts";
import { CODE_REQUEST_ADVICE } from "../domain/advice/verification-advice.ts";
import { callFailure } from "../domain/error/call-failure.ts";
import {
  stopBeforeVerifying,
  verificationResult,
  verificationWithheld,
  type VerificationOutcome,
} from "../domain/outcome/verification.ts";
import { statusOfSilence } from "../domain/silence.ts";
import { explainRefusal, type CallSubject } from "./explain-refusal.ts";
import type { Graph, LeaseRequest, Leases } from "./ports.ts";
import { readAccess, type Reading } from "./read-access.ts";
import { underLease, type LeasedWork } from "./under-lease.ts";

const READS_MS = 4000;
const POST_MS = 20_000;

/** What asking for a code needs of the world. */
export interface CodeRequestPorts extends Reading {
  readonly graph: Reading["graph"] & Pick<Graph, "requestCode">;
  readonly leases: Leases;
}

/** One request for a code, as an operator made it. `callId` is made once, by whoever took the call. */
export interface CodeRequestAsk extends CallSubject {
  readonly callId: string;
  readonly by: string;
  readonly method: CodeMethod;
  readonly language: string;
}

/** Has Meta send a verification code to the number itself. @throws when the number's lease is in doubt: then nothing was sent. */
export async function requestVerificationCode(
  ports: CodeRequestPorts,
  ask: CodeRequestAsk,
): Promise<VerificationResult> {
  const { phoneNumberId, callId, by } = ask;
  const request: LeaseRequest = { phoneNumberId, callId, by, call: "request_code" };
  const { outcome, now } = await underLease<VerificationOutcome>(ports, request, {
    withheld: (refusal, at) => verificationWithheld(refusal, "code_request_limited", CODE_REQUEST_ADVICE, at),
    work: () => send(ports, ask),
    unknown: callFailure(CODE_REQUEST_ADVICE, "outcome_unknown"),
  });
  return verificationResult(outcome, phoneNumberId, now);
}

async function send(ports: CodeRequestPorts, ask: CodeRequestAsk): Promise<LeasedWork<VerificationOutcome>> {
  const reads = await readAccess(ports, ask, READS_MS);
  const { view } = reads;
  const stop = stopBeforeVerifying(reads, CODE_REQUEST_ADVICE);
  if (stop !== null) return { outcome: stop, sent: false, view };
  ports.journal.callSent({ call: "request_code", phoneNumberId: ask.phoneNumberId, callId: ask.callId });
  const reply = await ports.graph.requestCode(ask, POST_MS);
  if (reply.kind === "accepted") return { outcome: { status: "code_requested", method: ask.method }, sent: true, view };
  if (reply.kind === "refused") {
    const refusal = { call: "request_code", ...reply } as const;
    return { ...(await explainRefusal(ports, ask, CODE_REQUEST_ADVICE, refusal, reads)), sent: true };
  }
  return {
    outcome: callFailure(CODE_REQUEST_ADVICE, statusOfSilence(reply)),
    sent: reply.kind === "unreadable",
    view,
  };
}
