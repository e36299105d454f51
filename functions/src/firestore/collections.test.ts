import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { z } from "zod";
import * as contract from "../contract/collections.ts";

const SOURCES = path.resolve(import.meta.dirname, "..");
const Indexes = z.object({
  indexes: z.array(z.object({ collectionGroup: z.string() })),
  fieldOverrides: z.array(z.object({ collectionGroup: z.string() })),
});

/** What the product's own files hand to `collection` and `collectionGroup`: names in quotes, or constants. */
const named = globSync("**/*.ts", { cwd: SOURCES, exclude: ["**/*.test.ts", "testing/**"] }).flatMap((file) =>
  [...readFileSync(path.join(SOURCES, file), "utf8").matchAll(/\.collection(?:Group)?\(([^)]*)\)/gu)].map(
    ([, argument = ""]) => ({ file, argument }),
  ),
);

const isOurs = (name: string): boolean => /^whatsapp[A-Z]\w+$/u.test(name);

describe("collections and collection groups, which rules, indexes and TTL policies go by", () => {
  it("have names that nobody else's have", () => {
    assert.ok(named.length > 10);
    const constants = new Map(Object.entries<string>(contract));
    const foreign = named.filter(
      ({ argument }) => !isOurs(constants.get(argument) ?? argument.replace(/^"(.*)"$/u, "$1")),
    );
    assert.deepEqual(foreign, []);
    assert.deepEqual(
      [...constants.values()].filter((name) => !isOurs(name)),
      [],
    );
  });

  it("are the only ones with an index or a TTL policy", () => {
    const file = path.resolve(SOURCES, "../../firestore.indexes.json");
    const { indexes, fieldOverrides } = Indexes.parse(JSON.parse(readFileSync(file, "utf8")));
    const groups = [...indexes, ...fieldOverrides].map(({ collectionGroup }) => collectionGroup);
    assert.ok(groups.length > 0);
    assert.deepEqual(
      groups.filter((group) => !isOurs(group)),
      [],
    );
  });
});
