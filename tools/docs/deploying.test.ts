import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { z } from "zod";
import { OPTIONAL_SECRETS } from "../../functions/src/config.ts";
import { demoSecrets } from "../demo-project.ts";
import { root } from "../root.ts";

const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const page = read("docs/deploying.md");
const [, uninstalling = ""] = page.split("## Taking it away");

const Codebase = z.object({ source: z.string(), codebase: z.string() });
const FirebaseJson = z.object({ functions: z.union([z.array(Codebase), Codebase.transform((one) => [one])]) });
const Indexes = z.object({ fieldOverrides: z.array(z.object({ collectionGroup: z.string() })) });

/** Every collection that the functions write to. */
const collections = new Set(
  globSync("functions/src/{contract/collections,firestore/*}.ts", { cwd: root }).flatMap((file) =>
    [...read(file).matchAll(/"(whatsapp[A-Z]\w+)"/gu)].map(([, name = ""]) => name),
  ),
);

describe("docs/deploying.md", () => {
  it("names the codebase as firebase.json does", () => {
    const { functions } = FirebaseJson.parse(JSON.parse(read("firebase.json")));
    const ours = functions.find(({ source }) => source === "functions")?.codebase;
    const named = [...page.matchAll(/functions:(?:delete )?(?!delete|secrets)([a-z]\w*)/gu)].map(([, name]) => name);
    assert.ok(named.length > 2, "the commands were not found");
    assert.deepEqual([...new Set(named)], [ours]);
  });

  it("stores every secret the first time, and destroys it in the end", () => {
    for (const name of Object.keys(demoSecrets())) {
      assert.ok(page.includes(`functions:secrets:set ${name}`), name);
      assert.ok(uninstalling.includes(`functions:secrets:destroy ${name}`), name);
    }
  });

  it("says which secrets may be blank", () => {
    const [row = ""] = /^\| a blank secret .*$/mu.exec(page) ?? [];
    const named = [...row.matchAll(/`(\w+)`/gu)].map(([, name]) => name);
    assert.deepEqual(named, OPTIONAL_SECRETS);
  });

  it("deletes every collection in the end: those below a number with it", () => {
    const [, loop = ""] = /for COLLECTION in ([^;]+);/u.exec(uninstalling) ?? [];
    const deleted = loop.split(" ");
    const below = /(?:Attempts|Events|Transitions|TestMessages)$/u;
    assert.ok(collections.size > 8, [...collections].join(" "));
    assert.deepEqual([...collections].filter((name) => !below.test(name)).toSorted(), deleted.toSorted());
    assert.equal(deleted.at(-1), "whatsappLedgers", "the ledgers are the last to go");
  });

  it("takes off every TTL policy", () => {
    for (const { collectionGroup } of Indexes.parse(JSON.parse(read("firestore.indexes.json"))).fieldOverrides) {
      assert.match(uninstalling, new RegExp(`\\b${collectionGroup}\\b`));
    }
  });
});
