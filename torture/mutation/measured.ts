import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { transformSync } from "esbuild";
import { z } from "zod";
import { root } from "../../tools/root.ts";
import { SURVIVORS } from "./survivors.ts";
import { FileResult, verdictOf, type Results } from "./verdict.ts";

const RECORD = path.join(root, "torture", "mutation", "measured.json");

/** By file, below functions/src: the code that runs, as a hash, and what became of changing it. */
const Record = z.record(z.string(), FileResult.extend({ code: z.string(), measured: z.iso.date() }));

/** What earlier runs have measured, of code that is as it was then. */
export interface Measured {
  readonly results: () => Results;
  /** On what day that was, or from which to which: ISO-8601, as a text. */
  readonly days: () => string;
  /** Whether the file has to be measured: it is another than then, or something of it survives that nobody has argued for. */
  readonly isDue: (file: string) => boolean;
  /** Adds results, and writes all of them down. */
  readonly add: (results: Results) => void;
}

/**
 * Mutation testing takes hours, so that what was measured is kept in measured.json, by file: a run begins where another has ended. The
 * hash is of the code without types and comments, as esbuild prints it: only that is mutated. Tests are not in it. Without that file, and with
 * an esbuild that prints otherwise, everything is measured.
 *
 * @param files that there are, below functions/src; of others nothing is kept
 * @param record where it is kept
 */
export function measured(files: readonly string[], codeOf: (file: string) => string, record = RECORD): Measured {
  const hashOf = (file: string): string => {
    const { code } = transformSync(codeOf(file), { loader: "ts" });
    return createHash("sha256").update(code).digest("hex").slice(0, 16);
  };
  const kept = existsSync(record) ? Record.parse(JSON.parse(readFileSync(record, "utf8"))) : {};
  const known = new Map(
    Object.entries(kept).filter(([file, { code }]) => files.includes(file) && code === hashOf(file)),
  );
  const results = (): Results => Object.fromEntries(known);
  return {
    results,
    days: () => {
      const days = [...known.values()].map((each) => each.measured).toSorted();
      return [...new Set([days.at(0), days.at(-1)])].join(" to ");
    },
    isDue: (file) => {
      const result = known.get(file);
      return result === undefined || verdictOf({ [file]: result }, SURVIVORS).unargued.length > 0;
    },
    add: (more) => {
      const today = new Date().toISOString().slice(0, 10);
      for (const [file, result] of Object.entries(more))
        known.set(file, { ...result, code: hashOf(file), measured: today });
      writeFileSync(
        record,
        `${JSON.stringify(Object.fromEntries([...known].toSorted(([one], [other]) => one.localeCompare(other))), null, 2)}\n`,
      );
    },
  };
}
