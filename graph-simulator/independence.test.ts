import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

const HERE = import.meta.dirname;
/** They put the product's adapter, and calls of its, in front of the simulator, for the product's own tests. */
const HARNESSES = ["simulated-meta.ts", "addition-world.ts", "webhook-connections.ts"].map((file) =>
  path.join("testing", file),
);

/** Paths that a file imports, as far as they are no packages. */
function imports(file: string): string[] {
  const text = readFileSync(path.join(HERE, file), "utf8");
  return [...text.matchAll(/(?:from|import) ?\(?"(\.[^"]+)"/g)].flatMap(([, target]) => target ?? []);
}

test("the simulator imports nothing from outside its folder, so that others can use it alone", () => {
  const files = globSync("**/*.ts", { cwd: HERE }).filter((file) => !HARNESSES.includes(file));
  assert.ok(files.length > 50);
  for (const file of files) {
    const outside = imports(file).filter((target) => path.join(path.dirname(file), target).startsWith(".."));
    assert.deepEqual(outside, [], file);
  }
  for (const harness of HARNESSES) {
    assert.ok(
      imports(harness).some((target) => target.startsWith("../../functions/")),
      `${harness}: imports are found at all`,
    );
  }
});
