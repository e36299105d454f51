import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { Fault } from "./faults.ts";
import { withCurrentTables } from "./readme-tables.ts";

const readme = await readFile(new URL("README.md", import.meta.url), "utf8");

test("the README's tables are those of magic/", () => {
  assert.ok(
    withCurrentTables(readme) === readme,
    "The tables are out of date: run node graph-simulator/write-readme-tables.ts and commit the README.",
  );
});

test("the README names every kind of fault", () => {
  for (const { shape } of Fault.options) {
    for (const kind of shape.kind.values) assert.ok(readme.includes(`{"kind":"${kind}"`), `${kind} is not described`);
  }
});

test("a README without the markers is refused", () => {
  assert.throws(() => withCurrentTables("# nothing here"), /lacks the markers/);
});
