import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { root } from "../root.ts";
import { SetupError } from "../setup/progress.mjs";
import { registerCommand } from "./register-command.ts";

const DOCUMENTED = globSync(["*.md", "docs/**/*.md"], { cwd: root }).flatMap((file) =>
  [...readFileSync(path.join(root, file), "utf8").matchAll(/npm run register -- ([^`'\n#|]+)/gu)].map(
    ([, args = ""]) => [file, args.trim()] as const,
  ),
);

describe("the command that registers many numbers", () => {
  it("is documented", () => assert.ok(DOCUMENTED.length >= 3));

  for (const [file, args] of DOCUMENTED) {
    it(`is understood as ${file} has it: ${args}`, () => {
      assert.ok(/^(?:numbers\.csv|-|<file\.csv>)$/u.test(registerCommand(args.split(/ +/u)).file));
    });
  }

  it("passes over a second --", () => {
    const { file, again } = registerCommand(["numbers.csv", "--", "--again"]);
    assert.deepEqual([file, again], ["numbers.csv", true]);
  });

  for (const args of [[], ["a.csv", "550000000000001,918273"], ["--pin", "918273"], ["a.csv", "--pin=918273"]]) {
    it(`refuses ${args.length} words that it does not understand, and repeats none`, () => {
      assert.throws(
        () => registerCommand(args),
        (error) =>
          error instanceof SetupError && /npm run register --/u.test(error.message) && !/918273/u.test(error.message),
      );
    });
  }
});
