import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import { findRuntimes, getRuntime, JAVA_FILENAME } from "jdk-utils";
import { SetupError } from "../setup/progress.mjs";
import { cacheFolder } from "./cache.ts";
import type { Part, Progress } from "./provide.ts";
import { ADOPTIUM, installedTemurins, installTemurin, temurinRelease, thisMachine } from "./temurin.ts";

/** What firebase-tools 15 asks for. */
const OLDEST_JAVA = 21;

/** The version that is downloaded: the oldest that will do, because it has long-term support until the end of 2029. */
const DOWNLOADED_JAVA = 21;

const DOWNLOADS = path.join(cacheFolder, "java");

/** A Java installation: its home folder and the first number of its version. */
export interface Java {
  home: string;
  major: number;
}

/** A Java runtime for the Firestore emulator. */
export function javaPart(env: NodeJS.ProcessEnv = process.env): Part {
  return {
    name: `Java ${OLDEST_JAVA} or newer`,
    megabytes: 60,
    isThere: async () => (await newEnough(env)) !== undefined,
    get: (progress) => downloadJava(env, progress),
  };
}

/**
 * A Java that can run the Firestore emulator: the one the environment names if it is new enough, else the newest found.
 *
 * @throws SetupError when there is none.
 */
export async function findJava(env: NodeJS.ProcessEnv = process.env): Promise<Java> {
  const java = await newEnough(env);
  if (java === undefined) throw new SetupError(missingJava(await seen(env), "none was downloaded"));
  return java;
}

async function newEnough(env: NodeJS.ProcessEnv): Promise<Java | undefined> {
  for (const home of namedHomes(env)) {
    const java = await javaAt(home);
    if (java !== undefined && java.major >= OLDEST_JAVA) return java;
  }
  const others = [...(await elsewhere()), ...(await atHomes(installedTemurins(DOWNLOADS)))];
  const newest = others.toSorted((a, b) => b.major - a.major)[0];
  return newest !== undefined && newest.major >= OLDEST_JAVA ? newest : undefined;
}

async function seen(env: NodeJS.ProcessEnv): Promise<Java[]> {
  return [...(await atHomes(namedHomes(env))), ...(await elsewhere())];
}

/** The environment may hold what no other place has; its own `java` comes first. */
function namedHomes(env: NodeJS.ProcessEnv): string[] {
  const onPath = (env["PATH"] ?? "")
    .split(path.delimiter)
    .map((folder) => path.join(folder, JAVA_FILENAME))
    .find((file) => existsSync(file));
  const homes = [env["JAVA_HOME"], onPath === undefined ? undefined : path.dirname(path.dirname(realpathSync(onPath)))];
  return homes.filter((home) => home !== undefined && home !== "").map(String);
}

async function elsewhere(): Promise<Java[]> {
  const skipFrom = { javaHomeEnv: true, inPathEnv: true };
  const runtimes = await findRuntimes({ withVersion: true, skipFrom, additionalLocations: ["/opt/java"] });
  return runtimes.flatMap(({ homedir, version }) =>
    version === undefined ? [] : [{ home: homedir, major: version.major }],
  );
}

async function atHomes(homes: readonly string[]): Promise<Java[]> {
  const found = await Promise.all(homes.map((home) => javaAt(home)));
  return found.filter((java) => java !== undefined);
}

async function javaAt(home: string): Promise<Java | undefined> {
  const runtime = await getRuntime(home, { withVersion: true });
  return runtime?.version === undefined ? undefined : { home, major: runtime.version.major };
}

/** `ADOPTIUM_API` names a mirror of the API, where one must be used. */
async function downloadJava(env: NodeJS.ProcessEnv, progress: Progress): Promise<void> {
  try {
    const release = await temurinRelease(DOWNLOADED_JAVA, thisMachine(), env["ADOPTIUM_API"] ?? ADOPTIUM);
    await installTemurin(release, DOWNLOADS, progress);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    throw new SetupError(missingJava(await seen(env), error.message), { cause: error });
  }
}

const BY_HAND: Partial<Record<NodeJS.Platform, string>> = {
  linux: "install openjdk-21-jre-headless or newer with the system's package manager",
  darwin: "brew install --cask temurin@21",
  win32: "winget install EclipseAdoptium.Temurin.21.JRE",
};

/** Says in one line which Java is missing, which were found, and how to get one. */
export function missingJava(found: readonly Java[], why: string, platform: NodeJS.Platform = process.platform): string {
  const others = [...new Set(found.map(({ home, major }) => `Java ${major} in ${home}`))].join(", ");
  const byHand = BY_HAND[platform] ?? "install one";
  return `Java ${OLDEST_JAVA} or newer is missing (found: ${others || "none"}; ${why}): ${byHand}, or set JAVA_HOME to where it is.`;
}
