import type { CallTools } from "./call-tools.ts";
import { callOf } from "./one-call.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Calls now and then, sometimes several times at once or again and again. */
export function impatientOperator(tools: CallTools, number: string, until: number): void {
  const { time, random } = tools;
  const busy = random.pick([3 * HOUR_MS, 8 * HOUR_MS, 24 * HOUR_MS]);
  const visit = (): void => {
    if (time.now() >= until) return;
    const clicks = random.chance(0.3) ? random.whole(2, 8) : 1;
    const patience = random.pick([0, 5000, MINUTE_MS, 5 * MINUTE_MS]);
    for (let click = 0; click < clicks; click += 1) {
      time.at(time.now() + click * random.between(0, patience), () => {
        if (time.now() < until) callOf(tools, number);
      });
    }
    time.at(time.now() + random.between(0, 2 * busy), visit);
  };
  time.at(time.now() + random.between(0, HOUR_MS), visit);
  // A last rush, so that much is open when the faults end.
  for (let click = 0; click < random.whole(0, 4); click += 1) {
    time.at(until - random.between(0, 10 * MINUTE_MS), () => callOf(tools, number));
  }
}

/** Others register the number too, or take it away. */
export function outsiders({ time, random, meta, watch }: CallTools, number: string, until: number): void {
  const rate = random.pick([0, 0, 0.3, 1, 3]);
  if (rate === 0) return;
  const visit = (): void => {
    if (time.now() >= until) return;
    if (random.chance(0.2)) meta.deregisterFromOutside(number);
    else {
      const times = random.chance(0.2) ? random.whole(2, 12) : 1;
      for (let turn = 0; turn < times; turn += 1) {
        meta.registerFromOutside(number);
        watch.outside(number);
      }
    }
    time.at(time.now() + random.between(0, (2 * DAY_MS) / rate), visit);
  };
  time.at(time.now() + random.between(0, DAY_MS / rate), visit);
}

/**
 * The token is revoked, and some hours later a new one deployed, at most twice in the month. In between somebody tries and tries
 * to register a number of its own, and for a while Meta answers no reads, so that nothing but the circuit tells of the token.
 */
export function tokenTrouble(tools: CallTools, number: string, until: number): void {
  const { time, random, meta, machines, weather } = tools;
  const times = random.whole(0, 2);
  for (let turn = 0; turn < times; turn += 1) {
    const revokedAt = random.between(time.now(), until - DAY_MS);
    const renewedAt = revokedAt + random.between(HOUR_MS, 12 * HOUR_MS);
    time.at(revokedAt, () => meta.revoke(machines.token()));
    time.at(renewedAt, () => machines.deploy(`system-user-token-${turn + 2}`));
    const blindFrom = random.between(revokedAt, renewedAt);
    weather.blind(blindFrom, blindFrom + random.between(0, 2 * HOUR_MS));
    for (let call = 0; call < 12; call += 1) time.at(random.between(revokedAt, renewedAt), () => callOf(tools, number));
  }
}
