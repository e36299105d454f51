import { existsSync, readdirSync } from "node:fs";
import { SetupError } from "../setup/progress.mjs";

/** Pictures go into a folder of their own: what lies in somebody's folder is not ours to delete. @throws SetupError */
export function insistOnEmpty(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new SetupError(`${folder} is not empty. Name a new folder for the pictures.`);
}
