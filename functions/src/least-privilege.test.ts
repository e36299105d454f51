import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";

const TO_ASK_META = ["META_APP_SECRET", "META_SYSTEM_USER_TOKEN"];

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

const READER = fileURLToPath(
  new URL("../node_modules/firebase-functions/lib/bin/firebase-functions.js", import.meta.url),
);
const INDEX = new URL("index.ts", import.meta.url).href;

/** What the Firebase CLI would read of our functions before it deploys them. */
async function manifest(): Promise<z.infer<typeof Manifest>> {
  const folder = await mkdtemp(path.join(tmpdir(), "manifest-"));
  try {
    const file = path.join(folder, "functions.json");
    const env = { PATH: process.env["PATH"], FUNCTIONS_CONTROL_API: "true", FUNCTIONS_MANIFEST_OUTPUT_PATH: file };
    // The reader loads the package in its working folder; this one stands for the sources as they are now, built or not.
    await writeFile(path.join(folder, "package.json"), JSON.stringify({ type: "module", main: "index.js" }));
    await writeFile(path.join(folder, "index.js"), `export * from ${JSON.stringify(INDEX)};`);
    await promisify(execFile)(process.execPath, [READER], { env, cwd: folder });
    return Manifest.parse(JSON.parse(await readFile(file, "utf8")));
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe("what is deployed", async () => {
  const { requiredRoles, endpoints } = await manifest();

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
