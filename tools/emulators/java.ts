import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { SetupError } from "../setup/progress.mjs";
import { run } from "../setup/run.mjs";

/** What firebase-tools 15 asks for. */
export const OLDEST_JAVA = 21;

const JAVA = process.platform === "win32" ? "java.exe" : "java";

/** A Java installation: its home folder and the first number of its version. */
export interface Java {
  home: string;
  major: number;
}

/**
 * A Java that can run the Firestore emulator: the one the environment names if it is new enough, else the newest found.
 *
 * @throws SetupError naming what was found and how to install what is missing.
 */
export async function findJava(env: NodeJS.ProcessEnv = process.env): Promise<Java> {
  const seen = new Map<string, number>();
  for (const home of namedHomes(env)) {
    const major = await majorOf(home);
    if (major !== undefined && major >= OLDEST_JAVA) return { home, major };
    if (major !== undefined) seen.set(home, major);
  }
  const others: Java[] = [];
  for (const home of usualHomes()) {
    const major = await majorOf(home);
    if (major !== undefined) others.push({ home, major });
  }
  const newest = others.toSorted((a, b) => b.major - a.major)[0];
  if (newest !== undefined && newest.major >= OLDEST_JAVA) return newest;
  for (const { home, major } of others) seen.set(home, major);
  throw new SetupError(missingJava(seen));
}

/** First number of the version in the text of `java -version` or of a `release` file; 8 for the old `1.8`. */
export function javaMajor(text: string): number | undefined {
  const match = /(?:version |JAVA_VERSION=)"(\d+)(?:\.(\d+))?/u.exec(text);
  const [, first, second] = match ?? [];
  if (first === undefined) return undefined;
  return first === "1" && second !== undefined ? Number(second) : Number(first);
}

/** Says which Java is missing, which were found, and the command that installs one. */
export function missingJava(seen: ReadonlyMap<string, number>): string {
  const found = [...seen].map(([home, major]) => `Java ${major} in ${home}`);
  return [
    `The Firestore emulator needs Java ${OLDEST_JAVA} or newer. ${found.length > 0 ? `Found: ${found.join(", ")}.` : "None was found."}`,
    "",
    "  Debian, Ubuntu   sudo apt-get install openjdk-21-jre-headless   (Debian 13, Ubuntu 22.04 or newer)",
    "  macOS            brew install --cask temurin@21",
    "  Windows          winget install EclipseAdoptium.Temurin.21.JRE",
    "",
    "If it is installed already, set JAVA_HOME to its folder.",
  ].join("\n");
}

function namedHomes(env: NodeJS.ProcessEnv): string[] {
  const onPath = (env["PATH"] ?? "")
    .split(path.delimiter)
    .map((folder) => path.join(folder, JAVA))
    .find((file) => existsSync(file));
  const homes = [env["JAVA_HOME"], onPath === undefined ? undefined : path.dirname(path.dirname(realpathSync(onPath)))];
  return homes.filter((home) => home !== undefined && home !== "").map(String);
}

function usualHomes(): string[] {
  const user = homedir();
  const homes = [
    ...inside("/usr/lib/jvm"),
    ...inside("/usr/java"),
    ...inside("/opt/java"),
    ...inside(path.join(user, ".sdkman", "candidates", "java")),
    ...inside(path.join(user, ".jdks")),
    ...inside("/Library/Java/JavaVirtualMachines").map((folder) => path.join(folder, "Contents", "Home")),
    ...inside("/opt/homebrew/opt").filter((folder) => path.basename(folder).startsWith("openjdk")),
    ...inside("/usr/local/opt").filter((folder) => path.basename(folder).startsWith("openjdk")),
    ...inside(String.raw`C:\Program Files\Eclipse Adoptium`),
    ...inside(String.raw`C:\Program Files\Java`),
  ];
  return [
    ...new Set(homes.filter((home) => existsSync(path.join(home, "bin", JAVA))).map((home) => realpathSync(home))),
  ];
}

function inside(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => path.join(folder, name));
  } catch {
    return [];
  }
}

async function majorOf(home: string): Promise<number | undefined> {
  const program = path.join(home, "bin", JAVA);
  if (!existsSync(program)) return undefined;
  const release = path.join(home, "release");
  const written = existsSync(release) ? javaMajor(readFileSync(release, "utf8")) : undefined;
  return written ?? javaMajor((await run(program, ["-version"])).output);
}
