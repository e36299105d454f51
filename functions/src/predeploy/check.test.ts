import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import { checkImported } from "./check-imported.ts";
import { check, complaintAboutCli } from "./check.ts";
import type { Deployment, Findings } from "./deployment.ts";
import { readManifest, type Manifest } from "./manifest.ts";
import { complaintsAboutParams } from "./param-rules.ts";
import { rolesLabel } from "./roles.ts";

const PROJECT = "some-project";
const ROLES = ["roles/datastore.user", "roles/firebaseauth.viewer", "roles/firebaseappcheck.tokenVerifier"];
const VALUE = "EAAofNobodyElse";

const PARAMS = `
META_PHONE_NUMBER_ID=550000000000001
META_WABA_ID=777000000000001
`;

/** Answers as the CLI would, from a file beside it. */
const CLI = `
import { readFileSync } from "node:fs";
const { functions, secrets, databases } = JSON.parse(readFileSync(new URL("answers.json", import.meta.url), "utf8"));
const [command, name] = process.argv.slice(2);
if (command === "functions:list") console.log(JSON.stringify({ status: "success", result: functions }));
else if (command === "firestore:databases:get") {
  if (databases[name] === "there") process.exit(0);
  console.log(JSON.stringify({ status: "error", error: databases[name] ?? "Request to https://… had HTTP Error: 404, " + name }));
  process.exit(1);
}
else if (secrets[name] === undefined) process.exit(1);
else console.log(secrets[name]);
`;

const FIREBASE_JSON = {
  functions: { source: "functions", codebase: "ours", ignore: ["node_modules", ".env*", "*.mjs"] },
};

/** Values that a param may have, and that it may not. */
const MALFORMED: Readonly<Record<string, { readonly good: readonly string[]; readonly bad: readonly string[] }>> = {
  META_PHONE_NUMBER_ID: { good: ["550000000000001"], bad: ["", "+49 151 000", "550000000000001 "] },
  META_WABA_ID: { good: ["777000000000001"], bad: ["", "my account"] },
  META_BUSINESS_ID: { good: ["", "666000000000001"], bad: ["my business"] },
  META_APP_ID: { good: ["", "888000000000001"], bad: ["my app"] },
  META_SIGNUP_CONFIG_ID: {
    good: ["", "444000000000001"],
    bad: ["my configuration", "444000000000001,444000000000002"],
  },
  MANAGED_PHONE_NUMBER_IDS: {
    good: ["", "*", "550000000000001, 550000000000002"],
    bad: ["all", "123", "550000000000001;550000000000002"],
  },
  WEBHOOK_URL: {
    good: ["", "https://hooks.example.com/meta"],
    bad: [
      "http://hooks.example.com/",
      "https://hooks.example.com/?word=1",
      "hooks.example.com",
      `https://x.example/${"a".repeat(200)}`,
    ],
  },
  WEBHOOK_OVERRIDE: { good: ["true", "false"], bad: ["", "yes", "0"] },
  META_GRAPH_VERSION: { good: ["v25.0"], bad: ["", "25", "25.0", "latest"] },
  META_GRAPH_BASE_URL: {
    good: ["https://graph.facebook.com"],
    bad: [
      "",
      "https://graph.facebook.com/v25.0",
      "http://graph.facebook.com",
      "https://graphxfacebook.com",
      "http://127.0.0.1:4010",
    ],
  },
  REGISTRATION_BUDGET: { good: ["1", "10"], bad: ["", "0", "11", "ten", "5.5"] },
  FUNCTIONS_REGION: { good: ["us-central1", "europe-west1"], bad: ["", "Europe", "europe-west"] },
  FIRESTORE_DATABASE: { good: ["whatsapp", "(default)"], bad: ["", "default)", "My database"] },
  OPERATOR_CLAIM: { good: ["whatsappOperator"], bad: ["", "email_verified", "whatsapp operator"] },
  CUSTOMERS_CLAIM: { good: ["whatsappCustomers"], bad: ["", "email_verified", "whatsapp customers"] },
  ENFORCE_APP_CHECK: { good: ["true", "false"], bad: ["", "yes", "0"] },
  ALLOWED_ORIGINS: {
    good: ["", "https://admin.example.com, https://b.example"],
    bad: ["admin.example.com", "https://admin.example.com/path"],
  },
};

describe("the check before a deployment", () => {
  let projectFolder: string;
  let folder: string;
  let manifest: Manifest;

  before(async () => {
    projectFolder = mkdtempSync(path.join(tmpdir(), "predeploy-test-"));
    folder = path.join(projectFolder, "functions");
    mkdirSync(folder);
    symlinkSync(path.resolve(import.meta.dirname, "../../node_modules"), path.join(folder, "node_modules"), "junction");
    write("firebase.json", JSON.stringify(FIREBASE_JSON));
    write("cli.mjs", CLI);
    write("functions/package.json", JSON.stringify({ type: "module", main: "lib/index.js" }));
    write("functions/lib/index.js", `export * from ${JSON.stringify(new URL("../index.ts", import.meta.url).href)};`);
    manifest = await readManifest(folder);
  });
  beforeEach(() => {
    write(`functions/.env.${PROJECT}`, PARAMS);
    answer({});
  });
  after(() => rmSync(projectFolder, { recursive: true }));

  function write(file: string, text: string): void {
    mkdirSync(path.dirname(path.join(projectFolder, file)), { recursive: true });
    writeFileSync(path.join(projectFolder, file), text);
  }

  interface Answered {
    functions?: unknown;
    secrets?: object;
    databases?: object;
  }

  function answer({ functions = [deployed(ROLES)], secrets = {}, databases }: Answered): void {
    const all = { META_SYSTEM_USER_TOKEN: VALUE, META_APP_SECRET: " ", META_WEBHOOK_VERIFY_TOKEN: "word", ...secrets };
    write(
      "answers.json",
      JSON.stringify({ functions, secrets: all, databases: databases ?? { "(default)": "there" } }),
    );
  }

  const deployed = (roles: readonly string[]): unknown => ({
    codebase: "ours",
    serviceAccount: "firebase-fn-1@some-project.iam.gserviceaccount.com",
    labels: { "firebase-declarative-security-etag": rolesLabel(roles) },
  });

  async function found(changes: Partial<Deployment> = {}, args: readonly string[] = []): Promise<Findings> {
    const cli = { command: [process.execPath, path.join(projectFolder, "cli.mjs")], version: "15.34.2", args };
    const findings = await check({ project: PROJECT, projectFolder, folder, cli, isTerminal: true, ...changes }, () =>
      Promise.resolve(manifest),
    );
    assert.doesNotMatch([...findings.stops, ...findings.remarks].join(), new RegExp(VALUE), "a secret's value");
    return findings;
  }

  it("says nothing when all is in order", async () => {
    assert.deepEqual(await found(), { stops: [], remarks: [] });
  });

  it("stops on a secret in any dotenv file, also in one of another project", async () => {
    write("functions/.env.staging", `#META_APP_SECRET=${VALUE}\n  export META_SYSTEM_USER_TOKEN = "${VALUE}"\n`);
    const { stops } = await found();
    rmSync(path.join(folder, ".env.staging"));
    assert.equal(stops.length, 2);
    for (const name of ["META_APP_SECRET", "META_SYSTEM_USER_TOKEN"]) {
      assert.ok(
        stops.some((one) => one.includes(`.env.staging has a line for the secret ${name}`)),
        name,
      );
    }
  });

  it("stops on a malformed param, naming the file that holds it", async () => {
    write(`functions/.env.${PROJECT}`, `${PARAMS}META_GRAPH_BASE_URL=https://graph.facebook.com/v25.0\n`);
    const { stops } = await found();
    assert.deepEqual(stops, [
      "META_GRAPH_BASE_URL in .env.some-project: https://graph.facebook.com, without a path: the functions talk to no other origin outside the emulator.",
    ]);
  });

  it("takes the values of the project's alias, too", async () => {
    write(".firebaserc", JSON.stringify({ projects: { live: PROJECT, staging: "another" } }));
    write("functions/.env.live", "META_APP_ID=none");
    write("functions/.env.staging", "META_APP_ID=none");
    const { stops } = await found();
    for (const file of [".firebaserc", "functions/.env.live", "functions/.env.staging"])
      rmSync(path.join(projectFolder, file));
    assert.equal(stops.length, 1);
    assert.match(stops[0] ?? "", /^META_APP_ID in \.env\.live: /);
  });

  for (const [how, changes, args] of [
    ["without a terminal", { isTerminal: false }, []],
    ["with --non-interactive", {}, ["deploy", "--non-interactive"]],
    ["with --json", {}, ["deploy", "--json"]],
  ] as const) {
    it(`stops on params without a value ${how}, since the CLI will not ask`, async () => {
      const { stops } = await found(changes, args);
      assert.equal(stops.length, 1);
      assert.match(stops[0] ?? "", /Add them to \.env\.some-project.+\n(?: +\w+=.*\n)* +META_GRAPH_VERSION=v25\.0\n/);
      assert.doesNotMatch(stops[0] ?? "", /META_WABA_ID/, "it has a value");
    });
  }

  it("stops on files that would be packed and are not ours", async () => {
    write("functions/service-account.json", "{}");
    write("functions/lib/index.js.map", "{}");
    const { stops } = await found();
    rmSync(path.join(folder, "service-account.json"));
    rmSync(path.join(folder, "lib", "index.js.map"));
    assert.equal(stops.length, 1);
    assert.match(stops[0] ?? "", /do not belong to them: lib\/index\.js\.map, service-account\.json\. /);
  });

  it("stops on a secret that is blank, and not on one that may be", async () => {
    answer({ secrets: { META_SYSTEM_USER_TOKEN: " \n", META_WEBHOOK_VERIFY_TOKEN: "" } });
    const { stops } = await found();
    assert.deepEqual(
      stops.map((one) => /^The secret (\w+) is blank\./.exec(one)?.[1]),
      ["META_SYSTEM_USER_TOKEN", "META_WEBHOOK_VERIFY_TOKEN"],
    );
  });

  it("says which secrets it could not read, and goes on", async () => {
    answer({ secrets: { META_SYSTEM_USER_TOKEN: undefined } });
    const { stops, remarks } = await found();
    assert.deepEqual(stops, []);
    assert.match(remarks.join(), /not checked: META_SYSTEM_USER_TOKEN\./);
  });

  it("stops where the database is missing, and says where that could not be found out", async () => {
    answer({ databases: {} });
    const { stops } = await found();
    assert.equal(stops.length, 1);
    assert.match(stops[0] ?? "", /^some-project has no database \(default\) .+ firebase firestore:databases:create /);
    answer({ databases: { "(default)": "Authorization failed." } });
    const { stops: none, remarks } = await found();
    assert.deepEqual(none, []);
    assert.match(remarks.join(), /Whether there is a database \(default\) could not be found out\./);
  });

  it("stops where the rules ask for another claim than the params name", async () => {
    write(
      "theirs.rules",
      "match /whatsappNumbers/{n} { allow read: if t.token.staff == true || t.token.whatsappCustomers.hasAny([]); }",
    );
    write("firebase.json", JSON.stringify({ ...FIREBASE_JSON, firestore: { rules: "theirs.rules" } }));
    const { stops } = await found();
    write("firebase.json", JSON.stringify(FIREBASE_JSON));
    assert.equal(stops.length, 1);
    assert.match(stops[0] ?? "", /^OPERATOR_CLAIM is whatsappOperator, and theirs\.rules does not ask for it/);
  });

  describe("when the functions have no account yet, or other roles", () => {
    for (const functions of [
      [],
      [deployed(["roles/viewer"])],
      [{ codebase: "theirs", serviceAccount: "firebase-fn-2@x" }],
    ]) {
      it("stops where nobody can answer the CLI's question", async () => {
        answer({ functions });
        const all = Object.entries(MALFORMED).map(([name, { good }]) => `${name}="${good.at(-1)}"\n`);
        write(`functions/.env.${PROJECT}`, all.join(""));
        const { stops } = await found({}, ["deploy", "--non-interactive"]);
        assert.equal(stops.length, 1);
        assert.match(stops[0] ?? "", /^The CLI will ask whether it may .+ Nobody is here to answer\./);
      });

      it("says at a terminal that Enter means no", async () => {
        answer({ functions });
        const { stops, remarks } = await found();
        assert.deepEqual(stops, []);
        assert.match(remarks.join(), /roles\/datastore\.user.+Enter alone means no/);
      });

      it("says nothing with --force", async () => {
        answer({ functions });
        assert.deepEqual(await found({}, ["deploy", "--force"]), { stops: [], remarks: [] });
      });
    }
  });

  describe("in a project that exports ours among its own functions", () => {
    const foundIn = (params: Manifest["params"], changes: Partial<Deployment> = {}): Promise<Findings> => {
      const cli = { command: [process.execPath, path.join(projectFolder, "cli.mjs")], version: "15.20.0", args: [] };
      return checkImported({ project: PROJECT, projectFolder, folder, cli, isTerminal: true, ...changes }, () =>
        Promise.resolve({ params, requiredRoles: ["roles/theirs"] }),
      );
    };
    const theirs = { name: "THEIR_PARAM", type: "string", input: { text: { validationRegex: "^good$" } } };

    it("looks at our settings alone", async () => {
      write(`functions/.env.${PROJECT}`, `${PARAMS}THEIR_PARAM=bad\n`);
      write("functions/their-data.json", "{}");
      answer({ functions: [] });
      const findings = await foundIn([...manifest.params, theirs, { name: "THEIR_KEY", type: "secret" }]);
      rmSync(path.join(folder, "their-data.json"));
      assert.deepEqual(findings, { stops: [], remarks: [] });
    });

    it("stops on them as in a codebase of ours", async () => {
      write(`functions/.env.${PROJECT}`, `META_WABA_ID=none\nREGISTRATION_BUDGET=11\nMETA_APP_SECRET=${VALUE}\n`);
      const { stops } = await foundIn(manifest.params);
      assert.deepEqual(
        ["META_APP_SECRET", "META_WABA_ID", "REGISTRATION_BUDGET"].map(
          (name) => stops.filter((one) => one.includes(name)).length,
        ),
        [1, 1, 1],
      );
      write(`functions/.env.${PROJECT}`, PARAMS);
      answer({ secrets: { META_SYSTEM_USER_TOKEN: " " }, databases: {} });
      const { stops: atGoogle } = await foundIn(manifest.params);
      assert.match(atGoogle.join("\n"), /META_SYSTEM_USER_TOKEN is blank[^]+no database/u);
    });

    it("asks for every value where nobody can be asked, but for their region's", async () => {
      write(`functions/.env.${PROJECT}`, "");
      const { stops } = await foundIn(manifest.params, { isTerminal: false });
      const named = [...(stops[0] ?? "").matchAll(/^ +(\w+)=/gmu)].map(([, name = ""]) => name);
      assert.deepEqual(
        named.toSorted(),
        Object.keys(MALFORMED)
          .filter((name) => name !== "FUNCTIONS_REGION")
          .toSorted(),
      );
    });

    it("says so where there is none of ours", async () => {
      const { stops, remarks } = await foundIn([theirs]);
      assert.deepEqual(stops, []);
      assert.match(remarks.join(), /export none of ours/u);
    });
  });

  it("knows a malformed value of every param", () => {
    const complaint = (name: string, value: string): string =>
      complaintsAboutParams(manifest.params, new Map([[name, { value, file: ".env" }]])).join();
    const plain = manifest.params.filter(({ type }) => type !== "secret").map(({ name }) => name);
    assert.deepEqual(
      Object.keys(MALFORMED).toSorted(),
      plain.toSorted(),
      "a new param needs a rule in config.ts and values here",
    );
    for (const [name, { good, bad }] of Object.entries(MALFORMED)) {
      for (const value of good) assert.equal(complaint(name, value), "", `${name}=${value}`);
      for (const value of bad)
        assert.match(complaint(name, value), new RegExp(`^${name} in \\.env: .+\\.$`), `${name}=${value}`);
    }
  });

  it("says what it could not check where the CLI cannot be seen", async () => {
    const { stops, remarks } = await found({ cli: undefined });
    assert.deepEqual(stops, []);
    assert.match(remarks.join(), /neither the CLI's version nor the secrets nor the functions' account/);
  });

  it("stops on a CLI that knows nothing of roles, before anything else", () => {
    for (const version of ["15.29.9", "14.99.0"])
      assert.match(complaintAboutCli(version) ?? "", /15\.30 is the oldest/);
    for (const version of ["15.30.0", "16.0.0"]) assert.equal(complaintAboutCli(version), undefined);
  });
});
