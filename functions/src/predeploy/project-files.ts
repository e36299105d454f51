import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { DEFAULT_DATABASE } from "../contract/deployment.ts";

const Codebase = z.object({
  source: z.string().optional(),
  codebase: z.string().default("default"),
  configDir: z.string().optional(),
  ignore: z.array(z.string()).default(["node_modules", ".git"]),
});

/** What firebase.json says of one codebase of functions. */
export type Codebase = z.infer<typeof Codebase>;

const Database = z.object({
  database: z.string().optional(),
  target: z.string().optional(),
  rules: z.string().optional(),
});

const FirestoreJson = z.object({
  firestore: z.union([z.array(Database), Database.transform((one) => [one])]).default([]),
});
const FirestoreTargets = z.object({
  targets: z
    .record(z.string(), z.object({ firestore: z.record(z.string(), z.array(z.string())).optional() }))
    .default({}),
});

/** A database that firebase.json deploys rules or indexes to. */
export interface DatabaseEntry {
  readonly database: string;
  /** The file of its rules, from where firebase.json lies. */
  readonly rules: string | undefined;
}

const FirebaseJson = z.object({ functions: z.union([z.array(Codebase), Codebase.transform((one) => [one])]) });
const FirebaseRc = z.object({ projects: z.record(z.string(), z.string()).default({}) });

const read = (folder: string, file: string): unknown => JSON.parse(readFileSync(path.join(folder, file), "utf8"));

/** The codebase whose source is this folder. */
export function codebaseOf(projectFolder: string, folder: string): Codebase | undefined {
  const { functions } = FirebaseJson.parse(read(projectFolder, "firebase.json"));
  return functions.find(({ source = "" }) => path.resolve(projectFolder, source) === path.resolve(folder));
}

/** The folder of the dotenv files of the functions in this folder. */
export function settingsFolder(projectFolder: string, folder: string): string {
  const configDir = codebaseOf(projectFolder, folder)?.configDir;
  return configDir === undefined ? folder : path.resolve(projectFolder, configDir);
}

/** The databases of firebase.json, the first of them first: that is the one which the CLI makes where it is missing. */
export function databasesOf(projectFolder: string, project: string): DatabaseEntry[] {
  const { firestore } = FirestoreJson.parse(read(projectFolder, "firebase.json"));
  const rc = path.join(projectFolder, ".firebaserc");
  const { targets } = FirestoreTargets.parse(existsSync(rc) ? read(projectFolder, ".firebaserc") : {});
  return firestore.flatMap(({ database, target, rules }) => {
    const named = target === undefined ? undefined : targets[project]?.firestore?.[target];
    return (named ?? [database ?? DEFAULT_DATABASE]).map((one) => ({ database: one, rules }));
  });
}

/** The names that a project may have in the name of a dotenv file: its id and its aliases. */
export function namesOf(projectFolder: string, project: string): string[] {
  if (!existsSync(path.join(projectFolder, ".firebaserc"))) return [project];
  const { projects } = FirebaseRc.parse(read(projectFolder, ".firebaserc"));
  const aliases = Object.entries(projects).filter(([alias, id]) => id === project && alias !== project);
  return [...aliases.map(([alias]) => alias), project];
}
