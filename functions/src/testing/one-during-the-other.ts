import { setImmediate as turn } from "node:timers/promises";

/** Makes a call, and the same so many times more while the first is under way. Answers in the order of the calls. */
export async function oneDuringTheOther<Answer>(call: () => Promise<Answer>, more = 1): Promise<readonly Answer[]> {
  const first = call();
  await turn();
  return Promise.all([first, ...Array.from({ length: more }, call)]);
}
