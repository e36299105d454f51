import * as z from "zod";
import { Lifecycle, ReasonCode } from "./lifecycle.ts";
import { IsoTime } from "./primitives.ts";

/** A number's situation in the words that are worth an alert when they change; `null`: not known. */
export const NumberSnapshot = z.strictObject({
  lifecycle: Lifecycle.nullable(),
  reasons: z.array(ReasonCode),
  registration: z.string().nullable(),
  status: z.string().nullable(),
  codeVerificationStatus: z.string().nullable(),
  nameStatus: z.string().nullable(),
  verifiedName: z.string().nullable(),
  qualityRating: z.string().nullable(),
  platformType: z.string().nullable(),
});
export type NumberSnapshot = z.infer<typeof NumberSnapshot>;

/** `whatsappNumbers/{phoneNumberId}/whatsappTransitions/{id}`: one change of a number that nobody called for. */
export const TransitionDocument = z.strictObject({
  at: IsoTime,
  /** What brought it to light. */
  seenBy: z.enum(["webhook", "reconcile", "refresh", "call"]),
  /** Names of the fields of `NumberSnapshot` that changed. */
  changed: z.array(z.string()).min(1),
  from: NumberSnapshot,
  to: NumberSnapshot,
  /** When Firestore's TTL policy may remove the document. */
  expireAt: z.unknown(),
});
export type TransitionDocument = z.infer<typeof TransitionDocument>;
