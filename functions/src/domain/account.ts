import type { AccessToken } from "./access-token.ts";

/** Which account something belongs to, and whose it is. */
export interface AccountRef {
  readonly wabaId: string;
  /** The customer who connected it; `null`: it is the deployment's own. */
  readonly customerId: string | null;
}

/** What an account's circuit breaker and memory are kept under: two accounts of one customer may share a token. */
export const nameOfActing = ({ wabaId, customerId }: AccountRef, token: string): string =>
  customerId === null ? token : `${wabaId} ${token}`;

/** What calls to Meta come with. */
export interface Credentials {
  readonly token: AccessToken;
  /** Of the app that the token was issued for. Empty: calls are not proven. */
  readonly appSecret: string;
  /** `null`: not configured. */
  readonly appId: string | null;
}

/**
 * What a token may act for: a WhatsApp Business Account, which Meta now also calls a Messaging account. The deployment's own is one
 * among others.
 */
export interface Account extends AccountRef {
  /** The business whose users Meta is asked about; `null`: they are not asked about. */
  readonly businessId: string | null;
  readonly credentials: Credentials;
}
