import { HttpsError, type CallableRequest } from "firebase-functions/https";
import { currentClaims, signedToken } from "../auth/trusted-token.ts";
import { operatorClaim } from "../config.ts";

/** The caller, once recognised. */
export interface Caller {
  readonly uid: string;
}

/**
 * Lets signed-in users pass whose custom claim for operators (`whatsappOperator`, unless configured otherwise) is `true`. The token's own claim is judged first, so that
 * strangers spend none of Firebase Auth's quota; then the user's, as it is now. @throws unauthenticated, permission-denied
 */
export async function operator({ auth }: CallableRequest<unknown>): Promise<Caller> {
  if (auth === undefined) throw new HttpsError("unauthenticated", "Sign in first.");
  const token = await signedToken(auth.rawToken);
  if (token !== null) requireClaim(token);
  const claims = token === null ? null : await currentClaims(token);
  if (claims === null) {
    throw new HttpsError("unauthenticated", "This sign-in is not valid, or was withdrawn. Sign in again.");
  }
  requireClaim(claims);
  return { uid: auth.uid };
}

function requireClaim(claims: Readonly<Record<string, unknown>>): void {
  const claim = operatorClaim();
  if (claims[claim] !== true) throw new HttpsError("permission-denied", `This needs the custom claim ${claim}.`);
}
