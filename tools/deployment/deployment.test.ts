import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { CALLS } from "../../functions/src/contract/calls.ts";
import { FUNCTION_MS } from "../../functions/src/contract/patience.ts";
import { demoSecrets } from "../demo-project.ts";
import { root } from "../root.ts";
import { newProject, type GoogleProject } from "./google/project.ts";
import { changes, functionsOf, rolesOf, type SentFunction } from "./record.ts";
import { BUILT, clone, deploy, firebase, params, SECRETS, type Deployed, type Workplace } from "./rehearsal.ts";
import { start, unpacked } from "./uploaded-package.ts";

const PROJECT = "rehearsal";
const TO_ASK_META = ["CUSTOMER_TOKEN_KEYS", "META_APP_SECRET", "META_SYSTEM_USER_TOKEN"];
const ROLES = ["roles/datastore.user", "roles/firebaseappcheck.tokenVerifier", "roles/firebaseauth.viewer"];

/** What every function gets, and what differs. */
const SIZE = { memory: "256Mi", maxInstances: 10, concurrency: 40 };
const SIZES: Readonly<Record<string, Partial<typeof SIZE>>> = {
  metaWebhook: { memory: "512Mi", concurrency: 20 },
  reconcilePhoneNumbers: { maxInstances: 1, concurrency: 1 },
};

/** The page's files. */
const PAGE = /^\/(?:[\w-]+\.(?:js|css|html|svg)|settings\.json|[\w-]+\.js\.LEGAL\.txt)$/u;

const repository = (file: string): string => readFileSync(path.join(root, file), "utf8");

/** The deployment that a page tells people to make first. */
const documented = (page: string): string[] =>
  /^npx firebase (deploy --only \S+) /mu.exec(repository(page))?.[1]?.split(" ") ?? assert.fail(page);

describe("a deployment from a new clone", () => {
  let place: Workplace;
  let project: GoogleProject;

  before(async () => {
    place = await clone(PROJECT);
    project = newProject(PROJECT, SECRETS);
  });
  after(() => place.remove());

  it("stops before anything happens when params are missing and nobody can be asked", async () => {
    const { code, output, sent } = await deploy(place, project, "--only", "functions");
    assert.notEqual(code, 0);
    assert.match(output, /Nobody is here to be asked for the params without a value\. Add them to \.env\.rehearsal/);
    assert.match(output, /META_PHONE_NUMBER_ID=\n/);
    assert.deepEqual(changes(sent), []);
  });

  it("stops before anything happens when a secret is blank and nobody can say yes to the roles", async () => {
    place.write(`functions/.env.${PROJECT}`, params());
    const blank = newProject(PROJECT, { ...SECRETS, META_SYSTEM_USER_TOKEN: " " });
    const { code, output, sent } = await deploy(place, blank, "--only", "functions");
    assert.notEqual(code, 0);
    assert.match(output, /The secret META_SYSTEM_USER_TOKEN is blank/);
    assert.match(output, /The CLI will ask whether it may make an account .+ Nobody is here to answer/);
    assert.deepEqual(changes(sent), []);
  });

  it("stops before anything happens when the database is missing, which the CLI would make in the United States", async () => {
    const without = newProject(PROJECT, SECRETS);
    without.databases.clear();
    const { code, output, sent } = await deploy(place, without, "--only", "firestore:rules", "--force");
    assert.notEqual(code, 0);
    assert.match(output, /rehearsal has no database \(default\), and deploying to Firestore the CLI would make it/);
    assert.deepEqual(changes(sent), []);
  });

  it("stops before anything happens when the params name another database or claim than firebase.json and the rules", async () => {
    place.write(`functions/.env.${PROJECT}`, params({ FIRESTORE_DATABASE: "numbers" }));
    const database = await deploy(place, project, "--only", "firestore");
    place.write(`functions/.env.${PROJECT}`, params({ OPERATOR_CLAIM: "staff" }));
    const claim = await deploy(place, project, "--only", "firestore");
    place.write(`functions/.env.${PROJECT}`, params());
    assert.match(database.output, /write into the database numbers \(FIRESTORE_DATABASE\)/);
    assert.match(claim.output, /OPERATOR_CLAIM is staff, and firestore\.rules does not ask for it/);
    for (const { code, sent } of [database, claim]) {
      assert.notEqual(code, 0);
      assert.deepEqual(changes(sent), []);
    }
  });

  describe("then", () => {
    let fresh: Deployed;
    let sent: ReadonlyMap<string, SentFunction>;
    let account: string;

    before(async () => {
      fresh = await firebase(place, project, ...documented("README.md"), "--force");
      assert.equal(fresh.code, 0, fresh.output);
      sent = functionsOf(project);
      [account = ""] = project.serviceAccounts;
    });

    it("was made by the command of both pages", () => {
      assert.deepEqual(documented("docs/deploying.md"), documented("README.md"));
    });

    it("brings every function with its options", () => {
      assert.deepEqual(
        [...sent.keys()].toSorted(),
        [...Object.keys(CALLS), "metaWebhook", "reconcilePhoneNumbers"].toSorted(),
      );
      for (const [name, one] of sent) {
        const { region, runtime, memory, maxInstances, concurrency, account: runsAs } = one;
        assert.deepEqual(
          { region, runtime, memory, maxInstances, concurrency, runsAs },
          { region: "us-central1", runtime: "nodejs24", ...SIZE, ...SIZES[name], runsAs: account },
          name,
        );
        assert.ok(one.seconds <= FUNCTION_MS / 1000, name);
      }
      assert.equal(sent.get("registerPhoneNumber")?.seconds, FUNCTION_MS / 1000);
    });

    it("gives each function its secrets and no other, and their values to none", () => {
      for (const [name, { secrets, env }] of sent) {
        const others: Readonly<Record<string, readonly string[]>> = {
          metaWebhook: ["META_APP_SECRET", "META_WEBHOOK_VERIFY_TOKEN"],
          connectWebhook: [...TO_ASK_META, "META_WEBHOOK_VERIFY_TOKEN"],
        };
        assert.deepEqual(secrets, others[name] ?? TO_ASK_META, name);
        for (const value of Object.values(SECRETS)) assert.ok(!JSON.stringify(env).includes(value), name);
      }
      for (const name of Object.keys(SECRETS)) {
        assert.deepEqual(project.policies.get(`secret ${name}`), [
          { role: "roles/secretmanager.secretAccessor", members: [`serviceAccount:${account}`] },
        ]);
      }
    });

    it("opens the callables and the webhook to everybody, and the reconciler to the schedule alone", () => {
      for (const [name, { invokers }] of sent) {
        const expected = name === "reconcilePhoneNumbers" ? [`serviceAccount:${account}`] : ["allUsers"];
        assert.deepEqual(invokers, expected, name);
      }
    });

    it("makes one account with three roles and no other", () => {
      assert.equal(project.serviceAccounts.size, 1);
      assert.deepEqual(rolesOf(project, account).toSorted(), ROLES);
      assert.equal(project.policies.get("project")?.flatMap(({ members }) => members).length, ROLES.length);
    });

    it("schedules the reconciler every minute", () => {
      assert.deepEqual(
        [...project.jobs.values()].map(({ schedule, timeZone }) => ({ schedule, timeZone })),
        [{ schedule: "every 1 minutes", timeZone: "Etc/UTC" }],
      );
    });

    it("sends the rules as they are here", () => {
      assert.deepEqual([...project.releases.keys()], [`projects/${PROJECT}/releases/cloud.firestore`]);
      assert.deepEqual([...project.rulesets.values()], [repository("firestore.rules")]);
    });

    it("sends the TTL policies of firestore.indexes.json, of our collections alone", () => {
      const { fieldOverrides } = JSON.parse(repository("firestore.indexes.json")) as {
        fieldOverrides: { collectionGroup: string; fieldPath: string; ttl: boolean }[];
      };
      const wanted = fieldOverrides.map(
        ({ collectionGroup, fieldPath, ttl }) => `${collectionGroup}/fields/${fieldPath} ${ttl}`,
      );
      const came = [...project.fields].map(
        ([name, field]) => `${name.split("/collectionGroups/")[1]} ${"ttlConfig" in field}`,
      );
      assert.deepEqual(came.toSorted(), wanted.toSorted());
      assert.deepEqual(project.indexes, []);
    });

    it("shows the page, without what belongs to the demo", () => {
      const [version = ""] = project.sites.values();
      const files = [...(project.versions.get(version ?? "")?.files.keys() ?? [])];
      assert.ok(
        files.includes("/index.html") && files.includes("/app.js") && files.includes("/app.css"),
        files.join(" "),
      );
      assert.deepEqual(
        files.filter((file) => !PAGE.test(file)),
        [],
      );
    });

    it("packs the built code and the package's own files, and nothing else", () => {
      const [archive = Buffer.alloc(0)] = project.uploads;
      const built = globSync(`${BUILT}/**/*.js`, { cwd: path.join(place.folder, "functions") })
        .map((file) => file.replaceAll("\\", "/"))
        .filter((file) => !file.startsWith(`${BUILT}/predeploy/`));
      assert.ok(built.length > 0);
      const packed = unpacked(archive);
      assert.deepEqual(Object.keys(packed).toSorted(), ["package.json", "package-lock.json", ...built].toSorted());
      assert.equal(project.uploads.length, 1);
      for (const [file, bytes] of Object.entries(packed)) {
        assert.doesNotMatch(file, /\.test\.|(?:^|\/)testing\/|\.map$|\.env|\.secret/u);
        const text = Buffer.from(bytes).toString();
        for (const value of [...Object.values(SECRETS), ...Object.values(demoSecrets())])
          assert.ok(!text.includes(value), `${file} holds a secret`);
      }
    });

    it("sent a package that installs, starts and answers", async () => {
      const [archive = Buffer.alloc(0)] = project.uploads;
      const running = await start(archive, "registerPhoneNumber", {
        ...sent.get("registerPhoneNumber")?.env,
        ...SECRETS,
        ENFORCE_APP_CHECK: "false",
      });
      try {
        const response = await fetch(running.url, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ data: { pin: "123456" } }),
        });
        assert.equal(response.status, 401, running.output());
        assert.deepEqual(await response.json(), { error: { message: "Sign in first.", status: "UNAUTHENTICATED" } });
      } finally {
        await running.stop();
      }
    });

    it("changes nothing when it is run again", async () => {
      const again = await deploy(place, project, "--only", "functions");
      assert.equal(again.code, 0, again.output);
      assert.match(again.output, /registerPhoneNumber\(us-central1\)\] Skipped/);
      assert.deepEqual(changes(again.sent), []);
    });
  });
});
