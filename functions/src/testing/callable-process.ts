import "../runtime.ts";
import { initializeApp } from "firebase-admin/app";
import { getAuth } from "firebase-admin/auth";
import { RegisterPhoneNumberRequest } from "../contract/register-phone-number.ts";
import { callable } from "../handlers/callable.ts";
import { recognisedCaller } from "../handlers/caller.ts";
import { serveFunction } from "./function-server.ts";

// A process of its own, so that everything it prints can be looked through. It serves one callable, whose caller is the one that
// the ID token names, and which fails by a defect of its own when it is forced.

/** What each ID token says of its user, and what Firebase Auth says of the user by now. They signed in at second 1000. */
const USERS: Readonly<Record<string, { readonly claimed: boolean; readonly now: object | null }>> = {
  operator: { claimed: true, now: { customClaims: { whatsappOperator: true } } },
  "signed-in-since": {
    claimed: true,
    now: { customClaims: { whatsappOperator: true }, tokensValidAfterTime: at(1000) },
  },
  user: { claimed: false, now: {} },
  promoted: { claimed: false, now: { customClaims: { whatsappOperator: true } } },
  demoted: { claimed: true, now: { customClaims: { other: true } } },
  "without-claims": { claimed: true, now: {} },
  "nearly-an-operator": { claimed: true, now: { customClaims: { whatsappOperator: "true" } } },
  disabled: { claimed: true, now: { customClaims: { whatsappOperator: true }, disabled: true } },
  "signed-out": { claimed: true, now: { customClaims: { whatsappOperator: true }, tokensValidAfterTime: at(1001) } },
  deleted: { claimed: true, now: null },
};

Object.assign(getAuth(initializeApp({ projectId: "some-project" })), {
  verifyIdToken: async (idToken: string) => {
    const user = USERS[idToken];
    if (user === undefined) throw Object.assign(new Error("no"), { code: "auth/argument-error" });
    return { uid: idToken, auth_time: 1000, whatsappOperator: user.claimed };
  },
  getUser: async (uid: string) => {
    process.stdout.write(`Auth was asked for ${uid}\n`);
    const now = USERS[uid]?.now ?? null;
    if (now === null) throw Object.assign(new Error("no"), { code: "auth/user-not-found" });
    return { uid, disabled: false, ...now };
  },
});

/** As the Admin SDK gives times. */
function at(second: number): string {
  return new Date(second * 1000).toUTCString();
}

const door = callable({
  name: "door",
  options: {},
  guard: recognisedCaller,
  input: async () => RegisterPhoneNumberRequest,
  run: async ({ force = false, ...request }, caller) => {
    if (force) throw new Error("the cause of it all");
    return { by: caller.uid, fields: Object.keys(request) };
  },
});

const { url } = await serveFunction(door);
process.stdout.write(`${url}\n`);
