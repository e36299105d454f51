import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { firebaseCommand } from "../emulators/firebase-cli.ts";
import { root } from "../root.ts";

const run = promisify(execFile);

/**
 * Reads a secret as the person who is signed in to the firebase CLI: its latest version, or the one that the name ends with (`NAME@3`).
 * @throws without the CLI's own words: it may print secrets.
 */
export async function secretFromManager(name: string, project: string): Promise<string> {
  // The CLI writes what it prints into a debug log as well, and leaves that behind when it fails.
  const folder = mkdtempSync(path.join(tmpdir(), "secret-from-manager-"));
  const [program, args] = firebaseCommand(["functions:secrets:access", name, "--project", project]);
  const env = { ...process.env, FIREBASE_DEBUG_PATH: `${folder}${path.sep}`, NO_UPDATE_NOTIFIER: "1" };
  try {
    return (await run(program, args, { cwd: root, env })).stdout.trim();
  } catch {
    throw new Error(
      `The firebase CLI could not read ${name} of ${project}. Try it: npx firebase functions:secrets:access ${name} --project ${project}`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
