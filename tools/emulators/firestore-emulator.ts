import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { cacheFolder } from "../machine/cache.ts";
import { downloadBy, type ProgramsDownload } from "../machine/download-by.ts";
import type { Part, Progress } from "../machine/provide.ts";
import { root } from "../root.ts";
import { SetupError } from "../setup/progress.mjs";
import { emulatorCache, emulatorInfoFile, firebaseCommand, firebaseEnv } from "./firebase-cli.ts";
import { launcherManifest, storedZip } from "./launcher-jar.ts";

const MAIN_CLASS = "com.google.cloud.datastore.emulator.firestore.CloudFirestore";
const JAR_IN_GCLOUD = path.join("platform", "cloud-firestore-emulator", "cloud-firestore-emulator.jar");

/** The Firestore emulator. */
export function firestorePart(env: NodeJS.ProcessEnv = process.env): Part {
  return {
    name: "the Firestore emulator",
    megabytes: 140,
    isThere: async () => isThere(env),
    get: (progress) => download(env, progress),
  };
}

function isThere(env: NodeJS.ProcessEnv): boolean {
  return (
    env["FIRESTORE_EMULATOR_BINARY_PATH"] !== undefined || existsSync(cachedJar(env)) || gcloudJar(env) !== undefined
  );
}

/**
 * What the firebase CLI must be told to find the Firestore emulator: nothing when it has its own, else the path of a JAR
 * that starts the one of the Google Cloud CLI.
 *
 * @param env the environment in which the CLI will run
 */
export function firestoreEmulator(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (env["FIRESTORE_EMULATOR_BINARY_PATH"] !== undefined || existsSync(cachedJar(env))) return {};
  const jar = gcloudJar(env);
  return jar === undefined ? {} : { FIRESTORE_EMULATOR_BINARY_PATH: launcherFor(jar) };
}

/** Where the firebase CLI of this repository keeps the emulator that it downloads. */
function cachedJar(env: NodeJS.ProcessEnv): string {
  return path.join(emulatorCache(env), downloadInfo().downloadPathRelativeToCacheDir);
}

const DownloadInfo = z.object({
  firestore: z.object({ downloadPathRelativeToCacheDir: z.string(), expectedSize: z.int().positive() }),
});

const downloadInfo = (): z.infer<typeof DownloadInfo>["firestore"] =>
  DownloadInfo.parse(JSON.parse(readFileSync(emulatorInfoFile, "utf8"))).firestore;

/** The emulator that comes with the Google Cloud CLI, where that component is installed. */
function gcloudJar(env: NodeJS.ProcessEnv): string | undefined {
  const homes = [
    env["CLOUDSDK_ROOT_DIR"],
    ...sdkOnPath(env),
    "/usr/lib/google-cloud-sdk",
    path.join(homedir(), "google-cloud-sdk"),
    "/opt/homebrew/share/google-cloud-sdk",
    "/usr/local/share/google-cloud-sdk",
  ];
  return homes
    .filter((home) => home !== undefined)
    .map((home) => path.join(home, JAR_IN_GCLOUD))
    .find((file) => existsSync(file));
}

function sdkOnPath(env: NodeJS.ProcessEnv): string[] {
  const folders = (env["PATH"] ?? "").split(path.delimiter).filter((folder) => existsSync(path.join(folder, "gcloud")));
  return folders.map((folder) => path.dirname(path.dirname(realpathSync(path.join(folder, "gcloud")))));
}

/** The CLI runs `java -jar <path>` and makes the file executable; that JAR has no Main-Class and may not be ours to change. */
function launcherFor(jar: string): string {
  const folder = path.join(cacheFolder, "firestore-emulator");
  const file = path.join(folder, "launcher.jar");
  const bytes = storedZip("META-INF/MANIFEST.MF", Buffer.from(launcherManifest(MAIN_CLASS, pathToFileURL(jar).href)));
  if (existsSync(file) && readFileSync(file).equals(bytes)) return file;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${file}.${process.pid}`, bytes);
  renameSync(`${file}.${process.pid}`, file);
  return file;
}

/** The CLI shows at a terminal alone how far it is; what it has written so far tells it, too. */
async function download(env: NodeJS.ProcessEnv, progress: Progress): Promise<void> {
  const [program, args] = firebaseCommand(["setup:emulators:firestore"]);
  const { expectedSize } = downloadInfo();
  const why = await reasonNotDownloaded({
    program,
    args,
    cwd: root,
    env: firebaseEnv(undefined, env),
    from: "storage.googleapis.com",
    onBytes: (bytes) => progress(bytes / expectedSize),
  });
  if (why !== undefined || !existsSync(cachedJar(env))) throw new SetupError(missingEmulator(why ?? ""));
}

async function reasonNotDownloaded(wanted: ProgramsDownload): Promise<string | undefined> {
  try {
    const { code, output } = await downloadBy(wanted);
    return code === 0 ? undefined : (output.trim().split("\n").at(-1)?.trim() ?? "");
  } catch (error) {
    if (error instanceof SetupError) return error.message;
    throw error;
  }
}

/** Says in one line that it is missing, why it could not be had, and how to get it by hand. */
function missingEmulator(why: string): string {
  return (
    `The Firestore emulator is missing (the firebase CLI could not download it: ${why}): let this machine reach storage.googleapis.com, ` +
    "or run `gcloud components install cloud-firestore-emulator`, or set FIRESTORE_EMULATOR_BINARY_PATH to a JAR of it that `java -jar` can start."
  );
}
