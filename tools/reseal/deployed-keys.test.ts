import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, it } from "node:test";
import { deployedKeys, keysIn, type Deployed } from "./deployed-keys.ts";

const [NEW, OLD] = [1, 2].map(() => randomBytes(32).toString("base64url"));

const OWN = "CUSTOMER_TOKEN_KEYS";
const KIT = "kit-customers-CUSTOMER_TOKEN_KEYS";
const SECRETS = new Map([
  [`${OWN}@3`, `${NEW},${OLD}`],
  [`${KIT}@3`, NEW],
  [`${OWN}@latest`, OLD],
]);

interface Bound {
  readonly secret?: string;
  readonly version?: string;
}

/** A project whose functions have the keys from these secrets; version 3 holds both keys. */
const project = (...bound: readonly Bound[]): Deployed => ({
  functions: async () =>
    JSON.stringify({
      status: "success",
      result: [
        { id: "metaWebhook", secretEnvironmentVariables: [{ key: "META_APP_SECRET", version: "9" }] },
        { id: "theirs" },
        ...bound.map((secret) => ({
          id: "ours",
          secretEnvironmentVariables: [{ key: "CUSTOMER_TOKEN_KEYS", ...secret }],
        })),
      ],
    }),
  secret: async (name) => SECRETS.get(name) ?? assert.fail(name),
});

describe("the keys that tokens are sealed with again", () => {
  it("are those that the deployed functions have, and not those of a newer version of the secret", async () => {
    assert.deepEqual(
      await deployedKeys("a-project", undefined, project({ version: "3" }, { secret: OWN, version: "3" })),
      [NEW, OLD],
    );
    assert.deepEqual(await deployedKeys("a-project", undefined, project({})), [OLD], "no version is the latest");
  });

  it("are a kit's, whose secret bears another name than the environment variable", async () => {
    const kit = { secret: KIT, version: "3" };
    assert.deepEqual(await deployedKeys("a-project", undefined, project(kit, kit)), [NEW]);
    const both = project(kit, { secret: OWN, version: "3" });
    const which = deployedKeys("a-project", undefined, both);
    await assert.rejects(which, /--secret: CUSTOMER_TOKEN_KEYS, kit-customers-CUSTOMER_TOKEN_KEYS\.$/);
    assert.deepEqual(await deployedKeys("a-project", KIT, both), [NEW]);
    await assert.rejects(deployedKeys("a-project", "other", both), /has the secret other\./);
  });

  it("are not guessed while a part of the functions has others", async () => {
    const two = deployedKeys("a-project", undefined, project({ version: "3" }, { version: "2" }));
    await assert.rejects(two, /different versions .*\(CUSTOMER_TOKEN_KEYS@2, CUSTOMER_TOKEN_KEYS@3\): deploy all/);
    await assert.rejects(
      deployedKeys("a-project", undefined, project()),
      /No deployed function of a-project has the secret/,
    );
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
