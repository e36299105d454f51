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

/** Everything that the emulators and the functions have printed and logged so far, file by file. */
export function logs(): { file: string; text: string }[] {
  const folder = required("TEST_LOG_FOLDER");
  const files = readdirSync(folder).filter((file) => file.endsWith(".log"));
  return files.map((file) => ({ file, text: readFileSync(path.join(folder, file), "utf8") }));
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: these tests run with npm test -- --only emulators`);
  return value;
}
