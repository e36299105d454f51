import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { complaintsAbout, isProduction, unusedGrants } from "./testing/architecture.ts";
import { circles } from "./testing/circles.ts";
import { HOUSE } from "./testing/house.ts";
import { sourceFile } from "./testing/source-file.ts";

const root = import.meta.dirname;
const paths = globSync("**/*.ts", { cwd: root });
const files = paths.map((path) => sourceFile(path, readFileSync(join(root, path), "utf8")));

describe("the house", () => {
  it("is found", () => {
    const production = files.filter(isProduction);
    for (const path of [
      "index.ts",
      "domain/pin.ts",
      "graph/exchange.ts",
      "handlers/callable.ts",
      "firestore/attempts.ts",
    ]) {
      assert.ok(
        production.some((file) => file.path === path),
        path,
      );
    }
    const imports = production.flatMap((file) => file.imports);
    assert.ok(imports.length > 2 * production.length, "few imports were found");
  });

  it("keeps its rules", () => assert.deepEqual(files.flatMap(complaintsAbout), []));

  it("leads nowhere back", () => assert.deepEqual(circles(files), []));

  it("grants nothing that nobody uses", () => {
    assert.deepEqual(unusedGrants(files), []);
    const others = files.filter(({ path }) => !path.startsWith("vault/"));
    const missed = ["ports", "domain", "jose", "node:"].map((grant) => `vault may import ${grant}, and does not.`);
    assert.deepEqual(unusedGrants(others), missed);
  });

  it("grants no way back from one room to another", () => {
    const rooms = Object.entries(HOUSE).map(([path, { may }]) => {
      const targets = may.map((room) => (room === "ports" ? "app" : room));
      return { path, code: "", imports: targets.map((target) => ({ target, isPackage: false, typesOnly: false })) };
    });
    assert.deepEqual(circles(rooms), []);
  });
});

describe("a rule", () => {
  const broken: readonly (readonly [string, path: string, text: string, complaint: RegExp])[] = [
    [
      "the contract knows zod alone",
      "contract/x.ts",
      'import { PIN } from "../domain/pin.ts";',
      /imports domain\/pin\.ts.*ground floor/,
    ],
    [
      "the contract imports no other package",
      "contract/x.ts",
      'import { createHash } from "node:crypto";',
      /imports node:crypto/,
    ],
    [
      "the ground of the domain knows no room",
      "domain/phone-number.ts",
      'import type { Advice } from "./advice/advice.ts";',
      /^domain\/phone-number\.ts imports domain\/advice\/advice\.ts, which it may not, because domain\/advice lies above it/,
    ],
    [
      "advice knows no errors",
      "domain/advice/x.ts",
      'import { E } from "../error/e.ts";',
      /domain\/error lies above it/,
    ],
    ["errors know no attempts", "domain/error/x.ts", 'import { A } from "../attempt/a.ts";', /attempt lies beside it/],
    ["nor attempts errors", "domain/attempt/x.ts", 'import { E } from "../error/e.ts";', /error lies beside it/],
    ["errors know no diagnosis", "domain/error/x.ts", 'import { D } from "../diagnosis/d.ts";', /diagnosis lies above/],
    ["a diagnosis knows no outcome", "domain/diagnosis/x.ts", 'export * from "../outcome/o.ts";', /outcome lies above/],
    [
      "an outcome knows no lifecycle",
      "domain/outcome/x.ts",
      'import type { L } from "../lifecycle/l.ts";',
      /lifecycle lies above it/,
    ],
    ["a lifecycle knows no webhook", "domain/lifecycle/x.ts", 'import "../webhook/w.ts";', /webhook lies above it/],
    [
      "depth does not matter",
      "domain/outcome/deep/x.ts",
      'import "../../lifecycle/deep/l.ts";',
      /lifecycle lies above/,
    ],
    [
      "a new room must be placed",
      "domain/customers/x.ts",
      "export const a = 1;",
      /lies on no floor.*domain\/customers/,
    ],
    ["the domain has no packages", "domain/x.ts", 'import { z } from "zod";', /imports zod.*pure/],
    ["the domain has no I/O", "domain/error/deep/x.ts", 'import { readFile } from "node:fs";', /imports node:fs/],
    [
      "the domain does not know who uses it",
      "domain/x.ts",
      'import type { Graph } from "../app/ports.ts";',
      /imports app\/ports\.ts/,
    ],
    [
      "a use case does not know adapters",
      "app/x.ts",
      'import { metaGraph } from "../graph/meta-graph.ts";',
      /imports graph\/meta-graph\.ts/,
    ],
    [
      "a port does not know use cases",
      "app/account-ports.ts",
      'import type { CallAsk } from "./send-once.ts";',
      /ports say what use cases need/,
    ],
    [
      "a use case does not know Firebase",
      "app/x.ts",
      'import { HttpsError } from "firebase-functions/https";',
      /imports firebase-functions\/https/,
    ],
    [
      "a use case takes types from the contract",
      "app/x.ts",
      'import { RegistrationResult } from "../contract/register-phone-number.ts";',
      /more than types/,
    ],
    [
      "the domain takes types from the contract",
      "domain/x.ts",
      'import { GraphError, type Actor } from "../contract/failure.ts";',
      /more than types/,
    ],
    [
      "an adapter knows ports, not use cases",
      "graph/x.ts",
      'import { register } from "../app/register-phone-number.ts";',
      /imports app\/register-phone-number\.ts/,
    ],
    [
      "an adapter does not know another",
      "firestore/x.ts",
      'import { exchange } from "../graph/exchange.ts";',
      /imports graph\/exchange\.ts/,
    ],
    [
      "only firestore/ imports Firestore",
      "graph/x.ts",
      'import { Timestamp } from "firebase-admin/firestore";',
      /imports firebase-admin\/firestore/,
    ],
    [
      "nor does a handler",
      "handlers/x.ts",
      'import { getFirestore } from "firebase-admin/firestore";',
      /imports firebase-admin\/firestore/,
    ],
    [
      "a handler does not know adapters",
      "handlers/x.ts",
      'import { firestoreAttempts } from "../firestore/attempts.ts";',
      /from the composition/,
    ],
    [
      "only handlers/ import the framework",
      "composition.ts",
      'import { onCall } from "firebase-functions/https";',
      /imports firebase-functions\/https/,
    ],
    [
      "nothing imports handlers but the list of functions",
      "composition.ts",
      'import { callable } from "./handlers/callable.ts";',
      /imports handlers\/callable\.ts/,
    ],
    ["nothing imports the index", "handlers/x.ts", 'import "../index.ts";', /imports index\.ts/],
    [
      "the index imports the region, the roles and the list of functions alone",
      "index.ts",
      'export { journal } from "./journal/journal.ts";',
      /imports journal\/journal\.ts/,
    ],
    ["a re-export is an import", "domain/x.ts", 'export { a } from "../app/x.ts";', /imports app\/x\.ts/],
    ["a re-export of everything is an import", "domain/x.ts", 'export * from "../app/x.ts";', /imports app\/x\.ts/],
    ["a late import is an import", "domain/x.ts", 'const a = await import("../app/x.ts");', /imports app\/x\.ts/],
    [
      "a module that is started by its address is imported",
      "domain/x.ts",
      'new Worker(new URL("../app/x.ts", import.meta.url));',
      /imports app\/x\.ts/,
    ],
    [
      "an import over several lines is an import",
      "domain/x.ts",
      'import {\n  a,\n  b,\n} from "axios";',
      /imports axios/,
    ],
    ["axios is for one file", "graph/reader.ts", 'import axios from "axios";', /graph\/exchange\.ts alone/],
    [
      "axios is for no other folder",
      "app/x.ts",
      'import type { AxiosError } from "axios";',
      /graph\/exchange\.ts alone/,
    ],
    ["a part of axios is axios", "graph/reader.ts", 'import x from "axios/lib/x.js";', /graph\/exchange\.ts alone/],
    ["tests are not deployed", "domain/x.ts", 'import { NUMBER } from "../testing/fixtures.ts";', /neither on tests/],
    [
      "nothing outside is deployed",
      "domain/x.ts",
      'import { x } from "../../../tools/x.ts";',
      /nor on anything beside it/,
    ],
    ["a new folder must be thought about", "utils/x.ts", "export const a = 1;", /outside the house/],
    ["console is not used", "graph/x.ts", "console.log(1);", /uses console/],
    ["nor as a value", "graph/x.ts", "const log = globalThis.console;", /uses console/],
    ["nor in a template", "graph/x.ts", "const a = `${console.log(1)}`;", /uses console/],
    ["AxiosError stays in graph/", "firestore/x.ts", "const a = (e: AxiosError) => e;", /knows AxiosError/],
    ["so does isAxiosError", "journal/x.ts", "if (isAxiosError(e)) f();", /knows AxiosError/],
    ["a PIN is revealed where it is sent", "graph/reader.ts", "const a = pin.reveal();", /reveals/],
    ["and nowhere else", "journal/x.ts", "const a = pin?.reveal();", /reveals/],
    ["and once", "graph/register.ts", "f(pin.reveal(), pin.reveal());", /reveals/],
    ["a token is revealed by the composition", "handlers/x.ts", "const a = token.reveal();", /reveals/],
    ["not as a function either", "app/x.ts", "const a = pin.reveal;", /reveals/],
    ["the domain has no clock", "domain/x.ts", "const a = Date.now();", /Date\.now/],
    ["nor the present day", "domain/x.ts", "const a = new Date();", /new Date\(\)/],
    ["nor without brackets", "domain/x.ts", "const a = new Date;", /new Date/],
    ["nor chance", "domain/x.ts", "const a = Math.random();", /Math\.random/],
    ["nor a use case a timer", "app/x.ts", "setTimeout(f, 1);", /setTimeout/],
    ["nor the environment", "domain/x.ts", 'const a = process.env["X"];', /process/],
  ];
  for (const [name, path, text, complaint] of broken) {
    it(`can be broken: ${name}`, () => {
      const complaints = complaintsAbout(sourceFile(path, text));
      assert.ok(
        complaints.some((sentence) => complaint.test(sentence)),
        `nobody complained: ${JSON.stringify(complaints)}`,
      );
      assert.ok(
        complaints.every((sentence) => sentence.startsWith(path) && sentence.endsWith(".")),
        complaints.join("\n"),
      );
    });
  }

  const kept: readonly (readonly [string, path: string, text: string])[] = [
    [
      "ports are for adapters",
      "graph/x.ts",
      'import type { Graph } from "../app/ports.ts";\nimport type { D } from "../app/webhook-ports.ts";',
    ],
    [
      "ports are for ports",
      "app/account-ports.ts",
      'import type { Graph } from "./ports.ts";\nimport type { A } from "../domain/account.ts";',
    ],
    [
      "types of the contract are for all",
      "domain/x.ts",
      'import type { A } from "../contract/a.ts";\nimport { type B, type C } from "../contract/b.ts";',
    ],
    ["the ground of the domain is for all its rooms", "domain/advice/x.ts", 'import { J } from "../json.ts";'],
    ["a lower room is for a higher one", "domain/webhook/x.ts", 'import { A } from "../advice/a.ts";'],
    ["a room is for itself", "domain/error/x.ts", 'import { E } from "./e.ts";\nimport { F } from "./deep/f.ts";'],
    ["its patterns too", "domain/pin.ts", 'import { PIN } from "../contract/primitives.ts";'],
    ["a given time is no clock", "domain/x.ts", "const a = new Date(now).toISOString();"],
    [
      "words are no code",
      "domain/x.ts",
      '// console.log(Date.now())\n/* new Date() */ const a = "console"; const b = `Date.now()`; const c = /console/;',
    ],
    ["quotes in a pattern end nothing", "graph/x.ts", "const a = /[\"'`]/g;\nconst b = \"console\"; const c = 'x';"],
    [
      "an import in a text is none",
      "domain/x.ts",
      "const a = 'await import(\"axios\")'; const b = 'import \"axios\"';",
    ],
    [
      "an address of what is no module is no import",
      "domain/x.ts",
      'const a = new URL("../../x.json", import.meta.url);',
    ],
    ["a method called from is no import", "domain/x.ts", 'export const a = Array.from("axios");'],
    ["tests are free", "domain/x.test.ts", 'import axios from "axios"; console.log(pin.reveal(), Date.now());'],
    ["what serves tests is free", "testing/x.ts", 'import "../index.ts";'],
  ];
  for (const [name, path, text] of kept) {
    it(`is not broken: ${name}`, () => assert.deepEqual(complaintsAbout(sourceFile(path, text)), []));
  }

  it("sees code behind a pattern with quotes", () => {
    const text = "const a = value.replaceAll(/[\"'`]/g, '');\nconsole.log(a);";
    assert.equal(complaintsAbout(sourceFile("graph/x.ts", text)).length, 1);
  });

  it("finds a circle, also where types alone close it", () => {
    const one = sourceFile("domain/a.ts", 'import { b } from "./b.ts";');
    const two = sourceFile("domain/b.ts", 'import { c } from "./deep/c.ts";');
    const three = sourceFile("domain/deep/c.ts", 'import { a } from "../a.ts";');
    const circle = [
      "domain/a.ts imports domain/b.ts imports domain/deep/c.ts imports domain/a.ts: nothing leads back.",
    ];
    assert.deepEqual(circles([one, two, three]), circle);
    const types = sourceFile("domain/deep/c.ts", 'import type { A } from "../a.ts";');
    assert.deepEqual(circles([one, two, types]), circle);
    assert.deepEqual(circles([one, two, sourceFile("domain/deep/c.ts", 'import { z } from "zod";')]), []);
  });
});
