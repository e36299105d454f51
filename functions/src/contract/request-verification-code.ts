import * as z from "zod";
import { LanguageCode, PhoneNumberId, RequestId } from "./primitives.ts";
import { CodeMethod } from "./verification.ts";

/** What a caller of `requestVerificationCode` sends. The answer is a `VerificationResult`. */
export const RequestVerificationCodeRequest = z.strictObject({
  phoneNumberId: PhoneNumberId.optional(),
  method: CodeMethod,
  language: LanguageCode,
  requestId: RequestId.optional(),
});
export type RequestVerificationCodeRequest = z.infer<typeof RequestVerificationCodeRequest>;
