import type { TokenView } from "../contract/phone-number.ts";
import type { Sighting } from "../domain/lifecycle/look.ts";
import type { NumberFacts } from "../domain/lifecycle/number-facts.ts";
import type { HomesOfMany, NumberHomes } from "./account-ports.ts";
import type { Clock, Graph, Journal, Looked, SendingSource, TokenCircuit } from "./ports.ts";
import type { ChangeJournal } from "./webhook-ports.ts";

/** One look at one number, to be written down. */
export interface NumberLook {
  readonly phoneNumberId: string;
  readonly sighting: Sighting;
}

/** The visible documents of several numbers at a time. */
export interface ManyPhoneNumbers {
  /** What is stored of each, in their order; empty: nothing. Rejects when that cannot be read. */
  known(phoneNumberIds: readonly string[]): Promise<readonly NumberFacts[]>;
  /** Writes down what looks showed, each of another number, as `PhoneNumbers.look` does. What stops one of them stops no other. */
  look(looks: readonly NumberLook[]): Promise<readonly PromiseSettledResult<Looked>[]>;
}

/** The numbers that are to be read. */
export interface DueNumbers {
  /** Numbers whose time has come, the longest overdue first. */
  due(most: number): Promise<readonly string[]>;
  /** Has numbers read soon that were never read. */
  enlist(phoneNumberIds: readonly string[]): Promise<void>;
  /** Has every number read soon. */
  callAll(): Promise<void>;
  /** Leaves a number alone for a while, whatever stands in its ledger: `ms`, or as long as only a person can mend it. */
  postpone(phoneNumberId: string, ms?: number): Promise<void>;
  /** Stops looking at a number that is not managed here. */
  dismiss(phoneNumberId: string): Promise<void>;
}

/** What the reconciler remembers from one run to the next, for the token in use. Times in ms since the epoch. */
export interface Memory {
  /** The token as it was last seen; `null`: it is new. */
  readonly token: TokenView | null;
  readonly choresAt: number | null;
  /** Until when Meta wants no reads. */
  readonly pausedUntil: number | null;
}

export interface ReconcilerMemory {
  recall(): Promise<Memory>;
  remember(memory: Memory): Promise<void>;
}

/** Meta's hourly budget of calls, as far as answers have told. */
export interface CallBudget {
  /** How long to make no more reads, in ms; `null`: go on. */
  pauseMs(): number | null;
}

export interface ReconcileJournal extends ChangeJournal, Pick<Journal, "readFailed" | "circuitFailed"> {
  /** A number whose ledger cannot be read: nothing is sent or settled for it until somebody has looked at it. */
  ledgerUnreadable(entry: { phoneNumberId: string }): void;
  lookFailed(entry: { phoneNumberId: string; error: unknown }): void;
  /** What Meta says of the token has changed. */
  tokenChanged(entry: { token: TokenView; before: TokenView["state"] | null }): void;
  reconciled(entry: { looked: number; failed: number; pausedForMs: number | null }): void;
}

export interface ReconcilePorts {
  readonly graph: Pick<Graph, "readNumber" | "inspectToken">;
  readonly budget: CallBudget;
  readonly due: DueNumbers;
  readonly homes: NumberHomes & HomesOfMany;
  readonly numbers: ManyPhoneNumbers;
  /** What finds out whether messages arrive; `null`: nobody asks. */
  readonly sending: SendingSource | null;
  readonly memory: ReconcilerMemory;
  /** Is told when Meta says something new of the token; left out: nobody needs to know. */
  readonly tokenSeen?: (token: TokenView) => Promise<void>;
  readonly circuit: TokenCircuit;
  readonly clock: Clock;
  readonly journal: ReconcileJournal;
}
