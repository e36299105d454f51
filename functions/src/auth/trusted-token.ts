import { getApps, initializeApp } from "firebase-admin/app";
import { getAuth } from "firebase-admin/auth";

/** Firebase Auth's words for a user or session that is no longer good. Anything else is a fault on our side. */
const WITHDRAWN: ReadonlySet<unknown> = new Set([
  "auth/id-token-revoked",
  "auth/user-disabled",
  "auth/user-not-found",
  "auth/id-token-expired",
  "auth/argument-error",
  "auth/invalid-id-token",
]);

/**
 * Whether an ID token still stands: its user exists, is not disabled, and was not signed out everywhere. The framework checks the
 * signature alone, so without this a dismissed operator could call for another hour. @throws when Firebase Auth cannot be asked.
 */
export async function isTrustedToken(idToken: string): Promise<boolean> {
  const [app] = getApps();
  try {
    await getAuth(app ?? initializeApp()).verifyIdToken(idToken, true);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && WITHDRAWN.has(error.code)) return false;
    throw error;
  }
}
