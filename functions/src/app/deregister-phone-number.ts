import type { DeregistrationResult } from "../contract/deregister-phone-number.ts";
import { DEREGISTRATION_ADVICE, type PlainDeregistrationFailure } from "../domain/advice/deregistration-advice.ts";
import { callRefusalStatus } from "../domain/error/call-refusal.ts";
import { deregistrationResult, stopBeforeDeregistering, type Deregistered } from "../domain/outcome/deregistration.ts";
import { isOff, provesDeregistration } from "../domain/phone-number.ts";
import type { AttemptPorts } from "./attempt-plan.ts";
import type { CallAsk, Graph } from "./ports.ts";
import { underAttempt } from "./under-attempt.ts";

/** What a deregistration needs of the world. */
export interface DeregistrationPorts extends AttemptPorts {
  readonly graph: AttemptPorts["graph"] & Pick<Graph, "deregister">;
}

/** Takes a number off the Cloud API. @throws when the reservation is in doubt: then nothing was sent. */
export async function deregisterPhoneNumber(ports: DeregistrationPorts, ask: CallAsk): Promise<DeregistrationResult> {
  const { outcome, attempts, now } = await underAttempt<Deregistered, PlainDeregistrationFailure>(ports, ask, {
    operation: "deregister",
    advice: DEREGISTRATION_ADVICE,
    force: false,
    dataLocalizationRegion: null,
    stop: (reads, known) => stopBeforeDeregistering(reads, known, ask),
    send: (deadlineMs) => ports.graph.deregister(ask.phoneNumberId, deadlineMs),
    done: () => ({ status: "deregistered", alreadyDeregistered: false }),
    shows: isOff,
    proves: provesDeregistration,
    means: ({ error }) =>
      callRefusalStatus("deregister", error) === "not_registered"
        ? { status: "deregistered", alreadyDeregistered: true }
        : null,
  });
  return deregistrationResult(outcome, ask.phoneNumberId, attempts, now);
}
