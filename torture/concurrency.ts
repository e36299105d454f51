import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { startSimulator, type Simulator } from "../graph-simulator/server.ts";
import { PIN } from "./canaries.ts";
import type { Heard } from "./heard.ts";
import { start, type Hand } from "./processes/crew.ts";
import type { Answer, Way } from "./processes/words.ts";
import type { Report } from "./report.ts";

const PROCESSES = 4;
const CALLERS = 25;
const ALL = PROCESSES * CALLERS;
/** How late Meta answers, so that all callers come while the first is under way. */
const ANSWERS_AFTER_MS = 2500;
/** The same on a machine that is too busy for a hundred callers in that time. */
const ANSWERS_LATE_MS = 12_000;
/** The naive way tries again and again: one round of it takes as long as several of ours. */
const NAIVE_SHARE = 10;

interface Round {
  readonly posts: number;
  /** Calls that began before Meta answered the first. */
  readonly overlapping: number;
  /** Calls, besides the one that posted, that were answered only after that. */
  readonly late: number;
  readonly statuses: Readonly<Record<string, number>>;
}

/**
 * Four processes, 25 callers each, all for the same fresh number at once, while Meta's answer to the first is under way.
 * FIRESTORE_EMULATOR_HOST and GCLOUD_PROJECT must be set.
 */
export async function concurrency(rounds: number, heard: Heard): Promise<Report> {
  const begun = performance.now();
  const simulator = await startSimulator();
  const hands = await Promise.all(Array.from({ length: PROCESSES }, () => start(simulator.url, heard)));
  try {
    const ours = await play("ours", rounds, { simulator, hands });
    const naive = await play("naive", Math.ceil(rounds / NAIVE_SHARE), { simulator, hands });
    const seconds = Math.round((performance.now() - begun) / 1000);
    return {
      title: `Concurrency: ${PROCESSES} processes with ${CALLERS} callers each, all for the same number at once`,
      figures: [
        ["rounds", String(ours.length), String(naive.length)],
        ["calls", String(ours.length * ALL), String(naive.length * ALL)],
        ["POSTs a round, at least and at most", range(ours, ({ posts }) => posts), range(naive, ({ posts }) => posts)],
        ["answered `in_progress`, a round", range(ours, inProgress), range(naive, inProgress)],
        ["rounds with exactly one POST", String(ours.filter(isOnce).length), String(naive.filter(isOnce).length)],
        ["duration of both, s", String(seconds), ""],
      ],
      violations: ours.flatMap(complaints),
    };
  } finally {
    await Promise.all(hands.map((hand) => hand.kill()));
    await simulator.close();
  }
}

interface Stage {
  readonly simulator: Simulator;
  readonly hands: readonly Hand[];
}

async function play(way: Way, rounds: number, stage: Stage): Promise<Round[]> {
  const played: Round[] = [];
  const prefix = way === "ours" ? "56300" : "56400";
  const fresh = (): string => `${prefix}${String(Date.now()).slice(-10)}`;
  for (let round = 0; round < rounds; round += 1) {
    const first = await playRound(way, { phoneNumberId: fresh(), answersAfterMs: ANSWERS_AFTER_MS }, stage);
    // Callers that came too late say nothing; a second POST does, whenever it was sent.
    const isTold = way === "naive" || first.late === 0 || first.posts !== 1;
    const told = isTold
      ? first
      : await playRound(way, { phoneNumberId: fresh(), answersAfterMs: ANSWERS_LATE_MS }, stage);
    played.push(told);
  }
  return played;
}

async function playRound(
  way: Way,
  { phoneNumberId, answersAfterMs }: { phoneNumberId: string; answersAfterMs: number },
  { simulator, hands }: Stage,
): Promise<Round> {
  simulator.state.patchNumber(phoneNumberId, { pin: PIN, faults: { register: { kind: "delay", ms: answersAfterMs } } });
  for (const hand of hands) {
    const attemptIds = Array.from({ length: CALLERS }, () => randomUUID());
    hand.register({ way, phoneNumberId, attemptIds, hold: null });
  }
  const answers = (await Promise.all(hands.map((hand) => hand.next()))).flatMap((said) =>
    "answers" in said ? said.answers : [],
  );
  const posts = simulator.requests({ phoneNumberId, method: "POST", endpoint: "register" });
  const firstDone = Math.min(...posts.map(({ finishedAt }) => Date.parse(finishedAt ?? "9999-12-31")));
  return {
    posts: posts.length,
    overlapping: answers.filter(({ from }) => from < firstDone).length,
    late: answers.filter(({ to }) => to > firstDone).length - 1,
    statuses: tally(answers),
  };
}

function tally(answers: readonly Answer[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { status } of answers) sums[status] = (sums[status] ?? 0) + 1;
  return sums;
}

const isOnce = ({ posts }: Round): boolean => posts === 1;
const inProgress = ({ statuses }: Round): number => statuses["in_progress"] ?? 0;

function range(rounds: readonly Round[], figure: (round: Round) => number): string {
  const figures = rounds.map(figure);
  const [least, most] = [Math.min(...figures), Math.max(...figures)];
  return least === most ? String(least) : `${least} to ${most}`;
}

function complaints({ posts, overlapping, statuses }: Round, round: number): string[] {
  const isRight = posts === 1 && statuses["in_progress"] === ALL - 1 && statuses["registered"] === 1;
  return [
    ...(isRight ? [] : [`concurrency, round ${round + 1}: ${posts} POSTs, answers ${JSON.stringify(statuses)}`]),
    ...(overlapping === ALL ? [] : [`concurrency, round ${round + 1}: only ${overlapping} of ${ALL} calls overlapped`]),
  ];
}
