import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { demoProject } from "../../tools/demo-project.ts";
import { dotenv } from "../../tools/emulators/staged-functions.ts";
import { packFunctions } from "../../tools/package-functions.ts";
import { root } from "../../tools/root.ts";
import { secrets, simulatorPort } from "./emulators.ts";

const OURS = path.join(root, "functions");
const TEMPLATES = path.join(root, "node_modules", "firebase-tools", "templates", "init", "functions", "typescript");
const COMPILER = path.join(root, "node_modules", "typescript", "bin", "tsc");
const PACKAGE = "whatsapp-cloud-registration";

/** That of the test run, whose users and documents the Auth and Firestore emulators have. */
export const STRANGERS_PROJECT = demoProject;

/** The functions of a project that knew nothing of ours, as its functions/index.js has them. */
const THEIR_FUNCTIONS = `
import "./options.js";
import { onCall, onRequest } from "firebase-functions/https";

export const orders = onCall(({ data }) => ({ ordered: data }));
export const hook = onRequest(({ body, rawBody }, response) => void response.json({ body, bytes: rawBody.length }));
`;

/** An ES module sets what holds for every function in a module that it imports first: ours follow it as theirs do. */
const THEIR_OPTIONS = `
import { setGlobalOptions } from "firebase-functions";

setGlobalOptions({ region: "europe-west1", memory: "1GiB" });
`;

/** The one line by which ours come in among theirs. */
const THEIR_IMPORT = `export * as numbers from "${PACKAGE}/functions";\n`;

/** Where each way in has our functions: in which region, under which name, with which database and claim. */
export const WAYS = {
  imported: { region: "europe-west1", before: "numbers-", database: "(default)", claim: "whatsappOperator" },
  beside: { region: "europe-west3", before: "wa-", database: "numbers", claim: "numbersOperator" },
  kit: { region: "europe-west4", before: "kit-registration-", database: "(default)", claim: "whatsappOperator" },
} as const;
export type Way = keyof typeof WAYS;

/** A stranger's project on the disk, with our functions in it in all three ways. */
export interface Stranger {
  readonly folder: string;
  readonly functions: string;
  close(): Promise<void>;
}

/** @throws Error with the messages of the packing, or of the compiler. */
export async function newStranger(): Promise<Stranger> {
  const folder = mkdtempSync(path.join(tmpdir(), "stranger-"));
  const packed = await packFunctions(folder);
  const functions = path.join(folder, "functions");
  theirs(functions, packed);
  beside(path.join(folder, "whatsapp"));
  kit(path.join(folder, "function-kits", "registration"), packed);
  return { folder, functions, close: async () => rmSync(folder, { recursive: true, force: true }) };
}

/** Their functions, which take ours in by an import. */
function theirs(folder: string, packed: string): void {
  install(folder, packed);
  write(folder, "package.json", JSON.stringify({ type: "module", main: "index.js", engines: { node: "24" } }));
  write(folder, "options.js", THEIR_OPTIONS);
  write(folder, "index.js", THEIR_FUNCTIONS + THEIR_IMPORT);
  configure(folder, "imported");
  write(folder, ".secret.local", dotenv(secrets));
}

/** A copy of functions/, built by the command that README.md gives for it. */
function beside(folder: string): void {
  const leftBehind = /\/(?:node_modules|lib|dist|testing|\.env\.local|\.secret\.local)$|\.test\.ts$/u;
  cpSync(OURS, folder, { recursive: true, filter: (source) => source === OURS || !leftBehind.test(source) });
  symlinkSync(path.join(OURS, "node_modules"), path.join(folder, "node_modules"), "junction");
  execute("npm", ["--prefix", folder, "run", "build"], folder);
  const { region } = WAYS.beside;
  configure(folder, "beside", { FUNCTIONS_REGION: region });
  write(folder, ".secret.local", dotenv(secrets));
}

/** What `firebase functions:kits:install` makes of the packed file: a wrapper from the CLI's own templates, compiled. */
function kit(folder: string, packed: string): void {
  const source = path.join(folder, "source");
  install(source, packed);
  const template = (name: string): string => readFileSync(path.join(TEMPLATES, name), "utf8");
  write(source, "package.json", template("package-kit.json").replace("{{RUNTIME}}", "24"));
  write(source, "tsconfig.json", template("tsconfig.json"));
  write(path.join(source, "src"), "index.ts", template("index-kit.ts").replace("{{PACKAGE_NAME}}", PACKAGE));
  execute(process.execPath, [COMPILER], source);
  const { region } = WAYS.kit;
  configure(path.join(folder, "config"), "kit", { FUNCTION_DEFAULT_REGION: region });
  write(source, ".secret.local", dotenv(secrets));
}

/** The params of one way in. */
function configure(folder: string, way: Way, more: Readonly<Record<string, string>> = {}): void {
  const { database, claim } = WAYS[way];
  const params = {
    META_PHONE_NUMBER_ID: "550000000000001",
    META_WABA_ID: "777000000000001",
    META_BUSINESS_ID: "",
    META_APP_ID: "888000000000001",
    META_SIGNUP_CONFIG_ID: "",
    MANAGED_PHONE_NUMBER_IDS: "*",
    META_GRAPH_VERSION: "v25.0",
    META_GRAPH_BASE_URL: `http://127.0.0.1:${simulatorPort}`,
    REGISTRATION_BUDGET: "10",
    ALLOWED_ORIGINS: "",
    ENFORCE_APP_CHECK: "false",
    FIRESTORE_DATABASE: database,
    OPERATOR_CLAIM: claim,
    CUSTOMERS_CLAIM: "whatsappCustomers",
  };
  write(folder, `.env.${STRANGERS_PROJECT}`, dotenv({ ...params, ...more }));
}

/** The packed file among the packages that a project has already; npm would do the same, with the registry. */
function install(folder: string, packed: string): void {
  const modules = path.join(folder, "node_modules");
  mkdirSync(path.join(modules, PACKAGE), { recursive: true });
  for (const name of readdirSync(path.join(OURS, "node_modules")).filter((entry) => !entry.startsWith(".package"))) {
    symlinkSync(path.join(OURS, "node_modules", name), path.join(modules, name), "junction");
  }
  execute("tar", ["-xzf", packed, "-C", path.join(modules, PACKAGE), "--strip-components=1"], folder);
}

function write(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, name), text);
}

function execute(program: string, args: readonly string[], cwd: string): void {
  try {
    execFileSync(program, args, { cwd, stdio: "pipe", timeout: 180_000 });
  } catch (error) {
    const said = error instanceof Error && "stdout" in error ? String(error.stdout) : "";
    throw new Error(`${path.basename(program)} ${args.join(" ")} failed in a stranger's project:\n${said}`, {
      cause: error,
    });
  }
}
