import * as z from "zod";
import { AccessCause, AccessEvidence } from "./access-evidence.ts";
import { failureFields } from "./failure.ts";
import { PhoneNumberId } from "./primitives.ts";

/** A call that failed because access is missing, with the proof. Part of every answer of a call to Meta. */
export const MissingPermission = z.strictObject({
  status: z.literal("missing_permission"),
  phoneNumberId: PhoneNumberId,
  ...failureFields,
  cause: AccessCause,
  missing: z.array(z.string()),
  evidence: AccessEvidence,
});
export type MissingPermission = z.infer<typeof MissingPermission>;
