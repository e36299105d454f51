import type { CellRun } from "./run-cell.ts";

const NO_CLAIM: ReadonlySet<string> = new Set(["outcome_unknown", "meta_unavailable", "awaiting_meta", "in_progress"]);
const MAY_BE_LATE: ReadonlySet<string> = new Set(["outage", "aborted", "written meanwhile"]);

/** What a run broke, one sentence each; empty: nothing. */
export function judge(run: CellRun): string[] {
  const broken = [...judgePosts(run), ...judgeAnswer(run), ...judgeDocuments(run)];
  return broken.map((what) => `${what} (fault matrix, ${run.cell.name === "" ? "no fault" : run.cell.name})`);
}

function when(broken: boolean, what: string): string[] {
  return broken ? [what] : [];
}

/** Nothing may be sent by a call that has not, or not for certain, its reservation. */
function mayPost({ cell }: CellRun): boolean {
  return !(cell.store.at === "reserve" && ["down", "lost for good", "rival"].includes(cell.store.kind));
}

function judgePosts(run: CellRun): string[] {
  const { posts, reserved, ledger, cell } = run;
  const expected = mayPost(run) && run.answer !== null && cell.post.elsewhere === undefined ? 1 : 0;
  return [
    ...when(posts > 1, `${posts} POSTs`),
    ...when(posts !== expected, `${posts} POSTs where ${expected} was to be expected`),
    ...when(posts > 0 && reserved !== true, "a POST without a committed reservation"),
    ...when(ledger.entries.length < posts, `the ledger counts ${ledger.entries.length} of ${posts} POSTs`),
    ...when(
      new Set(ledger.entries.map((entry) => entry.attemptId)).size !== ledger.entries.length,
      "an attempt counted twice",
    ),
    ...when(cell.store.kind.startsWith("lost") && run.cuts !== 1, `${run.cuts} acknowledgements lost instead of one`),
  ];
}

function judgeAnswer(run: CellRun): string[] {
  const { answer, connected, cell, stored } = run;
  const inDoubt = cell.store.at === "reserve" && ["down", "lost for good"].includes(cell.store.kind);
  // What is tried again may come too late on a busy machine: then, too, throwing without sending is right.
  const mayThrow = inDoubt || (cell.store.at === "reserve" && MAY_BE_LATE.has(cell.store.kind));
  if (answer === null) return when(!mayThrow, `it threw although its reservation was certain: ${run.threw}`);
  const { status } = answer;
  return [
    ...when(inDoubt, `it answered ${status} although its reservation was in doubt`),
    ...when(status === "registered" && !connected, "it answered registered and Meta does not show it"),
    ...when(stored === "registered" && !connected, "registered is stored and Meta does not show it"),
    ...when(run.shown && status !== "registered", `it answered ${status} although reading proves the registration`),
    ...when(
      connected && status !== "registered" && !NO_CLAIM.has(status),
      `it answered ${status} although Meta did it`,
    ),
    ...when(!connected && status === "awaiting_meta", "it answered awaiting_meta although Meta did not accept"),
    ...when(
      cell.store.kind === "rival" && status !== "in_progress",
      `it answered ${status} although another held the lease`,
    ),
  ];
}

function judgeDocuments(run: CellRun): string[] {
  const { answer, ledger, attempt, attemptId, cell, posts } = run;
  const own = ledger.entries.filter((entry) => entry.attemptId === attemptId).length;
  if (answer === null || cell.store.kind === "rival") return when(own > 1, "the attempt is counted twice");
  const unsettled = cell.store.at === "settle" && cell.store.kind === "down";
  if (unsettled) {
    return [
      ...when(own !== 1, `${own} entries of an attempt that could not be settled`),
      ...when(ledger.nextLookAt === null, "nobody looks again at an attempt that could not be settled"),
    ];
  }
  const final = attempt?.["settledAt"] != null;
  return [
    ...when(own !== posts, `${own} entries for ${posts} POSTs`),
    ...when(ledger.lease !== null, "the lease is still held"),
    ...when(ledger.nextLookAt === null, "nobody looks at the number again"),
    ...when(run.stored !== answer.status, `${run.stored} is stored and ${answer.status} was answered`),
    ...when((attempt !== undefined) !== posts > 0, "the attempt's own document is not as its POST"),
    ...when(posts > 0 && answer.status === "registered" && !final, "a registered attempt is not final"),
    ...when(final && NO_CLAIM.has(answer.status), `an attempt that ended as ${answer.status} is final`),
  ];
}

/** Whether what is stored in the end is untrue, with nobody due to look again. */
export function storedWrongly({ stored, connected, answer, ledger }: CellRun): boolean {
  if (stored === "registered") return !connected;
  if (answer === null || stored === undefined || NO_CLAIM.has(stored)) return connected && ledger.nextLookAt === null;
  return connected;
}
