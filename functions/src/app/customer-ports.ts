import type { AccessToken } from "../domain/access-token.ts";
import type { AccountRef } from "../domain/account.ts";

/** Seals tokens for a place, and opens them there: what was copied to another place opens nothing. */
export interface TokenVault {
  seal(token: AccessToken, place: string): Promise<string>;
  /** @throws UnopenedToken when it was sealed for another place, with a key that is not there, or was changed since. */
  open(sealed: string, place: string): Promise<AccessToken>;
}

/** The tokens of customers' accounts. */
export interface AccountTokens {
  /** The token of a customer's account; `null`: there is none, or the account is another customer's. Rejects when it cannot be opened. */
  tokenOf(account: AccountRef): Promise<AccessToken | null>;
}
