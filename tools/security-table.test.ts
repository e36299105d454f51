import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { z } from "zod";
import { FUNCTION_MS, POST_MS } from "../functions/src/contract/patience.ts";
import { root } from "./root.ts";

const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const text = read("SECURITY.md");

/** The rows of the ASVS table, each as its cells. */
const rows = (text.split("<!-- asvs -->")[1]?.split("<!-- /asvs -->")[0] ?? "")
  .split("\n")
  .filter((line) => line.startsWith("|"))
  .slice(2)
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

describe("the table of ASVS requirements", () => {
  it("is there", () => assert.ok(rows.length > 40, `${rows.length} rows`));

  for (const [requirement = "", what = "", where = "", test = ""] of rows) {
    it(`${requirement} names a file that is, and a test of it`, () => {
      assert.match(requirement, /^v5\.0\.0-\d+\.\d+\.\d+$/);
      assert.notEqual(what, "");
      assert.ok(existsSync(path.join(root, where)), `${where} does not exist`);
      if (test === "—") {
        assert.match(where, /\.md$/, "only documentation goes untested");
        return;
      }
      assert.match(test, /\.test\.ts$/);
      assert.match(read(test), /\bit\(/, `${test} tests nothing`);
    });
  }

  it("has each requirement once, in order", () => {
    const places = rows.map(([requirement = ""]) =>
      requirement
        .slice("v5.0.0-".length)
        .split(".")
        .reduce((place, part) => place * 100 + Number(part), 0),
    );
    assert.deepEqual(
      places,
      [...new Set(places)].toSorted((a, b) => a - b),
    );
  });
});

describe("SECURITY.md", () => {
  it("links to nothing that is not there", () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = ""]) => link);
    assert.ok(links.length > 3);
    assert.deepEqual(
      links.filter((link) => !existsSync(path.join(root, link))),
      [],
    );
  });

  it("names the roles that the functions ask for", () => {
    const declared = [...read("functions/src/roles.ts").matchAll(/requiresRole\("([^"]+)"\)/g)].map(([, role]) => role);
    const named = [...text.matchAll(/^\| `(roles\/[\w.]+)`/gm)].map(([, role]) => role);
    assert.deepEqual(new Set(named), new Set([...declared, "roles/secretmanager.secretAccessor"]));
  });

  it("says how long Meta is waited for, and how long callers wait", () => {
    const waits = [...text.matchAll(/^\| (Graph, POST|callers|Meta's webhook) +\| (\d+) s\b/gm)];
    const seconds = Object.fromEntries(waits.map(([, towards = "", wait]) => [towards, Number(wait)] as const));
    const whole = FUNCTION_MS / 1000;
    assert.deepEqual(seconds, { "Graph, POST": POST_MS / 1000, callers: whole, "Meta's webhook": whole });
  });

  it("says rightly that audit documents are removed", () => {
    const Indexes = z.object({
      fieldOverrides: z.array(z.looseObject({ collectionGroup: z.string(), ttl: z.boolean() })),
    });
    const { fieldOverrides } = Indexes.parse(JSON.parse(read("firestore.indexes.json")));
    const attempts = fieldOverrides.find(({ collectionGroup }) => collectionGroup === "whatsappAttempts");
    assert.deepEqual(attempts, { collectionGroup: "whatsappAttempts", fieldPath: "expireAt", ttl: true, indexes: [] });
  });
});
