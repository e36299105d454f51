import type { AccountStep, AccountToken } from "../contract/account.ts";
import type { MetaView } from "../contract/phone-number.ts";
import type { AccessToken } from "../domain/access-token.ts";
import type { AccountRef } from "../domain/account.ts";
import type { TokenFacts } from "../domain/diagnosis/access-findings.ts";
import type { CallReply, Unaccepted } from "../domain/reply.ts";
import type { SignupCode } from "../domain/signup-code.ts";
import type { AccountGraph } from "./account-ports.ts";
import type { Read } from "./ports.ts";

/** Seals tokens for a place, and opens them there: what was copied to another place opens nothing. */
export interface TokenVault {
  seal(token: AccessToken, place: string): Promise<string>;
  /** @throws UnopenedToken when it was sealed for another place, with a key that is not there, or was changed since. */
  open(sealed: string, place: string): Promise<AccessToken>;
  /** The name of the key that seals; `null`: there is none. */
  readonly newestKey: string | null;
  /** The name of the key that this was sealed with, as it says itself; `null`: it does not say. */
  keyOf(sealed: string): string | null;
}

/** A token as it lies in Firestore. */
export interface SealedToken {
  /** The path of its document, which it is sealed for. */
  readonly place: string;
  readonly sealed: string;
  /** Puts another sealing of it there; `false`: the document has changed since it was read, or is gone, and is left as it is. */
  replaceWith(sealed: string): Promise<boolean>;
  /** As it is now; `null`: there is none any more. */
  readAgain(): Promise<SealedToken | null>;
}

/** All sealed tokens, wherever they lie. */
export interface SealedTokens {
  pages(): AsyncIterable<readonly SealedToken[]>;
}

/** The tokens of customers' accounts. */
export interface AccountTokens {
  /** The token of a customer's account; `null`: there is none, or the account is another customer's. Rejects when it cannot be opened. */
  tokenOf(account: AccountRef): Promise<AccessToken | null>;
}

/** Meta as the app itself asks it about a sign-up. No method throws, and each request is sent once. */
export interface SignupGraph {
  /** Exchanges a code of Embedded Signup for a business token (Meta, Embedded Signup). Meta takes a code once. */
  exchangeCode(
    code: SignupCode,
    deadlineMs: number,
  ): Promise<{ readonly kind: "accepted"; readonly token: AccessToken } | Unaccepted>;
  /** `debug_token`. Meta answers nothing but an error about another app's token. */
  inspectToken(token: AccessToken, deadlineMs: number): Promise<Read<TokenFacts>>;
}

/** What is asked with the token of a customer whose account is being connected. */
export type ConnectingGraph = Pick<
  AccountGraph,
  | "inspectToken"
  | "permissions"
  | "assignedUsers"
  | "readWaba"
  | "numbersOfWaba"
  | "readNumber"
  | "subscribedApps"
  | "subscribeApp"
> & {
  /** The portfolio that owns an account; `null`: Meta does not say. */
  ownerOf(wabaId: string, deadlineMs: number): Promise<Read<string | null>>;
};

/** What is asked of Meta when a customer leaves. */
export type LeavingGraph = Pick<AccountGraph, "subscribedApps"> & {
  /** Unsubscribes the token's own app from an account's events. Idempotent. */
  unsubscribeApp(wabaId: string, deadlineMs: number): Promise<CallReply>;
  /** Has Meta take back everything that the token's user has granted the app, in whatever account. */
  revokeAccess(deadlineMs: number): Promise<CallReply>;
};

/** One caller's wish to connect an account, before anything of it is proven. */
export interface ConnectingRequest {
  /** The Firebase uid of the caller. */
  readonly by: string;
  readonly customerId: string;
  /** What the caller claims; nothing under this id is touched before Meta has confirmed it. */
  readonly wabaId: string;
  readonly attemptId: string;
}

/** `now` is Firestore's time; ms since the epoch. */
export type PendingAnswer =
  | {
      readonly granted: true;
      readonly now: number;
      /** The code, where it was never handed in before; `null`: it was, or there is none. */
      readonly newCode: SignupCode | null;
      /** The token that an earlier code was exchanged for, as long as it has not become the account's. */
      readonly token: AccessToken | null;
    }
  | { readonly granted: false; readonly until: number; readonly now: number };

/** Callers' own records of accounts that they are connecting: one for each caller, customer and claimed account. */
export interface PendingConnections {
  /** Takes the record's lease, and notes that this code is handed in. `code` null: none is. @throws when that is in doubt. */
  begin(request: ConnectingRequest, code: SignupCode | null): Promise<PendingAnswer>;
  /** Seals the token and keeps it. @throws when it is in doubt whether it is kept. */
  keep(request: ConnectingRequest, token: AccessToken): Promise<void>;
  /** The code was not sent after all, and may be handed in again. */
  unsend(request: ConnectingRequest): Promise<void>;
  /** Gives the lease back. Answers Firestore's time. */
  end(request: ConnectingRequest): Promise<number>;
}

/** What Meta has confirmed of an account. */
export interface ProvenAccount {
  readonly name: string | null;
  readonly businessId: string | null;
  readonly token: AccessToken;
  readonly view: AccountToken;
}

/** What became of claiming an account. `held`: another call is changing it; `now` is Firestore's time; ms since the epoch. */
export type ClaimAnswer =
  | { readonly kind: "claimed" }
  | { readonly kind: "taken" }
  | { readonly kind: "held"; readonly until: number; readonly now: number };

/**
 * The accounts that customers connect. Every method is one atomic change, and doing it again changes nothing more. Claiming takes the
 * account's lease, and what comes after it is done by the call alone that holds it (fencing token).
 */
export interface AccountConnections {
  /** Makes the account the customer's, with its token, or says that it cannot be. @throws when that is in doubt. */
  claim(request: ConnectingRequest, proven: ProvenAccount, steps: readonly AccountStep[]): Promise<ClaimAnswer>;
  /** Makes a number of the account the customer's, and has it read soon; `others`: it is managed here for somebody else. */
  adopt(
    request: ConnectingRequest,
    number: { readonly phoneNumberId: string; readonly view: MetaView | null },
  ): Promise<"adopted" | "others" | "overtaken">;
  /** Notes how far connecting has come; `false`: another call has the account now. `phoneNumberIds` null: not yet to its end. */
  note(
    request: ConnectingRequest,
    progress: {
      readonly steps: readonly AccountStep[];
      readonly reason: string | null;
      readonly phoneNumberIds: readonly string[] | null;
    },
  ): Promise<boolean>;
}

/** The call by which a customer leaves an account: it holds the lease of how the account's events travel. */
export interface LeavingRequest extends AccountRef {
  readonly attemptId: string;
}

/** An account whose customer is leaving. `token` null: there is none, or it cannot be opened. */
export interface LeavingAccount {
  readonly token: AccessToken | null;
  /** The portfolio that owns it; `null`: it is not known. */
  readonly businessId: string | null;
}

/** Customers' accounts as they leave. What is changed is changed by the call alone that holds the account's lease. */
export interface AccountDepartures {
  /** The customer who has the account, or had it last; `null`: nobody has ever connected it. Rejects when that cannot be read. */
  customerOf(wabaId: string): Promise<string | null>;
  /**
   * How the account stands, with its token opened for the last time. `null`: it is not the customer's, or no longer; `overtaken`:
   * another call has the account now.
   */
  begin(request: LeavingRequest): Promise<LeavingAccount | "overtaken" | null>;
  /** Notes that the customer is leaving, before Meta is asked for anything; `false`: the account is not this call's any more. */
  leaving(request: LeavingRequest): Promise<boolean>;
  /** Whether another account here may be reached by what the same portfolio has granted. */
  sharesAccess(request: LeavingRequest, businessId: string): Promise<boolean>;
  /** Makes the account's numbers say why they are no longer read. */
  releaseNumbers(request: LeavingRequest, reason: string): Promise<void>;
  /**
   * Deletes the token, also in the customer's records of connecting the account, and marks the account; `false`: another call has the
   * account now.
   */
  finish(request: LeavingRequest, reason: string): Promise<boolean>;
}
