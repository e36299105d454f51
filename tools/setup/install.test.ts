import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { it } from "node:test";
import { installPackage } from "./install.mjs";
import { STALLED_MS } from "./stalled.mjs";

it("npm is told how long nothing may arrive before a download has stalled", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "install-test-"));
  const npm = path.join(folder, "npm-cli.js");
  writeFileSync(
    npm,
    `const fs = require("node:fs"); fs.mkdirSync("node_modules"); fs.writeFileSync("given.json", JSON.stringify(process.argv.slice(2)));`,
  );
  writeFileSync(path.join(folder, "package.json"), "{}");
  writeFileSync(path.join(folder, "package-lock.json"), "{}");
  const before = process.env["npm_execpath"];
  process.env["npm_execpath"] = npm;
  try {
    await installPackage(folder);
    const given: unknown = JSON.parse(readFileSync(path.join(folder, "given.json"), "utf8"));
    assert.ok(
      Array.isArray(given) && given[0] === "ci" && given.includes(`--fetch-timeout=${STALLED_MS}`),
      String(given),
    );
  } finally {
    if (before === undefined) delete process.env["npm_execpath"];
    else process.env["npm_execpath"] = before;
    rmSync(folder, { recursive: true });
  }
});
