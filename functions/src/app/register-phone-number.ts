import type { DataLocalizationRegion } from "../contract/primitives.ts";
import type { RegistrationResult } from "../contract/register-phone-number.ts";
import { ADVICE } from "../domain/advice/advice.ts";
import {
  notRegisteredYet,
  registeredNow,
  registrationResult,
  type PlainRegistrationFailure,
  type Registered,
} from "../domain/outcome/registration.ts";
import { stopBeforeSpending } from "../domain/outcome/stop-before-spending.ts";
import { isConnected, provesRegistration } from "../domain/phone-number.ts";
import type { Pin } from "../domain/pin.ts";
import type { AttemptPorts } from "./attempt-plan.ts";
import type { CallAsk, Graph } from "./ports.ts";
import { pinReset } from "./reset-pin.ts";
import { underAttempt } from "./under-attempt.ts";

/** What a registration needs of the world. */
export interface RegistrationPorts extends AttemptPorts {
  readonly graph: AttemptPorts["graph"] & Pick<Graph, "register" | "setPin">;
}

/** One registration, as its caller asked for it. */
export interface RegistrationAsk extends CallAsk {
  readonly pin: Pin;
  readonly dataLocalizationRegion: DataLocalizationRegion | null;
  readonly force: boolean;
  /** The number's PIN is set first, as its own is not known: where a reading shows that the number is not registered. */
  readonly resetPin: boolean;
}

/** Registers a number with the Cloud API. @throws when the reservation is in doubt: then nothing was sent. */
export async function registerPhoneNumber(ports: RegistrationPorts, ask: RegistrationAsk): Promise<RegistrationResult> {
  const { force, dataLocalizationRegion } = ask;
  const { outcome, attempts, now } = await underAttempt<Registered, PlainRegistrationFailure>(ports, ask, {
    operation: "register",
    advice: ADVICE,
    force,
    dataLocalizationRegion,
    stop: (reads) => stopBeforeSpending(reads, ask),
    ...(ask.resetPin ? { ahead: pinReset(ports, ask) } : {}),
    send: (deadlineMs) => ports.graph.register(ask, deadlineMs),
    done: registeredNow,
    shows: isConnected,
    proves: (before, after) => provesRegistration(before, after, force),
    means: ({ error }, view) => notRegisteredYet(error, view),
  });
  return registrationResult(outcome, ask.phoneNumberId, attempts, now);
}
