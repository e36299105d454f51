import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { root } from "../../tools/root.ts";
import { OLD_ANSWERS } from "./old-answers.ts";

const PAGE = readFileSync(path.join(root, "docs", "field-reports.md"), "utf8");

describe("an old answer", () => {
  for (const { title, file, find } of OLD_ANSWERS) {
    it(`has its place in the code, and its count in docs/field-reports.md: ${title}`, () => {
      const source = readFileSync(path.join(root, "functions", "src", file), "utf8");
      assert.equal(source.split(find).length, 2, `${file} has one place for it`);
      const row = PAGE.split("\n").find((line) => line.startsWith(`| ${title} `));
      assert.ok(row !== undefined, "the page counts it");
      assert.match(row, /\| [1-9]\d* +\|$/, "tests of today notice it");
    });
  }
});
