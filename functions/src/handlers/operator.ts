import { HttpsError, type CallableRequest } from "firebase-functions/https";
import { isTrustedToken } from "../auth/trusted-token.ts";

/** Who is calling, once recognised. */
export interface Caller {
  readonly uid: string;
}

/** Lets signed-in users with the custom claim `whatsappOperator: true` pass. @throws unauthenticated, permission-denied */
export async function operator({ auth }: CallableRequest<unknown>): Promise<Caller> {
  if (auth === undefined) throw new HttpsError("unauthenticated", "Sign in first.");
  if (!(await isTrustedToken(auth.rawToken))) {
    throw new HttpsError("unauthenticated", "This sign-in is not valid, or was withdrawn. Sign in again.");
  }
  if (auth.token["whatsappOperator"] !== true) {
    throw new HttpsError("permission-denied", "This needs the custom claim whatsappOperator.");
  }
  return { uid: auth.uid };
}
