import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { checkFirestore } from "./check-firestore.ts";
import type { Findings } from "./deployment.ts";

const PROJECT = "some-project";
const RULES = readFileSync(path.resolve(import.meta.dirname, "../../../firestore.rules"), "utf8");

/** A CLI that knows these databases, and answers like Google for others. */
const cliThatKnows = (databases: Readonly<Record<string, string>>): string => `
const [command, name] = process.argv.slice(2);
if (command !== "firestore:databases:get") process.exit(2);
const error = ${JSON.stringify(databases)}[name] ?? "Request to https://firestore.googleapis.com had HTTP Error: 404, Not found";
console.log(JSON.stringify(error === "" ? { status: "success", result: {} } : { status: "error", error }));
process.exit(error === "" ? 0 : 1);
`;

describe("the check before rules and indexes are deployed", () => {
  let projectFolder: string;

  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(projectFolder, file)), { recursive: true });
    writeFileSync(path.join(projectFolder, file), text);
  };
  const configure = (firestore: unknown): void =>
    write("firebase.json", JSON.stringify({ functions: { source: "functions", codebase: "ours" }, firestore }));
  const params = (lines: string): void => write(`functions/.env.${PROJECT}`, lines);

  beforeEach(() => {
    projectFolder = mkdtempSync(path.join(tmpdir(), "predeploy-firestore-"));
    write("cli.mjs", cliThatKnows({ "(default)": "", numbers: "" }));
    write("firestore.rules", RULES);
    configure({ rules: "firestore.rules" });
    params("");
  });
  afterEach(() => rmSync(projectFolder, { recursive: true }));

  async function found(seen = true): Promise<Findings> {
    const command = [process.execPath, path.join(projectFolder, "cli.mjs")];
    const cli = seen ? { command, version: "15.34.2", args: ["deploy", "--only", "firestore"] } : undefined;
    const folder = path.join(projectFolder, "functions");
    return checkFirestore({ project: PROJECT, projectFolder, folder, cli, isTerminal: true });
  }

  const stop = async (seen?: boolean): Promise<string> => {
    const { stops } = await found(seen);
    assert.equal(stops.length, 1);
    return stops[0] ?? "";
  };

  it("says nothing when all is in order", async () => {
    assert.deepEqual(await found(), { stops: [], remarks: [] });
  });

  it("stops where the CLI would make the database, by whatever name", async () => {
    write("cli.mjs", cliThatKnows({}));
    assert.match(await stop(), /^some-project has no database \(default\), and deploying .+ in the United States/);
    params("FIRESTORE_DATABASE=numbers");
    configure({ database: "numbers", rules: "firestore.rules" });
    assert.match(await stop(), /firebase firestore:databases:create "numbers" --location /);
    configure({ database: "numbers", location: "europe-west3", rules: "firestore.rules" });
    assert.match(await stop(), /has no database numbers/, "a location is no question either");
  });

  it("stops where Google did not say whether there is one, since the CLI switches the API on and asks anew", async () => {
    write("cli.mjs", cliThatKnows({ "(default)": "had HTTP Error: 403, Firestore API has not been used" }));
    assert.match(await stop(), /^Whether some-project has the database \(default\) could not be found out/);
  });

  it("asks with the project's own CLI where the one that deploys cannot be seen, and else stops", async () => {
    assert.match(await stop(false), /could not be found out/);
    write("node_modules/firebase-tools/lib/bin/firebase.js", cliThatKnows({ "(default)": "" }));
    assert.deepEqual(await found(false), { stops: [], remarks: [] });
  });

  it("looks at the first of several databases, as the CLI does", async () => {
    params("FIRESTORE_DATABASE=numbers");
    configure([{ database: "theirs" }, { database: "numbers", rules: "firestore.rules" }]);
    assert.match(await stop(), /has no database theirs/);
  });

  it("stops where the params name another database than firebase.json", async () => {
    params("FIRESTORE_DATABASE=numbers");
    assert.match(await stop(), /into the database numbers \(FIRESTORE_DATABASE\), .+ names \(default\)/);
    configure([{ rules: "firestore.rules" }, { target: "ours", rules: "firestore.rules" }]);
    write(".firebaserc", JSON.stringify({ targets: { [PROJECT]: { firestore: { ours: ["numbers"] } } } }));
    assert.deepEqual(await found(), { stops: [], remarks: [] });
  });

  it("stops where the rules ask for another claim than the params name", async () => {
    params("OPERATOR_CLAIM=staff");
    assert.match(await stop(), /^OPERATOR_CLAIM is staff, and firestore\.rules does not ask for it/);
    write("firestore.rules", RULES.replaceAll("'whatsappOperator'", '"staff"'));
    assert.deepEqual((await found()).stops, []);
    write("firestore.rules", `${RULES} match /shop/{s} { allow read: if request.auth.token.staff == true; }`);
    assert.match(await stop(), /OPERATOR_CLAIM is staff/, "theirs is another rule");
    write(
      "firestore.rules",
      RULES.replace("request.auth.token.get('whatsappOperator', false)", "request.auth.token.staff"),
    );
    assert.deepEqual((await found()).stops, []);
    write("firestore.rules", `${RULES.replaceAll("whatsappOperator", "admin")} // request.auth.token.staff`);
    assert.match(await stop(), /OPERATOR_CLAIM is staff/, "a comment asks for nothing");
    write("firestore.rules", RULES);
    params("CUSTOMERS_CLAIM=tenants");
    assert.match(
      await stop(),
      /^CUSTOMERS_CLAIM is tenants, .+: customers' members could call .+ whatsappCustomers\(\)/,
    );
  });

  it("says where the rules have no block of ours, and goes on", async () => {
    write("firestore.rules", "// whatsappNumbers\nmatch /orders/{o} { allow read; }");
    const { stops, remarks } = await found();
    assert.deepEqual(stops, []);
    assert.match(remarks.join(), /^firestore\.rules says nothing of whatsappNumbers/);
  });
});
