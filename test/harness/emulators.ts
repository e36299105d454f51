import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { demoSecrets } from "../../tools/demo-project.ts";

/** The address of a function in the emulator suite that `npm test` has started for all of test/ is this, a slash and its name. */
export const functionsBaseUrl = required("FUNCTIONS_BASE_URL");

/** Where the functions look for Meta's Graph API: a test file starts a simulator, or what it likes, on this port. */
export const simulatorPort = Number(required("TEST_SIMULATOR_PORT"));

/** Where Hosting serves the operator's page. */
export const pageUrl = required("TEST_PAGE_URL");

/** The secrets that the functions have. */
export const secrets = demoSecrets();

/** The Firestore emulator can log more than fits into one text: it goes on about listeners that went away. */
const PIECE_BYTES = 64 * 1024 * 1024;
/** What is looked for must stand whole in one piece. */
const OVERLAP_BYTES = 4096;

/** Everything that the emulators and the functions have printed and logged so far, file by file, large files in pieces. */
export function logs(): { file: string; text: string }[] {
  const folder = required("TEST_LOG_FOLDER");
  const files = readdirSync(folder).filter((file) => file.endsWith(".log"));
  return files.flatMap((file) => {
    const bytes = readFileSync(path.join(folder, file));
    const starts = Array.from({ length: Math.ceil(bytes.length / PIECE_BYTES) }, (_, piece) => piece * PIECE_BYTES);
    return starts.map((start) => ({ file, text: bytes.toString("utf8", start, start + PIECE_BYTES + OVERLAP_BYTES) }));
  });
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: these tests run with npm test -- --only emulators`);
  return value;
}
