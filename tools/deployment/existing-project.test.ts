import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { z } from "zod";
import { CALLS } from "../../functions/src/contract/calls.ts";
import { code as word } from "../docs/markdown.ts";
import { root } from "../root.ts";
import { codebaseEntry } from "./adopting-page.ts";
import { compared, inventory, type Compared } from "./comparison.ts";
import { changes, functionsOf } from "./record.ts";
import { adopted, deploy, firebase, params, type Deployed, type Workplace } from "./rehearsal.ts";
import { theirFiles, theirFirebaseJson, theirProject } from "./their-project.ts";

const PREFIX = "wa";
const OURS = [...Object.keys(CALLS), "metaWebhook", "reconcilePhoneNumbers"].map((name) => `${PREFIX}-${name}`);

const Codebase = z.looseObject({ source: z.string(), ignore: z.array(z.string()) });
const FirebaseJson = z.object({ functions: z.union([z.array(Codebase), Codebase.transform((one) => [one])]) });

const page = (file: string): string => readFileSync(path.join(root, file), "utf8");

describe("a deployment into a project that lives", () => {
  const project = theirProject();
  const had = inventory(project);
  let place: Workplace;
  let deployed: Deployed;
  let results: readonly Compared[];

  before(async () => {
    place = adopted({ ...theirFiles, "firebase.json": theirFirebaseJson(codebaseEntry) });
    place.write(`whatsapp/.env.${project.id}`, params({ FUNCTIONS_REGION: "europe-west1" }));
    deployed = await deploy(place, project, "--only", "functions:whatsapp", "--force");
    assert.equal(deployed.code, 0, deployed.output);
    results = compared(had, inventory(project));
  });
  after(() => place.remove());

  it("leaves out of the archive what this repository's own does", () => {
    const { functions } = FirebaseJson.parse(JSON.parse(page("firebase.json")));
    assert.deepEqual(codebaseEntry.ignore, functions.find(({ source }) => source === "functions")?.ignore);
  });

  it("changes nothing of theirs", () => {
    for (const { kind, theirs, changed } of results) {
      assert.deepEqual(changed, [], kind);
      assert.ok(theirs.length > 0 || kind === "service accounts", `the project has no ${kind} to lose`);
    }
  });

  it("brings our functions into the region of the params, beside one of theirs of the same name", () => {
    const names = [...functionsOf(project).keys()];
    assert.deepEqual(names.toSorted(), ["orders", "registerPhoneNumber", ...OURS].toSorted());
    for (const name of OURS) assert.equal(functionsOf(project).get(name)?.region, "europe-west1", name);
  });

  it("asks Google to change nothing but what is ours", () => {
    const ours = new RegExp(
      [
        `^POST cloudfunctions\\.\\S+/functions(?::generateUploadUrl)?$`,
        `^PUT storage\\.googleapis\\.com/uploads/`,
        `^POST iam\\.\\S+/serviceAccounts$`,
        `^POST cloudresourcemanager\\.\\S+/projects/${project.id}:setIamPolicy$`,
        `^POST run\\.\\S+/services/${PREFIX}-\\w+:setIamPolicy$`,
        `^POST secretmanager\\.\\S+/secrets/(?:META_\\w+|CUSTOMER_TOKEN_KEYS):setIamPolicy$`,
        `^POST cloudscheduler\\.\\S+/jobs$`,
      ].join("|"),
      "u",
    );
    assert.deepEqual(
      changes(deployed.sent).filter((route) => !ours.test(route)),
      [],
    );
  });

  it("leaves the record that docs/deploying.md shows", () => {
    const shown =
      /<!-- record of an existing project -->(.+)<!-- \/record -->/su.exec(page("docs/deploying.md"))?.[1] ?? "";
    const wanted = record(results);
    assert.deepEqual(rows(shown), rows(wanted), `docs/deploying.md has another record than this:\n\n${wanted}`);
  });

  it("is taken back by deleting the codebase, which leaves theirs alone and nothing of ours that runs", async () => {
    const { code, output } = await firebase(place, project, "functions:delete", "whatsapp", "--force");
    assert.equal(code, 0, output);
    const left = compared(had, inventory(project));
    for (const { kind, changed } of left) assert.deepEqual(changed, [], kind);
    const ran = left.filter(({ kind }) => /function|account|job/u.test(kind));
    assert.deepEqual(
      ran.flatMap(({ added }) => added),
      [],
    );
  });
});

function record(results: readonly Compared[]): string {
  const lines = results.map(({ kind, theirs, changed, added }) => {
    const came = added.map((name) => name.replaceAll(/firebase-fn-\d+@\S+/gu, "firebase-fn-…"));
    return `| ${kind} | ${theirs.map(word).join(", ")} | ${changed.length} | ${inShort(came)} |`;
  });
  return ["| kind | theirs | of these changed | new |", "| --- | --- | --- | --- |", ...lines].join("\n");
}

/** Many names that begin alike by their beginning. */
function inShort(names: readonly string[]): string {
  if (names.length <= 3) return names.map(word).join(", ");
  const prefix = `${PREFIX}-`;
  return names.every((name) => name.startsWith(prefix)) ? word(`${prefix}…`) : "those of our functions and secrets";
}

/** Cells without the blanks and dashes by which a table is laid out. */
function rows(markdown: string): string[][] {
  const lines = markdown.split("\n").filter((line) => line.startsWith("|") && !/^[|\s-]+$/u.test(line));
  return lines.map((line) => line.split("|").map((cell) => cell.trim()));
}
