import assert from "node:assert/strict";
import { globSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { german } from "../../client/src/languages/de.ts";
import { translator } from "../../client/src/languages/translator.ts";
import { Actor } from "../../functions/src/contract/failure.ts";
import { root } from "../root.ts";

/** What a person reads, by the fields that hold it. */
const READ: ReadonlySet<string> = new Set(["title", "detail", "message", "meaning"]);
/** A page of Meta's. */
const PAGE = /^https:\/\/(?:[a-z]+\.)?(?:facebook|metastatus)\.com\/[\w/-]+$/;

const modules = globSync("functions/src/domain/advice/*.ts", { cwd: root, exclude: ["**/*.test.ts"] });
const say = translator(german);

/** Everything in a value that is an object with fields of its own, once. */
function objectsIn(value: unknown, found = new Set<object>()): ReadonlySet<object> {
  if (typeof value !== "object" || value === null || found.has(value)) return found;
  found.add(value);
  for (const inner of value instanceof Map ? [...value.values()] : Object.values(value)) objectsIn(inner, found);
  return found;
}

describe("advice, as it is and not as it is written", () => {
  for (const file of modules) {
    it(`of ${path.basename(file)} has words that the languages know, and leads to pages of Meta's`, async () => {
      const exported = (await import(pathToFileURL(path.join(root, file)).href)) as Readonly<Record<string, unknown>>;
      for (const [name, value] of Object.entries(exported)) {
        if (typeof value === "string") assert.ok(PAGE.test(value) || say(value) !== value, name);
        for (const told of objectsIn(value)) saidWell(told, name);
      }
    });
  }
});

function saidWell(told: object, where: string): void {
  for (const [field, value] of Object.entries(told)) {
    const place = `${where}: ${field} ${JSON.stringify(value)}`;
    if (READ.has(field)) assert.ok(typeof value === "string" && value !== "" && say(value) !== value, place);
    if (field === "url") assert.match(String(value), PAGE, place);
    if (field === "actor" && value !== null) Actor.parse(value);
    if (field === "resolution") assert.ok(Array.isArray(value) && value.length > 0, place);
  }
}
