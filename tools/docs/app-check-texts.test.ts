import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { CALLS } from "../../functions/src/contract/calls.ts";
import { root } from "../root.ts";

const consuming = Object.entries(CALLS).flatMap(([name, { consumesAppCheckToken }]) =>
  consumesAppCheckToken ? [name] : [],
);

/** In each page the words before and after the names of the callables whose App Check tokens serve once. */
const PLACES: readonly (readonly [file: string, names: RegExp])[] = [
  ["README.md", /limitedUseAppCheckTokens: true \}` for ([^.]*?), which take each token once/su],
  ["SECURITY.md", /App Check tokens of ([^.|]*?) serve once/su],
  ["client/README.md", /calls that consume their token, ([^.]*?), ask for/su],
];

describe("the pages that say whose App Check tokens serve once", () => {
  for (const [file, pattern] of PLACES) {
    it(`${file} names all of them, and no other`, () => {
      const [, sentence] = pattern.exec(readFileSync(path.join(root, file), "utf8")) ?? [];
      assert.ok(sentence !== undefined, "the sentence was not found");
      const named = [...sentence.matchAll(/`(\w+)`/gu)].map(([, name = ""]) => name);
      assert.deepEqual(named.toSorted(), consuming.toSorted());
    });
  }
});
