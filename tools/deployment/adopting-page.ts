import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { root } from "../root.ts";

const Codebase = z.looseObject({ source: z.string(), ignore: z.array(z.string()) });

const page = readFileSync(path.join(root, "docs/adopting.md"), "utf8");

/** The entry that docs/adopting.md tells people to add to their firebase.json. */
export const codebaseEntry = Codebase.parse(JSON.parse(/```json\n(.+?)```/su.exec(page)?.[1] ?? ""));

/** What `source` is in it where the whole repository was taken in. */
export const subtreeSource = z.string().parse(/`git subtree add [^]+?`source` is then `([^`]+)`/u.exec(page)?.[1]);
