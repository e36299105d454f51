import { z } from "zod";
import { AttemptBudget } from "./attempts.ts";
import { GraphError } from "./failure.ts";
import { Lifecycle } from "./lifecycle.ts";
import { DataLocalizationRegion, IsoTime } from "./primitives.ts";
import { RegistrationStatus } from "./register-phone-number.ts";

/** What the last registration call was answered, or what reading the number has shown since. */
export const RegistrationRecord = z.strictObject({
  status: z.enum([...RegistrationStatus.options, "not_registered", "deregistered"]),
  at: IsoTime,
  by: z.string(),
  message: z.string().nullable(),
  retryAt: IsoTime.nullable(),
  graphError: GraphError.nullable(),
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
  qualityRating: z.string().nullable(),
  platformType: z.string().nullable(),
  displayPhoneNumber: z.string().nullable(),
  verifiedName: z.string().nullable(),
  isOnBusinessApp: z.boolean().nullable(),
  lastOnboardedAt: z.string().nullable(),
  observedAt: IsoTime,
});
export type MetaView = z.infer<typeof MetaView>;

/** `phoneNumbers/{phoneNumberId}`: the number's whole visible state. Parts appear when they are first known. */
export const PhoneNumberDocument = z.strictObject({
  registration: RegistrationRecord.optional(),
  meta: MetaView.optional(),
  attempts: AttemptBudget.optional(),
  lifecycle: Lifecycle,
  updatedAt: IsoTime,
});
export type PhoneNumberDocument = z.infer<typeof PhoneNumberDocument>;

/** `phoneNumbers/{phoneNumberId}/attempts/{attemptId}`: one document per spent attempt. */
export const AttemptDocument = z.strictObject({
  operation: z.enum(["register", "deregister"]),
  reservedAt: IsoTime,
  by: z.string(),
  status: z.enum([...RegistrationStatus.options, "deregistered"]),
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
