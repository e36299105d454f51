import type { AccountStep, AccountToken } from "../contract/account.ts";
import type { MetaView } from "../contract/phone-number.ts";
import type { AccessToken } from "../domain/access-token.ts";
import type { AccountRef } from "../domain/account.ts";
import type { TokenFacts } from "../domain/diagnosis/access-findings.ts";
import type { Unaccepted } from "../domain/reply.ts";
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
  /** Opens an account's token anew when it is asked for next. */
  forget(wabaId: string): void;
}

/** Meta as the app itself asks it about a sign-up. No method throws, and each request is sent once. */
export interface SignupGraph {
  /** Exchanges a code of Embedded Signup for a business token (Meta, Embedded Signup). Meta takes a code once. */
  exchangeCode(
    code: SignupCode,
    deadlineMs: number,
  ): Promise<{ readonly kind: "accepted"; readonly token: AccessToken } | Unaccepted>;
  /** `debug_token`. Of another app's token Meta answers an error alone. */
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

/** One caller's wish to connect an account, before anything of it is proven. */
export interface ConnectingRequest {
  /** The Firebase uid of the caller. */
  readonly by: string;
  readonly customerId: string;
  /** What the caller claims; nothing under this id is touched before Meta has confirmed it. */
  readonly wabaId: string;
  readonly callId: string;
}

/** `now` is Firestore's time; ms since the epoch. */
export type PendingAnswer =
  | {
      readonly granted: true;
      readonly now: number;
      /** Whether the code was never handed in before. */
      readonly isNewCode: boolean;
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
  /** Gives the lease back; `isDone`: nothing of the record is needed any more. Answers Firestore's time. */
  end(request: ConnectingRequest, isDone: boolean): Promise<number>;
}

/** What Meta has confirmed of an account. */
export interface ProvenAccount {
  readonly name: string | null;
  readonly businessId: string | null;
  readonly token: AccessToken;
  readonly view: AccountToken;
}

/** The accounts that customers connect. Every method is one atomic change, and doing it again changes nothing more. */
export interface AccountConnections {
  /**
   * Makes the account the customer's, with its token, or says that it cannot be. `mayInherit`: also an account that another customer has
   * left. @throws when that is in doubt.
   */
  claim(
    request: ConnectingRequest,
    proven: ProvenAccount,
    terms: { readonly steps: readonly AccountStep[]; readonly mayInherit: boolean },
  ): Promise<"claimed" | "taken">;
  /** Makes a number of the account the customer's, and has it read soon; `false`: it is managed here for somebody else. */
  adopt(
    request: ConnectingRequest,
    number: { readonly phoneNumberId: string; readonly view: MetaView | null },
  ): Promise<boolean>;
  /** Notes how far connecting has come. `phoneNumberIds` null: not yet to its end. */
  note(
    request: ConnectingRequest,
    progress: {
      readonly steps: readonly AccountStep[];
      readonly reason: string | null;
      readonly phoneNumberIds: readonly string[] | null;
    },
  ): Promise<void>;
}
