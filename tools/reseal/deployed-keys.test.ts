import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, it } from "node:test";
import { deployedKeys, keysIn, type Deployed } from "./deployed-keys.ts";

const [NEW, OLD] = [1, 2].map(() => randomBytes(32).toString("base64url"));

/** A project whose functions have these versions of the secret; version 3 holds both keys, and 4 is not deployed. */
const project = (...versions: readonly string[]): Deployed => ({
  functions: async () =>
    JSON.stringify({
      status: "success",
      result: [
        { id: "metaWebhook", secretEnvironmentVariables: [{ key: "META_APP_SECRET", version: "9" }] },
        { id: "theirs" },
        ...versions.map((version) => ({
          id: "ours",
          secretEnvironmentVariables: [{ key: "CUSTOMER_TOKEN_KEYS", version }],
        })),
      ],
    }),
  secret: async (name) => (name === "CUSTOMER_TOKEN_KEYS@3" ? `${NEW},${OLD}` : assert.fail(name)),
});

describe("the keys that tokens are sealed with again", () => {
  it("are those that the deployed functions have, and not those of a newer version of the secret", async () => {
    assert.deepEqual(await deployedKeys("a-project", project("3", "3")), [NEW, OLD]);
  });

  it("are not guessed while a part of the functions has others", async () => {
    await assert.rejects(deployedKeys("a-project", project("3", "2")), /different versions .*\(2, 3\): deploy all/);
    await assert.rejects(deployedKeys("a-project", project()), /No deployed function of a-project has the secret/);
  });

  it("are keys, and one at least; what is none is not repeated", () => {
    assert.throws(() => keysIn(" "), /holds no key/);
    assert.throws(
      () => keysIn("a-bad-key"),
      (error: unknown) =>
        error instanceof Error && error.message.includes("32 bytes") && !error.message.includes("a-bad"),
    );
  });
});
