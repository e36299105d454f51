import type { MetaView, RegistrationRecord } from "../contract/phone-number.ts";
import type { DataLocalizationRegion } from "../contract/primitives.ts";
import type { Operation } from "../domain/attempt/attempt-window.ts";
import type { AccessReads } from "../domain/diagnosis/access-findings.ts";
import type { Failed } from "../domain/error/call-failure.ts";
import type { AttemptAdvice, AttemptFailure } from "../domain/outcome/attempt.ts";
import type { PlainRegistrationFailure } from "../domain/outcome/registration.ts";
import type { CallReply } from "../domain/reply.ts";
import type { AttemptAnswer, Attempts, CallAhead, Clock, TokenCircuit } from "./ports.ts";
import type { PostFailure, Underway } from "./post-once.ts";
import type { AccessPorts } from "./read-access.ts";

/** What a call that Meta counts needs of the world. */
export interface AttemptPorts extends AccessPorts {
  readonly attempts: Attempts;
  readonly circuit: TokenCircuit;
  readonly clock: Clock;
}

/** How a call that Meta counts can fail. Registering has every word that deregistering has. */
export type FailedAttempt<Status extends PlainRegistrationFailure> = Failed<Status | AttemptFailure | PostFailure>;

/** How a call that Meta counts ends. */
export type EndOf<Done, Status extends PlainRegistrationFailure> =
  | Done
  | { readonly status: "awaiting_meta" }
  | FailedAttempt<Status>;

/** The reservation that an attempt works under. */
export type Granted = Extract<AttemptAnswer, { granted: true }>;

/** What came of a call that goes ahead of the counted one. */
export interface Ahead<Stop> {
  /** Why the counted call is not made; `null`: it may be. */
  readonly stop: Stop | null;
  /** `null`: none was made. */
  readonly made: CallAhead | null;
  /** What a failure of the counted call says besides; `null`: nothing. */
  readonly adds: string | null;
}

/** A call that goes ahead of the counted one. */
export interface CallAheadPlan<Stop> {
  /** Why it must not be made, by what was read; `null`: it may be. Is asked where reading stops nothing else. */
  readonly stop: (reads: AccessReads) => Promise<Stop | null>;
  readonly make: (underway: Underway, reservation: Granted) => Promise<Ahead<Stop>>;
}

/** What a call that Meta counts is: ten of each operation in 72 hours. */
export interface AttemptPlan<Done, Status extends PlainRegistrationFailure> {
  readonly operation: Operation;
  readonly advice: AttemptAdvice<Status | PostFailure>;
  readonly dataLocalizationRegion: DataLocalizationRegion | null;
  /** Post although the number is as it should be, or while the outcome of an earlier call is open. */
  readonly force: boolean;
  /**
   * What reading beforehand proves so surely that asking Meta would only waste an attempt; `null`: go on. Only positive findings
   * count: what could not be read stops nothing. `known`: what the number's document said of registering.
   */
  readonly stop: (reads: AccessReads, known: RegistrationRecord | null) => Done | FailedAttempt<Status> | null;
  /** What is called first under the same lease, uncounted, once reading stops nothing; left out: nothing is. */
  readonly ahead?: CallAheadPlan<FailedAttempt<Status>>;
  readonly send: (deadlineMs: number) => Promise<CallReply>;
  /** Success. `before`: what reading the number showed beforehand; `null`: it could not be read. */
  readonly done: (before: MetaView | null) => Done;
  /** Whether a reading shows the number as the call is to leave it. */
  readonly shows: (view: MetaView) => boolean;
  /** Whether two readings prove that a call whose answer was lost was carried out. */
  readonly proves: (before: MetaView | null, after: MetaView) => boolean;
  /** What a refusal means where the call knows better than the catalogue: that the number was so before; `null`: ask the catalogue. */
  readonly means: (
    reply: Extract<CallReply, { kind: "refused" }>,
    view: MetaView | null,
  ) => Done | FailedAttempt<Status> | null;
}
