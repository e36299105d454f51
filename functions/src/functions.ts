import "./runtime.ts";
import "./settings-at-start.ts";

export { registerPhoneNumber } from "./handlers/register-phone-number.ts";
export { deregisterPhoneNumber } from "./handlers/deregister-phone-number.ts";
export { diagnoseAccess } from "./handlers/diagnose-access.ts";
export { refreshPhoneNumber } from "./handlers/refresh-phone-number.ts";
export { requestVerificationCode } from "./handlers/request-verification-code.ts";
export { verifyPhoneNumber } from "./handlers/verify-phone-number.ts";
export { setTwoStepPin } from "./handlers/set-two-step-pin.ts";
export { sendTestMessage } from "./handlers/send-test-message.ts";
export { listPhoneNumbers } from "./handlers/list-phone-numbers.ts";
export { addPhoneNumber } from "./handlers/add-phone-number.ts";
export { connectAccount } from "./handlers/connect-account.ts";
export { disconnectAccount } from "./handlers/disconnect-account.ts";
export { connectWebhook } from "./handlers/connect-webhook.ts";
export { metaWebhook } from "./handlers/meta-webhook.ts";
export { reconcilePhoneNumbers } from "./handlers/reconcile-phone-numbers.ts";
