import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import { deployingCli, type Process } from "./deploying-cli.ts";

describe("the CLI above a hook", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "deploying-cli-"));
  after(() => rmSync(folder, { recursive: true }));
  mkdirSync(path.join(folder, "firebase-tools", "bin"), { recursive: true });
  mkdirSync(path.join(folder, ".bin"));
  writeFileSync(path.join(folder, "firebase-tools", "package.json"), '{"name":"firebase-tools","version":"15.31.2"}');
  writeFileSync(path.join(folder, "firebase-tools", "bin", "firebase.js"), "");
  const script = path.join(folder, ".bin", "firebase");
  symlinkSync(path.join(folder, "firebase-tools", "bin", "firebase.js"), script);

  const found = (processes: Readonly<Record<number, Process>>): ReturnType<typeof deployingCli> =>
    deployingCli(30, (pid) => processes[pid]);

  it("is found through the shells between, with its version and arguments", () => {
    const command = ["node", "--no-deprecation", script, "deploy", "--only", "functions:whatsapp"];
    assert.deepEqual(
      found({
        30: { parent: 20, command: ["/bin/sh", "-c", "node check.js"] },
        20: { parent: 10, command: ["node", "/x/cross-env-shell.js", "node check.js"] },
        10: { parent: 5, command },
        5: { parent: 1, command: ["npm exec firebase deploy"] },
      }),
      { command: command.slice(0, 3), version: "15.31.2", args: command.slice(3) },
    );
  });

  it("is not found where there is none, or where nothing can be seen", () => {
    assert.equal(found({ 30: { parent: 1, command: ["/bin/sh"] } }), undefined);
    assert.equal(found({ 30: { parent: 20, command: ["/bin/sh"] } }), undefined);
    assert.equal(found({ 30: { parent: 1, command: ["firebase", "deploy"] } }), undefined, "one binary has no script");
    const elsewhere = path.join(folder, "firebase.js");
    writeFileSync(elsewhere, "");
    assert.equal(found({ 30: { parent: 1, command: ["node", elsewhere] } }), undefined, "somebody else's script");
  });

  it("is not found above this test, and looking for it does not fail", () => {
    assert.equal(deployingCli(), undefined);
  });
});
