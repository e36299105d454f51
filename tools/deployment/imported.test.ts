import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { CALLS } from "../../functions/src/contract/calls.ts";
import { packFunctions } from "../package-functions.ts";
import { root } from "../root.ts";
import { compared, inventory } from "./comparison.ts";
import { changes, functionsOf } from "./record.ts";
import { deploy, firebase, params, theirPlace, type Deployed, type Workplace } from "./rehearsal.ts";
import { theirFiles, theirFirebaseJson, theirProject } from "./their-project.ts";

const PACKAGE = "whatsapp-cloud-registration";
const OURS = [...Object.keys(CALLS), "metaWebhook", "reconcilePhoneNumbers"].map((name) => `numbers-${name}`);

/** Their functions, which set their own region and take ours in by the line of docs/adopting.md. */
const INDEX = `
import "./options.js";
import { onCall } from "firebase-functions/https";
export const orders = onCall(() => "theirs");
export const registerPhoneNumber = onCall(() => "theirs, too");
export * as numbers from "${PACKAGE}/functions";
`;

/** The hook of docs/adopting.md. */
const HOOK = `node "$RESOURCE_DIR/node_modules/${PACKAGE}/lib/predeploy/imported.js"`;

const files: Readonly<Record<string, string>> = {
  ...theirFiles,
  "firebase.json": JSON.stringify({
    ...JSON.parse(theirFirebaseJson()),
    functions: [{ source: "functions", codebase: "default", predeploy: [HOOK] }],
  }),
  "functions/index.js": INDEX,
  "functions/options.js": `import { setGlobalOptions } from "firebase-functions"; setGlobalOptions({ region: "europe-west1" });`,
  "functions/package.json": JSON.stringify({ type: "module", main: "index.js", engines: { node: "24" } }),
};

/** The packed file among the packages that they have already. */
function install(folder: string, packed: string): void {
  const modules = path.join(folder, "node_modules");
  const installed = path.join(root, "functions", "node_modules");
  mkdirSync(path.join(modules, PACKAGE), { recursive: true });
  for (const name of readdirSync(installed).filter((entry) => !entry.startsWith(".package")))
    symlinkSync(path.join(installed, name), path.join(modules, name), "junction");
  execFileSync("tar", ["-xzf", packed, "-C", path.join(modules, PACKAGE), "--strip-components=1"], { stdio: "pipe" });
}

describe("ours imported into their index.ts, deployed by the name of the export", () => {
  const project = theirProject();
  const had = inventory(project);
  const scratch = mkdtempSync(path.join(tmpdir(), "imported-"));
  let place: Workplace;
  let deployed: Deployed;

  before(async () => {
    place = theirPlace(files);
    install(path.join(place.folder, "functions"), await packFunctions(scratch));
    place.write(`functions/.env.${project.id}`, params());
    deployed = await deploy(place, project, "--only", "functions:numbers");
    assert.equal(deployed.code, 0, deployed.output);
  });
  after(() => {
    place.remove();
    rmSync(scratch, { recursive: true });
  });

  it("is stopped by its hook before anything is changed, where a param of ours is malformed", async () => {
    place.write(`functions/.env.${project.id}`, `${params()}\nREGISTRATION_BUDGET=eleven\nTHEIR_PARAM=anything\n`);
    const stopped = await deploy(place, project, "--only", "functions:numbers");
    place.write(`functions/.env.${project.id}`, params());
    assert.notEqual(stopped.code, 0);
    assert.match(stopped.output, /Nothing was deployed\.[^]+REGISTRATION_BUDGET in \.env\.shop: /u);
    assert.deepEqual(changes(stopped.sent), []);
  });

  it("changes nothing of theirs, and asks for no roles", () => {
    for (const { kind, changed } of compared(had, inventory(project))) assert.deepEqual(changed, [], kind);
    assert.equal(project.serviceAccounts.size, 0);
  });

  it("brings our functions under the export's name, into their region, run by their account", () => {
    const ours = [...functionsOf(project)].filter(([name]) => name.startsWith("numbers-"));
    assert.deepEqual(ours.map(([name]) => name).toSorted(), OURS.toSorted());
    for (const [name, { region, account }] of ours)
      assert.deepEqual({ region, account }, { region: "europe-west1", account: null }, name);
  });

  it("is taken back by the same name", async () => {
    const { code, output } = await firebase(place, project, "functions:delete", "numbers", "--force");
    assert.equal(code, 0, output);
    const left = compared(had, inventory(project));
    for (const { kind, changed } of left) assert.deepEqual(changed, [], kind);
    assert.deepEqual(
      left.filter(({ kind }) => /function|account|job/u.test(kind)).flatMap(({ added }) => added),
      [],
    );
  });
});
