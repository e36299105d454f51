import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { root } from "../root.ts";
import { SetupError, step } from "../setup/progress.mjs";
import { run } from "../setup/run.mjs";
import { emulatorCache, emulatorInfoFile, firebaseCommand } from "./firebase-cli.ts";
import { launcherManifest, storedZip } from "./launcher-jar.ts";

const MAIN_CLASS = "com.google.cloud.datastore.emulator.firestore.CloudFirestore";
const JAR_IN_GCLOUD = path.join("platform", "cloud-firestore-emulator", "cloud-firestore-emulator.jar");

/**
 * What the firebase CLI must be told to find a Firestore emulator: nothing when it has its own (downloading it if need
 * be), else the path of a JAR that starts the one of the Google Cloud CLI.
 *
 * @param env the environment in which the CLI will run, Java 21 on its PATH
 * @throws SetupError when there is none and none can be downloaded.
 */
export async function firestoreEmulator(env: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  if (env["FIRESTORE_EMULATOR_BINARY_PATH"] !== undefined || existsSync(cachedJar(env))) return {};
  const jar = gcloudJar(env);
  if (jar !== undefined) return { FIRESTORE_EMULATOR_BINARY_PATH: launcherFor(jar) };
  await step("downloading the Firestore emulator (130 MB, once)", () => download(env));
  return {};
}

/** Where the firebase CLI of this repository keeps the emulator that it downloads. */
export function cachedJar(env: NodeJS.ProcessEnv): string {
  const { firestore } = DownloadInfo.parse(JSON.parse(readFileSync(emulatorInfoFile, "utf8")));
  return path.join(emulatorCache(env), firestore.downloadPathRelativeToCacheDir);
}

const DownloadInfo = z.object({ firestore: z.object({ downloadPathRelativeToCacheDir: z.string() }) });

/** The emulator that comes with the Google Cloud CLI, where that component is installed. */
export function gcloudJar(env: NodeJS.ProcessEnv): string | undefined {
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
  const folder = path.join(root, "node_modules", ".cache", "firestore-emulator");
  const file = path.join(folder, "launcher.jar");
  const bytes = storedZip("META-INF/MANIFEST.MF", Buffer.from(launcherManifest(MAIN_CLASS, pathToFileURL(jar).href)));
  if (existsSync(file) && readFileSync(file).equals(bytes)) return file;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${file}.${process.pid}`, bytes);
  renameSync(`${file}.${process.pid}`, file);
  return file;
}

async function download(env: NodeJS.ProcessEnv): Promise<void> {
  const [program, args] = firebaseCommand(["setup:emulators:firestore"]);
  const { code, output } = await run(program, args, { cwd: root, env });
  if (code === 0 && existsSync(cachedJar(env))) return;
  throw new SetupError(
    [
      "The Firestore emulator is not on this machine and could not be downloaded:",
      "",
      output.trim().split("\n").slice(-5).join("\n"),
      "",
      "Either let this machine reach storage.googleapis.com, or install the emulator of the Google Cloud CLI:",
      "  Debian, Ubuntu   sudo apt-get install google-cloud-cli-firestore-emulator   (from Google's package source)",
      "  elsewhere        gcloud components install cloud-firestore-emulator",
      "or set FIRESTORE_EMULATOR_BINARY_PATH to a Firestore emulator's JAR that `java -jar` can start.",
    ].join("\n"),
  );
}
