import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { it } from "node:test";
import { promisify } from "node:util";
import { google } from "./google.ts";
import { newProject } from "./project.ts";

it("a request that the stand-in does not know is named", async () => {
  const played = await google(newProject("rehearsal", {}));
  try {
    const script = `
      await fetch("https://iam.googleapis.com/v1/permissions");
      await fetch("https://spanner.googleapis.com/v1/projects").catch(() => undefined);
    `;
    const env = { ...played.env, NODE_USE_ENV_PROXY: "1" };
    await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script], { env });
    assert.deepEqual(played.unknown, ["GET iam.googleapis.com/v1/permissions", "the host spanner.googleapis.com:443"]);
  } finally {
    await played.close();
  }
});
