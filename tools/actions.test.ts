import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { root } from "./root.ts";

const uses = globSync([".github/workflows/*.{yml,yaml}", "docs/*.md", "*.md"], { cwd: root }).flatMap((file) =>
  [...readFileSync(path.join(root, file), "utf8").matchAll(/^\s*(?:- )?uses:\s*(.+)$/gm)].map(([, what = ""]) => what),
);

describe("the actions that run in continuous integration, here and as the docs have it", () => {
  it("are found, in the workflows that the docs show, too", () => assert.ok(uses.length >= 6, String(uses.length)));

  for (const what of uses) {
    it(`${what}: is named by its commit, which nobody can move, with its version beside it`, () => {
      assert.match(what, /^[\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    });
  }
});
