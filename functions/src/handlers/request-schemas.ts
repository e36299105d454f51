import type { CALL_SCHEMAS } from "../contract/call-schemas.ts";
import type { CallName } from "../contract/calls.ts";

/**
 * How each callable reads what it is sent. Making the schemas of all calls is an eighth of what importing the functions takes, so each is
 * loaded by the first call that needs it: a refused call makes none, and no function makes those of the others.
 */
export const REQUEST_SCHEMAS: { readonly [Name in CallName]: () => Promise<(typeof CALL_SCHEMAS)[Name]["request"]> } = {
  registerPhoneNumber: async () => (await import("../contract/register-phone-number.ts")).RegisterPhoneNumberRequest,
  deregisterPhoneNumber: async () =>
    (await import("../contract/deregister-phone-number.ts")).DeregisterPhoneNumberRequest,
  diagnoseAccess: async () => (await import("../contract/diagnose-access.ts")).DiagnoseAccessRequest,
  refreshPhoneNumber: async () => (await import("../contract/refresh-phone-number.ts")).RefreshPhoneNumberRequest,
  requestVerificationCode: async () =>
    (await import("../contract/request-verification-code.ts")).RequestVerificationCodeRequest,
  verifyPhoneNumber: async () => (await import("../contract/verify-phone-number.ts")).VerifyPhoneNumberRequest,
  setTwoStepPin: async () => (await import("../contract/set-two-step-pin.ts")).SetTwoStepPinRequest,
  sendTestMessage: async () => (await import("../contract/send-test-message.ts")).SendTestMessageRequest,
  listPhoneNumbers: async () => (await import("../contract/list-phone-numbers.ts")).ListPhoneNumbersRequest,
  addPhoneNumber: async () => (await import("../contract/add-phone-number.ts")).AddPhoneNumberRequest,
  connectAccount: async () => (await import("../contract/connect-account.ts")).ConnectAccountRequest,
  disconnectAccount: async () => (await import("../contract/disconnect-account.ts")).DisconnectAccountRequest,
  connectWebhook: async () => (await import("../contract/connect-webhook.ts")).ConnectWebhookRequest,
};
