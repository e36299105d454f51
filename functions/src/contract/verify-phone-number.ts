import * as z from "zod";
import { PhoneNumberId, RequestId, VERIFICATION_CODE } from "./primitives.ts";

/** What a caller of `verifyPhoneNumber` sends. The answer is a `VerificationResult`. */
export const VerifyPhoneNumberRequest = z.strictObject({
  phoneNumberId: PhoneNumberId.optional(),
  code: z
    .string({ error: "must be a string of six digits" })
    .regex(VERIFICATION_CODE, { error: "must be six digits, with or without a hyphen in the middle" }),
  requestId: RequestId.optional(),
});
export type VerifyPhoneNumberRequest = z.infer<typeof VerifyPhoneNumberRequest>;
