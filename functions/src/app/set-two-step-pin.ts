import type { TwoStepPinResult } from "../contract/set-two-step-pin.ts";
import { TWO_STEP_PIN_ADVICE } from "../domain/advice/two-step-pin-advice.ts";
import { callFailure } from "../domain/error/call-failure.ts";
import {
  pinSet,
  pinWithheld,
  stopBeforeSettingPin,
  twoStepPinResult,
  type TwoStepPinOutcome,
} from "../domain/outcome/two-step-pin.ts";
import type { Pin } from "../domain/pin.ts";
import { statusOfSilence } from "../domain/silence.ts";
import { explainRefusal, type CallSubject } from "./explain-refusal.ts";
import type { Graph, LeaseRequest, Leases } from "./ports.ts";
import { readAccess, type Reading } from "./read-access.ts";
import { underLease, type LeasedWork } from "./under-lease.ts";

const READS_MS = 4000;
const POST_MS = 20_000;

/** What setting a PIN needs of the world. */
export interface TwoStepPinPorts extends Reading {
  readonly graph: Reading["graph"] & Pick<Graph, "setPin">;
  readonly leases: Leases;
}

/** One PIN, as an operator chose it. `callId` is made once, by whoever took the call. */
export interface TwoStepPinAsk extends CallSubject {
  readonly callId: string;
  readonly by: string;
  readonly pin: Pin;
}

/**
 * Sets the number's two-step PIN; nothing of it is kept. What the last registration was answered stays as it is: only
 * registering again can change that. @throws when the number's lease is in doubt: then nothing was sent.
 */
export async function setTwoStepPin(ports: TwoStepPinPorts, ask: TwoStepPinAsk): Promise<TwoStepPinResult> {
  const { phoneNumberId, callId, by } = ask;
  const request: LeaseRequest = { phoneNumberId, callId, by, call: "set_pin" };
  const { outcome, now } = await underLease<TwoStepPinOutcome>(ports, request, {
    withheld: pinWithheld,
    work: () => send(ports, ask),
    unknown: callFailure(TWO_STEP_PIN_ADVICE, "outcome_unknown"),
  });
  return twoStepPinResult(outcome, phoneNumberId, now);
}

async function send(ports: TwoStepPinPorts, ask: TwoStepPinAsk): Promise<LeasedWork<TwoStepPinOutcome>> {
  const reads = await readAccess(ports, ask, READS_MS);
  const { view } = reads;
  const stop = stopBeforeSettingPin(reads);
  if (stop !== null) return { outcome: stop, sent: false, view };
  ports.journal.callSent({ call: "set_pin", phoneNumberId: ask.phoneNumberId, callId: ask.callId });
  const reply = await ports.graph.setPin(ask, POST_MS);
  if (reply.kind === "accepted") return { outcome: pinSet(view), sent: true, view };
  if (reply.kind === "refused") {
    const refusal = { call: "set_pin", ...reply } as const;
    return { ...(await explainRefusal(ports, ask, TWO_STEP_PIN_ADVICE, refusal, reads)), sent: true };
  }
  const outcome = callFailure(TWO_STEP_PIN_ADVICE, statusOfSilence(reply));
  return { outcome, sent: reply.kind === "unreadable", view };
}
