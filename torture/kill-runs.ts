import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import type { ReconcilePorts } from "../functions/src/app/reconcile-ports.ts";
import { ownAccount, reconcilePorts } from "../functions/src/composition.ts";
import { startSimulator, type Simulator } from "../graph-simulator/server.ts";
import { demoConfiguration } from "../tools/demo-configuration.ts";
import { getFirestore, type Firestore } from "../tools/product-packages.ts";
import { reconcileNumbers } from "../tools/reconcile-numbers.ts";
import { PIN } from "./canaries.ts";
import type { Heard } from "./heard.ts";
import { complaints, complaintsAfterLook, lookAt, type Aftermath, type Trace } from "./processes/aftermath.ts";
import { peopleAt, type People } from "./processes/asking-again.ts";
import { crewOf, type Crew } from "./processes/crew.ts";
import { freeze, type Frozen } from "./processes/frozen.ts";
import { killInPlace, type Kill } from "./processes/kill-plan.ts";
import { carryOut } from "./processes/one-kill.ts";
import { age } from "./processes/time-passes.ts";
import type { Way } from "./processes/words.ts";
import type { Report } from "./report.ts";

const AT_ONCE = 4;
const BATCH = 40;
/** One naive process is killed for so many of ours. */
const NAIVE_SHARE = 10;
const LEASE_OVER_MS = 3 * 60_000;
const SETTLED_MS = 17 * 60_000;

interface Stage {
  readonly simulator: Simulator;
  readonly crew: Crew;
  readonly people: People;
  readonly db: Firestore;
  readonly ports: ReconcilePorts;
}

interface Killed {
  readonly kill: Kill;
  readonly isCutOff: boolean;
}

/** What killing came to, one way or the other. */
interface Toll {
  readonly kills: number;
  readonly cutOff: number;
  readonly posts: number;
  /** POSTs of which nothing is stored right after the kill. */
  readonly unrecorded: number;
  /** POSTs besides a number's first, when people call again at once and after the lease, before anything has looked at it. */
  readonly again: number;
  /** Numbers that Meta shows as connected and whose document says otherwise or is missing, when all is over. */
  readonly unnoticed: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly violations: readonly string[];
}

/**
 * Kills processes with SIGKILL in the midst of a registration: at each named point in turn, while something is under way, and at
 * any time; and freezes some before their POST. People call again after every kill, at once and when the lease is over, before the
 * reconciler has looked. FIRESTORE_EMULATOR_HOST and GCLOUD_PROJECT must be set.
 *
 * @param progress is told how many have been killed, of ours, and how often that broke an invariant
 */
export async function killRuns(
  count: number,
  heard: Heard,
  progress: (killed: number, violations: number) => void = () => undefined,
): Promise<Report> {
  const begun = performance.now();
  const simulator = await startSimulator();
  const config = demoConfiguration(simulator.url);
  const ports = reconcilePorts(config, ownAccount(config));
  const crew = crewOf(AT_ONCE, simulator.url, heard);
  const people = await peopleAt(AT_ONCE, simulator, heard);
  const stage = { simulator, crew, people, db: getFirestore(), ports };
  const told = (toll: Toll): void => progress(toll.kills, toll.violations.length);
  try {
    const [ours, frozen] = await Promise.all([killMany("ours", count, stage, told), freeze(simulator, heard)]);
    const naive = await killMany("naive", Math.ceil(count / NAIVE_SHARE), stage);
    return reportOf(ours, { naive, frozen, seconds: Math.round((performance.now() - begun) / 1000) });
  } finally {
    await Promise.all([crew.dismiss(), people.leave()]);
    await simulator.close();
  }
}

function reportOf(ours: Toll, { naive, frozen, seconds }: { naive: Toll; frozen: Frozen; seconds: number }): Report {
  const both = (what: string, figure: (toll: Toll) => number): [string, string, string] => {
    return [what, String(figure(ours)), String(figure(naive))];
  };
  return {
    title: "Processes killed in the midst of a registration",
    figures: [
      both("processes killed (SIGKILL)", ({ kills }) => kills),
      both("calls that were cut off by it", ({ cutOff }) => cutOff),
      both("POSTs that Meta saw", ({ posts }) => posts),
      both("POSTs of which nothing was stored", ({ unrecorded }) => unrecorded),
      both("second POSTs when people call again, before anything has looked", ({ again }) => again),
      both("numbers connected at Meta, and not in their documents 20 minutes later", ({ unnoticed }) => unnoticed),
      ["what the documents say then", inWords(ours.statuses), inWords(naive.statuses)],
      ["processes frozen for 26 s before their POST, and POSTs after that", `${frozen.calls}, ${frozen.posts}`, ""],
      ["what these were answered", frozen.statuses.join(", "), ""],
      ["duration of all, s", String(seconds), ""],
    ],
    violations: [
      ...ours.violations,
      ...(frozen.posts === 0 ? [] : [`frozen: ${frozen.posts} of ${frozen.calls} processes posted when they woke up`]),
    ],
  };
}

async function killMany(
  way: Way,
  count: number,
  stage: Stage,
  told: (toll: Toll) => void = () => undefined,
): Promise<Toll> {
  const tolls: Toll[] = [];
  for (let from = 0; from < count; from += BATCH) {
    const places = Array.from({ length: Math.min(BATCH, count - from) }, (_, place) => from + place);
    const killed = await killBatch(way, places, stage);
    tolls.push(way === "ours" ? await reckon(killed, stage) : await reckonNaive(killed, stage));
    told(sumOf(tolls));
  }
  return sumOf(tolls);
}

async function killBatch(way: Way, places: readonly number[], { simulator, crew }: Stage): Promise<Killed[]> {
  const killed: Killed[] = [];
  const left = places.values();
  const executioner = async (): Promise<void> => {
    for (const place of left) {
      const phoneNumberId = `${way === "ours" ? 56600 : 56700}${String(Date.now()).slice(-6)}${String(place % 10_000).padStart(4, "0")}`;
      const kill = killInPlace(place, way, { phoneNumberId, attemptId: randomUUID() });
      simulator.state.patchNumber(phoneNumberId, {
        pin: PIN,
        faults: kill.fault === null ? {} : { register: kill.fault },
      });
      killed.push({ kill, isCutOff: await carryOut(kill, crew) });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, executioner));
  return killed;
}

/** Looks at what the killed have left: at once, after their leases, and when everything has to be settled. People call in between. */
async function reckon(killed: readonly Killed[], { simulator, people, db, ports }: Stage): Promise<Toll> {
  let traces = killed.map(({ kill }): Trace => ({ ...kill, how: inShort(kill) }));
  const ids = traces.map(({ phoneNumberId }) => phoneNumberId);
  const look = (): Promise<Aftermath[]> => Promise.all(traces.map((trace) => lookAt(db, simulator, trace)));
  const goesBy = async (ms: number): Promise<void> => void (await Promise.all(ids.map((id) => age(db, id, ms))));
  const reconciled = async (): Promise<Aftermath[]> => {
    // The calls of all these numbers within minutes would use up Meta's hourly budget for reads.
    simulator.state.calls.clear();
    await reconcileNumbers(ports, ids);
    return look();
  };
  const checked = (found: readonly Aftermath[]): string[] =>
    found.flatMap((one) => complaints(one, simulator, Date.now()));
  const atOnce = await look();
  const first = checked(atOnce);
  traces = await people.askAgain("ours", traces);
  await goesBy(LEASE_OVER_MS);
  simulator.state.calls.clear();
  traces = await people.askAgain("ours", traces);
  const called = await look();
  const again = called.flatMap(({ posts, trace: { how } }) =>
    posts > 1 ? [`${how}: ${posts - 1} POSTs more when people called again`] : [],
  );
  const unleased = await reconciled();
  const second = [...checked(unleased), ...unleased.flatMap((one) => complaintsAfterLook(one, false))];
  await goesBy(SETTLED_MS);
  const settled = await reconciled();
  const third = [...checked(settled), ...settled.flatMap((one) => complaintsAfterLook(one, true))];
  return {
    ...tollOf(killed, settled),
    posts: postsOf(atOnce),
    again: secondPostsOf(called),
    unrecorded: atOnce.reduce((sum, { posts, ledger }) => sum + Math.max(0, posts - ledger.entries.length), 0),
    violations: [...first, ...again, ...second, ...third],
  };
}

const postsOf = (found: readonly Pick<Aftermath, "posts">[]): number =>
  found.reduce((sum, { posts }) => sum + posts, 0);

const secondPostsOf = (found: readonly Pick<Aftermath, "posts">[]): number =>
  found.reduce((sum, { posts }) => sum + Math.max(0, posts - 1), 0);

async function reckonNaive(killed: readonly Killed[], { simulator, people, db }: Stage): Promise<Toll> {
  const traces = killed.map(({ kill }): Trace => ({ ...kill, how: inShort(kill) }));
  const found = await Promise.all(
    killed.map(async ({ kill }) => {
      const aftermath = await lookAt(db, simulator, { ...kill, how: inShort(kill) });
      const document = await db.collection("naiveNumbers").doc(kill.phoneNumberId).get();
      const status = document.exists ? String(document.get("status")) : null;
      return { ...aftermath, status };
    }),
  );
  const unrecorded = found.filter(({ status }) => status === null).reduce((sum, { posts }) => sum + posts, 0);
  await people.askAgain("naive", traces);
  const called = await Promise.all(traces.map((trace) => lookAt(db, simulator, trace)));
  return { ...tollOf(killed, found), posts: postsOf(found), again: secondPostsOf(called), unrecorded, violations: [] };
}

function tollOf(
  killed: readonly Killed[],
  found: readonly Aftermath[],
): Pick<Toll, "kills" | "cutOff" | "unnoticed" | "statuses"> {
  const statuses: Record<string, number> = {};
  for (const { status } of found) statuses[status ?? "nothing"] = (statuses[status ?? "nothing"] ?? 0) + 1;
  return {
    kills: killed.length,
    cutOff: killed.filter(({ isCutOff }) => isCutOff).length,
    unnoticed: found.filter(({ status, isConnected }) => isConnected && status !== "registered").length,
    statuses,
  };
}

function sumOf(tolls: readonly Toll[]): Toll {
  const total = (figure: (toll: Toll) => number): number => tolls.reduce((sum, toll) => sum + figure(toll), 0);
  const statuses: Record<string, number> = {};
  for (const [status, times] of tolls.flatMap((toll) => Object.entries(toll.statuses))) {
    statuses[status] = (statuses[status] ?? 0) + times;
  }
  return {
    kills: total(({ kills }) => kills),
    cutOff: total(({ cutOff }) => cutOff),
    posts: total(({ posts }) => posts),
    unrecorded: total(({ unrecorded }) => unrecorded),
    again: total(({ again }) => again),
    unnoticed: total(({ unnoticed }) => unnoticed),
    statuses,
    violations: tolls.flatMap(({ violations }) => violations),
  };
}

function inShort({ moment, fault }: Kill): string {
  const when = moment.kind === "any" ? "at any time" : `${moment.kind} "${moment.point}"`;
  return `killed ${when}, ${fault === null ? "Meta answers" : `Meta's answer: ${fault.kind}`}`;
}

const inWords = (statuses: Readonly<Record<string, number>>): string =>
  Object.entries(statuses)
    .toSorted(([, one], [, other]) => other - one)
    .map(([status, times]) => `${status} ${times}`)
    .join(", ");
