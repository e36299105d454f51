import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, it } from "node:test";
import { pathToFileURL } from "node:url";
import { root } from "../root.ts";

const folder = mkdtempSync(path.join(tmpdir(), "quiet-reporter-test-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** What a run of these test files prints with the reporter. */
function reported(files: Readonly<Record<string, string>>): Promise<string> {
  for (const [name, source] of Object.entries(files)) {
    writeFileSync(path.join(folder, name), `import { it } from "node:test";\n${source}`);
  }
  const reporter = pathToFileURL(path.join(root, "tools", "testing", "quiet-reporter.ts")).href;
  const args = ["--test", `--test-reporter=${reporter}`, ...Object.keys(files)];
  const { NODE_TEST_CONTEXT: _outer, ...env } = process.env;
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: folder, env }, (_error, stdout) => resolve(stdout));
  });
}

it("shows what the tests of a file print only when one of them fails", async () => {
  const report = await reported({
    "fine.mjs": 'it("is fine", () => { console.log("noise of the one that passes"); console.error("more of it"); });',
    "broken.mjs": 'console.log("word of the one that fails"); it("is broken", () => { throw new Error("because"); });',
    "crashed.mjs":
      'console.error("last word of the one that crashes"); it("is cut off", () => process.kill(process.pid, "SIGKILL"));',
  });
  assert.match(report, /✔ is fine/u);
  assert.match(report, /✖ is broken/u);
  assert.match(report, /because/u);
  assert.doesNotMatch(report, /noise of|more of it/u);
  assert.match(report, /\nword of the one that fails/u);
  assert.match(report, /last word of the one that crashes/u);
});
