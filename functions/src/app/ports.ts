import type { AttemptBudget } from "../contract/attempts.ts";
import type { GraphError } from "../contract/failure.ts";
import type { MetaView } from "../contract/phone-number.ts";
import type { DataLocalizationRegion } from "../contract/primitives.ts";
import type { TokenFacts } from "../domain/access-findings.ts";
import type { Operation, Refusal } from "../domain/attempt-window.ts";
import type { RegisterReply, RegistrationOutcome } from "../domain/outcome.ts";
import type { Pin } from "../domain/pin.ts";

/** Why a read yielded nothing. Reads cost no attempt and are never worth failing for. */
export type ReadFailure =
  | { readonly kind: "refused"; readonly error: GraphError }
  | { readonly kind: "unreachable" | "timeout" | "unreadable"; readonly reason: string };

export type Read<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: ReadFailure };

/** Meta's Graph API. No method throws: whatever the other side does is an answer. Deadlines bound the whole exchange, in ms. */
export interface Graph {
  /** The one POST to `/{phone_number_id}/register`: sent once, never repeated, no redirect followed. */
  register(
    ask: { phoneNumberId: string; pin: Pin; dataLocalizationRegion: DataLocalizationRegion | null },
    deadlineMs: number,
  ): Promise<RegisterReply>;
  readNumber(phoneNumberId: string, deadlineMs: number): Promise<Read<MetaView>>;
  inspectToken(deadlineMs: number): Promise<Read<TokenFacts>>;
  numbersOfWaba(wabaId: string, deadlineMs: number): Promise<Read<readonly string[]>>;
}

/** Who asks for an attempt, and what for. */
export interface AttemptRequest {
  readonly phoneNumberId: string;
  readonly attemptId: string;
  readonly operation: Operation;
  /** The Firebase uid of the caller. */
  readonly by: string;
  readonly forced: boolean;
  readonly dataLocalizationRegion: DataLocalizationRegion | null;
}

/** `now` is Firestore's time, in ms since the epoch. */
export type AttemptAnswer =
  | { readonly granted: true; readonly attempts: AttemptBudget; readonly now: number }
  | { readonly granted: false; readonly refusal: Refusal; readonly attempts: AttemptBudget; readonly now: number };

/** The end of an attempt, as it is written down. */
export interface AttemptEnd {
  readonly outcome: RegistrationOutcome;
  /** Whether a request was or may have been sent. What was not sent is given back. */
  readonly spent: boolean;
  /** Meta said that the budget is used up. */
  readonly blocked: boolean;
  /** The newest reading of the number, if there is one. */
  readonly view: MetaView | null;
  /** When the number should be read again, in ms from now; `null`: nothing is open. */
  readonly lookAgainInMs: number | null;
}

/** The budget after an attempt ended, and Firestore's time then. */
export interface Settlement {
  readonly attempts: AttemptBudget;
  readonly now: number;
}

/**
 * The ledger of requests for each number: one lease a number, ten requests in 72 hours. Every method is one atomic change.
 * A method that throws has changed nothing that a later call could be misled by.
 */
export interface Attempts {
  /** Takes the lease and one attempt, or says why not. Granted only when it is certainly written. @throws when that is in doubt. */
  reserve(request: AttemptRequest): Promise<AttemptAnswer>;
  /** Ends an attempt: its own document, the number's document and the lease at once. */
  settle(request: AttemptRequest, end: AttemptEnd): Promise<Settlement>;
}

/** What is remembered of tokens that Meta called invalid, so that other numbers' attempts are not burnt on them. */
export interface TokenCircuit {
  isOpen(): Promise<boolean>;
  open(): Promise<void>;
  close(): Promise<void>;
}

export interface Clock {
  /** Milliseconds since the epoch, by this machine. */
  now(): number;
  /** Starts a stopwatch that a frozen instance cannot fool: it reads the longer of wall time and running time, in ms. */
  stopwatch(): () => number;
  sleep(ms: number): Promise<void>;
}

/** What is worth a line in the log. Each event is a method, so that nothing else is ever logged. */
export interface Journal {
  registrationRefused(entry: { phoneNumberId: string; status: string }): void;
  registrationSent(entry: { phoneNumberId: string; attemptId: string }): void;
  registrationEnded(entry: {
    phoneNumberId: string;
    attemptId: string;
    status: string;
    spent: boolean;
    graphError: GraphError | null;
  }): void;
  readFailed(entry: { phoneNumberId: string; read: string; failure: ReadFailure }): void;
  settlementFailed(entry: { phoneNumberId: string; attemptId: string; status: string; error: unknown }): void;
  circuitFailed(entry: { error: unknown }): void;
}
