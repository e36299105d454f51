import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { demoParams } from "../demo-project.ts";
import { entriesWithHost, entriesWithoutIntegrity, LOCK_FILES, missingEntries, type LockFile } from "../lock-files.ts";
import { root } from "../root.ts";
import { run } from "../setup/run.mjs";

/** What `npm ci` would refuse on another machine, or fetch from a place that only this one knows. */
export function lockFiles(): string {
  const findings = LOCK_FILES.flatMap((file) => {
    const lock = JSON.parse(readFileSync(path.join(root, file), "utf8")) as LockFile;
    return [
      ...missingEntries(lock).map(({ name }) => `${file}: no entry for ${name}; node tools/lock-files.ts adds it.`),
      ...entriesWithHost(lock).map((name) => `${file}: ${name} says where it was downloaded from; remove "resolved".`),
      ...entriesWithoutIntegrity(lock).map((name) => `${file}: no hash of ${name}; node tools/lock-files.ts adds it.`),
    ];
  });
  return findings.join("\n");
}

/** Files of the repository that name the host of a package registry: each machine has its own. */
export async function knownHosts(): Promise<string> {
  const findings = (await repositoryFiles()).flatMap((file) =>
    namesRegistry(readFileSync(path.join(root, file), "utf8")) ? [`${file} names a package registry's host.`] : [],
  );
  return findings.join("\n");
}

/** Whether a text names a registry's host: one that begins with the word registry, or that comes right after npm. */
export function namesRegistry(text: string): boolean {
  return /\bregistry\.(?:[\w-]+\.)+[a-z]{2,}|\/\/npm\.(?:[\w-]+\.)+[a-z]{2,}/iu.test(text);
}

/** Params that the emulators would ask for on the terminal, for want of a value. */
export function configuredEmulators(): string {
  const config = readFileSync(path.join(root, "functions", "src", "config.ts"), "utf8");
  const values = demoParams();
  const unset = definedParams(config).filter((name) => values[name] === undefined);
  return unset.map((name) => `functions/.env.demo-* has no value for ${name}.`).join("\n");
}

/** Names of the params, without the secrets, that a source defines. */
export function definedParams(source: string): string[] {
  return [...source.matchAll(/define(?:String|Int|Boolean|List)\(\s*"(\w+)"/gu)].flatMap(([, name]) => name ?? []);
}

/** What git holds or would take in; in a copy without git, every file that was not installed or built. */
export async function repositoryFiles(): Promise<string[]> {
  const args = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
  const git = await run("git", args, { cwd: root }).catch(() => ({ code: 1, output: "" }));
  const files = git.code === 0 ? git.output.split("\0") : readdirSync(root, { recursive: true, encoding: "utf8" });
  return files.filter(
    (file) => file !== "" && !NOT_OURS.test(file) && existsSync(path.join(root, file)) && isText(file),
  );
}

const NOT_OURS = /(?:^|[\\/])(?:node_modules|\.git|\.cache|\.emulators|lib|dist)[\\/]/u;

function isText(file: string): boolean {
  return statSync(path.join(root, file)).isFile() && !/\.(?:png|jpe?g|gif|ico|woff2?|webp|pdf)$/u.test(file);
}
