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

/** How many changes were tried, and how many a test noticed. */
export interface Score {
  readonly killed: number;
  /** Of the killed: those that made a test run for ever. */
  readonly timedOut: number;
  readonly tried: number;
  /** Changes with which a test file did not even load. They are noticed too, but not counted: something else may have kept it. */
  readonly notLoaded: number;
}

/** What a run came to. */
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

/** Counts, and holds the survivors against what has been argued. */
export function verdictOf({ files }: MutationReport, known: readonly Survivor[]): Verdict {
  const results = Object.entries(files).flatMap(([name, { source, mutants }]) => {
    const file = name.slice(name.indexOf(SOURCE) + SOURCE.length);
    return mutants.map(({ status, replacement, location }) => {
      const original = textAt(source, location);
      return { status, mutant: { file, line: location.start.line, original, replacement: replacement.trim() } };
    });
  });
  const survived = results.filter(({ status }) => SURVIVED.has(status)).map(({ mutant }) => mutant);
  const statuses = Map.groupBy(results, ({ mutant }) => folderOf(mutant.file));
  const scoreOf = (some: readonly { readonly status: string }[]): Score => ({
    killed: some.filter(({ status }) => KILLED.has(status)).length,
    timedOut: some.filter(({ status }) => status === "Timeout").length,
    notLoaded: some.filter(({ status }) => status === "RuntimeError").length,
    tried: some.filter(({ status }) => KILLED.has(status) || SURVIVED.has(status)).length,
  });
  const argumentFor = (mutant: Mutant): Survivor | undefined => known.find((survivor) => isAbout(survivor, mutant));
  return {
    folders: new Map(
      [...statuses]
        .toSorted(([one], [other]) => one.localeCompare(other))
        .map(([folder, some]) => [folder, scoreOf(some)]),
    ),
    total: scoreOf(results),
    argued: survived.flatMap((mutant) => {
      const argument = argumentFor(mutant);
      return argument === undefined ? [] : [{ ...mutant, why: argument.why }];
    }),
    unargued: survived.filter((mutant) => argumentFor(mutant) === undefined),
    stale: known.filter((survivor) => !survived.some((mutant) => isAbout(survivor, mutant))),
  };
}

function isAbout({ file, original, replacement }: Survivor, mutant: Mutant): boolean {
  return mutant.file === file && mutant.original === oneLine(original) && oneLine(mutant.replacement) === replacement;
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
