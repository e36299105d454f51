import { getApps, initializeApp } from "firebase-admin/app";
import { getAuth, type Auth, type DecodedIdToken, type UserRecord } from "firebase-admin/auth";

/** Firebase Auth's words for a user or token that is no longer good. Anything else is a fault on our side. */
const WITHDRAWN: ReadonlySet<unknown> = new Set([
  "auth/id-token-revoked",
  "auth/user-disabled",
  "auth/user-not-found",
  "auth/id-token-expired",
  "auth/argument-error",
  "auth/invalid-id-token",
]);

/** An ID token as it was signed; `null`: it is none, or none that is good. Asks nobody: Google's public keys are kept. */
export function signedToken(idToken: string): Promise<DecodedIdToken | null> {
  return unlessWithdrawn((auth) => auth.verifyIdToken(idToken));
}

/**
 * The custom claims that a token's user has now, whatever the token says; `null` when the token no longer stands: its user was
 * disabled, deleted or signed out everywhere since. Without this a dismissed operator could call for another hour. One request to
 * Firebase Auth. @throws when it cannot be asked.
 */
export function currentClaims(token: DecodedIdToken): Promise<Readonly<Record<string, unknown>> | null> {
  return unlessWithdrawn(async (auth) => {
    const user = await auth.getUser(token.uid);
    return stands(user, token.auth_time) ? (user.customClaims ?? {}) : null;
  });
}

async function unlessWithdrawn<T>(ask: (auth: Auth) => Promise<T>): Promise<T | null> {
  const [app] = getApps();
  try {
    return await ask(getAuth(app ?? initializeApp()));
  } catch (error) {
    if (error instanceof Error && "code" in error && WITHDRAWN.has(error.code)) return null;
    throw error;
  }
}

/** @param signedInAt in seconds. `tokensValidAfterTime` is when the user was last signed out everywhere. */
function stands({ disabled, tokensValidAfterTime }: UserRecord, signedInAt: number): boolean {
  return !disabled && !(signedInAt * 1000 < Date.parse(tokensValidAfterTime ?? ""));
}
