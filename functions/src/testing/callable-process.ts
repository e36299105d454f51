import "../runtime.ts";
import { initializeApp } from "firebase-admin/app";
import { getAuth } from "firebase-admin/auth";
import { RegisterPhoneNumberRequest } from "../contract/register-phone-number.ts";
import { callable } from "../handlers/callable.ts";
import { operator } from "../handlers/operator.ts";
import { serveFunction } from "./function-server.ts";

// A process of its own, so that everything it prints can be looked through. It serves one callable, whose caller is whoever the
// ID token names, and which fails by a defect of its own when it is forced.
Object.assign(getAuth(initializeApp({ projectId: "some-project" })), {
  verifyIdToken: async (idToken: string) => {
    if (idToken !== "operator" && idToken !== "user")
      throw Object.assign(new Error("no"), { code: "auth/argument-error" });
    return { uid: idToken, whatsappOperator: idToken === "operator" };
  },
});

const door = callable({
  name: "door",
  options: {},
  guard: operator,
  input: RegisterPhoneNumberRequest,
  run: async ({ force = false, ...request }, caller) => {
    if (force) throw new Error("the cause of it all");
    return { by: caller.uid, fields: Object.keys(request) };
  },
});

const { url } = await serveFunction(door);
process.stdout.write(`${url}\n`);
