import fc from "fast-check";
import type { AttemptBudget } from "../contract/attempts.ts";
import type { GraphError } from "../contract/failure.ts";
import type { MetaView, RegistrationRecord } from "../contract/phone-number.ts";
import { RegistrationRecord as RegistrationRecordSchema } from "../contract/phone-number.ts";
import type { AccessReads, TokenFacts } from "../domain/diagnosis/access-findings.ts";
import { ERROR_CATALOGUE } from "../domain/error/error-catalogue.ts";
import { STATUS_WORDS } from "../domain/number-status.ts";
import { NUMBER, WABA } from "./fixtures.ts";

/** Plain objects: fast-check would also try ones without a prototype, which JSON never yields. */
const record = <Shape>(model: { [Name in keyof Shape]: fc.Arbitrary<Shape[Name]> }): fc.Arbitrary<Shape> =>
  fc.record(model, { noNullPrototype: true });

const orNull = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> => fc.option(arbitrary);

const knownCodes = ERROR_CATALOGUE.flatMap(({ code }) => (typeof code === "number" ? [code] : [...code]));

/** Sentences that decide something, and any other text. */
const sentence = fc.oneof(
  fc.string(),
  fc.constantFrom(
    "(#100) Missing Permission",
    "Register endpoint is not available for SMB businesses.",
    "(#100) The parameter pin is required",
    "Try again in 1 hour 30 minutes.",
    "Tente novamente em 2 horas.",
  ),
);

/** Any error that Graph could word: known codes, unknown ones, wild subcodes. */
export const anyGraphError: fc.Arbitrary<GraphError> = record({
  code: fc.oneof(fc.constantFrom(100, ...knownCodes), fc.maxSafeInteger()),
  subcode: orNull(fc.oneof(fc.constantFrom(33, 2_388_001, 463), fc.maxSafeInteger())),
  type: orNull(fc.string()),
  message: sentence,
  details: orNull(sentence),
  userTitle: orNull(fc.string()),
  userMessage: orNull(sentence),
  fbtraceId: orNull(fc.string()),
  httpStatus: fc.integer({ min: 100, max: 599 }),
});

/** Meta's words: known and unknown ones. */
const word = (...known: string[]): fc.Arbitrary<string | null> =>
  orNull(fc.oneof(fc.constantFrom(...known), fc.string()));

const isoTime = fc
  .date({ min: new Date("2020-01-01T00:00:00Z"), max: new Date("2090-01-01T00:00:00Z"), noInvalidDate: true })
  .map((date) => date.toISOString());

export const anyView: fc.Arbitrary<MetaView> = record({
  status: word(...STATUS_WORDS),
  codeVerificationStatus: word("VERIFIED", "NOT_VERIFIED", "EXPIRED"),
  nameStatus: word("APPROVED", "DECLINED"),
  newNameStatus: word("APPROVED", "PENDING_REVIEW", "NONE"),
  qualityRating: word("GREEN", "RED"),
  platformType: word("CLOUD_API", "ON_PREMISE", "NOT_APPLICABLE"),
  displayPhoneNumber: orNull(fc.string()),
  verifiedName: orNull(fc.string()),
  isOnBusinessApp: orNull(fc.boolean()),
  lastOnboardedAt: orNull(fc.constantFrom("2029-01-01T00:00:00+0000", "2030-01-01T00:00:00+0000")),
  observedAt: isoTime,
});

const scope = fc.oneof(
  fc.constantFrom("whatsapp_business_management", "whatsapp_business_messaging", "business_management"),
  fc.string(),
);

export const anyToken: fc.Arbitrary<TokenFacts> = record({
  isValid: fc.boolean(),
  type: word("SYSTEM_USER", "USER"),
  appId: orNull(fc.string()),
  application: orNull(fc.string()),
  userId: orNull(fc.string()),
  expiresAt: orNull(fc.nat()),
  dataAccessExpiresAt: orNull(fc.nat()),
  scopes: orNull(fc.array(scope)),
  granularScopes: orNull(
    fc.array(record({ scope, targetIds: orNull(fc.array(fc.oneof(fc.constant(WABA), fc.string()))) })),
  ),
  error: orNull(fc.string()),
});

export const anyReads: fc.Arbitrary<AccessReads> = record({
  token: orNull(anyToken),
  view: orNull(anyView),
  numberRefusal: orNull(anyGraphError),
  wabaNumbers: orNull(fc.array(fc.oneof(fc.constant(NUMBER), fc.string()))),
});

export const anyBudget: fc.Arbitrary<AttemptBudget> = record({
  used: fc.nat({ max: 20 }),
  limit: fc.integer({ min: 1, max: 10 }),
  remaining: fc.nat({ max: 10 }),
  nextFreeAt: orNull(isoTime),
  blockedUntil: orNull(isoTime),
  spentElsewhere: fc.boolean(),
});

export const anyRecord: fc.Arbitrary<RegistrationRecord> = record({
  status: fc.constantFrom(...RegistrationRecordSchema.shape.status.options),
  at: isoTime,
  by: fc.string(),
  message: orNull(fc.string()),
  retryAt: orNull(isoTime),
  graphError: orNull(anyGraphError),
});
