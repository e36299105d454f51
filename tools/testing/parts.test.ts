import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { circles } from "../../functions/src/testing/circles.ts";
import { sourceFile } from "../../functions/src/testing/source-file.ts";
import { root } from "../root.ts";
import { complaintsAboutParts, PARTS, unusedGrants } from "./parts.ts";
import { repositoryFiles } from "./repository-checks.ts";

const paths = (await repositoryFiles()).map((file) => file.replaceAll("\\", "/"));
const files = paths
  .filter((file) => /\.m?tsx?$|\.mjs$/.test(file))
  .map((file) => sourceFile(file, readFileSync(path.join(root, file), "utf8")));

describe("the parts of the repository", () => {
  it("are found, each with files", () => {
    for (const { folder } of PARTS) {
      assert.ok(
        files.some((file) => file.path.startsWith(`${folder}/`)),
        folder,
      );
    }
    assert.ok(files.length > 500, `${files.length} files were found`);
  });

  it("import nothing upwards", () => assert.deepEqual(files.flatMap(complaintsAboutParts), []));

  it("hold no circle", () => assert.deepEqual(circles(files), []));

  it("are granted nothing that nobody uses", () => {
    assert.deepEqual(unusedGrants(files), []);
    const tests = files.filter((file) => file.path.endsWith(".test.ts"));
    assert.ok(unusedGrants(tests).includes("torture may import tools, and does not."), "tests use other grants");
  });

  it("stand in the table from the ground up", () => {
    const folders = PARTS.map(({ folder }) => folder);
    for (const [index, { folder, may }] of PARTS.entries()) {
      const lower = folders.slice(0, index);
      for (const one of may) {
        const isLower = lower.some((other) => one === other || one.startsWith(`${other}/`));
        assert.ok(isLower, `${folder} may import ${one}, which does not stand below it`);
      }
    }
  });
});

describe("a rule of the parts", () => {
  const broken: readonly (readonly [string, path: string, text: string, complaint: RegExp])[] = [
    ["functions import no tool", "functions/src/x.ts", 'import "../../tools/root.ts";', /knows nothing beside it/],
    [
      "nor what serves their tests",
      "functions/src/app/x.ts",
      'import { F } from "../testing/fixtures.ts";',
      /knows nothing beside it/,
    ],
    [
      "the simulator does not know the product",
      "graph-simulator/x.ts",
      'import type { R } from "../functions/src/contract/attempts.ts";',
      /nothing of this product/,
    ],
    [
      "the simulator does not know the functions' tests",
      "graph-simulator/x.ts",
      'import "./testing/simulated-meta.ts";',
      /nothing of this product/,
    ],
    [
      "the client knows the contract alone",
      "client/src/x.ts",
      'import "../../functions/src/index.ts";',
      /contract alone/,
    ],
    ["the page imports no tool", "console/build.ts", 'import { root } from "../tools/root.ts";', /is a frontend/],
    [
      "an action knows no screen",
      "console/src/actions/x.ts",
      'import "../screens/shell.ts";',
      /does not know the screen/,
    ],
    ["nor does a part know an action", "console/src/parts/x.ts", 'import "../actions/desk.ts";', /asks nobody/],
    [
      "the page knows one file of what serves tests",
      "console/build.ts",
      'import "../functions/src/testing/fixtures.ts";',
      /is a frontend/,
    ],
    ["a tool imports no test's harness", "tools/x.ts", 'import "../test/harness/simulator.ts";', /neither the battery/],
    [
      "a part within a part is not open with it",
      "tools/x.ts",
      'import "../graph-simulator/testing/raw.ts";',
      /neither/,
    ],
    ["nor the battery", "tools/deep/x.mjs", 'const a = await import("../../torture/main.ts");', /neither the battery/],
    ["set-up imports nothing", "tools/setup/x.mjs", 'import { root } from "../root.ts";', /before a package is/],
    ["nor does its door", "tools/setup.mjs", 'import { root } from "./root.ts";', /before a package is/],
    ["the battery imports no test", "torture/x.ts", 'import "../test/harness/emulators.ts";', /the battery drives/],
    ["the functions' tests import no tool", "functions/src/x.test.ts", 'import "../../tools/root.ts";', /beside it/],
    ["nothing imports a test", "test/a.test.ts", 'import "./b.test.ts";', /a test serves nothing else/],
    ["a new folder must be thought about", "scripts/x.ts", "export const a = 1;", /belongs to no part/],
    ["nothing of it is imported either", "tools/x.ts", 'import "../scripts/x.ts";', /neither the battery/],
  ];
  for (const [name, file, text, complaint] of broken) {
    it(`can be broken: ${name}`, () => {
      const complaints = complaintsAboutParts(sourceFile(file, text));
      assert.equal(complaints.length, 1);
      assert.match(complaints[0] ?? "", complaint);
    });
  }

  it("is not broken by a package, also where its types are named by their path", () => {
    const text = 'import { z } from "zod";\nimport type { A } from "../functions/node_modules/axios/index.d.ts";';
    assert.deepEqual(complaintsAboutParts(sourceFile("tools/x.ts", text)), []);
  });
});
