import type { GraphError } from "../../functions/src/contract/failure.ts";
import type { MetaView } from "../../functions/src/contract/phone-number.ts";

const WINDOW_MS = 72 * 3_600_000;
const REQUESTS_IN_WINDOW = 10;

/** A number as Meta keeps it. Times by Meta's clock, in ms. */
interface NumberAtMeta {
  pin: string;
  /** From when on reading the number shows it as connected; `null`: it is not registered. */
  connectedFrom: number | null;
  onboardedAt: number | null;
  /** Requests to register that still count, whoever sent them. */
  requests: number[];
  blockedUntil: number | null;
  /** Spans in which reading it showed it as connected; the last may be open. */
  readonly connections: { from: number; to: number | null }[];
}

export type PostAnswer = { readonly accepted: true } | { readonly accepted: false; readonly error: GraphError };

/** Meta, as the simulation knows it: ten requests in 72 hours by a clock of its own, and what reading a number shows. */
export interface OtherSide {
  /** Meta's clock. */
  readonly now: () => number;
  /** A request to register has arrived. */
  register(phoneNumberId: string, token: string, pin: string): PostAnswer;
  view(phoneNumberId: string): MetaView;
  tokenIsValid(token: string): boolean;
  /** Somebody else registers the number with the right PIN. */
  registerFromOutside(phoneNumberId: string): void;
  deregisterFromOutside(phoneNumberId: string): void;
  revoke(token: string): void;
  /** Until a (true) time Meta wants no reads with this token. */
  throttle(token: string, until: number): void;
  isThrottled(token: string, at: number): boolean;
  /** Until when Meta refuses all requests for the number; `null`: it does not. */
  blockedUntil(phoneNumberId: string): number | null;
  /** Whether reading the number showed it as connected at some time from `from` to `to`. */
  readonly wasConnected: (phoneNumberId: string, from: number, to: number) => boolean;
}

/** @param connectsAfter how long an accepted number takes to show as connected, in ms */
export function otherSide(clock: () => number, pin: string, connectsAfter: () => number): OtherSide {
  const accounts = new Map<string, NumberAtMeta>();
  const revoked = new Set<string>();
  const throttled = new Map<string, number>();

  const accountOf = (id: string): NumberAtMeta => {
    const known = accounts.get(id);
    if (known !== undefined) return known;
    const fresh = { pin, connectedFrom: null, onboardedAt: null, requests: [], blockedUntil: null, connections: [] };
    accounts.set(id, fresh);
    return fresh;
  };

  const take = (account: NumberAtMeta, offered: string): PostAnswer => {
    const now = clock();
    if (account.blockedUntil !== null && account.blockedUntil > now) return refused(133016);
    account.requests = account.requests.filter((at) => at > now - WINDOW_MS);
    if (account.requests.length >= REQUESTS_IN_WINDOW) {
      account.blockedUntil = now + WINDOW_MS;
      return refused(133016);
    }
    account.requests.push(now);
    if (offered !== account.pin) return refused(133005);
    account.onboardedAt = now;
    if (account.connectedFrom === null) {
      account.connectedFrom = now + connectsAfter();
      account.connections.push({ from: account.connectedFrom, to: null });
    }
    return { accepted: true };
  };

  return {
    now: clock,
    register: (id, token, offered) => (revoked.has(token) ? refused(190) : take(accountOf(id), offered)),
    view: (id) => viewOf(accountOf(id), clock()),
    tokenIsValid: (token) => !revoked.has(token),
    registerFromOutside: (id) => void take(accountOf(id), accountOf(id).pin),
    deregisterFromOutside: (id) => {
      const account = accountOf(id);
      const open = account.connections.findLast(({ to }) => to === null);
      if (open !== undefined) open.to = clock();
      account.connectedFrom = null;
    },
    revoke: (token) => void revoked.add(token),
    throttle: (token, until) => void throttled.set(token, until),
    isThrottled: (token, at) => (throttled.get(token) ?? 0) > at,
    blockedUntil: (id) => accountOf(id).blockedUntil,
    wasConnected: (id, from, to) =>
      accountOf(id).connections.some((span) => span.from <= to && (span.to === null || span.to >= from)),
  };
}

function viewOf(account: NumberAtMeta, now: number): MetaView {
  const connected = account.connectedFrom !== null && account.connectedFrom <= now;
  return {
    status: connected ? "CONNECTED" : "PENDING",
    codeVerificationStatus: "VERIFIED",
    nameStatus: "APPROVED",
    newNameStatus: null,
    qualityRating: "GREEN",
    platformType: connected ? "CLOUD_API" : "NOT_APPLICABLE",
    displayPhoneNumber: null,
    verifiedName: null,
    isOnBusinessApp: false,
    lastOnboardedAt: account.onboardedAt === null ? null : new Date(account.onboardedAt).toISOString(),
    observedAt: new Date(now).toISOString(),
  };
}

function refused(code: number): PostAnswer {
  return { accepted: false, error: graphError(code) };
}

/** An error of Graph's, as the adapter reads it. */
export function graphError(code: number): GraphError {
  return {
    code,
    subcode: null,
    type: "OAuthException",
    message: `(#${code}) Simulated`,
    details: null,
    userTitle: null,
    userMessage: null,
    fbtraceId: null,
    httpStatus: code === 2 ? 503 : 400,
  };
}
