import { HttpsError, type CallableRequest } from "firebase-functions/https";

/** Who is calling, once recognised. */
export interface Caller {
  readonly uid: string;
}

/** Lets signed-in users with the custom claim `whatsappOperator: true` pass. @throws unauthenticated, permission-denied */
export function operator({ auth }: CallableRequest<unknown>): Caller {
  if (auth === undefined) throw new HttpsError("unauthenticated", "Sign in first.");
  if (auth.token["whatsappOperator"] !== true) {
    throw new HttpsError("permission-denied", "This needs the custom claim whatsappOperator.");
  }
  return { uid: auth.uid };
}
