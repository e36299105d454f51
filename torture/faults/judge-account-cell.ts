import type { AccountCellRun } from "./run-account-cell.ts";

/** Answers by which a caller knows that it is done. */
const DONE: ReadonlySet<string> = new Set(["added", "already_added", "connected", "already_connected"]);
/** The documents that come with a number that was added. */
const ALL_DOCUMENTS = 3;

/** What a run broke, one sentence each; empty: nothing. */
export function judgeAccount(run: AccountCellRun): string[] {
  const { cell, first, second, done, doneAfterFirst, documents } = run;
  const { at, kind } = cell.store;
  const inDoubt = at === "reserve" && (kind === "down" || kind === "lost for good");
  const isStuck = at === "settle" && kind === "down";
  // Nothing came of the first that could be written down, so that it is not known who added the number.
  const isForgotten = isStuck || (at === "settle" && kind === "lost for good");
  const broken: readonly (readonly [boolean, string])[] = [
    [first.posts > 1, `${first.posts} POSTs`],
    [done > 1, `Meta did it ${done} times`],
    [inDoubt && (first.answer !== null || first.posts > 0), "it went on although its lease was in doubt"],
    [first.answer === null && at !== "reserve", `it threw although its lease was certain: ${first.threw}`],
    [saysDone(first) && doneAfterFirst === 0, `it answered ${first.answer?.status} although Meta did not do it`],
    [second.answer === null, `the next call threw: ${second.threw}`],
    [second.posts > 0 && mayHaveHappened(run), "the next call posted although the first may have been carried out"],
    [saysDone(second) && done === 0, `the next call answered ${second.answer?.status} although Meta did not do it`],
    [
      !isStuck && doneAfterFirst === 1 && !saysDone(second) && !inDoubt && !isForgotten,
      `it was done, and the next call answered ${second.answer?.status}`,
    ],
    [documents.length > 0 && documents.length < ALL_DOCUMENTS, `half written: ${documents.join(", ")}`],
    [
      cell.call === "addPhoneNumber" && done === 1 && !isForgotten && documents.length === 0,
      "a number was added, and nothing is written down of it",
    ],
    [kind.startsWith("lost") && run.cuts !== 1, `${run.cuts} acknowledgements lost instead of one`],
  ];
  return broken.filter(([isBroken]) => isBroken).map(([, what]) => `${what} (fault matrix, ${cell.name})`);
}

const saysDone = ({ answer }: AccountCellRun["first"]): boolean => answer !== null && DONE.has(answer.status);

/** The POST was sent, and no answer came that says for certain that it was refused. Subscribing twice does no harm. */
function mayHaveHappened({ cell, first }: AccountCellRun): boolean {
  const { name, elsewhere, carriedOut } = cell.post;
  if (first.posts === 0 || elsewhere !== undefined) return false;
  if (cell.call === "connectWebhook") return carriedOut;
  return !name.startsWith("429");
}
