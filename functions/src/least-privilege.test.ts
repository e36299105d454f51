import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { manifestOf } from "./testing/manifest.ts";

const TO_ASK_META = ["CUSTOMER_TOKEN_KEYS", "META_APP_SECRET", "META_SYSTEM_USER_TOKEN"];

/** What each function has to do with, and so may see. */
const SECRETS: Readonly<Record<string, readonly string[]>> = {
  registerPhoneNumber: TO_ASK_META,
  deregisterPhoneNumber: TO_ASK_META,
  diagnoseAccess: TO_ASK_META,
  refreshPhoneNumber: TO_ASK_META,
  requestVerificationCode: TO_ASK_META,
  verifyPhoneNumber: TO_ASK_META,
  setTwoStepPin: TO_ASK_META,
  sendTestMessage: TO_ASK_META,
  listPhoneNumbers: TO_ASK_META,
  addPhoneNumber: TO_ASK_META,
  // It tells Meta the word of the handshake.
  connectWebhook: [...TO_ASK_META, "META_WEBHOOK_VERIFY_TOKEN"],
  connectAccount: TO_ASK_META,
  disconnectAccount: TO_ASK_META,
  reconcilePhoneNumbers: TO_ASK_META,
  // It hears Meta and never asks it.
  metaWebhook: ["META_APP_SECRET", "META_WEBHOOK_VERIFY_TOKEN"],
};

const Manifest = z.object({
  requiredRoles: z.array(z.string()),
  endpoints: z.record(
    z.string(),
    z.object({
      secretEnvironmentVariables: z.array(z.object({ key: z.string() })).default([]),
      serviceAccountEmail: z.string().nullable(),
    }),
  ),
});

const INDEX = new URL("index.ts", import.meta.url).href;

describe("what is deployed", async () => {
  const { requiredRoles, endpoints } = Manifest.parse(await manifestOf(INDEX));

  it("runs as an account with these roles and no other", () => {
    assert.deepEqual(requiredRoles.toSorted(), [
      "roles/datastore.user",
      "roles/firebaseappcheck.tokenVerifier",
      "roles/firebaseauth.viewer",
    ]);
  });

  for (const [name, endpoint] of Object.entries(endpoints)) {
    it(`${name} sees the secrets it needs and no other`, () => {
      const secrets = endpoint.secretEnvironmentVariables.map(({ key }) => key).toSorted();
      assert.deepEqual(secrets, SECRETS[name]);
      assert.equal(endpoint.serviceAccountEmail, null, "an account of its own would switch the roles above off");
    });
  }
});
