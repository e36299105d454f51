import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import { SetupError } from "./progress.mjs";

const WINDOWS = process.platform === "win32";

/**
 * Whether npm installs everything under a Node of this version, which the native parts of oxlint, oxfmt and oxc-parser ask for: they are
 * optional, and npm leaves out what does not fit without a word.
 *
 * @param {string} version
 */
export function installsAll(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
}

/** The Node 24 that the package `node` brings, once installed. @param {string} root */
export function ownNode(root) {
  return path.join(root, "node_modules", "node", "bin", WINDOWS ? "node.exe" : "node");
}

/**
 * The Node 24 to run everything with: the one that was installed here, else the machine's own when it is one. The Node that
 * runs this may be neither: `npm run` takes the one installed here, and `npm ci` may have removed it since.
 *
 * @param {string} root
 * @returns {string | undefined} undefined when there is none yet
 */
export function findNode24(root) {
  if (existsSync(ownNode(root))) return ownNode(root);
  const running = process.execPath;
  const lasting = existsSync(running) && !isWithin(root, running);
  return process.versions.node.startsWith("24.") && lasting ? running : undefined;
}

/**
 * A Node that stands outside `node_modules`, so that it lives on while `npm ci` empties that folder.
 *
 * @param {string} root
 * @returns {string}
 */
export function machineNode(root) {
  const candidates = [process.env["npm_node_execpath"], process.execPath, ...onPath(WINDOWS ? "node.exe" : "node")];
  const found = candidates.find((file) => file !== undefined && existsSync(file) && !isWithin(root, file));
  return found ?? process.execPath;
}

/** @returns {string} the path of npm's own script, to be run with the Node of one's choice */
export function npmScript() {
  const given = process.env["npm_execpath"];
  const besideNode = path.join(path.dirname(process.execPath), "node_modules", "npm", "bin", "npm-cli.js");
  const candidates = [given, ...onPath("npm").map((file) => realpathSync(file)), besideNode];
  const found = candidates.find(
    (file) => file !== undefined && path.basename(file) === "npm-cli.js" && existsSync(file),
  );
  if (found === undefined)
    throw new SetupError("npm was not found. Install it together with Node 24 (or 22.12), then try again.");
  return found;
}

/** @param {string} name */
function onPath(name) {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => path.join(folder, name)).filter((file) => existsSync(file));
}

/** @param {string} root @param {string} file */
function isWithin(root, file) {
  return realpathSync(file).startsWith(realpathSync(root) + path.sep);
}
