import * as z from "zod";
import { AccessCause } from "./access-evidence.ts";
import { AttemptBudget } from "./attempts.ts";
import { DeregistrationStatus } from "./deregister-phone-number.ts";
import { SendingVerdict } from "./diagnose-access.ts";
import { Actor, GraphError, Resolution } from "./failure.ts";
import { Lifecycle, Reason } from "./lifecycle.ts";
import { CustomerId, DataLocalizationRegion, IsoTime } from "./primitives.ts";
import { RegistrationStatus } from "./register-phone-number.ts";
import { TestMessageStatus } from "./send-test-message.ts";
import { TwoStepPinStatus } from "./set-two-step-pin.ts";
import { VerificationStatus } from "./verification.ts";
import { WebhookView } from "./webhook.ts";

/** What the last registration call was answered, or what reading the number has shown since. */
export const RegistrationRecord = z.strictObject({
  status: z.enum([...RegistrationStatus.options, "not_registered", "deregistered"]),
  at: IsoTime,
  by: z.string(),
  message: z.string().nullable(),
  retryAt: IsoTime.nullable(),
  graphError: GraphError.nullable(),
  /** Which access is missing, where `status` is `missing_permission`. */
  cause: AccessCause.optional(),
  /** The steps that were answered, and who takes them, where they are not those of the status. */
  advised: z.strictObject({ actor: Actor, resolution: z.array(Resolution).min(1) }).optional(),
});
export type RegistrationRecord = z.infer<typeof RegistrationRecord>;

/**
 * The number as Meta describes it, in Meta's own words: every word is open, because Meta adds new ones.
 * `null`: Meta did not say. `observedAt` is the time of the answer by Meta's clock; a later one is never overwritten by an earlier one.
 */
export const MetaView = z.strictObject({
  status: z.string().nullable(),
  codeVerificationStatus: z.string().nullable(),
  nameStatus: z.string().nullable(),
  /** How a change of the display name stands that has not taken effect yet. */
  newNameStatus: z.string().nullable(),
  qualityRating: z.string().nullable(),
  platformType: z.string().nullable(),
  displayPhoneNumber: z.string().nullable(),
  verifiedName: z.string().nullable(),
  isOnBusinessApp: z.boolean().nullable(),
  lastOnboardedAt: z.string().nullable(),
  observedAt: IsoTime,
});
export type MetaView = z.infer<typeof MetaView>;

/**
 * The last registration that was sent from here and that Meta accepted. `connectedSince`: since when the number had been connected then,
 * where it was; such a registration does not interrupt it.
 */
export const AcceptedRegistration = z.strictObject({ at: IsoTime, connectedSince: IsoTime.nullable() });
export type AcceptedRegistration = z.infer<typeof AcceptedRegistration>;

/** Whether the token reaches the number, as the last reading that says anything about it showed. `at`: since when it is so. */
export const AccessView = z.strictObject({ readable: z.boolean(), at: IsoTime, graphError: GraphError.nullable() });
export type AccessView = z.infer<typeof AccessView>;

/** What Meta says of the token that this deployment uses. `expiresAt` null: never. `at`: since when it is so. */
export const TokenView = z.strictObject({
  state: z.enum(["valid", "expires_soon", "invalid"]),
  expiresAt: IsoTime.nullable(),
  at: IsoTime,
});
export type TokenView = z.infer<typeof TokenView>;

/** Whether a message from the number will arrive, as shown by a look that asked. `at`: when it did. */
export const SendingView = z.strictObject({ verdict: SendingVerdict, at: IsoTime });
export type SendingView = z.infer<typeof SendingView>;

/** Why a customer's number is no longer read, and since when: its account was disconnected. */
export const Disconnection = z.strictObject({ at: IsoTime, reason: z.string() });
export type Disconnection = z.infer<typeof Disconnection>;

/** `whatsappNumbers/{phoneNumberId}`: the number's whole visible state. Parts appear when they are first known. */
export const PhoneNumberDocument = z.strictObject({
  registration: RegistrationRecord.optional(),
  meta: MetaView.optional(),
  lastAccepted: AcceptedRegistration.optional(),
  /** When a reading first showed that Meta has approved a new display name. */
  nameApprovedAt: IsoTime.optional(),
  attempts: AttemptBudget.optional(),
  webhook: WebhookView.optional(),
  access: AccessView.optional(),
  token: TokenView.optional(),
  sending: SendingView.optional(),
  /** The account that the number belongs to, once a signed event has named it; `null`: taken for the configured one. */
  wabaId: z.string().nullable().optional(),
  /** The customer whose account the number is in; `null` or left out: the deployment's own. */
  customerId: CustomerId.nullable().optional(),
  /** Since when it is this customer's: whatever is older below it was another's, and members do not read it. */
  customerSince: IsoTime.optional(),
  /** `null` or left out: its account is connected. */
  disconnection: Disconnection.nullable().optional(),
  /** The digits of `meta.displayPhoneNumber`: what webhooks name the number by. */
  digits: z.string().nullable().optional(),
  /** When this deployment added the number to its account. Since then it manages it, whatever MANAGED_PHONE_NUMBER_IDS says. */
  addedAt: IsoTime.optional(),
  lifecycle: Lifecycle,
  /** Why `lifecycle` is what it is, first; then what else needs attention. */
  reasons: z.array(Reason).default([]),
  updatedAt: IsoTime,
});
export type PhoneNumberDocument = z.infer<typeof PhoneNumberDocument>;

/** Every status that a request to Meta can end in. */
export const AttemptStatus = z.enum([
  ...RegistrationStatus.options,
  ...DeregistrationStatus.options,
  ...VerificationStatus.options,
  ...TwoStepPinStatus.options,
  ...TestMessageStatus.options,
  "added",
]);
export type AttemptStatus = z.infer<typeof AttemptStatus>;

/** `whatsappNumbers/{phoneNumberId}/whatsappAttempts/{attemptId}`: one document per request that was sent to Meta to change something. */
export const AttemptDocument = z.strictObject({
  /** Meta counts `register` and `deregister`, ten each; the other requests spend nothing. */
  operation: z.enum(["register", "deregister", "request_code", "verify_code", "set_pin", "send_message", "add_number"]),
  reservedAt: IsoTime,
  by: z.string(),
  status: AttemptStatus,
  settledAt: IsoTime.nullable(),
  message: z.string().nullable(),
  graphError: GraphError.nullable(),
  forced: z.boolean(),
  dataLocalizationRegion: DataLocalizationRegion.nullable(),
  /** Meta's view as stored when the attempt began: what a lost answer is later judged against. */
  before: MetaView.nullable(),
  /** When Firestore's TTL policy may remove the document. */
  expireAt: z.unknown(),
});
export type AttemptDocument = z.infer<typeof AttemptDocument>;
