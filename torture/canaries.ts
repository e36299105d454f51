import { demoSecrets } from "../tools/demo-project.ts";
import { proofOf, type Canary } from "./leaks/leaks.ts";

/** The two-step PIN of every number in the battery, and the verification code that Meta sends: must be seen nowhere. */
export const PIN = "846213";
export const VERIFICATION_CODE = "592748";

/** The token of the fault matrix. It does not look like one of Meta's, so that nothing hides it for its looks. */
export const MATRIX_TOKEN = "system-user-token-of-the-fault-matrix";

/** What the fault matrix tells Meta for its handshake with a webhook. */
export const MATRIX_VERIFY_TOKEN = "verifytokenofthefaultmatrix";

/** Everything that must be seen nowhere. */
export function canaries(): Canary[] {
  const secrets = demoSecrets();
  const { META_SYSTEM_USER_TOKEN: token = "", META_APP_SECRET: appSecret = "" } = secrets;
  return [
    { name: "PIN", value: PIN },
    { name: "verification code", value: VERIFICATION_CODE },
    { name: "verify token of the fault matrix", value: MATRIX_VERIFY_TOKEN },
    { name: "token", value: token },
    { name: "token of the fault matrix", value: MATRIX_TOKEN },
    { name: "app secret", value: appSecret },
    { name: "key of customers' tokens", value: secrets["CUSTOMER_TOKEN_KEYS"] ?? "" },
    { name: "proof of the app secret", value: proofOf(appSecret, token) },
    { name: "proof of the app secret in the fault matrix", value: proofOf(appSecret, MATRIX_TOKEN) },
  ];
}
