import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const STAMP = path.join("node_modules", ".setup-stamp");

/**
 * What `node_modules` must have been installed from: the lock file's hash, and the platform its binaries are for.
 *
 * @param {string} folder
 */
function fingerprint(folder) {
  const hash = createHash("sha256")
    .update(readFileSync(path.join(folder, "package-lock.json")))
    .digest("hex");
  return `${hash} ${process.platform}-${process.arch}`;
}

/** @param {string} folder */
export function isInstalled(folder) {
  return read(path.join(folder, STAMP)) === fingerprint(folder);
}

/** @param {string} folder */
export function markInstalled(folder) {
  writeFileSync(path.join(folder, STAMP), fingerprint(folder));
}

/**
 * Whether what somebody installed by hand is what the lock file asks for, by npm's own record of what it put there;
 * optional packages may be missing, as they are on the platforms they are not for.
 *
 * @param {string} folder
 */
export function isInstalledByHand(folder) {
  const record = read(path.join(folder, "node_modules", ".package-lock.json"));
  const wanted = read(path.join(folder, "package-lock.json"));
  if (record === undefined || wanted === undefined) return false;
  const have = packagesOf(record);
  return Object.entries(packagesOf(wanted)).every(
    ([name, entry]) =>
      name === "" ||
      (entry.optional === true && have[name] === undefined) ||
      (have[name]?.version === entry.version && existsSync(path.join(folder, name))),
  );
}

/**
 * The share of the lock file's packages that are there, 0 to 1. Optional ones are left out: most are for other platforms.
 *
 * @param {string} folder
 */
export function arrived(folder) {
  const wanted = Object.entries(packagesOf(read(path.join(folder, "package-lock.json")) ?? ""));
  const needed = wanted.filter(([name, { optional }]) => name !== "" && optional !== true);
  const there = needed.filter(([name]) => existsSync(path.join(folder, name, "package.json")));
  return needed.length === 0 ? 0 : there.length / needed.length;
}

/** @param {string} json @returns {Record<string, { version?: string, optional?: boolean }>} */
function packagesOf(json) {
  try {
    const file = /** @type {{ packages?: Record<string, { version?: string, optional?: boolean }> }} */ (
      JSON.parse(json)
    );
    return file.packages ?? {};
  } catch {
    return {};
  }
}

/** @param {string} file */
function read(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
