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
import * as z from "zod";
import { CustomerId } from "../../../functions/src/contract/primitives.ts";

/** The person at the page, as far as signing in tells. */
export type Session =
  | { readonly state: "signed_out" }
  /** Signed in, with neither claim. */
  | { readonly state: "stranger"; readonly uid: string; readonly name: string }
  /** Acts for these customers, and for nothing else. */
  | {
      readonly state: "member";
      readonly uid: string;
      readonly name: string;
      readonly customers: readonly [string, ...string[]];
    }
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
  /** Signs in as somebody of the demo; `null` outside the emulators. */
  readonly enterDemo: ((who: DemoUser) => Promise<void>) | null;
}

/** Somebody whom the demo lets in without a password. */
export type DemoUser = "operator" | "member";

/** The customer for whom the demo's member acts. */
const DEMO_CUSTOMER = "harbour-cafe";

/** The custom claims that make an operator of a user, and a member of customers. */
interface Claims {
  readonly operatorClaim: string;
  readonly customersClaim: string;
}

/** Where the users are, and what their claims are called. */
interface Users extends Claims {
  /** The Auth emulator as `host:port`, if the page is on the emulators. */
  readonly emulator: string | null;
}

/** Signing in and out of an app. Nobody stays signed in once the browser's tab is closed. */
export function connectSignIn(app: FirebaseApp, { emulator, ...names }: Users): SignIn {
  const auth = initializeAuth(app, { persistence: browserSessionPersistence });
  if (emulator !== null) connectAuthEmulator(auth, `http://${emulator}`, { disableWarnings: true });
  return {
    watch: (onChange) => {
      let last = "";
      const tell = async (user: User | null): Promise<void> => {
        const session = await sessionOf(user, names);
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
        : async (who) => {
            // The Auth emulator takes a plain JSON text as a custom token, claims and all; no real project does.
            const claims =
              who === "operator" ? { [names.operatorClaim]: true } : { [names.customersClaim]: [DEMO_CUSTOMER] };
            const uid = `demo-${who}`;
            await inWords(signInWithCustomToken(auth, JSON.stringify({ uid, claims })));
            await grantDemo(emulator, app.options.projectId ?? "", { uid, claims });
          },
  };
}

/** The functions ask what the user may do now, and not the token alone. The emulator lets the bearer `owner` do what an administrator may. */
async function grantDemo(
  emulator: string,
  project: string,
  { uid, claims }: { readonly uid: string; readonly claims: object },
): Promise<void> {
  const users = `http://${emulator}/identitytoolkit.googleapis.com/v1/projects/${project}/accounts`;
  await fetch(`${users}:update`, {
    method: "POST",
    headers: { authorization: "Bearer owner", "content-type": "application/json" },
    body: JSON.stringify({ localId: uid, customAttributes: JSON.stringify(claims) }),
  });
}

async function sessionOf(user: User | null, { operatorClaim, customersClaim }: Claims): Promise<Session> {
  if (user === null) return { state: "signed_out" };
  const { claims } = await user.getIdTokenResult();
  const who = { uid: user.uid, name: user.email ?? user.uid };
  if (claims[operatorClaim] === true) return { state: "operator", ...who };
  // As the functions read the claim: what is no customer's id counts for nothing.
  const listed = z.array(z.unknown()).safeParse(claims[customersClaim]).data ?? [];
  const [first, ...others] = new Set(listed.flatMap((id) => CustomerId.safeParse(id).data ?? []));
  return first === undefined
    ? { state: "stranger", ...who }
    : { state: "member", ...who, customers: [first, ...others] };
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
