import { PIN_BY_MS, POST_BY_MS } from "../contract/patience.ts";
import { ADVICE } from "../domain/advice/advice.ts";
import { PIN_IS_SET } from "../domain/advice/pin-reset-advice.ts";
import { TWO_STEP_PIN_ADVICE, type PlainTwoStepPinFailure } from "../domain/advice/two-step-pin-advice.ts";
import type { AccessReads } from "../domain/diagnosis/access-findings.ts";
import { callFailure, toldOf, type Failed } from "../domain/error/call-failure.ts";
import { pinStillLocked, stopAfterPin, stopBeforeResettingPin } from "../domain/outcome/pin-reset.ts";
import type { PlainRegistrationFailure } from "../domain/outcome/registration.ts";
import { pinSet, type PinSet } from "../domain/outcome/two-step-pin.ts";
import { isConnected } from "../domain/phone-number.ts";
import type { Pin } from "../domain/pin.ts";
import type { CallReply } from "../domain/reply.ts";
import type { Ahead, CallAheadPlan, Granted } from "./attempt-plan.ts";
import { explainRefusal } from "./explain-refusal.ts";
import { leasedEnd } from "./leased-call.ts";
import type { CallAsk, Clock, Graph } from "./ports.ts";
import { postOnce, type Post, type Posted, type Underway } from "./post-once.ts";
import type { AccessPorts } from "./read-access.ts";

/** What setting a PIN ahead of a registration needs of the world. */
export interface PinResetPorts extends AccessPorts {
  readonly graph: AccessPorts["graph"] & Pick<Graph, "setPin">;
  readonly clock: Clock;
}

/** The registration that the PIN is for. */
export interface PinResetAsk extends CallAsk {
  readonly pin: Pin;
}

type Accepted = Extract<CallReply, { kind: "accepted" }>;

const NONE = { stop: null, made: null, adds: null };

/** The PIN that is set ahead of a registration, and what it takes. */
export function pinReset(ports: PinResetPorts, ask: PinResetAsk): CallAheadPlan<Failed<PlainRegistrationFailure>> {
  return {
    stop: (reads) => whyNoReset(ports, ask, reads),
    make: (underway, reservation) => resetPin(ports, ask, underway, reservation),
  };
}

/**
 * Why no PIN may be set. Where Meta refused to show the number, that refusal is explained like one of the registration, which would
 * be refused so too.
 */
async function whyNoReset(
  ports: PinResetPorts,
  ask: PinResetAsk,
  reads: AccessReads,
): Promise<Failed<PlainRegistrationFailure> | null> {
  const { numberRefusal: error } = reads;
  if (error !== null) {
    const refusal = { call: "register", error, regainAccessMs: null } as const;
    const { outcome } = await explainRefusal(ports, ask, ADVICE, refusal, reads);
    if (outcome.status !== "meta_unavailable") return outcome;
  }
  return stopBeforeResettingPin(reads);
}

/**
 * Sets the number's PIN ahead of its registration, under the lease of the attempt and with a POST of its own that is sent at most
 * once. Whatever keeps the PIN from being set keeps the registration from being sent. The PIN of a number that shows as connected is
 * left alone: Meta registers it again with any.
 */
async function resetPin(
  ports: PinResetPorts,
  ask: PinResetAsk,
  underway: Underway,
  { waits, now }: Granted,
): Promise<Ahead<Failed<PlainRegistrationFailure>>> {
  const { view } = underway.reads;
  if (view !== null && isConnected(view)) return NONE;
  const waitMs = (waits.set_pin ?? now) - now;
  if (waitMs > 0) return { stop: pinStillLocked(waitMs), made: null, adds: null };
  const { sent, ...posted } = await sendPin(ports, ask, underway);
  const outcome = toldOf(ask, posted.outcome);
  const made = { call: "set_pin", ...leasedEnd("set_pin", outcome), sent } as const;
  return { stop: stopAfterPin(outcome, sent), made, adds: PIN_IS_SET };
}

/** The PIN is answered before the registration has to be sent. An instance that was frozen on the way sends no PIN over a newer one. */
async function sendPin(
  ports: PinResetPorts,
  ask: PinResetAsk,
  underway: Underway,
): Promise<Posted<PinSet | Failed<PlainTwoStepPinFailure>>> {
  const { elapsed, reads } = underway;
  // Whether the request may be posted at all was asked before.
  const { mayPost: _asked, ...call } = ask;
  if (elapsed() > PIN_BY_MS)
    return { outcome: callFailure(TWO_STEP_PIN_ADVICE, "meta_unavailable"), sent: false, view: reads.view };
  const post: Post<Accepted, PinSet, PlainTwoStepPinFailure> = {
    call: "set_pin",
    advice: TWO_STEP_PIN_ADVICE,
    send: () => ports.graph.setPin(ask, POST_BY_MS - elapsed()),
    done: (_, view) => pinSet(view),
  };
  return postOnce(ports, call, post, underway);
}
