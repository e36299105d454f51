import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseEnv } from "node:util";

/** What the params are given, and by which file. */
export interface Given {
  readonly value: string;
  readonly file: string;
}

/** The values that the CLI will take for this project: of `.env`, then of the file for the project or for its alias. */
export function givenParams(folder: string, names: readonly string[]): ReadonlyMap<string, Given> {
  const given = new Map<string, Given>();
  for (const file of [".env", ...names.map((name) => `.env.${name}`)]) {
    if (!existsSync(path.join(folder, file))) continue;
    for (const [name, value = ""] of Object.entries(parseEnv(readFileSync(path.join(folder, file), "utf8")))) {
      given.set(name, { value, file });
    }
  }
  return given;
}

/** A sentence for each secret that has a line in a dotenv file, commented out or not; its value is not repeated. */
export function secretsInFiles(folder: string, secrets: readonly string[]): string[] {
  const files = readdirSync(folder).filter((file) => /^\.env(?:\..+)?$/u.test(file));
  return files.flatMap((file) => {
    const text = readFileSync(path.join(folder, file), "utf8");
    return secrets
      .filter((name) => new RegExp(String.raw`^[\s#]*(?:export\s+)?${name}\s*=`, "mu").test(text))
      .map(
        (name) =>
          `${file} has a line for the secret ${name}. Take it out, and store the secret with: firebase functions:secrets:set ${name}`,
      );
  });
}
