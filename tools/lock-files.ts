import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "./root.ts";
import { run } from "./setup/run.mjs";

/** The lock files of this repository, relative to its root. */
export const LOCK_FILES = [
  "package-lock.json",
  "functions/package-lock.json",
  "tools/machine/chromium/package-lock.json",
  "torture/mutation/package-lock.json",
  "test/foreign-sdks/package-lock.json",
  "test/frontends/package-lock.json",
] as const;

interface LockEntry {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  resolved?: string;
  integrity?: string;
  optionalDependencies?: Record<string, string>;
}

/** The part of npm's lock file (version 3) that is read here: package folder to entry. */
export interface LockFile {
  packages: Record<string, LockEntry>;
}

/** An optional dependency that some locked package names and the lock file has no entry for. */
export interface MissingEntry {
  by: string;
  name: string;
  range: string;
}

/**
 * Optional packages that the lock file leaves out. `npm ci` refuses such a lock file, and npm writes one when the
 * registry it was made against lacks the builds for other platforms.
 */
export function missingEntries(lock: LockFile): MissingEntry[] {
  return Object.entries(lock.packages).flatMap(([folder, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => !isLocked(lock, folder, name))
      .map(([name, range]) => ({ by: folder, name, range })),
  );
}

/** Package folders whose entry names the place it was downloaded from; ours must name none. */
export function entriesWithHost(lock: LockFile): string[] {
  return Object.entries(lock.packages)
    .filter(([, entry]) => entry.resolved?.includes("://") === true)
    .map(([folder]) => folder);
}

/** Package folders whose entry has no hash: npm would install whatever it is given under that name. */
export function entriesWithoutIntegrity(lock: LockFile): string[] {
  return Object.entries(lock.packages)
    .filter(([folder, entry]) => folder !== "" && entry.integrity === undefined)
    .map(([folder]) => folder);
}

/**
 * A copy of the lock file in which every entry has its hash.
 *
 * @param ask for the hash that the registry gives of a package, `name@version`
 * @throws Error when it gives none, or one that is no hash
 */
export async function withIntegrity(lock: LockFile, ask: (spec: string) => Promise<string>): Promise<LockFile> {
  const packages = { ...lock.packages };
  for (const folder of entriesWithoutIntegrity(lock)) {
    const { version, ...rest } = packages[folder] ?? {};
    const spec = `${folder.slice(folder.lastIndexOf("node_modules/") + "node_modules/".length)}@${version ?? ""}`;
    const integrity = await ask(spec);
    if (!/^sha512-[\w+/]{86}==$/u.test(integrity))
      throw new Error(`The registry has no hash for ${spec}: ${integrity}`);
    packages[folder] = { ...(version === undefined ? {} : { version }), integrity, ...rest };
  }
  return { ...lock, packages };
}

/**
 * A copy of the lock file with an entry for each missing optional package, its platform read from its name.
 * Such an entry has no integrity hash: `withIntegrity` asks for it.
 *
 * @throws Error when a missing package is not named with one exact version.
 */
export function completed(lock: LockFile): LockFile {
  const packages = { ...lock.packages };
  for (const { by, name, range } of missingEntries(lock)) {
    if (!/^\d+\.\d+\.\d+[\w.+-]*$/u.test(range)) {
      throw new Error(`${by} asks for ${name}@${range}, which is not one exact version: lock it with npm install.`);
    }
    const dev = lock.packages[by]?.dev === true ? { dev: true } : {};
    const { cpu, libc, os } = platformOf(name);
    packages[`node_modules/${name}`] = {
      version: range,
      ...(cpu.length > 0 ? { cpu } : {}),
      ...dev,
      ...(libc.length > 0 ? { libc } : {}),
      optional: true,
      ...(os.length > 0 ? { os } : {}),
    };
  }
  const sorted = Object.entries(packages).toSorted(([a], [b]) => a.localeCompare(b, "en"));
  return { ...lock, packages: Object.fromEntries(sorted) };
}

function isLocked(lock: LockFile, folder: string, name: string): boolean {
  for (let base = folder; ; base = parentOf(base)) {
    const candidate = base === "" ? `node_modules/${name}` : `${base}/node_modules/${name}`;
    if (lock.packages[candidate] !== undefined) return true;
    if (base === "") return false;
  }
}

function parentOf(folder: string): string {
  const at = folder.lastIndexOf("/node_modules/");
  return at === -1 ? "" : folder.slice(0, at);
}

const OS = new Set([
  "aix",
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "win32",
]);
const CPU = new Set(["arm", "arm64", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "x64"]);
const LIBC = new Map([
  ["gnu", "glibc"],
  ["musl", "musl"],
]);

/** `@scope/binding-linux-arm64-musl` to `{ os: ["linux"], cpu: ["arm64"], libc: ["musl"] }`. */
export function platformOf(name: string): Record<"os" | "cpu" | "libc", string[]> {
  const words = name.split(/[/-]/u);
  const os = words.filter((word) => OS.has(word));
  const libc = words.flatMap((word) => LIBC.get(word) ?? []);
  return { os, cpu: words.filter((word) => CPU.has(word)), libc: os.includes("linux") ? libc : [] };
}

async function integrityOf(spec: string): Promise<string> {
  const { output } = await run("npm", ["view", spec, "dist.integrity"], { cwd: root });
  return output.trim();
}

async function completeFiles(): Promise<void> {
  for (const file of LOCK_FILES) {
    const full = path.join(root, file);
    const lock = JSON.parse(readFileSync(full, "utf8")) as LockFile;
    const missing = missingEntries(lock);
    const added = completed(lock);
    const bare = entriesWithoutIntegrity(added);
    const whole = await withIntegrity(added, integrityOf);
    if (missing.length + bare.length > 0) writeFileSync(full, `${JSON.stringify(whole, null, 2)}\n`);
    console.log(`${file}: ${missing.length} entries and ${bare.length} hashes added`);
  }
}

if (import.meta.main) await completeFiles();
