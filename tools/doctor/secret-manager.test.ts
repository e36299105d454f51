import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { it } from "node:test";
import { secretFromManager } from "./secret-manager.ts";

it("a secret that the firebase CLI cannot read is named, with the command to try, and no log stays behind", async () => {
  const leftovers = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith("secret-from-manager-"));
  const before = leftovers();
  await assert.rejects(
    secretFromManager("META_SYSTEM_USER_TOKEN", "demo-no-such-project"),
    /could not read META_SYSTEM_USER_TOKEN of demo-no-such-project\. Try it: npx firebase functions:secrets:access/,
  );
  assert.deepEqual(leftovers(), before);
});
