import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { insistOnEmpty } from "./insist-on-empty.ts";

test("a folder for pictures is new or empty, and what lies in another is left alone", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "pictures-"));
  try {
    insistOnEmpty(folder);
    insistOnEmpty(path.join(folder, "new"));
    writeFileSync(path.join(folder, "somebodys.txt"), "");
    assert.throws(() => insistOnEmpty(folder), /is not empty/u);
    assert.deepEqual(readdirSync(folder), ["somebodys.txt"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
