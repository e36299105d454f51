import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, suite, test } from "node:test";
import { MAGIC_NUMBERS } from "../graph-simulator/magic-numbers.ts";
import { buildPage } from "./build.ts";
import { demoTables } from "./demo-tables.ts";

suite("the built page", () => {
  let folder = "";
  const read = (name: string): string => readFileSync(path.join(folder, name), "utf8");

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "console-"));
    await buildPage(folder);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test("has nothing inline, which its Content-Security-Policy forbids", () => {
    const page = read("index.html");
    assert.doesNotMatch(page, /<style|style=|<script(?![^>]* src=)|\son\w+=/);
    assert.match(page, /<script type="module" src="\/app\.js">/);
  });

  test("takes nothing from other hosts", () => {
    assert.doesNotMatch(read("index.html") + read("app.css"), /https?:|@import|url\((?!data:)/);
  });

  test("is not swollen by what nobody uses", () => {
    const { size } = statSync(path.join(folder, "app.js"));
    assert.ok(size < 900_000, `app.js has ${size} bytes; are all of zod's languages in it?`);
  });

  test("has every file that it names", () => {
    const names = [...read("index.html").matchAll(/(?:src|href)="\/([^"]+)"/g)].flatMap(([, name]) => name ?? []);
    assert.ok(names.length >= 3);
    for (const name of [...names, "settings.json", "demo.json"]) assert.ok(readdirSync(folder).includes(name), name);
  });
});

test("every magic number can be played with", () => {
  const ids = demoTables().families.flatMap(({ numbers }) => numbers.map(({ id }) => id));
  assert.deepEqual(ids.toSorted(), MAGIC_NUMBERS.map(({ id }) => id).toSorted());
});
