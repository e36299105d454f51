import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it, mock } from "node:test";
import { initializeApp } from "firebase-admin/app";
import { getAppCheck } from "firebase-admin/app-check";
import { getAuth } from "firebase-admin/auth";
import { serveFunction, type FunctionServer } from "./testing/function-server.ts";

/** Functions of which a recorded call would do harm if it were sent again: each of their App Check tokens serves once. */
const CONSUMING: ReadonlySet<string> = new Set(["registerPhoneNumber", "setTwoStepPin", "connectAccount"]);

// Stands in for Google: everybody is an operator, and an App Check token is the word good, which is consumed by whoever asks for it.
const consumed = new Set<string>();
const app = initializeApp({ projectId: "some-project" });
mock.method(getAuth(app), "verifyIdToken", async () => ({ uid: "someone", whatsappOperator: true }));
mock.method(getAuth(app), "getUser", async () => ({ disabled: false, customClaims: { whatsappOperator: true } }));
mock.method(getAppCheck(app), "verifyToken", async (token: string, options?: { consume: boolean }) => {
  if (token !== "good") throw new Error("not an App Check token");
  const alreadyConsumed = consumed.has(token);
  if (options?.consume === true) consumed.add(token);
  return { appId: "app", token: {}, alreadyConsumed };
});

// What is enforced is decided when the functions are defined.
process.env["ENFORCE_APP_CHECK"] = "true";
const exported: Readonly<Record<string, { __endpoint: { callableTrigger?: object } } & ((...args: never) => unknown)>> =
  await import("./index.ts");
const callables = Object.entries(exported).filter(
  ([, { __endpoint: endpoint }]) => endpoint.callableTrigger !== undefined,
);

for (const [name, handler] of callables) {
  describe(`App Check on ${name}`, () => {
    let server: FunctionServer;
    before(async () => {
      server = await serveFunction(handler);
    });
    after(() => server.close());
    beforeEach(() => {
      consumed.clear();
    });

    /** An operator's call that is refused for what it says, once everything else about it is in order. */
    const call = async (appCheck: Record<string, string>): Promise<string> => {
      const response = await fetch(server.url, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: "Bearer id-token", ...appCheck },
        body: '{"data":{"nonsense":true}}',
      });
      return response.text();
    };

    it("a call without a token is refused", async () => {
      assert.match(await call({}), /"UNAUTHENTICATED"/);
    });
    it("a call with a token that is none is refused", async () => {
      assert.match(await call({ "x-firebase-appcheck": "bad" }), /"UNAUTHENTICATED"/);
    });
    it("a call with a token is taken", async () => {
      assert.match(await call({ "x-firebase-appcheck": "good" }), /"INVALID_ARGUMENT"/);
    });
    it(`a token serves ${CONSUMING.has(name) ? "once" : "more than once"}`, async () => {
      await call({ "x-firebase-appcheck": "good" });
      const again = await call({ "x-firebase-appcheck": "good" });
      assert.match(again, CONSUMING.has(name) ? /"UNAUTHENTICATED"/ : /"INVALID_ARGUMENT"/);
    });
  });
}
