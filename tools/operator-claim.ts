/** What of firebase-admin's Auth is needed here. */
export interface Users {
  getUser: (uid: string) => Promise<OneUser>;
  getUserByEmail: (email: string) => Promise<OneUser>;
  setCustomUserClaims: (uid: string, claims: Record<string, unknown>) => Promise<void>;
  revokeRefreshTokens: (uid: string) => Promise<void>;
}

interface OneUser {
  uid: string;
  email?: string | undefined;
  customClaims?: Record<string, unknown> | undefined;
}

/** What was done to a user's claim. */
export interface ClaimChange {
  uid: string;
  email: string | undefined;
  changed: boolean;
}

/**
 * Sets the claim that makes an operator of the user with this email address or uid, or removes it, and leaves the other claims alone. Removing it
 * also ends the user's sessions: the functions look at the claim as it is now, but the Firestore rules at the ID token's alone.
 */
export async function changeOperatorClaim(
  users: Users,
  emailOrUid: string,
  { claim, grant }: { readonly claim: string; readonly grant: boolean },
): Promise<ClaimChange> {
  const user = emailOrUid.includes("@") ? await users.getUserByEmail(emailOrUid) : await users.getUser(emailOrUid);
  const { [claim]: before, ...others } = user.customClaims ?? {};
  const changed = grant ? before !== true : before !== undefined;
  if (changed) await users.setCustomUserClaims(user.uid, grant ? { ...others, [claim]: true } : others);
  if (!grant) await users.revokeRefreshTokens(user.uid);
  return { uid: user.uid, email: user.email, changed };
}
