import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { it } from "node:test";
import { findNode24 } from "./node24.mjs";

it("takes the machine's Node 24 where none is installed here", (t) => {
  const root = mkdtempSync(path.join(tmpdir(), "node24-test-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  assert.equal(findNode24(root), process.execPath);
});

it("does not take a Node that npm is about to remove for the machine's", () => {
  assert.equal(findNode24(path.dirname(process.execPath)), undefined);
});
