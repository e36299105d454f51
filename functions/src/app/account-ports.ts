import type { AccountAttemptOperation, AccountAttemptStatus, AccountChange } from "../contract/account-attempt.ts";
import type { GraphError } from "../contract/failure.ts";
import type { MetaView } from "../contract/phone-number.ts";
import type { AccountRef } from "../domain/account.ts";
import type { WabaNumber } from "../domain/diagnosis/access-findings.ts";
import type { AppSubscription } from "../domain/diagnosis/facts.ts";
import type { NumberHome } from "../domain/number-home.ts";
import type { AdditionReply, CallReply } from "../domain/reply.ts";
import type { CallAsk, DiagnosticGraph, Graph, Read } from "./ports.ts";

/** What is asked of Meta about an account, and changed in it. Like `Graph`: no method throws, each POST is sent once. */
export interface AccountGraph
  extends
    Pick<Graph, "readNumber" | "inspectToken" | "numbersOfWaba" | "permissions" | "assignedUsers">,
    Pick<
      DiagnosticGraph,
      "readWaba" | "hasPaymentMethod" | "messagingLimit" | "subscribedApps" | "pinEnabled" | "accountMode"
    > {
  /** All numbers of an account, with what Meta says of each. */
  listNumbers(wabaId: string, deadlineMs: number): Promise<Read<readonly ListedNumber[]>>;
  /** Creates a number in an account, or moves one there. `verifiedName` null: the number keeps its own. */
  addNumber(
    ask: {
      readonly wabaId: string;
      readonly countryCode: string;
      readonly phoneNumber: string;
      readonly verifiedName: string | null;
      readonly migrate: boolean;
    },
    deadlineMs: number,
  ): Promise<AdditionReply>;
  /** Subscribes the token's own app to an account's events. `override` null clears an address that was set for them. */
  subscribeApp(
    ask: { readonly wabaId: string; readonly override: { readonly url: string; readonly verifyToken: string } | null },
    deadlineMs: number,
  ): Promise<CallReply>;
  /** Asked as the app itself. The answer is `null` where the app hears nothing of WhatsApp accounts. */
  appSubscription(appId: string, deadlineMs: number): Promise<Read<AppSubscription | null>>;
  /** Sets an app's address and fields for WhatsApp accounts, as the app itself. Both replace what was there. */
  subscribeWebhook(
    ask: {
      readonly appId: string;
      readonly url: string;
      readonly verifyToken: string;
      readonly fields: readonly string[];
    },
    deadlineMs: number,
  ): Promise<CallReply>;
  /** Meta's word for a change of the number's display name; `null`: it names none. */
  newNameStatus(phoneNumberId: string, deadlineMs: number): Promise<Read<string | null>>;
}

/** One number of an account, to be chosen by a person: Meta's own words; `null`: not said, or not to be read. */
export interface ListedNumber extends WabaNumber {
  readonly verifiedName: string | null;
  readonly status: string | null;
}

/** The account that a call is about. */
export interface AccountSubject extends AccountRef {
  /** The business whose users Meta is asked about; `null`: they are not asked about. */
  readonly businessId: string | null;
}

/** One call about an account, as its caller asked for it. `attemptId` is made once, where the call comes in. */
export interface AccountAsk extends AccountSubject {
  readonly attemptId: string;
  /** The Firebase uid of the caller. */
  readonly by: string;
  /**
   * As in `CallAsk`; the POSTs of one call about an account are one change, so it is asked before the first of them. Exchanging a sign-up's
   * code is none of them: a code is exchanged once anyway.
   */
  readonly mayPost?: CallAsk["mayPost"];
}

/** The thing in an account that one call at a time may change. `digits` null: how its events travel; else that number. */
export interface AccountLeaseRequest extends AccountRef {
  readonly digits: string | null;
  readonly attemptId: string;
  readonly by: string;
  readonly call: AccountAttemptOperation;
  /** The address that Meta is told of; `null`: it is about none. */
  readonly callbackUrl: string | null;
}

/** What a call sends to Meta, in order. `replacedUrl`: the address of another's that the account's events went to; `null`: none. */
export interface AccountSending {
  readonly changes: readonly AccountChange[];
  readonly replacedUrl: string | null;
}

/** `now` is Firestore's time; `openSince`: since when the outcome of an earlier request is open. Ms since the epoch. */
export type AccountLeaseAnswer =
  | { readonly granted: true; readonly openSince: number | null; readonly now: number }
  | { readonly granted: false; readonly until: number; readonly now: number };

/** The end of a call about an account, as it is written down. */
export interface AccountCallEnd {
  /** Whether the outcome of the request is open: this one `now`, an earlier one `still`, or `no` one. */
  readonly open: "now" | "still" | "no";
  /** A number that was added, which from now on is managed here; `null`: none was. */
  readonly added: { readonly phoneNumberId: string; readonly view: MetaView | null } | null;
}

/** What the audit document of a call about an account says at its end. */
export interface AccountCallRecord extends AccountSending {
  readonly status: AccountAttemptStatus;
  /** What the caller was told, where the call failed. */
  readonly message: string | null;
  readonly graphError: GraphError | null;
  /** The number that was added, or is there already; `null`: none. */
  readonly phoneNumberId: string | null;
}

/** One call at a time changes a thing in an account. Every method is one atomic change. */
export interface AccountLeases {
  /** Takes the lease, or says why not. @throws when that is in doubt. */
  take(request: AccountLeaseRequest): Promise<AccountLeaseAnswer>;
  /**
   * Writes down what is now sent to Meta and for whom, before it is sent; `false`: another call has taken the lease over, and nothing
   * may be sent. @throws when that is in doubt.
   */
  sending(request: AccountLeaseRequest, sending: AccountSending): Promise<boolean>;
  /**
   * Gives it back and writes down what became of the call: its audit document, and an added number's. `record` null: it broke off, and
   * nothing is known. Answers Firestore's time.
   */
  end(request: AccountLeaseRequest, end: AccountCallEnd, record: AccountCallRecord | null): Promise<number>;
}

/** Where numbers belong, by their documents, which the server alone writes. */
export interface NumberHomes {
  /** The account that a number was added to from here, or that its customer connected; `null`: neither. */
  homeOf(phoneNumberId: string): Promise<NumberHome | null>;
}

/** The same of many numbers at once. */
export interface HomesOfMany {
  /** In the order of the numbers. */
  homesOf(phoneNumberIds: readonly string[]): Promise<readonly (NumberHome | null)[]>;
}

/** The accounts that customers have connected, by their documents, which the server alone writes. */
export interface CustomerAccounts {
  /** The customer who has an account; `null`: none has connected it, or it was disconnected. Rejects when that cannot be read. */
  customerOf(wabaId: string): Promise<string | null>;
}
