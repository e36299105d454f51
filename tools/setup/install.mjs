import { copyFileSync, constants, existsSync, rmSync } from "node:fs";
import path from "node:path";
import { findNode24, machineNode, npmScript, ownNode } from "./node24.mjs";
import { SetupError, step } from "./progress.mjs";
import { run } from "./run.mjs";
import { STALLED_MS } from "./stalled.mjs";
import { arrived, isInstalled, isInstalledByHand, markInstalled } from "./stamps.mjs";

/** No package's script is run on installing: only `node` needs its own, and that one is run by name. */
const QUIET = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"];

/** npm means by it how long nothing may arrive (tried with npm 11: a tarball that trickles in goes on). It asks twice more. */
const STALL_FLAG = `--fetch-timeout=${STALLED_MS}`;

/** How often is looked how far npm is, which does not say. Milliseconds. */
const LOOK_MS = 2000;

/** Whether anything is left to do. @param {string} root */
export function isSetUp(root) {
  const folders = [root, path.join(root, "functions")];
  return !lacksPackages(root) && folders.every((folder) => isInstalled(folder)) && existsSync(secrets(root));
}

/** Whether npm will have to download something. @param {string} root */
export function lacksPackages(root) {
  const functions = path.join(root, "functions");
  const there = [root, functions].every((folder) => isInstalled(folder) || isInstalledByHand(folder));
  return !there || !hasFirestore(functions) || findNode24(root) === undefined;
}

/** Everything that `npm` and a person would do by hand after cloning. @param {string} root */
export async function setUp(root) {
  const functions = path.join(root, "functions");
  if (!isInstalled(root)) {
    if (!isInstalledByHand(root))
      await step("installing the tools", (progress) => ci(root, machineNode(root), progress));
    markInstalled(root);
  }
  const node = findNode24(root) ?? (await step("installing Node 24", () => installNode(root)));
  if (!isInstalled(functions) || !hasFirestore(functions)) {
    if (!isInstalledByHand(functions) || !hasFirestore(functions)) {
      await step("installing the functions' packages", (progress) => installFunctions(functions, node, progress));
    }
    markInstalled(functions);
  }
  if (!existsSync(secrets(root))) {
    await step("writing functions/.secret.local (invented values)", () => writeSecrets(root));
  }
}

/**
 * A package of its own that only some commands need.
 *
 * @param {string} folder
 * @param {string} what it is, for the terminal
 */
export async function setUpPackage(folder, what) {
  if (!isInstalled(folder)) await step(`installing ${what}`, () => installPackage(folder));
}

/** The same without a word. @param {string} folder */
export async function installPackage(folder) {
  if (isInstalled(folder)) return;
  if (!isInstalledByHand(folder)) await ci(folder, process.execPath);
  markInstalled(folder);
}

/** @param {string} root */
function secrets(root) {
  return path.join(root, "functions", ".secret.local");
}

/** @param {string} root */
function writeSecrets(root) {
  copyFileSync(path.join(root, "functions", ".secret.local.example"), secrets(root), constants.COPYFILE_EXCL);
}

/**
 * @param {string} folder
 * @param {string} node
 * @param {(share: number) => void} [progress] is told the share of the packages that have arrived
 */
async function ci(folder, node, progress = () => undefined) {
  const looking = setInterval(() => progress(arrived(folder)), LOOK_MS);
  try {
    await npm(["ci", ...QUIET], folder, node);
  } finally {
    clearInterval(looking);
  }
}

/** @param {string} root */
async function installNode(root) {
  await npm(["rebuild", "node", "--no-update-notifier", "--loglevel=error"], root, machineNode(root));
  if (!existsSync(ownNode(root))) {
    throw new SetupError(
      "Node 24 could not be installed into node_modules. Install Node 24 on this machine, then try again.",
    );
  }
  return ownNode(root);
}

/**
 * Under Node 20 npm leaves out what firebase-admin needs for Firestore, without a word; hence Node 24 and the check.
 *
 * @param {string} functions
 * @param {string} node
 * @param {(share: number) => void} progress
 */
async function installFunctions(functions, node, progress) {
  await ci(functions, node, progress);
  if (hasFirestore(functions)) return;
  rmSync(path.join(functions, "node_modules"), { recursive: true, force: true });
  await ci(functions, node, progress);
  if (hasFirestore(functions)) return;
  throw new SetupError(
    "@google-cloud/firestore is missing from functions/node_modules though npm reported success. " +
      "Run `npm ci` in functions/ under Node 24 without `--omit=optional`, then try again.",
  );
}

/** @param {string} functions */
function hasFirestore(functions) {
  return existsSync(path.join(functions, "node_modules", "@google-cloud", "firestore", "package.json"));
}

/** @param {readonly string[]} args @param {string} cwd @param {string} node */
async function npm(args, cwd, node) {
  const env = { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env["PATH"] ?? ""}` };
  const { code, output } = await run(node, [npmScript(), ...args, STALL_FLAG], { cwd, env: withoutNpmSettings(env) });
  if (code === 0) return;
  const tail = output.trim().split("\n").slice(-25).join("\n");
  throw new SetupError(
    `\`npm ${args[0]}\` failed in ${cwd}:\n\n${tail}\n\nIs the package registry reachable from here?`,
  );
}

/**
 * What `npm run` tells its child about the outer package would otherwise be taken for the inner one.
 *
 * @param {NodeJS.ProcessEnv} env
 */
function withoutNpmSettings(env) {
  const outer = /^npm_(?:package_|lifecycle_|config_local_prefix$|command$)/u;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !outer.test(name)));
}
