import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import { promisify } from "node:util";
import { nodeTest } from "./node-test.ts";

const folder = mkdtempSync(path.join(tmpdir(), "node-test-test-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, source: string): string {
  const full = path.join(folder, name);
  writeFileSync(full, `import { describe, it } from "node:test";\n${source}`);
  return full;
}

const quiet = { output: "ignore", fileLimitMs: 60_000, deadlineMs: 90_000 } as const;

describe("nodeTest", () => {
  it("counts tests over all files; what did not pass has failed", async () => {
    const mixed = file(
      "mixed.mjs",
      `describe("d", () => { it("a", () => {}); it("b", () => { throw new Error(); }); it.todo("c"); });`,
    );
    const fine = file("fine.mjs", `it("a", () => {});`);
    assert.deepEqual(await nodeTest({ ...quiet, files: [mixed, fine] }), { passed: 2, failed: 2, empty: [], late: [] });
  });

  it("does not count a file without tests as a test that passed", async () => {
    const empty = file("empty.mjs", "export {};");
    assert.deepEqual(await nodeTest({ ...quiet, files: [empty] }), { passed: 0, failed: 1, empty: [empty], late: [] });
  });

  it("counts a file that cannot be loaded as failed", async () => {
    const broken = file("broken.mjs", `throw new Error("no");`);
    assert.deepEqual(await nodeTest({ ...quiet, files: [broken] }), { passed: 0, failed: 1, empty: [], late: [] });
  });

  for (const [what, source] of [
    ["keeps something open", "setInterval(() => {}, 1000);"],
    ["loops for ever", 'it("b", () => { for (;;); });'],
  ] as const) {
    it(`ends a file that ${what}, names it, and goes on with the others`, async () => {
      const endless = file("endless.mjs", `it("a", () => {}); ${source}`);
      const fine = file("fine.mjs", `it("a", () => {});`);
      const { passed, failed, late } = await nodeTest({ ...quiet, files: [endless, fine], fileLimitMs: 1500 });
      assert.ok(passed >= 1 && failed === 1);
      assert.equal(late.length, 1);
      assert.match(late[0] ?? "", /endless\.mjs did not end within 1\.5 seconds/u);
    });
  }

  it("waits for no process that a file leaves behind with its output, and names the file", async () => {
    const sleeps = `spawn(process.execPath, ["--eval", "setTimeout(() => {}, 40_000)"], { stdio: "inherit", detached: true }).unref();`;
    const leaving = file("leaving.mjs", `import { spawn } from "node:child_process"; it("a", () => { ${sleeps} });`);
    const begun = performance.now();
    const { failed, late } = await nodeTest({ ...quiet, files: [leaving], fileLimitMs: 1500 });
    assert.equal(failed, 1);
    assert.match(late.join("\n"), /leaving\.mjs is over, and a process that it started still holds its output/u);
    assert.ok(performance.now() - begun < 45_000);
  });

  it("runs only the tests whose name was asked for", async () => {
    const two = file("two.mjs", `it("one", () => {}); it("other", () => { throw new Error(); });`);
    assert.deepEqual(await nodeTest({ ...quiet, files: [two], name: "^one$" }), {
      passed: 1,
      failed: 0,
      empty: [],
      late: [],
    });
  });

  it("prints nothing that passing tests log, unless it is asked to", async () => {
    const line = JSON.stringify({ severity: "INFO", event: "registration_ended" });
    const loud = file(
      "loud.mjs",
      `it("passes", () => { console.log(${JSON.stringify(line)}); console.error("oh"); });`,
    );
    const module = new URL("node-test.ts", import.meta.url).href;
    const printed = async (verbose: boolean): Promise<string> => {
      const run = JSON.stringify({ files: [loud], deadlineMs: 60_000, verbose });
      const script = `const { nodeTest } = await import(${JSON.stringify(module)}); await nodeTest(${run});`;
      const { stdout, stderr } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script]);
      return stdout + stderr;
    };
    const quietly = await printed(false);
    assert.match(quietly, /passes/);
    assert.doesNotMatch(quietly, /registration_ended|oh/);
    assert.match(await printed(true), /registration_ended/);
  });
});
