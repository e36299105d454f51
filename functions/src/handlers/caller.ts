import { HttpsError, type CallableRequest } from "firebase-functions/https";
import { currentClaims, signedToken } from "../auth/trusted-token.ts";
import { customersClaim, operatorClaim } from "../config.ts";
import { CustomerId } from "../contract/primitives.ts";

/** The caller, once recognised: an operator, or a member of customers, or both. */
export interface Caller {
  readonly uid: string;
  readonly isOperator: boolean;
  /** The customers for whom the caller may act, by their ids. */
  readonly customers: readonly string[];
}

/**
 * Lets signed-in users pass who are operators (the custom claim `whatsappOperator`, unless configured otherwise, is `true`) or members (the
 * claim `whatsappCustomers` lists a customer). The token's own claims are judged first, so that strangers spend none of Firebase Auth's quota;
 * then the user's, as they are now. @throws unauthenticated, permission-denied
 */
export async function recognisedCaller({ auth }: CallableRequest<unknown>): Promise<Caller> {
  if (auth === undefined) throw new HttpsError("unauthenticated", "Sign in first.");
  const token = await signedToken(auth.rawToken);
  if (token !== null) rightsIn(token);
  const claims = token === null ? null : await currentClaims(token);
  if (claims === null) {
    throw new HttpsError("unauthenticated", "This sign-in is not valid, or was withdrawn. Sign in again.");
  }
  return { uid: auth.uid, ...rightsIn(claims) };
}

/** Whether the caller may act for what is a customer's; `null`: what is the deployment's own. The one rule, which `firestore.rules` repeats. */
export function mayActFor({ isOperator, customers }: Omit<Caller, "uid">, customerId: string | null): boolean {
  return isOperator || (customerId !== null && customers.includes(customerId));
}

function rightsIn(claims: Readonly<Record<string, unknown>>): Omit<Caller, "uid"> {
  const [operators, members] = [operatorClaim(), customersClaim()];
  const isOperator = claims[operators] === true;
  const customers = customersIn(claims[members]);
  if (isOperator || customers.length > 0) return { isOperator, customers };
  throw new HttpsError("permission-denied", `This needs the custom claim ${operators} or ${members}.`);
}

/** A claim is what somebody's own code may have written: what is no customer's id counts for nothing. */
function customersIn(claim: unknown): string[] {
  if (!Array.isArray(claim)) return [];
  return claim.flatMap((id: unknown) => CustomerId.safeParse(id).data ?? []);
}
