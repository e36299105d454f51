import { SetupError } from "./progress.mjs";

/** A download that receives nothing for this long counts as stalled. What goes on may take as long as it takes. */
export const STALLED_MS = 120_000;

/**
 * Gives up on a download of which nothing arrives any more.
 *
 * @param {string} where it comes from, which begins the sentence
 * @param {number} stalledMs
 * @returns {{ signal: AbortSignal, arrives: () => void, end: () => void }} signal: it has stalled, with a SetupError as the reason; arrives: to be called
 *   when something has come; end: it is over
 */
export function stallWatch(where, stalledMs) {
  const given = new AbortController();
  const giveUp = () => given.abort(new SetupError(`${where} has sent nothing for ${stalledMs / 1000} seconds`));
  const timer = setTimeout(giveUp, stalledMs);
  return { signal: given.signal, arrives: () => void timer.refresh(), end: () => clearTimeout(timer) };
}
