import type { AccountDocument } from "../contract/account.ts";
import type { TokenView } from "../contract/phone-number.ts";

/** What is stored of a customer's account, as far as what Meta tells of it can change it. */
export type ConnectedAccount = Pick<AccountDocument, "customerId" | "state" | "reason" | "token" | "connectedAt">;

/** A change of it: what is left out stays. */
export type AccountChange = Partial<Pick<AccountDocument, "state" | "reason" | "token">>;

const TOKEN_DEAD = "Meta no longer takes the token: the customer has to connect the account again.";

/** Whether the account is connected and was so before an event, whose time is `at` (ms since the epoch): an old one comes again for days. */
export function wasConnectedBefore({ state, connectedAt }: ConnectedAccount, at: number): boolean {
  return state !== "disconnected" && at > Date.parse(connectedAt);
}

/** What a customer's leaving at Meta changes about the account. */
export function afterLeaving(reason: string): AccountChange {
  return { state: "disconnected", reason, token: { state: "deleted", expiresAt: null } };
}

/**
 * What a reading of the token changes about the account; `null`: nothing. A dead token asks for action and a live one takes that back;
 * what asks for action for another reason goes on asking.
 */
export function afterToken(account: ConnectedAccount, { state, expiresAt }: TokenView): AccountChange | null {
  if (account.state === "disconnected") return null;
  const token = { state, expiresAt };
  const isSame = account.token.state === state && account.token.expiresAt === expiresAt;
  if (state === "invalid" && account.state === "connected")
    return { token, state: "action_required", reason: TOKEN_DEAD };
  if (state !== "invalid" && account.reason === TOKEN_DEAD) return { token, state: "connected", reason: null };
  return isSame ? null : { token };
}
