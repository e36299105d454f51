import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { packClient } from "../../build.ts";

const root = path.join(import.meta.dirname, "..", "..", "..");

/** What a frontend's own node_modules would hold beside the packed client. */
const PACKAGES = [
  "firebase",
  "@firebase",
  "idb",
  "tslib",
  "zod",
  "react",
  "react-dom",
  "re2js",
  "scheduler",
  "@types/react",
  "@types/react-dom",
  "csstype",
];

/** A folder for a frontend's sources, in which the packed client and its peers are installed. */
export interface PackedFrontend extends Disposable {
  readonly folder: string;
}

/** Packs the client and installs it as a frontend would, from the packed file. */
export async function packedFrontend(): Promise<PackedFrontend> {
  const folder = mkdtempSync(path.join(tmpdir(), "frontend-"));
  const installed = path.join(folder, "node_modules", "whatsapp-registration-client");
  mkdirSync(installed, { recursive: true });
  mkdirSync(path.join(folder, "node_modules", "@types"));
  for (const name of PACKAGES) {
    symlinkSync(path.join(root, "node_modules", name), path.join(folder, "node_modules", name), "junction");
  }
  execFileSync("tar", ["-xzf", await packClient(folder), "-C", installed, "--strip-components=1"]);
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The pieces of TypeScript in a document, or of another language. */
export function codeIn(document: string, language = "ts"): readonly [string, ...string[]] {
  const text = readFileSync(path.join(root, document), "utf8");
  const pieces = [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms"))];
  const [first, ...more] = pieces.flatMap(([, code]) => code ?? []);
  return first === undefined ? assert.fail(`${document} has no example in ${language}.`) : [first, ...more];
}
