import type { AccountDocument, AccountStep, AccountStepId } from "../../../functions/src/contract/account.ts";
import type { Tone } from "./tone.ts";

/** How an account that a customer connected stands, in a word. */
export const ACCOUNT_STATES: Readonly<Record<AccountDocument["state"], readonly [word: string, tone: Tone]>> = {
  connected: ["Connected", "good"],
  action_required: ["Needs attention", "warn"],
  disconnected: ["Disconnected", "plain"],
};

/** The steps in which an account is connected. */
export const ACCOUNT_STEPS: Readonly<Record<AccountStepId, string>> = {
  token: "Meta gives access for the customer's agreement",
  permissions: "The agreement covers what is needed",
  account: "The account is the customer's",
  webhook: "Meta sends the account's events here",
  numbers: "The account's numbers are read",
};

export const STEP_STATES: Readonly<Record<AccountStep["state"], readonly [word: string, tone: Tone]>> = {
  done: ["Done", "good"],
  failed: ["Failed", "bad"],
  skipped: ["Not reached", "plain"],
};
