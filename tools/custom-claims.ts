import { SetupError } from "./setup/progress.mjs";

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

/** What was done to a user's claims. */
export interface ClaimChange {
  uid: string;
  email: string | undefined;
  changed: boolean;
}

/** Firebase Auth takes no more custom claims of one user, as JSON (Firebase, Control access with custom claims). */
const MOST_BYTES = 1000;

/**
 * Gives one claim of the user with this email address or uid the value that `revise` makes of its present one (`undefined`: none), and leaves
 * the other claims alone. Taking away (`grant` false) also ends the user's sessions: the functions look at the claims as they are now, but the
 * Firestore rules at the ID token's alone.
 *
 * @throws SetupError where Firebase would not take the claims; nothing is changed then.
 */
export async function changeClaim(
  users: Users,
  emailOrUid: string,
  { claim, grant, revise }: { claim: string; grant: boolean; revise: (before: unknown) => unknown },
): Promise<ClaimChange> {
  const user = emailOrUid.includes("@") ? await users.getUserByEmail(emailOrUid) : await users.getUser(emailOrUid);
  const { [claim]: before, ...others } = user.customClaims ?? {};
  const after = revise(before);
  const claims = after === undefined ? others : { ...others, [claim]: after };
  const changed = JSON.stringify(before) !== JSON.stringify(after);
  const bytes = Buffer.byteLength(JSON.stringify(claims));
  if (changed && bytes > MOST_BYTES)
    throw new SetupError(
      `Nothing was changed: Firebase keeps at most ${MOST_BYTES} bytes of custom claims for a user, and these would be ${bytes}.
Shorter ids of customers, or several users, make room; somebody who acts for very many customers is an operator.`,
    );
  if (changed) await users.setCustomUserClaims(user.uid, claims);
  if (!grant) await users.revokeRefreshTokens(user.uid);
  return { uid: user.uid, email: user.email, changed };
}
