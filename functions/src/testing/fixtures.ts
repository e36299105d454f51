import type { GraphError } from "../contract/failure.ts";
import type { MetaView, RegistrationRecord } from "../contract/phone-number.ts";
import type { AccessReads, TokenFacts } from "../domain/diagnosis/access-findings.ts";
import type { HealthEntity } from "../domain/diagnosis/facts.ts";

/** Invented ids: a number, the account it belongs to, and a number of another account. */
export const NUMBER = "550000000000001";
export const WABA = "777000000000001";
export const OTHER_NUMBER = "550000000000002";

/** An error of Graph's as the adapter reads it. */
export const graphError = (code: number, rest: Partial<GraphError> = {}): GraphError => ({
  code,
  subcode: null,
  type: "OAuthException",
  message: `(#${code}) Something`,
  details: null,
  userTitle: null,
  userMessage: null,
  fbtraceId: "AbCdEf",
  httpStatus: 400,
  ...rest,
});

/** A verified number that is not registered yet. */
export const metaView = (rest: Partial<MetaView> = {}): MetaView => ({
  status: "PENDING",
  codeVerificationStatus: "VERIFIED",
  nameStatus: "APPROVED",
  newNameStatus: null,
  qualityRating: "UNKNOWN",
  platformType: "NOT_APPLICABLE",
  displayPhoneNumber: "+1 555-000-0001",
  verifiedName: "Invented Ltd",
  isOnBusinessApp: false,
  lastOnboardedAt: null,
  observedAt: "2030-01-01T00:00:00.000Z",
  ...rest,
});

export const CONNECTED: MetaView = metaView({ status: "CONNECTED", platformType: "CLOUD_API" });

/** What is kept of a registration that Meta refused at a time in ms, because it wants the number verified (133006). */
export const refusedForVerification = (at: number): RegistrationRecord => ({
  status: "verification_required",
  at: new Date(at).toISOString(),
  by: "uid-1",
  message: null,
  retryAt: null,
  graphError: graphError(133_006),
});

/** A System User's token with both permissions, for every asset. */
export const tokenFacts = (rest: Partial<TokenFacts> = {}): TokenFacts => ({
  isValid: true,
  type: "SYSTEM_USER",
  appId: "888000000000001",
  application: "Invented app",
  userId: "999000000000001",
  expiresAt: null,
  dataAccessExpiresAt: null,
  scopes: ["whatsapp_business_management", "whatsapp_business_messaging"],
  granularScopes: [{ scope: "whatsapp_business_management", targetIds: null }],
  error: null,
  ...rest,
});

/** Nothing could be read. */
export const accessReads = (rest: Partial<AccessReads> = {}): AccessReads => ({
  token: null,
  view: null,
  numberRefusal: null,
  wabaNumbers: null,
  ...rest,
});

/** One entity of `health_status`, in order unless said otherwise. */
export const healthEntity = (type: string, rest: Partial<HealthEntity> = {}): HealthEntity => ({
  type,
  canSendMessage: "AVAILABLE",
  problems: [],
  codes: [],
  notes: [],
  ...rest,
});
