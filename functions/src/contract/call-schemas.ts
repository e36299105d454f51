import type { z } from "zod";
import { AddPhoneNumberRequest, PhoneNumberAdditionResult } from "./add-phone-number.ts";
import type { CallName } from "./calls.ts";
import { AccountConnectionResult, ConnectAccountRequest } from "./connect-account.ts";
import { ConnectWebhookRequest, WebhookConnectionResult } from "./connect-webhook.ts";
import { DeregisterPhoneNumberRequest, DeregistrationResult } from "./deregister-phone-number.ts";
import { AccessDiagnosis, DiagnoseAccessRequest } from "./diagnose-access.ts";
import { AccountDisconnectionResult, DisconnectAccountRequest } from "./disconnect-account.ts";
import { ListPhoneNumbersRequest, PhoneNumberList } from "./list-phone-numbers.ts";
import { PhoneNumberView, RefreshPhoneNumberRequest } from "./refresh-phone-number.ts";
import { RegisterPhoneNumberRequest, RegistrationResult } from "./register-phone-number.ts";
import { RequestVerificationCodeRequest } from "./request-verification-code.ts";
import { SendTestMessageRequest, TestMessageResult } from "./send-test-message.ts";
import { SetTwoStepPinRequest, TwoStepPinResult } from "./set-two-step-pin.ts";
import { VerificationResult } from "./verification.ts";
import { VerifyPhoneNumberRequest } from "./verify-phone-number.ts";

/** What each callable is sent and what it answers. */
export const CALL_SCHEMAS = {
  registerPhoneNumber: { request: RegisterPhoneNumberRequest, result: RegistrationResult },
  deregisterPhoneNumber: { request: DeregisterPhoneNumberRequest, result: DeregistrationResult },
  diagnoseAccess: { request: DiagnoseAccessRequest, result: AccessDiagnosis },
  refreshPhoneNumber: { request: RefreshPhoneNumberRequest, result: PhoneNumberView },
  requestVerificationCode: { request: RequestVerificationCodeRequest, result: VerificationResult },
  verifyPhoneNumber: { request: VerifyPhoneNumberRequest, result: VerificationResult },
  setTwoStepPin: { request: SetTwoStepPinRequest, result: TwoStepPinResult },
  sendTestMessage: { request: SendTestMessageRequest, result: TestMessageResult },
  listPhoneNumbers: { request: ListPhoneNumbersRequest, result: PhoneNumberList },
  addPhoneNumber: { request: AddPhoneNumberRequest, result: PhoneNumberAdditionResult },
  connectAccount: { request: ConnectAccountRequest, result: AccountConnectionResult },
  disconnectAccount: { request: DisconnectAccountRequest, result: AccountDisconnectionResult },
  connectWebhook: { request: ConnectWebhookRequest, result: WebhookConnectionResult },
} as const satisfies Readonly<Record<CallName, { readonly request: z.ZodObject; readonly result: z.ZodType }>>;

/** What a caller of a function sends. */
export type RequestOf<Name extends CallName> = z.input<(typeof CALL_SCHEMAS)[Name]["request"]>;

/** What a caller of a function gets. */
export type ResultOf<Name extends CallName> = z.output<(typeof CALL_SCHEMAS)[Name]["result"]>;
