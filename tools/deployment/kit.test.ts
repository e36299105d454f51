import assert from "node:assert/strict";
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { CALLS } from "../../functions/src/contract/calls.ts";
import { packFunctions } from "../package-functions.ts";
import { root } from "../root.ts";
import { compared, inventory } from "./comparison.ts";
import { functionsOf, rolesOf } from "./record.ts";
import { startRegistry, type Registry } from "./registry.ts";
import { firebaseWith, params, SECRETS, theirPlace, type Deployed, type Workplace } from "./rehearsal.ts";
import { theirFiles, theirFirebaseJson, theirProject } from "./their-project.ts";
import { start, unpacked } from "./uploaded-package.ts";

const PACKAGE = "@your-scope/whatsapp-registration";
const KIT = "whatsapp-registration";
const SOURCE = `function-kits/${KIT}/source`;
const QUIET = { npm_config_audit: "false", npm_config_fund: "false", npm_config_fetch_retries: "0" };
const PREFIX = `kit-${KIT}`;
const OURS = [...Object.keys(CALLS), "metaWebhook", "reconcilePhoneNumbers"].map((name) => `${PREFIX}-${name}`);

/** The commands that docs/adopting.md gives for a kit. */
const [, INSTALL = "", DEPLOY = ""] =
  /```sh\nfirebase (functions:kits:install .+)\nfirebase (deploy .+)\n```/u.exec(
    readFileSync(path.join(root, "docs/adopting.md"), "utf8"),
  ) ?? [];

const UNINSTALL = `functions:kits:uninstall --kit ${KIT}`;

describe("a Function kit, installed by the CLI's own command into a project that lives", () => {
  const project = theirProject();
  for (const [name, value] of Object.entries(SECRETS)) project.secrets.set(`${PREFIX}-${name}`, value);
  const had = inventory(project);
  const scratch = mkdtempSync(path.join(tmpdir(), "kit-"));
  let place: Workplace;
  let registry: Registry;
  let installing: Deployed;
  let deployed: Deployed;

  before(async () => {
    place = theirPlace({ ...theirFiles, "firebase.json": theirFirebaseJson() });
    registry = await startRegistry(await packFunctions(scratch, PACKAGE));
    const env = { npm_config_registry: registry.url, npm_config_noproxy: "127.0.0.1", ...QUIET };
    installing = await firebaseWith(env, place, project, ...INSTALL.split(" "), "--no-configure", "--force");
    assert.equal(installing.code, 0, installing.output);
    const config = `function-kits/${KIT}/config-${KIT}/.env.${project.id}`;
    place.write(config, params({ FUNCTION_DEFAULT_REGION: "europe-west1" }));
    deployed = await firebaseWith(env, place, project, ...DEPLOY.split(" "), "--force");
    assert.equal(deployed.code, 0, deployed.output);
  });
  after(async () => {
    await registry.close();
    place.remove();
    rmSync(scratch, { recursive: true });
  });

  it("says beforehand which functions and roles it will bring", () => {
    for (const name of OURS) assert.ok(installing.output.includes(`- ${name}`), `${name}\n${installing.output}`);
    assert.match(installing.output, /roles will be granted to the kit service account:\n(?:- .+\n){3}\W/);
  });

  it("adds one entry to their firebase.json, and leaves theirs", () => {
    const { functions, ...others } = JSON.parse(place.read("firebase.json")) as { functions: unknown[] };
    const { functions: theirs, ...before_ } = JSON.parse(theirFirebaseJson()) as { functions: unknown[] };
    assert.deepEqual(others, before_);
    assert.deepEqual(functions.slice(0, -1), theirs);
    assert.deepEqual(functions.at(-1), {
      kit: KIT,
      sourcePackage: { name: PACKAGE },
      source: SOURCE,
      instances: { [KIT]: `function-kits/${KIT}/config-${KIT}` },
      predeploy: ['npm --prefix "$RESOURCE_DIR" run build'],
    });
  });

  it("has firebase-functions and firebase-admin once", () => {
    const found = globSync("**/node_modules/firebase-{functions,admin}/package.json", {
      cwd: path.join(place.folder, SOURCE),
    });
    assert.deepEqual(found.map((file) => file.split(path.sep).at(-2) ?? "").toSorted(), [
      "firebase-admin",
      "firebase-functions",
    ]);
  });

  it("changes nothing of theirs", () => {
    for (const { kind, changed } of compared(had, inventory(project))) assert.deepEqual(changed, [], kind);
  });

  it("brings our functions, into the region of the kit's param, under one account with three roles", () => {
    const sent = [...functionsOf(project)].filter(([name]) => name.startsWith(PREFIX));
    assert.deepEqual(sent.map(([name]) => name).toSorted(), OURS.toSorted());
    const [account = ""] = project.serviceAccounts;
    assert.equal(project.serviceAccounts.size, 1);
    assert.equal(rolesOf(project, account).length, 3);
    for (const [name, { region, account: runsAs, invokers }] of sent) {
      assert.equal(region, "europe-west1", name);
      assert.equal(runsAs, account, name);
      assert.deepEqual(
        invokers,
        name.endsWith("-reconcilePhoneNumbers") ? [`serviceAccount:${account}`] : ["allUsers"],
      );
    }
    assert.deepEqual(
      [...project.jobs.keys()],
      ["nightly", `firebase-schedule-${PREFIX}-reconcilePhoneNumbers-europe-west1`],
    );
  });

  it("reads secrets of its own", () => {
    for (const [name, { secrets, secretNames }] of functionsOf(project)) {
      if (!name.startsWith(PREFIX)) continue;
      assert.ok(secrets.length > 0, name);
      assert.deepEqual(
        secretNames,
        secrets.map((secret) => `${PREFIX}-${secret}`),
        name,
      );
    }
    assert.equal(project.policies.has("secret META_SYSTEM_USER_TOKEN"), false, "that of another way in");
  });

  it("sent a wrapper without secrets that installs, starts and answers", async () => {
    const [archive = Buffer.alloc(0)] = project.uploads;
    const packed = unpacked(archive);
    for (const [file, bytes] of Object.entries(packed)) {
      assert.doesNotMatch(file, /node_modules|\.env|\.secret/u);
      for (const value of Object.values(SECRETS)) assert.ok(!Buffer.from(bytes).toString().includes(value), file);
    }
    const one = functionsOf(project).get(`${PREFIX}-registerPhoneNumber`);
    const env = { ...one?.env, ...SECRETS, ENFORCE_APP_CHECK: "false" };
    const running = await start(archive, "registerPhoneNumber", env, registry.url);
    try {
      const headers = { "content-type": "application/json" };
      const response = await fetch(running.url, { method: "POST", headers, body: '{"data":{"pin":"123456"}}' });
      assert.deepEqual(
        await response.json(),
        { error: { message: "Sign in first.", status: "UNAUTHENTICATED" } },
        running.output(),
      );
    } finally {
      await running.stop();
    }
  });

  it("is taken back by the CLI's own command, which leaves theirs alone and nothing of ours that runs", async () => {
    const { code, output } = await firebaseWith({}, place, project, ...UNINSTALL.split(" "), "--force");
    assert.equal(code, 0, output);
    const left = compared(had, inventory(project));
    for (const { kind, changed } of left) assert.deepEqual(changed, [], kind);
    assert.deepEqual(
      left.filter(({ kind }) => /function|account|job/u.test(kind)).flatMap(({ added }) => added),
      [],
    );
    assert.deepEqual(JSON.parse(place.read("firebase.json")), JSON.parse(theirFirebaseJson()));
  });
});
