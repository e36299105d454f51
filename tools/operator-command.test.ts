import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { operatorCommand } from "./operator-command.ts";
import { root } from "./root.ts";
import { SetupError } from "./setup/progress.mjs";

/** Every way in which a document tells people to run the command. */
const DOCUMENTED = globSync(["*.md", "docs/**/*.md", "console/*.md", "client/*.md"], { cwd: root }).flatMap((file) =>
  [...readFileSync(path.join(root, file), "utf8").matchAll(/`npm run grant-operator -- ([^`]+)`/gu)].map(
    ([, args = ""]) => [file, args] as const,
  ),
);

describe("operatorCommand", () => {
  it("is documented", () => assert.ok(DOCUMENTED.length >= 3));

  for (const [file, args] of DOCUMENTED) {
    it(`understands what ${file} says: ${args}`, () => {
      const { who, project, revoke } = operatorCommand(args.split(" "));
      assert.match(who, /^(?:someone@example\.com|<email>)$/u);
      assert.equal(project !== undefined, args.includes("--project"));
      assert.equal(revoke, args.includes("--revoke"));
    });
  }

  it("passes over a second --", () => {
    const args = ["ada@example.com", "--", "--project", "shop"];
    assert.deepEqual(operatorCommand(args), { who: "ada@example.com", revoke: false, project: "shop" });
  });

  for (const args of [[], ["a@example.com", "b@example.com"], ["a@example.com", "--remove"]]) {
    it(`refuses "${args.join(" ")}" with the usage`, () => {
      assert.throws(
        () => operatorCommand(args),
        (error) => error instanceof SetupError && error.message.includes("npm run grant-operator --"),
      );
    });
  }
});
