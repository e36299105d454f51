import type { Actor, Resolution } from "../../contract/failure.ts";
import { ADVICE } from "./advice.ts";
import { EMBEDDED_SIGNUP } from "./meta-pages.ts";
import { REASON_ADVICE } from "./reason-advice.ts";
import {
  ASSIGN_ASSET,
  CHECK_IDS,
  CHECK_OWNER,
  DEBUG_TOKEN,
  NEW_TOKEN,
  SET_BUSINESS_ID,
  step,
  STORE_TOKEN,
  SYSTEM_USER_TOKEN,
} from "./steps.ts";

const CONNECT_AGAIN = step(
  "Have the account connected again",
  "Its customer signs up once more, on the page for customers or wherever you show the sign-up, and chooses the same account: connectAccount then keeps a new token in place of this one. Nothing that is stored of the account and its numbers is lost.",
  EMBEDDED_SIGNUP,
);
const CONNECT_ITS_ACCOUNT = step(
  "Connect the account that the number belongs to now",
  "Its customer signs up with that account. The number has another phone number id there.",
  EMBEDDED_SIGNUP,
);

const { invalid_token: refused } = ADVICE;
const { token_expires_soon: expiring, number_migrated: migrated } = REASON_ADVICE;

const SENTENCES = [
  [refused.message, "Meta does not accept the token that the customer's sign-up gave."],
  [
    expiring.message,
    "The token that the customer's sign-up gave expires within days. Then nothing can be registered, sent or read.",
  ],
] as const;

/** By title: what the steps about the deployment's own token, account and params are for a customer's account; `null`: nothing. */
const STEPS: ReadonlyMap<string, Resolution | null> = new Map([
  ...[
    NEW_TOKEN,
    STORE_TOKEN,
    SYSTEM_USER_TOKEN,
    DEBUG_TOKEN,
    ASSIGN_ASSET,
    CHECK_OWNER,
    CHECK_IDS,
    expiring.resolution[0],
  ].map(({ title }) => [title, CONNECT_AGAIN] as const),
  [migrated.resolution[0].title, CONNECT_ITS_ACCOUNT] as const,
  [SET_BUSINESS_ID.title, null] as const,
]);

interface Said {
  readonly message?: string;
  readonly actor: Actor | null;
  readonly resolution: readonly Resolution[];
}

/**
 * The same said of a customer's account, whose token came from a sign-up: there is no system user to make another with, and none of the
 * params is about it. The customer acts where signing up again comes first.
 */
export function forCustomers<Answer extends Said>(said: Answer): Answer {
  const { actor, message } = said;
  if (!said.resolution.some(({ title }) => STEPS.has(title))) return said;
  const resolution = [...new Set(said.resolution.flatMap(forCustomersStep))];
  const [first] = resolution;
  return {
    ...said,
    ...(message === undefined ? {} : { message: wordedForCustomers(message) }),
    actor: first === undefined ? null : first === CONNECT_AGAIN ? "customer" : actor,
    resolution,
  };
}

const forCustomersStep = (own: Resolution): readonly Resolution[] => {
  const theirs = STEPS.get(own.title);
  return theirs === undefined ? [own] : theirs === null ? [] : [theirs];
};

const wordedForCustomers = (message: string): string =>
  SENTENCES.reduce((text, [own, theirs]) => text.replace(own, theirs), message);
