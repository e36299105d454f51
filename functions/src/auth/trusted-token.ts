import { getApps, initializeApp } from "firebase-admin/app";
import { getAuth, type UserRecord } from "firebase-admin/auth";

/** Firebase Auth's words for a user or token that is no longer good. Anything else is a fault on our side. */
const WITHDRAWN: ReadonlySet<unknown> = new Set([
  "auth/user-disabled",
  "auth/user-not-found",
  "auth/id-token-expired",
  "auth/argument-error",
  "auth/invalid-id-token",
]);

/** A user's custom claims as they are now, whatever an older ID token says. */
export type CurrentClaims = Readonly<Record<string, unknown>>;

/**
 * What the user of an ID token may do now; `null` when the token no longer stands: its user was disabled, deleted or signed out
 * everywhere since. The framework checks the signature alone, so without this a dismissed operator could call for another hour.
 * One request to Firebase Auth. @throws when it cannot be asked.
 */
export async function currentClaims(idToken: string): Promise<CurrentClaims | null> {
  const [app] = getApps();
  const auth = getAuth(app ?? initializeApp());
  try {
    const { uid, auth_time: signedInAt } = await auth.verifyIdToken(idToken);
    const user = await auth.getUser(uid);
    return stands(user, signedInAt) ? (user.customClaims ?? {}) : null;
  } catch (error) {
    if (error instanceof Error && "code" in error && WITHDRAWN.has(error.code)) return null;
    throw error;
  }
}

/** @param signedInAt in seconds. `tokensValidAfterTime` is when the user was last signed out everywhere. */
function stands({ disabled, tokensValidAfterTime }: UserRecord, signedInAt: number): boolean {
  return !disabled && !(signedInAt * 1000 < Date.parse(tokensValidAfterTime ?? ""));
}
