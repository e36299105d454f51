import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { root } from "../root.ts";

const Codebase = z.looseObject({ source: z.string(), ignore: z.array(z.string()) });

/** The entry that docs/adopting.md tells people to add to their firebase.json. */
export const codebaseEntry = Codebase.parse(
  JSON.parse(/```json\n(.+?)```/su.exec(readFileSync(path.join(root, "docs/adopting.md"), "utf8"))?.[1] ?? ""),
);
