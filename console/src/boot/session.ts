import { FirebaseError, type FirebaseApp } from "firebase/app";
import {
  browserSessionPersistence,
  connectAuthEmulator,
  initializeAuth,
  onIdTokenChanged,
  sendPasswordResetEmail,
  signInWithCustomToken,
  signInWithEmailAndPassword,
  signOut,
  type User,
} from "firebase/auth";

/** The person at the page, as far as signing in tells. */
export type Session =
  | { readonly state: "signed_out" }
  /** Signed in, without the claim that makes an operator. */
  | { readonly state: "stranger"; readonly uid: string; readonly name: string }
  | { readonly state: "operator"; readonly uid: string; readonly name: string };

/** Signing in and out, and whose page it is. */
export interface SignIn {
  /** Tells who is there, now and whenever that changes. */
  watch(onChange: (session: Session) => void): void;
  /** @throws Error in words for the person at the page. */
  signIn(email: string, password: string): Promise<void>;
  sendPasswordReset(email: string): Promise<void>;
  /** Looks again whether the claim is there. */
  lookAgain(): Promise<void>;
  leave(): Promise<void>;
  /** Signs in as an operator of the demo; `null` outside the emulators. */
  readonly enterDemo: (() => Promise<void>) | null;
}

const DEMO_UID = "demo-operator";

/** Where the users are, and which custom claim makes an operator of one. */
interface Users {
  /** The Auth emulator as `host:port`, if the page is on the emulators. */
  readonly emulator: string | null;
  readonly claim: string;
}

/** Signing in and out of an app. Nobody stays signed in once the browser's tab is closed. */
export function connectSignIn(app: FirebaseApp, { emulator, claim }: Users): SignIn {
  const auth = initializeAuth(app, { persistence: browserSessionPersistence });
  if (emulator !== null) connectAuthEmulator(auth, `http://${emulator}`, { disableWarnings: true });
  return {
    watch: (onChange) => {
      let last = "";
      const tell = async (user: User | null): Promise<void> => {
        const session = await sessionOf(user, claim);
        const next = JSON.stringify(session);
        if (next === last || user !== auth.currentUser) return;
        last = next;
        onChange(session);
      };
      onIdTokenChanged(auth, (user) => void tell(user));
    },
    signIn: (email, password) => inWords(signInWithEmailAndPassword(auth, email, password)),
    sendPasswordReset: (email) => inWords(sendPasswordResetEmail(auth, email)),
    lookAgain: async () => void (await auth.currentUser?.getIdToken(true)),
    leave: () => signOut(auth),
    enterDemo:
      emulator === null
        ? null
        : async () => {
            // The Auth emulator takes a plain JSON text as a custom token, claims and all; no real project does.
            const claims = { [claim]: true };
            await inWords(signInWithCustomToken(auth, JSON.stringify({ uid: DEMO_UID, claims })));
            await grantDemo(emulator, app.options.projectId ?? "", claims);
          },
  };
}

/** The functions ask what the user may do now, and not the token alone. The emulator lets the bearer `owner` do what an administrator may. */
async function grantDemo(emulator: string, project: string, claims: object): Promise<void> {
  const users = `http://${emulator}/identitytoolkit.googleapis.com/v1/projects/${project}/accounts`;
  await fetch(`${users}:update`, {
    method: "POST",
    headers: { authorization: "Bearer owner", "content-type": "application/json" },
    body: JSON.stringify({ localId: DEMO_UID, customAttributes: JSON.stringify(claims) }),
  });
}

async function sessionOf(user: User | null, claim: string): Promise<Session> {
  if (user === null) return { state: "signed_out" };
  const { claims } = await user.getIdTokenResult();
  const state = claims[claim] === true ? "operator" : "stranger";
  return { state, uid: user.uid, name: user.email ?? user.uid };
}

async function inWords(attempt: Promise<unknown>): Promise<void> {
  try {
    await attempt;
  } catch (error) {
    throw new Error(wordsFor(error), { cause: error });
  }
}

function wordsFor(error: unknown): string {
  if (!(error instanceof FirebaseError)) return "Signing in failed.";
  switch (error.code) {
    case "auth/invalid-credential":
    case "auth/invalid-email":
    case "auth/user-not-found":
    case "auth/wrong-password":
      return "The email address or the password is wrong.";
    case "auth/user-disabled":
      return "This account has been disabled.";
    case "auth/too-many-requests":
      return "Too many tries. Wait a while, or reset the password.";
    case "auth/network-request-failed":
      return "Firebase Auth could not be reached.";
    case "auth/operation-not-allowed":
      return "Signing in by email and password is switched off in the Firebase project (Authentication > Sign-in method).";
    default:
      return `Signing in failed (${error.code}).`;
  }
}
