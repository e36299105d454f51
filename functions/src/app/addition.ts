import type { NamedNumbers } from "../domain/number-home.ts";
import type { AccountAsk, AccountGraph, NumberHomes } from "./account-ports.ts";
import type { AccountCallPorts } from "./leased-account-call.ts";

/** What adding a number needs of the world. */
export interface AdditionPorts extends AccountCallPorts {
  readonly graph: AccountGraph;
  readonly homes: NumberHomes;
}

/** One number to be added, as its caller asked for it. */
export interface AdditionAsk extends AccountAsk, NamedNumbers {
  readonly countryCode: string;
  /** Digits, without country code. */
  readonly phoneNumber: string;
  readonly verifiedName: string;
  readonly migrate: boolean;
}
