import assert from "node:assert/strict";
import { readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { z } from "zod";
import { root } from "../root.ts";
import { codebaseEntry } from "./adopting-page.ts";
import { compared, inventory } from "./comparison.ts";
import type { GoogleProject } from "./google/project.ts";
import { changes } from "./record.ts";
import { adopted, clone, deploy, params, type Workplace } from "./rehearsal.ts";
import { theirFiles, theirFirebaseJson, theirIndexes, theirProject, theirRules } from "./their-project.ts";

const PAGE_SITE = "shop-numbers";

const repository = (file: string): string => readFileSync(path.join(root, file), "utf8");
const Indexes = z.object({ fieldOverrides: z.array(z.looseObject({ collectionGroup: z.string(), ttl: z.boolean() })) });
const ours = Indexes.parse(JSON.parse(repository("firestore.indexes.json")));

/** Their files with ours merged in, as docs/adopting.md says. */
const merged: Readonly<Record<string, string>> = {
  ...theirFiles,
  "firebase.json": theirFirebaseJson(codebaseEntry),
  "firestore.rules": theirRules(
    /\n {4}\/\/ ---- [^]+ ---- end of the block ----\n/u.exec(repository("firestore.rules"))?.[0],
  ),
  "firestore.indexes.json": JSON.stringify({
    ...theirIndexes,
    fieldOverrides: [...theirIndexes.fieldOverrides, ...ours.fieldOverrides],
  }),
  "functions/index.js": `
    const { onCall } = require("firebase-functions/https");
    exports.orders = exports.registerPhoneNumber = onCall(() => "theirs");
  `,
};

/** What changed of that which was there before. */
async function changedBy(project: GoogleProject, work: () => Promise<void>): Promise<Map<string, readonly string[]>> {
  const had = inventory(project);
  await work();
  const results = compared(had, inventory(project)).filter(({ changed }) => changed.length > 0);
  return new Map(results.map(({ kind, changed }) => [kind, changed]));
}

describe("rules, indexes, functions and a website of theirs, and ours beside them", () => {
  const project = theirProject();
  let place: Workplace;

  before(async () => {
    project.sites.set(PAGE_SITE, null);
    place = adopted(merged);
    symlinkSync(
      path.join(root, "functions", "node_modules"),
      path.join(place.folder, "functions/node_modules"),
      "junction",
    );
    place.write(`whatsapp/.env.${project.id}`, params({ FUNCTIONS_REGION: "europe-west1" }));
    const { code, output } = await deploy(place, project, "--only", "functions:whatsapp", "--force");
    assert.equal(code, 0, output);
  });
  after(() => place.remove());

  it("the operator's page goes to its own site, and to nothing else", async () => {
    const repositoryOfOurs = await clone(project.id, PAGE_SITE);
    try {
      const changed = await changedBy(project, async () => {
        const { code, output, sent } = await deploy(repositoryOfOurs, project, "--only", "hosting:whatsapp");
        assert.equal(code, 0, output);
        const elsewhere = changes(sent).filter((route) => !route.includes(`/sites/${PAGE_SITE}/`));
        assert.deepEqual(
          elsewhere.filter((route) => !route.startsWith("POST upload-firebasehosting.googleapis.com/upload/")),
          [],
        );
      });
      assert.deepEqual([...changed], [["Hosting sites", [PAGE_SITE]]]);
      assert.notEqual(project.sites.get(PAGE_SITE), null);
    } finally {
      repositoryOfOurs.remove();
    }
  });

  it("their next deployment brings what is theirs, and leaves ours", async () => {
    const uploads = project.uploads.length;
    const changed = await changedBy(project, async () => {
      const only = "functions:default,firestore,hosting";
      const { code, output } = await deploy(place, project, "--only", only, "--force");
      assert.equal(code, 0, output);
    });
    assert.deepEqual(changed.get("functions")?.toSorted(), ["orders", "registerPhoneNumber"]);
    assert.deepEqual(changed.get("Firestore rules"), ["cloud.firestore"]);
    assert.deepEqual(changed.get("Hosting sites"), [project.id]);
    // A deployment of a callable opens it to everybody.
    const expected = new Set(["functions", "Firestore rules", "Hosting sites", "who may call or read"]);
    assert.deepEqual(
      [...changed.keys()].filter((kind) => !expected.has(kind)),
      [],
    );
    assert.deepEqual(
      (changed.get("who may call or read") ?? []).filter((name) => name !== "run orders"),
      [],
    );
    assert.equal(project.uploads.length, uploads + 1);
  });

  it("then both rules and both kinds of TTL policies are there", () => {
    const [ruleset = ""] = project.releases.values();
    assert.equal(project.rulesets.get(ruleset), merged["firestore.rules"]);
    const ttl = [...project.fields].filter(([, field]) => "ttlConfig" in field);
    const groups = ttl.map(([name]) => name.split("/")[5] ?? "");
    const wanted = ours.fieldOverrides.filter((one) => one.ttl).map(({ collectionGroup }) => collectionGroup);
    assert.deepEqual(groups.toSorted(), ["sessions", ...wanted].toSorted());
    assert.deepEqual(
      project.indexes.map(({ name }) => String(name).split("/")[5]),
      ["orders"],
    );
  });

  it("ours, deployed again, leaves theirs", async () => {
    const changed = await changedBy(project, async () => {
      const { code, output } = await deploy(place, project, "--only", "functions:whatsapp");
      assert.equal(code, 0, output);
    });
    assert.deepEqual(
      [...changed.values()].flat().filter((name) => !name.startsWith("wa-")),
      [],
    );
  });
});
