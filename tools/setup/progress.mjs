import { performance } from "node:perf_hooks";
import { Interrupted } from "./interrupted.mjs";

/** @param {number} ms @returns {string} `0.4 s`, `19.3 s` */
export function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}

/**
 * Says on stderr what is being done and, on the same line, how far it is, where the work tells, and how long it took;
 * stdout stays the command's own.
 *
 * @template T
 * @param {string} label
 * @param {(progress: (share: number) => void) => T | Promise<T>} work is given a function that takes the share that is done, 0 to 1
 * @returns {Promise<T>}
 */
export async function step(label, work) {
  const begun = performance.now();
  process.stderr.write(`  ${label} ... `);
  try {
    const result = await work(tenths((text) => process.stderr.write(text)));
    process.stderr.write(`${seconds(performance.now() - begun)}\n`);
    return result;
  } catch (error) {
    process.stderr.write("failed\n");
    throw error;
  }
}

/**
 * Says each tenth once, and the whole never: then the step has ended. A line that only grows looks right in a log file, too.
 *
 * @param {(text: string) => void} say
 * @returns {(share: number) => void}
 */
export function tenths(say) {
  let said = 0;
  return (share) => {
    const tenth = Math.floor(share * 10);
    if (tenth <= said || tenth >= 10) return;
    said = tenth;
    say(`${tenth}0 % `);
  };
}

/** What the person at the terminal can mend: shown without a stack. */
export class SetupError extends Error {}

/**
 * Runs a command's work and makes its outcome the exit status; a SetupError is shown as its message alone.
 *
 * @param {() => Promise<number | void>} work
 * @returns {Promise<void>}
 */
export async function main(work) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    process.exitCode = error instanceof Interrupted ? error.exitStatus : 1;
    if (!(error instanceof Interrupted)) process.stderr.write(`\n${textOf(error)}\n`);
  }
}

/** @param {unknown} error */
function textOf(error) {
  if (error instanceof SetupError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
