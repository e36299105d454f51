import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, suite, test } from "node:test";
import { gzipSync } from "node:zlib";
import { build, type BuildFailure } from "esbuild";
import { z } from "zod";
import { MAGIC_NUMBERS } from "../graph-simulator/magic-numbers.ts";
import { buildPage } from "./build.ts";
import { demoTables } from "./demo-tables.ts";
import { leftOut } from "./left-out.ts";

const FirebaseJson = z.object({ hosting: z.object({ predeploy: z.array(z.string()) }) });
const PackageJson = z.object({ scripts: z.record(z.string(), z.string()) });

const PAGES = [
  ["index.html", "app.js"],
  ["connect.html", "connect.js"],
] as const;

suite("the built page", () => {
  let folder = "";
  const read = (name: string): string => readFileSync(path.join(folder, name), "utf8");

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "console-"));
    await buildPage(folder, { demo: true, simulator: "http://127.0.0.1:4010" });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [name, script] of PAGES) {
    test(`has nothing inline, which its Content-Security-Policy forbids: ${name}`, () => {
      const page = read(name);
      assert.doesNotMatch(page, /<style|style=|<script(?![^>]* src=)|\son\w+=/);
      assert.match(page, new RegExp(`<script type="module" src="/${script}">`));
      assert.equal(page.match(/<script/g)?.length, 1);
    });

    test(`takes nothing from other hosts: ${name}`, () => {
      assert.doesNotMatch(read(name) + read("app.css"), /https?:|@import|url\((?!data:)/);
    });
  }

  test("lets Meta's script in on the page alone that has a policy for it", () => {
    assert.match(read("connect.js"), /connect\.facebook\.net/);
    const chunks = readdirSync(folder).filter((name) => /^(?:app|chunk).*\.js$/.test(name));
    for (const name of chunks) assert.doesNotMatch(read(name), /connect\.facebook\.net\/en_US/, name);
  });

  test("plays Meta's side where it is a demo", () => {
    const scripts = readdirSync(folder).filter((name) => name.endsWith(".js"));
    assert.equal(scripts.filter((name) => read(name).includes("_simulator/")).length, 1);
  });

  test("has every file that it names", () => {
    const names = [...(read("index.html") + read("connect.html")).matchAll(/(?:src|href)="\/([^"]+)"/g)].flatMap(
      ([, name]) => name ?? [],
    );
    assert.ok(names.length >= 3);
    for (const name of [...names, "settings.json", "demo.json"]) assert.ok(readdirSync(folder).includes(name), name);
  });
});

suite("what is deployed", () => {
  let folder = "";
  const read = (name: string): string => readFileSync(path.join(folder, name), "utf8");

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "console-"));
    await buildPage(folder, { demo: false });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** The scripts that a script cannot begin without, itself among them. */
  function scriptsOf(name: string, seen = new Set<string>()): Set<string> {
    if (seen.has(name)) return seen;
    seen.add(name);
    for (const [, needed = ""] of read(name).matchAll(/(?:from|import)"\.\/([^"]+\.js)"/g)) scriptsOf(needed, seen);
    return seen;
  }
  /** By gzip at level 9, as `firebase deploy` uploads them (firebase-tools 15, deploy/hosting/uploader). */
  const compressed = (names: Iterable<string>): number =>
    [...names].reduce((sum, name) => sum + gzipSync(read(name), { level: 9 }).length, 0);
  const FRAME = ["index.html", "app.css", "icon.svg", "settings.json"];

  test("is small until somebody can sign in, and until a number is shown", () => {
    const first = scriptsOf("app.js");
    const later = [...first].flatMap((name) => [...read(name).matchAll(/import\("\.\/([^"]+\.js)"/g)]);
    const shown = new Set(first);
    // App Check's is loaded where it is set up, and brings a script of Google's that is larger than the page; a language where it is wanted.
    for (const [, name = ""] of later) if (!/^(?:app-check|de|es|pt)-/.test(name)) scriptsOf(name, shown);
    const signIn = compressed([...FRAME, ...first]);
    const number = compressed([...FRAME, ...shown]);
    assert.ok(signIn <= 60_000, `${signIn} bytes to sign in`);
    assert.ok(number <= 160_000, `${number} bytes to a number`);

    const isIn = (text: string, names: Iterable<string>): boolean =>
      [...names].some((name) => read(name).includes(text));
    for (const [what, text] of [
      ["Firestore", "google.firestore.v1.Firestore"],
      ["a number's facts", "Read again from Meta"],
    ] as const) {
      assert.ok(!isIn(text, first), `${what} before anybody has signed in`);
      assert.ok(isIn(text, shown), `${what} is not among what is counted`);
    }
    const everything = readdirSync(folder).filter((name) => name.endsWith(".js"));
    for (const text of ["Take the number off the Cloud API.", "consumesAppCheckToken"]) {
      assert.ok(!isIn(text, shown), `${text} before a number is shown`);
      assert.ok(isIn(text, everything), text);
    }
  });

  test("asks at once for every script that it begins with", () => {
    for (const [page, script] of PAGES) {
      const asked = [...read(page).matchAll(/<link rel="modulepreload" href="\/([^"]+)"/g)].map(([, name]) => name);
      assert.deepEqual(new Set([script, ...asked]), scriptsOf(script), page);
    }
  });

  test("holds nothing of the demo", () => {
    const ids = MAGIC_NUMBERS.map(({ id }) => id);
    for (const name of readdirSync(folder)) {
      const text = read(name);
      assert.deepEqual(
        ids.filter((id) => text.includes(id)),
        [],
        name,
      );
      for (const ours of ["_simulator/", "receivedAt:", "Let 72 hours pass", "The graph simulator answers"])
        assert.equal(text.includes(ours), false, `${name}: ${ours}`);
    }
  });
});

test("a build fails that does not find what it is to leave out, since a package has changed", async () => {
  const nothing = { stdin: { contents: "export {};" }, bundle: true, write: false, logLevel: "silent" } as const;
  await assert.rejects(build({ ...nothing, plugins: [leftOut] }), ({ errors }: BuildFailure) => {
    const said = errors.map(({ text }) => text);
    for (const place of ["firestore", "auth", "classic", "to-json-schema"])
      assert.ok(
        said.some((text) => text.includes(place) && text.includes("no longer has")),
        `${place}: ${said.join("\n")}`,
      );
    return true;
  });
});

test("the build that the Firebase CLI runs before deploying is the one without the demo", () => {
  const json = (name: string): unknown => JSON.parse(readFileSync(path.join(import.meta.dirname, "..", name), "utf8"));
  const { hosting } = FirebaseJson.parse(json("firebase.json"));
  const { scripts } = PackageJson.parse(json("package.json"));
  assert.deepEqual(hosting.predeploy, ['npm --prefix "$PROJECT_DIR" run build:console']);
  assert.equal(scripts["build:console"], "node tools/setup.mjs console/build.ts");
});

test("a page that is built for a project may talk to that project's functions and to no other host than Firebase's own", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "console-"));
  try {
    await buildPage(folder, { demo: false, project: "some-project" });
    for (const [name, toMeta] of [
      ["index.html", false],
      ["connect.html", true],
    ] as const) {
      const page = readFileSync(path.join(folder, name), "utf8");
      const [, policy = ""] = /<meta http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page) ?? [];
      assert.match(policy, /^connect-src 'self' /);
      assert.match(policy, / https:\/\/us-central1-some-project\.cloudfunctions\.net(?: |$)/);
      assert.equal(policy.includes("https://graph.facebook.com"), toMeta);
      assert.doesNotMatch(policy, /[*;]/);
      assert.ok(page.indexOf("http-equiv") < page.indexOf("<script"), "what came before it would not be bound");
    }
    const settings = JSON.parse(readFileSync(path.join(folder, "settings.json"), "utf8")) as unknown;
    const claims = { operatorClaim: "whatsappOperator", customersClaim: "whatsappCustomers" };
    const deployment = {
      region: "us-central1",
      database: "(default)",
      ...claims,
      appCheck: true,
      prefix: "",
      signup: null,
    };
    assert.deepEqual(settings, { appCheckSiteKey: "", deployment });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("every magic number can be played with", () => {
  const ids = demoTables(null).families.flatMap(({ numbers }) => numbers.map(({ id }) => id));
  for (const { id, status } of demoTables(null).families.flatMap(({ numbers }) => numbers))
    assert.notEqual(status, "", id);
  assert.deepEqual(ids.toSorted(), MAGIC_NUMBERS.map(({ id }) => id).toSorted());
});
