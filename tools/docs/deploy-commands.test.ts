import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { root } from "../root.ts";

/** What a command may name: one codebase of the functions, one site, and the parts of Firestore. Without its name, a part means theirs, too. */
const NAMED = /^(?:functions:[\w-]+|hosting:[\w-]+|firestore(?::rules|:indexes)?)$/u;

const COMMAND = /\bdeploy\b[^`\n]*? --only (?<parts>[^\s`\\]+)/gu;

const texts = globSync(["*.md", "{docs,client,console,functions}/*.md", "functions/src/domain/**/*.ts"], { cwd: root });

/** The parts that the deployments of a text name. */
const partsIn = (text: string): string[] =>
  [...text.matchAll(COMMAND)].flatMap(({ groups }) => groups?.["parts"]?.split(",") ?? []);

describe("the deployments that the pages and the advice tell people to make", () => {
  for (const file of texts) {
    const parts = partsIn(readFileSync(path.join(root, file), "utf8")).filter((part) => part !== "…");
    if (parts.length > 0)
      it(`name what they touch, in ${file}`, () =>
        assert.deepEqual(
          parts.filter((part) => !NAMED.test(part)),
          [],
        ));
  }

  it("are found", () => {
    for (const file of ["README.md", "SECURITY.md", "docs/deploying.md", "docs/errors.md"])
      assert.ok(texts.includes(file) && partsIn(readFileSync(path.join(root, file), "utf8")).length > 0, file);
    assert.deepEqual(
      partsIn("`firebase deploy --only functions`, `firebase deploy -P shop --only hosting,firestore`"),
      ["functions", "hosting", "firestore"],
    );
  });
});
