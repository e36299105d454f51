import { z } from "zod";
import type { Survivor } from "./survivors.ts";

const Place = z.object({ line: z.int(), column: z.int() });

/** The part that is read here of a report in the mutation testing elements' format, version 2. Lines and columns from 1. */
export const MutationReport = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.string(),
      mutants: z.array(
        z.object({
          replacement: z.string().default(""),
          status: z.enum(["Killed", "Timeout", "Survived", "NoCoverage", "RuntimeError", "CompileError", "Ignored"]),
          location: z.object({ start: Place, end: Place }),
        }),
      ),
    }),
  ),
});
export type MutationReport = z.infer<typeof MutationReport>;

/** A one-line change that no test noticed. */
export interface Mutant {
  /** Below functions/src. */
  readonly file: string;
  readonly line: number;
  /** The source text that was replaced. */
  readonly original: string;
  readonly replacement: string;
}

const Count = z.int().nonnegative();

/** How many changes were tried, and how many a test noticed. */
const Score = z.object({
  killed: Count,
  /** Of the killed: those that made a test run for ever. */
  timedOut: Count,
  tried: Count,
  /** Changes with which a test file did not even load. They are noticed too, but not counted: something else may have kept it. */
  notLoaded: Count,
});
export type Score = Readonly<z.infer<typeof Score>>;

/** What became of one file's changes. */
export const FileResult = Score.extend({
  survivors: z.array(z.object({ line: z.int(), original: z.string(), replacement: z.string() })),
});
export type FileResult = z.infer<typeof FileResult>;

/** By file, below functions/src. */
export type Results = Readonly<Record<string, FileResult>>;

/** What all files came to. */
export interface Verdict {
  /** By folder below functions/src. */
  readonly folders: ReadonlyMap<string, Score>;
  readonly total: Score;
  /** Survivors for which somebody has argued, with the argument. */
  readonly argued: readonly (Mutant & { readonly why: string })[];
  readonly unargued: readonly Mutant[];
  /** Arguments for changes that no longer survive. */
  readonly stale: readonly Survivor[];
}

const KILLED: ReadonlySet<string> = new Set(["Killed", "Timeout"]);
const SURVIVED: ReadonlySet<string> = new Set(["Survived", "NoCoverage"]);
const SOURCE = "functions/src/";

/** What a report says of each file. */
export function resultsOf({ files }: MutationReport): Results {
  return Object.fromEntries(
    Object.entries(files).map(([name, { source, mutants }]) => {
      const having = (statuses: ReadonlySet<string>) => mutants.filter(({ status }) => statuses.has(status));
      const survived = having(SURVIVED);
      const killed = having(KILLED).length;
      const result: FileResult = {
        killed,
        timedOut: having(new Set(["Timeout"])).length,
        tried: killed + survived.length,
        notLoaded: having(new Set(["RuntimeError"])).length,
        survivors: survived.map(({ replacement, location }) => ({
          line: location.start.line,
          original: textAt(source, location),
          replacement: oneLine(replacement),
        })),
      };
      return [name.slice(name.indexOf(SOURCE) + SOURCE.length), result];
    }),
  );
}

/** Adds up, and holds the survivors against what has been argued. */
export function verdictOf(results: Results, known: readonly Survivor[]): Verdict {
  const files = Object.entries(results);
  const byFolder = Map.groupBy(files, ([file]) => folderOf(file));
  const survived = files.flatMap(([file, { survivors }]) =>
    survivors.map((survivor): Mutant => ({ file, ...survivor })),
  );
  const argumentFor = (mutant: Mutant): Survivor | undefined => known.find((survivor) => isAbout(survivor, mutant));
  return {
    folders: new Map(
      [...byFolder].toSorted(([one], [other]) => one.localeCompare(other)).map(([folder, some]) => [folder, sum(some)]),
    ),
    total: sum(files),
    argued: survived.flatMap((mutant) => {
      const argument = argumentFor(mutant);
      return argument === undefined ? [] : [{ ...mutant, why: argument.why }];
    }),
    unargued: survived.filter((mutant) => argumentFor(mutant) === undefined),
    stale: known.filter((survivor) => !survived.some((mutant) => isAbout(survivor, mutant))),
  };
}

function sum(files: readonly (readonly [string, Score])[]): Score {
  const total = (of: keyof Score): number => files.reduce((before, [, score]) => before + score[of], 0);
  return { killed: total("killed"), timedOut: total("timedOut"), tried: total("tried"), notLoaded: total("notLoaded") };
}

function isAbout({ file, original, replacement }: Survivor, mutant: Mutant): boolean {
  return mutant.file === file && mutant.original === oneLine(original) && mutant.replacement === replacement;
}

const folderOf = (file: string): string => file.slice(0, Math.max(0, file.lastIndexOf("/")));

/** The text of a span, on one line. */
function textAt(
  source: string,
  { start, end }: MutationReport["files"][string]["mutants"][number]["location"],
): string {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  const last = lines.length - 1;
  const cut = lines.map((line, row) =>
    line.slice(row === 0 ? start.column - 1 : 0, row === last ? end.column - 1 : undefined),
  );
  return oneLine(cut.join("\n"));
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim();
