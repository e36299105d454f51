import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

const Codebase = z.object({
  source: z.string().optional(),
  codebase: z.string().default("default"),
  configDir: z.string().optional(),
  ignore: z.array(z.string()).default(["node_modules", ".git"]),
});

/** What firebase.json says of one codebase of functions. */
export type Codebase = z.infer<typeof Codebase>;

const FirebaseJson = z.object({ functions: z.union([z.array(Codebase), Codebase.transform((one) => [one])]) });
const FirebaseRc = z.object({ projects: z.record(z.string(), z.string()).default({}) });

const read = (folder: string, file: string): unknown => JSON.parse(readFileSync(path.join(folder, file), "utf8"));

/** The codebase whose source is this folder. */
export function codebaseOf(projectFolder: string, folder: string): Codebase | undefined {
  const { functions } = FirebaseJson.parse(read(projectFolder, "firebase.json"));
  return functions.find(({ source = "" }) => path.resolve(projectFolder, source) === path.resolve(folder));
}

/** The names that a project may have in the name of a dotenv file: its id and its aliases. */
export function namesOf(projectFolder: string, project: string): string[] {
  if (!existsSync(path.join(projectFolder, ".firebaserc"))) return [project];
  const { projects } = FirebaseRc.parse(read(projectFolder, ".firebaserc"));
  const aliases = Object.entries(projects).filter(([alias, id]) => id === project && alias !== project);
  return [...aliases.map(([alias]) => alias), project];
}
