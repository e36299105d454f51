import fc from "fast-check";
import type { AttemptBudget } from "../contract/attempts.ts";
import type { RegistrationRecord } from "../contract/phone-number.ts";
import { RegistrationRecord as RegistrationRecordSchema } from "../contract/phone-number.ts";
import { ClaimSubject, type WebhookClaim, type WebhookView } from "../contract/webhook.ts";
import type { NumberFacts } from "../domain/lifecycle/number-facts.ts";
import { anyGraphError, anyView } from "./arbitraries.ts";

const TIMES = [
  "2029-12-31T23:00:00.000Z",
  "2030-01-01T00:00:00.000Z",
  "2030-01-01T00:10:00.000Z",
  "2031-06-01T00:00:00.000Z",
];

const time = fc.constantFrom(...TIMES);

/** A budget as it is while attempts remain. */
export const budget = (rest: Partial<AttemptBudget> = {}): AttemptBudget => ({
  used: 1,
  limit: 10,
  remaining: 9,
  nextFreeAt: null,
  blockedUntil: null,
  spentElsewhere: false,
  ...rest,
});

/** A registration record. */
export const record = (
  status: RegistrationRecord["status"],
  rest: Partial<RegistrationRecord> = {},
): RegistrationRecord => ({
  status,
  at: "2029-12-31T23:00:00.000Z",
  by: "operator-1",
  message: null,
  retryAt: null,
  graphError: null,
  ...rest,
});

/** A claim of an event. */
export const claim = (word: string, at: string, eventId = "e1"): WebhookClaim => ({ word, detail: null, at, eventId });

/** What webhooks told. */
export const told = (claims: WebhookView["claims"], provenAt: string | null = null): WebhookView => ({
  provenAt,
  claims,
});

const words = [
  "APPROVED",
  "REJECTED",
  "DECLINED",
  "FLAGGED",
  "PARTNER_REMOVED",
  "PARTNER_APP_UNINSTALLED",
  "ACCOUNT_DELETED",
  "DISABLE",
  "REINSTATE",
  "PIN_CHANGED",
  "PIN_RESET_REQUEST",
];

const anyClaim: fc.Arbitrary<WebhookClaim> = fc.record({
  word: fc.oneof(fc.constantFrom(...words), fc.string()),
  detail: fc.option(fc.string()),
  at: time,
  eventId: fc.constantFrom("a", "b"),
});

const anyWebhook: fc.Arbitrary<WebhookView> = fc.record({
  provenAt: fc.option(time),
  claims: fc.dictionary(fc.constantFrom(...ClaimSubject.options), anyClaim),
});

const anyRecord: fc.Arbitrary<RegistrationRecord> = fc.record({
  status: fc.constantFrom(...RegistrationRecordSchema.shape.status.options),
  at: time,
  by: fc.constant("operator-1"),
  message: fc.option(fc.string()),
  retryAt: fc.option(time),
  graphError: fc.option(anyGraphError),
});

/** Any facts that could be stored together, likely or not. */
export const anyFacts: fc.Arbitrary<NumberFacts> = fc.record(
  {
    registration: anyRecord,
    lastAccepted: fc.record({ at: time, connectedSince: fc.option(time) }),
    nameApprovedAt: time,
    meta: fc.tuple(anyView, time).map(([view, observedAt]) => ({ ...view, observedAt })),
    attempts: fc.constantFrom(budget(), budget({ used: 10, remaining: 0 })),
    webhook: anyWebhook,
    access: fc.record({ readable: fc.boolean(), at: time, graphError: fc.option(anyGraphError) }),
    token: fc.record({
      state: fc.constantFrom("valid", "expires_soon", "invalid"),
      expiresAt: fc.option(time),
      at: time,
    }),
  },
  { requiredKeys: [] },
);
