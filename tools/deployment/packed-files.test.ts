import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { it } from "node:test";
import { packedFiles } from "../../functions/src/predeploy/packed-files.ts";
import { codebaseOf } from "../../functions/src/predeploy/project-files.ts";
import { root } from "../root.ts";

interface CliFiles {
  readdirRecursive(options: { path: string; ignoreStrings: readonly string[] }): Promise<{ name: string }[]>;
}

const cli = createRequire(import.meta.url)(path.join(root, "node_modules/firebase-tools/lib/fsAsync.js")) as CliFiles;

const FILES = [
  "package.json",
  ".env",
  ".env.local",
  ".secret.local",
  ".npmrc",
  "firebase-debug.log",
  "service-account.json",
  "tsconfig.build.json",
  "src/index.ts",
  "src/deep/er/a.ts",
  "lib/index.js",
  "lib/index.js.map",
  "lib/index.d.ts",
  "lib/domain/pin.js",
  "lib/domain/pin.test.js",
  "lib/predeploy/main.js",
  "lib/src.js",
  "node_modules/x/index.js",
  "lib/node_modules/y.js",
  "lib/.built-from",
];

it("the check before a deployment and the CLI pack the same files", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "packed-"));
  try {
    for (const file of FILES) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), "");
    }
    const ours = codebaseOf(root, path.join(root, "functions"));
    assert.ok(ours, readFileSync(path.join(root, "firebase.json"), "utf8"));
    for (const ignore of [
      ours.ignore,
      ["node_modules", "**/*.map", "lib/**/*.ts", "?pm", "**/domain/**", "*.{log,json}"],
      [],
    ]) {
      const packed = await cli.readdirRecursive({
        path: folder,
        ignoreStrings: [...ignore, "firebase-debug.log", "firebase-debug.*.log"],
      });
      const names = packed.map(({ name }) => path.relative(folder, name).replaceAll("\\", "/"));
      assert.deepEqual(packedFiles(folder, ignore), names.toSorted(), ignore.join(" "));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
