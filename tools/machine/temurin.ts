import { existsSync, globSync, mkdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { SetupError } from "../setup/progress.mjs";
import { run } from "../setup/run.mjs";
import { download, downloadJson, type RemoteFile } from "./download.ts";
import type { Progress } from "./provide.ts";

/** Origin of the API in which Eclipse Adoptium lists its builds (https://api.adoptium.net/q/swagger-ui). */
export const ADOPTIUM = "https://api.adoptium.net";

/** A system and a processor, as Node names them; `musl` for Linux without glibc, such as Alpine. */
export interface Machine {
  platform: string;
  arch: string;
  musl: boolean;
}

/** A runtime that Adoptium builds: its release, and the archive to download. */
export interface TemurinRelease {
  /** Such as `jdk-21.0.4+7`. */
  name: string;
  archive: RemoteFile & { name: string };
}

const SYSTEMS = new Map([
  ["linux", "linux"],
  ["darwin", "mac"],
  ["win32", "windows"],
]);
const PROCESSORS = new Map([
  ["x64", "x64"],
  ["arm64", "aarch64"],
]);

const Assets = z.array(
  z.object({
    release_name: z.string().regex(/^[\w.+-]+$/u),
    binary: z.object({
      package: z.object({
        name: z.string().regex(/^[\w.+-]+$/u),
        link: z.url(),
        size: z.int().positive(),
        checksum: z.string().regex(/^[\da-f]{64}$/iu),
      }),
    }),
  }),
);

/** The machine this runs on. */
export function thisMachine(): Machine {
  return { platform: process.platform, arch: process.arch, musl: process.platform === "linux" && !hasGlibc() };
}

function hasGlibc(): boolean {
  const Report = z.object({ header: z.object({ glibcVersionRuntime: z.string().optional() }) });
  return Report.parse(process.report.getReport()).header.glibcVersionRuntime !== undefined;
}

/**
 * The newest release of Temurin's Java runtime of one major version.
 *
 * @throws SetupError saying in a few words why there is none.
 */
export async function temurinRelease(major: number, machine: Machine, api = ADOPTIUM): Promise<TemurinRelease> {
  const os = machine.musl ? "alpine-linux" : SYSTEMS.get(machine.platform);
  const architecture = PROCESSORS.get(machine.arch);
  if (os === undefined || architecture === undefined) throw notBuilt(machine);
  const query = new URLSearchParams({ architecture, image_type: "jre", os, vendor: "eclipse" });
  const answer = Assets.safeParse(await downloadJson(`${api}/v3/assets/latest/${major}/hotspot?${query.toString()}`));
  if (!answer.success) throw new SetupError(`the answer of ${api} could not be understood`);
  const [asset] = answer.data;
  if (asset === undefined) throw notBuilt(machine);
  const { name, link: url, size: bytes, checksum: sha256 } = asset.binary.package;
  return { name: asset.release_name, archive: { name, url, bytes, sha256 } };
}

function notBuilt({ platform, arch }: Machine): SetupError {
  return new SetupError(`Eclipse Adoptium has no build for ${platform} on ${arch}`);
}

/**
 * Downloads a release into a folder of its own below `folder`; another process never sees half of it.
 *
 * @returns its Java home.
 * @throws SetupError saying in a few words what went wrong.
 */
export async function installTemurin(release: TemurinRelease, folder: string, progress: Progress): Promise<string> {
  const target = path.join(folder, release.name);
  const fresh = path.join(folder, `.new-${process.pid}`);
  const archive = path.join(folder, `${process.pid}-${release.archive.name}`);
  mkdirSync(fresh, { recursive: true });
  try {
    await download(release.archive, archive, progress);
    await unpack(archive, fresh);
    if (homesIn(fresh).length === 0) throw new SetupError(`${release.archive.name} holds no Java`);
    rmSync(target, { recursive: true, force: true });
    renameSync(fresh, target);
  } finally {
    for (const leftover of [fresh, archive]) rmSync(leftover, { recursive: true, force: true });
  }
  return homesIn(target)[0] ?? target;
}

/** Every Java home in such a folder; on macOS it lies deeper in the archive. */
export function homesIn(folder: string): string[] {
  const programs = `{,*/}{,Contents/Home/}bin/${process.platform === "win32" ? "java.exe" : "java"}`;
  return globSync(programs, { cwd: folder }).map((program) => path.dirname(path.dirname(path.join(folder, program))));
}

/** Linux, macOS and Windows all have a `tar`; the last two unpack zip archives with it, too. */
async function unpack(archive: string, folder: string): Promise<void> {
  try {
    const { code, output } = await run("tar", ["-xf", archive, "-C", folder]);
    if (code !== 0) throw new Error(output.trim());
  } catch (error) {
    throw new SetupError(`tar could not unpack it: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** Folder below which an earlier run has installed a runtime, newest name first. */
export function installedTemurins(folder: string): string[] {
  return existsSync(folder)
    ? globSync("jdk-*", { cwd: folder })
        .toSorted()
        .toReversed()
        .flatMap((name) => homesIn(path.join(folder, name)))
    : [];
}
