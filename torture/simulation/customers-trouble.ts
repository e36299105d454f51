import type { StoredDocuments } from "../../functions/src/testing/firestore/stored-documents.ts";
import type { CallTools } from "./call-tools.ts";
import { haveRead } from "./customers.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** By then what was begun in a storm is over: a machine thaws, a late write arrives, a call ends. */
const SETTLED_MS = 15 * MINUTE_MS;
/** How long an account is left alone that Meta throttles, and a run more. */
const PAUSED_MS = 16 * MINUTE_MS;
const CALM_MS = 90 * MINUTE_MS;

/**
 * One customer's token is revoked, and some hours later they sign up again; another one's reads are throttled for a while. For an hour
 * of that nothing else goes wrong and events come for all numbers: those of everybody else are read without delay.
 *
 * @param own the deployment's own numbers
 */
export function customersTrouble(
  tools: CallTools,
  documents: StoredDocuments,
  own: readonly string[],
  until: number,
): void {
  const { time, random, meta, weather, watch, apart, customers } = tools;
  const [revoked, throttled] = customers.numbers.map((number) => customers.accountOf(number));
  if (revoked == null || throttled == null) return;
  const from = random.between(time.now() + 2 * DAY_MS, until - DAY_MS);
  const to = from + CALM_MS;
  const soonerOrLater = (): number => random.between(0, 6 * HOUR_MS);
  weather.calm(from, to);
  time.at(from - soonerOrLater(), () => meta.revoke(customers.tokenOf(revoked)));
  time.at(to + soonerOrLater(), () => customers.renew(revoked, "business-token-1-2"));
  time.at(from - soonerOrLater(), () => meta.throttle(customers.tokenOf(throttled), to + soonerOrLater()));
  const numbers = [...own, ...customers.numbers];
  for (let at = from + SETTLED_MS; at < to; at += 10 * MINUTE_MS) {
    time.at(at + random.between(0, MINUTE_MS), () => {
      for (const number of numbers) haveRead(documents, time.now(), number);
    });
  }
  for (let at = from; at < to; at += 10 * SECOND_MS) {
    time.at(at, () => {
      for (const number of numbers) if (isTroubled(tools, number)) apart.excuse(number);
      for (const number of apart.overdue(from + SETTLED_MS)) {
        watch.broken(10, `${number} is due and is not read, although nothing is wrong with its own token`);
        apart.excuse(number);
      }
    });
  }
}

/** Whether Meta has refused reads of a customer's number for their frequency, so that it is left alone for a quarter of an hour. */
export function isLeftAlone({ meta, customers, time }: CallTools, number: string): boolean {
  const account = customers.accountOf(number);
  return account !== null && meta.isThrottled(customers.tokenOf(account), time.now() - PAUSED_MS);
}

/** Whether Meta answers nothing about a number for reasons of its own account. */
function isTroubled({ meta, customers, machines, time }: CallTools, number: string): boolean {
  const account = customers.accountOf(number);
  const acting = account === null ? [machines.token(), machines.scheduled().token] : [customers.tokenOf(account)];
  return acting.some((token) => !meta.tokenIsValid(token) || meta.isThrottled(token, time.now()));
}
