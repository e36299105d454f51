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
      const { who, customers, project, revoke } = operatorCommand(args.split(" "));
      assert.match(who, /^(?:someone@example\.com|<email>)$/u);
      assert.equal(customers.length > 0, args.includes("--customer"));
      assert.equal(project !== undefined, args.includes("--project"));
      assert.equal(revoke, args.includes("--revoke"));
    });
  }

  it("passes over a second --", () => {
    const args = ["ada@example.com", "--", "--project", "shop"];
    assert.deepEqual(operatorCommand(args), { who: "ada@example.com", customers: [], revoke: false, project: "shop" });
  });

  it("names customers, as many as there are", () => {
    const args = ["--customer", "acme", "ada@example.com", "--customer=bravo-2", "--customer", "acme", "--revoke"];
    const wanted = { who: "ada@example.com", customers: ["acme", "bravo-2"], revoke: true, project: undefined };
    assert.deepEqual(operatorCommand(args), wanted);
  });

  for (const id of ["", "*", "a b", "ada@example.com", "x".repeat(65), "Grün", "a,b"]) {
    it(`takes ${JSON.stringify(id)} for no customer's id`, () => {
      assert.throws(() => operatorCommand(["ada@example.com", `--customer=${id}`]), /is no customer's id/u);
    });
  }

  for (const args of [
    [],
    ["--customer", "ada@example.com"],
    ["a@example.com", "b@example.com"],
    ["a@example.com", "--remove"],
  ]) {
    it(`refuses "${args.join(" ")}" with the usage`, () => {
      assert.throws(
        () => operatorCommand(args),
        (error) => error instanceof SetupError && error.message.includes("npm run grant-operator --"),
      );
    });
  }
});
