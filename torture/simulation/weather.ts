import type { Random } from "./random.ts";
import type { GraphWeather, PostTrouble } from "./simulated-graph.ts";
import type { StoreTrouble, StoreWeather } from "./store-way.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Which way has trouble, and how often: 1 is every time. */
interface Storm {
  readonly from: number;
  readonly to: number;
  readonly store: number;
  readonly graph: number;
}

/** Everything that goes wrong on the ways between the machines, Firestore and Meta in one run. */
export type Weather = StoreWeather &
  GraphWeather & {
    machineTrouble(): "none" | "freeze" | "kill";
    /** Until when a machine that freezes now stands still. */
    thawsAt(): number;
    /** Between these times nothing goes wrong, but what was begun before. */
    calm(from: number, to: number): void;
    /** Between these times Meta answers no reads. */
    blind(from: number, to: number): void;
  };

/**
 * Fair weather in which little goes wrong, with storms of minutes to hours in which much or all does. After `faultsEnd` nothing
 * goes wrong any more.
 */
export function weather(random: Random, now: () => number, startsAt: number, faultsEnd: number): Weather {
  const storms = Array.from({ length: random.whole(5, 40) }, () => storm(random, startsAt, faultsEnd));
  if (random.chance(0.5))
    storms.push({ ...storm(random, startsAt, faultsEnd), from: faultsEnd - HOUR_MS, to: faultsEnd });
  const blindness: { readonly from: number; readonly to: number }[] = [];
  const calms: { readonly from: number; readonly to: number }[] = [];
  const isCalm = (): boolean => calms.some(({ from, to }) => from <= now() && now() < to);
  const rough = random.pick([0, 0.01, 0.05, 0.15]);
  const intensity = (part: "store" | "graph"): number => {
    const time = now();
    if (time >= faultsEnd || isCalm()) return 0;
    const here = storms.filter(({ from, to }) => from <= time && time < to).map((each) => each[part]);
    return Math.max(rough, ...here);
  };
  return {
    latency: () => (random.chance(0.02) ? random.between(100, 3000) : random.between(2, 60)),
    trouble: (request) => (random.chance(intensity("store")) ? storeTrouble(random, request) : { kind: "none" }),
    postTrouble: () => (random.chance(intensity("graph")) ? postTrouble(random) : { kind: "none" }),
    readTrouble: () => {
      const time = now();
      if (isCalm()) return "none";
      if (blindness.some(({ from, to }) => from <= time && time < to)) return "hangs";
      return random.chance(intensity("graph")) ? random.pick(["hangs", "hangs", "garbled"]) : "none";
    },
    calm: (from, to) => void calms.push({ from, to }),
    blind: (from, to) => void blindness.push({ from, to: Math.min(to, faultsEnd) }),
    machineTrouble: () => {
      if (now() >= faultsEnd || isCalm() || !random.chance(0.15)) return "none";
      return random.pick(["freeze", "kill"]);
    },
    thawsAt: () => {
      const ms = random.pick([
        random.between(SECOND_MS, MINUTE_MS),
        random.between(0, 5 * MINUTE_MS),
        random.between(0, HOUR_MS),
      ]);
      const thaw = Math.min(now() + ms, faultsEnd);
      return isCalm()
        ? Math.min(thaw, now() + MINUTE_MS)
        : Math.min(thaw, ...calms.map(({ from }) => (from > now() ? from : thaw)));
    },
  };
}

function storm(random: Random, startsAt: number, faultsEnd: number): Storm {
  const from = random.between(startsAt, faultsEnd);
  const to = from + random.pick([random.between(MINUTE_MS, 10 * MINUTE_MS), random.between(HOUR_MS, 12 * HOUR_MS)]);
  const strength = (): number => random.pick([0, 0.3, 0.6, 1]);
  return { from, to, store: strength(), graph: strength() };
}

function storeTrouble(random: Random, request: "read" | "commit"): StoreTrouble {
  if (request === "read") return { kind: random.pick(["unavailable", "lost_request", "lost_answer", "broken_answer"]) };
  const kind = random.pick([
    "unavailable",
    "aborted",
    "lost_request",
    "lost_answer",
    "broken_answer",
    "sent_again",
    "late",
  ]);
  return kind === "late" ? { kind, ms: random.between(1000, 10 * MINUTE_MS) } : { kind };
}

function postTrouble(random: Random): PostTrouble {
  const processed = random.chance(0.5);
  const kind = random.pick(["no_connection", "lost_request", "lost_answer", "gateway_page", "graph_fails"]);
  return kind === "no_connection" || kind === "lost_request" ? { kind } : { kind, processed };
}
