import { homedir } from "node:os";
import path from "node:path";
import { root } from "../root.ts";

const LIB = path.join(root, "node_modules", "firebase-tools", "lib");
const CLI = path.join(LIB, "bin", "firebase.js");

/** The CLI's own list of what it downloads, from where and in which version. */
export const emulatorInfoFile = path.join(LIB, "emulator", "downloadableEmulatorInfo.json");

/** Where the CLI keeps what it downloads. */
export function emulatorCache(env: NodeJS.ProcessEnv): string {
  return env["FIREBASE_EMULATORS_PATH"] ?? path.join(homedir(), ".cache", "firebase", "emulators");
}

/** Program and arguments that run this repository's firebase CLI under the Node that runs this. */
export function firebaseCommand(args: readonly string[]): [string, string[]] {
  return [process.execPath, ["--no-deprecation", CLI, ...args]];
}

/** Secrets have their file; in the environment the CLI would write them into its debug log. */
const SECRETS = new Set([
  "META_SYSTEM_USER_TOKEN",
  "META_APP_SECRET",
  "META_WEBHOOK_VERIFY_TOKEN",
  "CUSTOMER_TOKEN_KEYS",
]);

/** The environment for the firebase CLI: no secrets, no notices of new versions, this `java`, where one is needed, and this Node. */
export function firebaseEnv(javaHome: string | undefined, around = process.env): NodeJS.ProcessEnv {
  const inherited = Object.entries(around).filter(([name]) => !SECRETS.has(name));
  const java = javaHome === undefined ? [] : [path.join(javaHome, "bin")];
  const folders = [...java, path.dirname(process.execPath), around["PATH"] ?? ""];
  return {
    ...Object.fromEntries(inherited),
    PATH: folders.join(path.delimiter),
    ...(javaHome === undefined ? {} : { JAVA_HOME: javaHome }),
    NO_UPDATE_NOTIFIER: "1",
    METADATA_SERVER_DETECTION: "none",
    // Seconds in which the functions must have been loaded once; the CLI's ten are few on a loaded machine.
    FUNCTIONS_DISCOVERY_TIMEOUT: around["FUNCTIONS_DISCOVERY_TIMEOUT"] ?? "60",
    CI: around["CI"] ?? "1",
  };
}
