import * as z from "zod";
import { AccessCause, AccessEvidence } from "./access-evidence.ts";
import { failureFields } from "./failure.ts";
import { PhoneNumberId, WabaId } from "./primitives.ts";

const proof = { ...failureFields, cause: AccessCause, missing: z.array(z.string()), evidence: AccessEvidence };

/** A call that failed because access is missing, with the proof. Part of every answer of a call to Meta about a number. */
export const MissingPermission = z.strictObject({
  status: z.literal("missing_permission"),
  phoneNumberId: PhoneNumberId,
  ...proof,
});
export type MissingPermission = z.infer<typeof MissingPermission>;

/** The same, of a call about an account: what `evidence` says of a number is `null` then. */
export const MissingAccountPermission = z.strictObject({
  status: z.literal("missing_permission"),
  wabaId: WabaId,
  ...proof,
});
export type MissingAccountPermission = z.infer<typeof MissingAccountPermission>;
