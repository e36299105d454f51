import type { AdditionStatus } from "./add-phone-number.ts";
import type { AccountConnectionStatus } from "./connect-account.ts";
import type { WebhookConnectionStatus } from "./connect-webhook.ts";
import type { DeregistrationStatus } from "./deregister-phone-number.ts";
import type { AccountDisconnectionStatus } from "./disconnect-account.ts";
import type { PhoneNumberListStatus } from "./list-phone-numbers.ts";
import type { RefreshStatus } from "./refresh-phone-number.ts";
import type { RegistrationStatus } from "./register-phone-number.ts";
import type { TestMessageStatus } from "./send-test-message.ts";
import type { TwoStepPinStatus } from "./set-two-step-pin.ts";
import type { VerificationStatus } from "./verification.ts";

/** One callable, as far as it is more than its schemas (`call-schemas.ts`) and its use case. */
interface CallRow<Status extends string> {
  /** What it does at Meta, in one word: in audit documents, logs and the error catalogue. `null`: it asks about everything and changes nothing. */
  readonly operation: string | null;
  /** What it is about. */
  readonly about: "number" | "account";
  /**
   * What holds the number while Meta is asked to change it: an `attempt` of the ten that Meta counts in 72 hours, with the number's
   * lease; the `lease` alone; a lease in an `account`; or `nothing`.
   */
  readonly holds: "attempt" | "lease" | "account" | "nothing";
  /** Whether it changes something at Meta: then a caller may give the request an id, under which it is carried out once. */
  readonly changes: boolean;
  /** How it ends when nobody has to do anything about it: the log's level is INFO then, else WARNING. */
  readonly goodEnds: readonly Status[];
  /** Statuses after which Meta wants no further call of this kind before `retryAt`. */
  readonly limits: readonly Status[];
  /** Whether its App Check token is consumed, so that a call cannot be replayed. */
  readonly consumesAppCheckToken: boolean;
  /** What it does, for the tables in the documentation. */
  readonly does: string;
}

/** The words that each callable can end in. */
export interface StatusOf {
  readonly registerPhoneNumber: RegistrationStatus;
  readonly deregisterPhoneNumber: DeregistrationStatus;
  readonly diagnoseAccess: never;
  readonly refreshPhoneNumber: RefreshStatus;
  readonly requestVerificationCode: VerificationStatus;
  readonly verifyPhoneNumber: VerificationStatus;
  readonly setTwoStepPin: TwoStepPinStatus;
  readonly sendTestMessage: TestMessageStatus;
  readonly listPhoneNumbers: PhoneNumberListStatus;
  readonly addPhoneNumber: AdditionStatus;
  readonly connectWebhook: WebhookConnectionStatus;
  readonly connectAccount: AccountConnectionStatus;
  readonly disconnectAccount: AccountDisconnectionStatus;
}

/** The one table of callables, by the names of the functions. Everything that lists them derives from it. */
export const CALLS = {
  registerPhoneNumber: {
    operation: "register",
    about: "number",
    holds: "attempt",
    changes: true,
    goodEnds: ["registered", "awaiting_meta"],
    limits: [],
    consumesAppCheckToken: true,
    does: "registers the number",
  },
  deregisterPhoneNumber: {
    operation: "deregister",
    about: "number",
    holds: "attempt",
    changes: true,
    goodEnds: ["deregistered", "awaiting_meta"],
    limits: [],
    consumesAppCheckToken: false,
    does: "takes it off the Cloud API; naming the id is the confirmation",
  },
  diagnoseAccess: {
    operation: null,
    about: "number",
    holds: "nothing",
    changes: false,
    goodEnds: [],
    limits: [],
    consumesAppCheckToken: false,
    does: "says what stands in the way, check by check, streamed; spends nothing",
  },
  refreshPhoneNumber: {
    operation: "read_number",
    about: "number",
    holds: "nothing",
    changes: false,
    goodEnds: ["refreshed"],
    limits: [],
    consumesAppCheckToken: false,
    does: "reads the number at Meta now and answers its document",
  },
  requestVerificationCode: {
    operation: "request_code",
    about: "number",
    holds: "lease",
    changes: true,
    goodEnds: ["code_requested", "already_verified"],
    limits: ["code_request_limited"],
    consumesAppCheckToken: false,
    does: "has Meta send the code that proves ownership",
  },
  verifyPhoneNumber: {
    operation: "verify_code",
    about: "number",
    holds: "lease",
    changes: true,
    goodEnds: ["verified", "already_verified"],
    limits: ["code_guess_limited", "wrong_code"],
    consumesAppCheckToken: false,
    does: "submits the code",
  },
  setTwoStepPin: {
    operation: "set_pin",
    about: "number",
    holds: "lease",
    changes: true,
    goodEnds: ["pin_set"],
    limits: ["pin_locked"],
    consumesAppCheckToken: true,
    does: "sets a new PIN, also when the old one is lost",
  },
  sendTestMessage: {
    operation: "send_message",
    about: "number",
    holds: "nothing",
    changes: true,
    goodEnds: ["sent"],
    limits: [],
    consumesAppCheckToken: false,
    does: "sends a template that the number may send, and says which; the message's progress shows in Firestore",
  },
  listPhoneNumbers: {
    operation: "list_numbers",
    about: "account",
    holds: "nothing",
    changes: false,
    goodEnds: ["listed"],
    limits: [],
    consumesAppCheckToken: false,
    does: "lists the numbers that the account holds at Meta, and says which of them this deployment manages",
  },
  addPhoneNumber: {
    operation: "add_number",
    about: "account",
    holds: "account",
    changes: true,
    goodEnds: ["added", "already_added"],
    limits: [],
    consumesAppCheckToken: false,
    does: "creates a number in the account, or moves one there; asking twice adds once",
  },
  connectWebhook: {
    operation: "connect_webhook",
    about: "account",
    holds: "account",
    changes: true,
    goodEnds: ["connected"],
    limits: [],
    consumesAppCheckToken: false,
    does: "has Meta send the account's events to `metaWebhook`; asking twice changes nothing",
  },
  connectAccount: {
    operation: "connect_account",
    about: "account",
    holds: "account",
    changes: true,
    goodEnds: ["connected"],
    limits: [],
    consumesAppCheckToken: true,
    does: "connects a customer's account from what Embedded Signup gave; asking again takes up where it stopped",
  },
  disconnectAccount: {
    operation: "disconnect_account",
    about: "account",
    holds: "account",
    changes: true,
    goodEnds: ["disconnected", "not_connected"],
    limits: [],
    consumesAppCheckToken: false,
    does: "lets a customer's account go: unsubscribes it, revokes access and deletes its token; naming the id is the confirmation",
  },
} as const satisfies { readonly [Name in keyof StatusOf]: CallRow<StatusOf[Name]> };

/** The name of a callable, as frontends call it. */
export type CallName = keyof typeof CALLS;

type Row = (typeof CALLS)[CallName];

/** The calls that change something at Meta. */
export type ChangingCall = {
  [Name in CallName]: (typeof CALLS)[Name]["changes"] extends true ? Name : never;
}[CallName];

/** The fields of requests that hold secrets, in whatever call. They are in no fingerprint of a request: six digits are soon guessed. */
export const SECRET_FIELDS: ReadonlySet<string> = new Set(["pin", "code"]);

/** What a call does at Meta, in one word. */
export type CallOperation = Exclude<Row["operation"], null>;

/** The callables that are about an account, and not about one number. */
export type AccountCallName = {
  [Name in CallName]: (typeof CALLS)[Name]["about"] extends "account" ? Name : never;
}[CallName];

/** The callables that are about one number. */
export type NumberCallName = Exclude<CallName, AccountCallName>;

/** What a call about an account does at Meta, in one word. */
export type AccountOperation = (typeof CALLS)[AccountCallName]["operation"];

type LeasedRow = Extract<Row, { readonly holds: "lease" }>;

/** The operations that take a number's lease without spending an attempt. */
export type LeasedOperation = LeasedRow["operation"];

/** How calls end that take a number's lease and that Meta said to wait with. */
export type LimitStatus = LeasedRow["limits"][number];

/** The operations that Meta counts: ten of each in 72 hours. */
export type AttemptOperation = Extract<Row, { readonly holds: "attempt" }>["operation"];

const rows: readonly Row[] = Object.values(CALLS);

export const ATTEMPT_OPERATIONS: readonly AttemptOperation[] = rows.flatMap((row) =>
  row.holds === "attempt" ? [row.operation] : [],
);

export const LEASED_OPERATIONS: readonly LeasedOperation[] = rows.flatMap((row) =>
  row.holds === "lease" ? [row.operation] : [],
);

/** Whether this end of an operation requires no action by anyone. */
export function endsWell(operation: CallOperation, status: string): boolean {
  return listed("goodEnds", operation, status);
}

/** Whether this end proves that what was asked has come about: what Meta has accepted may still come to nothing. */
export function provesEnd(operation: CallOperation, status: unknown): boolean {
  return typeof status === "string" && status !== "awaiting_meta" && endsWell(operation, status);
}

/** Whether an operation whose outcome is open is settled by reading its number, which is done until it is: then waiting helps. */
export function isWatched(operation: CallOperation): boolean {
  return ATTEMPT_OPERATIONS.some((attempt) => attempt === operation);
}

/** Whether Meta wants no further call of the kind for a while after one that ended so. */
export function isLimited(operation: CallOperation, status: string): boolean {
  return listed("limits", operation, status);
}

function listed(list: "goodEnds" | "limits", operation: CallOperation, status: string): boolean {
  const words: readonly string[] | undefined = rows.find((row) => row.operation === operation)?.[list];
  return words?.includes(status) === true;
}
