import { setTimeout as pause } from "node:timers/promises";
import { inTurns } from "../functions/src/app/in-turns.ts";
import { PIN } from "./canaries.ts";
import { accountCells, accountPatience } from "./faults/account-cell.ts";
import { ACCOUNT_DEFECTS } from "./faults/account-defects.ts";
import { cells, patience, type Cell } from "./faults/cell.ts";
import { otherHosts } from "./faults/elsewhere.ts";
import { judgeAccount } from "./faults/judge-account-cell.ts";
import { judge, storedWrongly } from "./faults/judge-cell.ts";
import { runNaively, savedWrongly, type NaiveRun } from "./faults/naive-cell.ts";
import { runAccountCell, type AccountCellRun } from "./faults/run-account-cell.ts";
import { runCell, type CellRun } from "./faults/run-cell.ts";
import { inSurroundings, type Surroundings } from "./faults/surroundings.ts";
import type { Heard } from "./heard.ts";
import { missedDefects } from "./played-rows.ts";
import type { Report } from "./report.ts";

/** Registrations under way at once: many that mostly wait, few that do not, or they would wait for the processor instead. */
const PATIENT_AT_ONCE = 24;
const QUICK_AT_ONCE = 6;
const PATIENT_MS = 3000;
const ACCOUNT_ROWS = new URL("faults/account-rows.ts", import.meta.url);
/** What a registration may take in memory while it is answered 200 MB. */
const LARGEST_GROWTH_MB = 120;

/** `short`: see `cells`. `only`: the cells whose names contain this text. */
interface MatrixOptions {
  readonly short: boolean;
  readonly only?: string;
  readonly heard: Heard;
}

/**
 * Every fault of Meta's at every step of a registration, times every fault of Firestore's at its commits; and the naive way with
 * the same faults of its POST and its write.
 * FIRESTORE_EMULATOR_HOST and GCLOUD_PROJECT must be set.
 */
export async function faultMatrix({ short, only = "", heard }: MatrixOptions): Promise<Report> {
  return inSurroundings(heard, (here) => matrix({ short, only, heard }, here));
}

async function matrix({ short, only = "" }: MatrixOptions, here: Surroundings): Promise<Report> {
  const { others } = here;
  const naiveOthers = await otherHosts();
  try {
    const tried = cells(others.urls.trap, short).filter(({ name }) => name.includes(only));
    const naively = cells(naiveOthers.urls.trap, short).filter(
      (cell) => cell.name.includes(only) && concernsNaive(cell),
    );
    const huge = tried.find(({ post }) => post.name === "200 MB");
    const memory = huge === undefined ? null : await memoryOf(huge, here, { ...here, others: naiveOthers });
    const ours = await all(tried, (cell) => runCell(cell, here));
    const naive = await all(naively, (cell) => runNaively(cell, { ...here, others: naiveOthers }));
    const ofAccounts = await accountRuns({ short, only }, here);
    // Threads of their own, for which a matrix of a few cells is no place.
    const missed = only === "" ? await missedDefects(ACCOUNT_DEFECTS, ACCOUNT_ROWS) : null;
    const violations = [
      ...(missed ?? []),
      ...ours.flatMap(judge),
      ...ofAccounts.flatMap(judgeAccount),
      ...(others.came.length === 0 ? [] : [`${others.came.length} requests came to another host (fault matrix)`]),
      ...(memory === null || memory.ours <= LARGEST_GROWTH_MB ? [] : [`an answer of 200 MB took ${memory.ours} MB`]),
    ];
    return {
      title: "Fault matrix",
      figures: [...figures(ours, naive, { others, naiveOthers, memory }), ...accountFigures(ofAccounts, missed)],
      violations,
    };
  } finally {
    await naiveOthers.close();
  }
}

/** The calls about an account, which a registration's steps say nothing of. */
async function accountRuns(
  { short, only }: { readonly short: boolean; readonly only: string },
  here: Surroundings,
): Promise<AccountCellRun[]> {
  const runs: AccountCellRun[] = [];
  const cellsOfAccounts = accountCells(here.others.urls.trap, short).filter(({ name }) => name.includes(only));
  const inOrder = cellsOfAccounts.toSorted((one, other) => accountPatience(other) - accountPatience(one));
  await inTurns(QUICK_AT_ONCE * 2, inOrder, async (cell) => void runs.push(await runAccountCell(cell, here)));
  return runs;
}

/** `missed`: the defects that were not found; `null`: none was put in. */
function accountFigures(runs: readonly AccountCellRun[], missed: readonly string[] | null): Report["figures"] {
  const more = runs.filter(({ first, done }) => first.posts > 1 || done > 1).length;
  return [
    ["calls about an account tried so, each with the next call at once", String(runs.length), ""],
    ["with more than one POST, or done twice", `${more} of ${runs.length}`, ""],
    ...(missed === null
      ? []
      : [
          [
            "defects in these calls, put in on purpose and found",
            `${ACCOUNT_DEFECTS.length - missed.length} of ${ACCOUNT_DEFECTS.length}`,
            "",
          ] as const,
        ]),
  ];
}

/** The naive way neither reads nor reserves: only faults of the POST and of the last write befall it. */
function concernsNaive({ numberBefore, tokenBefore, readBack, store }: Cell): boolean {
  const fine = [numberBefore, tokenBefore, readBack].every(({ name }) => name === "nothing");
  return fine && store.at !== "reserve" && store.kind !== "written meanwhile";
}

async function all<Run>(tried: readonly Cell[], run: (cell: Cell) => Promise<Run>): Promise<Run[]> {
  const runs: Run[] = [];
  const inOrder = tried.toSorted((one, other) => patience(other) - patience(one));
  const { patient = [], quick = [] } = Object.groupBy(inOrder, (cell) =>
    patience(cell) > PATIENT_MS ? "patient" : "quick",
  );
  const each = async (cell: Cell): Promise<void> => void runs.push(await run(cell));
  await inTurns(PATIENT_AT_ONCE, patient, each);
  await inTurns(QUICK_AT_ONCE, quick, each);
  return runs;
}

interface Memory {
  readonly ours: number;
  readonly naive: number;
}

/** By how much the process grows, in MB, while a registration is answered 200 MB. The first run of each is for loading. */
async function memoryOf(cell: Cell, here: Surroundings, naiveHere: Surroundings): Promise<Memory> {
  const spare = { ...cell, index: 999_999 };
  await runCell({ ...cell, index: 999_998 }, here);
  const ours = await growth(() => runCell(spare, here));
  return { ours, naive: await growth(() => runNaively(spare, naiveHere)) };
}

async function growth(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage.rss();
  let peak = before;
  const done = new AbortController();
  const watch = async (): Promise<void> => {
    while (!done.signal.aborted) {
      peak = Math.max(peak, process.memoryUsage.rss());
      await pause(5);
    }
  };
  const watching = watch();
  await work();
  done.abort();
  await watching;
  return Math.round((peak - before) / 1_048_576);
}

function figures(
  ours: readonly CellRun[],
  naive: readonly NaiveRun[],
  { others, naiveOthers, memory }: Record<"others" | "naiveOthers", Surroundings["others"]> & { memory: Memory | null },
): Report["figures"] {
  const share = (part: number, whole: number): string => `${part} of ${whole}`;
  const extra = (runs: readonly { readonly posts: number }[]): number => runs.filter(({ posts }) => posts > 1).length;
  const pins = (came: readonly string[]): number => came.filter((request) => request.includes(PIN)).length;
  const told = ours.filter(({ answer, connected }) => connected && answer?.status === "registered").length;
  const done = naive.filter(({ saved, connected }) => connected && saved === "registered").length;
  return [
    ["registrations tried, each with other faults", String(ours.length), String(naive.length)],
    ["with more than one POST", share(extra(ours), ours.length), share(extra(naive), naive.length)],
    [
      "stored wrongly in the end",
      share(count(ours, storedWrongly), ours.length),
      share(count(naive, savedWrongly), naive.length),
    ],
    [
      "carried out by Meta, and called registered at once",
      share(
        told,
        count(ours, ({ connected }) => connected),
      ),
      share(
        done,
        count(naive, ({ connected }) => connected),
      ),
    ],
    ["requests that followed a redirect to another host", String(others.came.length), String(naiveOthers.came.length)],
    ["of these with the PIN", String(pins(others.came)), String(pins(naiveOthers.came))],
    ["acknowledgements of Firestore's lost", String(ours.reduce((sum, { cuts }) => sum + cuts, 0)), "the same faults"],
    ...(memory === null
      ? []
      : [["memory for an answer of 200 MB, MB", String(memory.ours), String(memory.naive)] as const]),
  ];
}

function count<Run>(runs: readonly Run[], fits: (run: Run) => boolean): number {
  return runs.filter(fits).length;
}
