import type { AccountDocument } from "../contract/account.ts";
import type { TokenView } from "../contract/phone-number.ts";

/** What is stored of a customer's account, as far as what Meta tells of it can change it. */
export type ConnectedAccount = Pick<AccountDocument, "customerId" | "state" | "reason" | "token" | "connectedAt">;

/** A change of it: what is left out stays. */
export type AccountUpdate = Partial<Pick<AccountDocument, "state" | "reason" | "token">>;

/** An account that a customer is connecting, as Meta has proven it. */
export type ProvenClaim = Pick<
  AccountDocument,
  "customerId" | "wabaId" | "name" | "businessId" | "steps" | "token" | "by"
>;

/** What is stored of an account, as far as it says who may claim it. */
export type HeldAccount = Pick<AccountDocument, "customerId" | "state" | "phoneNumberIds" | "customerSince">;

const NOT_AT_ITS_END = "Connecting the account is not finished.";
const LEAVING = "Disconnecting the account is not finished: disconnect it again to continue.";
const TOKEN_DEAD = "Meta no longer takes the token: the customer has to connect the account again.";

/** Whether an account is connected: it may ask for action, but its customer has not left with it. A state that cannot be read is no leaving. */
export const isConnected = ({ state }: { readonly state: unknown }): boolean => state !== "disconnected";

/** Whether an account is this customer's, and connected. */
export function isHeldBy(
  account: Pick<AccountDocument, "customerId" | "state"> | null,
  customerId: string | null,
): boolean {
  return account !== null && account.customerId === customerId && isConnected(account);
}

/** Whether an account was this customer's last, who has left with it. */
export function isLeftBy(
  account: Pick<AccountDocument, "customerId" | "state"> | null,
  customerId: string | null,
): boolean {
  return account !== null && account.customerId === customerId && !isConnected(account);
}

/** Whether a customer may claim an account: nobody else has connected it. */
export function mayClaim(account: HeldAccount | null, customerId: string): boolean {
  return account === null || account.customerId === customerId || !isConnected(account);
}

/** An account right after it was claimed: nothing of it is done yet. What was another customer's goes. `now` in ms since the epoch. */
export function claimedAccount(held: HeldAccount | null, claim: ProvenClaim, now: number): AccountDocument {
  const at = new Date(now).toISOString();
  const isTheirs = held?.customerId === claim.customerId;
  const { customerId, wabaId, name, businessId, steps, token, by } = claim;
  return {
    customerId,
    wabaId,
    name,
    businessId,
    steps: [...steps],
    token,
    by,
    state: "action_required",
    reason: NOT_AT_ITS_END,
    phoneNumberIds: isTheirs && isConnected(held) ? held.phoneNumberIds : [],
    connectedAt: at,
    customerSince: isTheirs ? held.customerSince : at,
    updatedAt: at,
  };
}

/** How far connecting an account has come. `reason` null: to its end. */
export function afterConnecting(reason: string | null): AccountUpdate {
  return { state: reason === null ? "connected" : "action_required", reason };
}

/** An account whose customer is about to leave. */
export const LEAVING_ACCOUNT: AccountUpdate = { state: "action_required", reason: LEAVING };

/**
 * Whether revoking one account's access could also cut off another of these: they share a portfolio, or it is not known whether they do.
 * `accounts`: those of the portfolio, and those whose portfolio is not known.
 */
export function sharesAccess(
  accounts: readonly { readonly wabaId: string; readonly state: unknown }[],
  wabaId: string,
): boolean {
  return accounts.some((account) => account.wabaId !== wabaId && isConnected(account));
}

/** Whether the account is connected and was so before an event, whose time is `at` (ms since the epoch): an old one comes again for days. */
export function wasConnectedBefore({ state, connectedAt }: ConnectedAccount, at: number): boolean {
  return isConnected({ state }) && at > Date.parse(connectedAt);
}

/** What a customer's leaving at Meta changes about the account. */
export function afterLeaving(reason: string): AccountUpdate {
  return { state: "disconnected", reason, token: { state: "deleted", expiresAt: null } };
}

/**
 * What a reading of the token changes about the account; `null`: nothing. A dead token asks for action and a live one takes that back;
 * what asks for action for another reason goes on asking.
 */
export function afterToken(account: ConnectedAccount, { state, expiresAt }: TokenView): AccountUpdate | null {
  if (!isConnected(account)) return null;
  const token = { state, expiresAt };
  const isSame = account.token.state === state && account.token.expiresAt === expiresAt;
  if (state === "invalid" && account.state === "connected")
    return { token, state: "action_required", reason: TOKEN_DEAD };
  if (state !== "invalid" && account.reason === TOKEN_DEAD) return { token, state: "connected", reason: null };
  return isSame ? null : { token };
}
