import { memoryFirestore } from "../../functions/src/testing/firestore/memory-firestore.ts";
import { storedDocuments, type StoredDocuments } from "../../functions/src/testing/firestore/stored-documents.ts";
import type { Fields } from "../../functions/src/testing/firestore/written-fields.ts";
import { virtualTime, type VirtualTime } from "../../functions/src/testing/virtual-time.ts";
import { check, type Violation } from "../checker.ts";
import { keptLedger } from "../kept-ledger.ts";
import { leaks } from "../leaks/leaks.ts";
import { accountsApart } from "./accounts-apart.ts";
import type { CallTools } from "./call-tools.ts";
import { customersTrouble, isLeftAlone } from "./customers-trouble.ts";
import { customersIn } from "./customers.ts";
import { evidenceOf } from "./evidence.ts";
import { fleet } from "./fleet.ts";
import { monitorOver, type Monitor } from "./monitor.ts";
import type { Subject } from "./notes.ts";
import { RIGHT_PIN, WRONG_PIN } from "./one-call.ts";
import { otherSide, type OtherSide } from "./other-side.ts";
import { impatientOperator, outsiders, tokenTrouble } from "./people.ts";
import { seededRandom, type Random } from "./random.ts";
import { reconciler } from "./reconciler.ts";
import { settling, type Settling } from "./settling.ts";
import { wayToStore } from "./store-way.ts";
import { OWN_ACCOUNT } from "./subjects.ts";
import { weather } from "./weather.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const STARTS_AT = Date.UTC(2030, 0, 1);
/** How far Meta's clock swings around Firestore's: a minute, which is far more than it would. */
const SWING_MS = MINUTE_MS;
const NUMBERS = ["550000000000001", "550000000000002"] as const;
/** Registered only while the token is revoked: its budget is not used up by then. */
const SPARE_NUMBER = "550000000000003";

/** What is played. */
export interface Setting {
  readonly days: number;
  readonly subject: Subject;
  /** How many customers have accounts of their own beside the deployment's. */
  readonly customers: number;
}

/** What one seed came to. */
export interface Played {
  readonly calls: number;
  readonly posts: number;
  readonly looks: number;
  readonly kills: number;
  readonly freezes: number;
  /** How long after the last fault the documents still moved, in ms. */
  readonly settledAfterMs: number;
  /** How often callers were answered what. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly violations: readonly Violation[];
}

/**
 * A month in the life of a deployment, as the seed has it: several machines whose clocks disagree, operators who are impatient,
 * others who spend attempts too, a token that is revoked; faults of every way and machine, until all goes well for two hours.
 */
export async function play(seed: number, { days, subject, customers: most }: Setting): Promise<Played> {
  const random = seededRandom(seed);
  Math.random = random.next;
  const time = virtualTime(STARTS_AT);
  const faultsEnd = STARTS_AT + days * DAY_MS;
  const meta = metaOf(time, random, faultsEnd);
  const chosen = random.pick([10, 10, 10, 7, 3]);
  const limit = subject === "naive" ? 10 : chosen;
  const watch = monitorOver(meta, time.now, subject);
  const settled = settling(time.now, faultsEnd);
  const changed = tellChanges(settled, watch, (id, at) => {
    looks.dueAt(id, at);
    apart.dueAt(id, at);
  });
  const documents = storedDocuments(changed, () => {
    if (subject !== "product") return;
    for (const complaint of settled.overlooked((id) => isLeftAlone(tools, id))) watch.broken(5, complaint);
  });
  const customers = customersIn(documents, time.now, most);
  const apart = accountsApart(time.now, customers, (about) => watch.broken(10, about));
  const ways = weather(random, time.now, STARTS_AT, faultsEnd);
  const machines = fleet(time, random, random.whole(2, 5));
  const numbers = NUMBERS.slice(0, random.whole(1, 2));
  const own = [...numbers, SPARE_NUMBER];
  const tools: CallTools = {
    subject,
    random,
    time,
    meta,
    weather: ways,
    watch,
    apart,
    machines,
    customers,
    charge: { phoneNumberId: NUMBERS[0], wabaId: OWN_ACCOUNT.wabaId, namedIds: own, manages: () => true },
    limit,
    clientOf: (machine) => memoryFirestore(documents, wayToStore(machine, ways), () => time.now()),
    ended: { calls: 0, statuses: {} },
    open: new Set(),
  };
  const looks = reconciler(tools, own);
  letThemAct(tools, [...numbers, ...customers.numbers], faultsEnd);
  customersTrouble(tools, documents, own, faultsEnd);
  await time.runUntil(faultsEnd + 2 * HOUR_MS);
  seeWhatIsLeft(tools, documents.text());
  if (subject === "product") for (const complaint of settled.complaints()) watch.broken(5, complaint);
  return {
    calls: tools.ended.calls,
    posts: watch.posts.length,
    looks: looks.runs(),
    ...tools.machines.counts,
    settledAfterMs: settled.afterMs(),
    statuses: tools.ended.statuses,
    violations: violationsIn(tools, documents, [...own, ...customers.numbers]),
  };
}

function violationsIn(
  { watch, meta, limit, subject }: CallTools,
  documents: StoredDocuments,
  numbers: readonly string[],
): Violation[] {
  const about = { numbers, limit, keepsLedger: subject === "product" };
  return [...watch.violations, ...check(evidenceOf(documents, watch, meta, about))];
}

function letThemAct(tools: CallTools, numbers: readonly string[], until: number): void {
  for (const number of numbers) {
    impatientOperator(tools, number, until);
    outsiders(tools, number, until);
  }
  tokenTrouble(tools, SPARE_NUMBER, until);
}

/** Tells all who want to know what a commit has written. */
function tellChanges(
  settled: Settling,
  watch: Monitor,
  dueAt: (phoneNumberId: string, time: number | null) => void,
): (path: string, fields: Fields | undefined) => void {
  return (path, fields) => {
    const [collection, id = "", ...below] = path.split("/");
    settled.changed(path, fields);
    if (collection === "whatsappNumbers" && below.length === 0) watch.numberChanged(id, fields);
    if (collection === "whatsappNumbers" && below[0] === "whatsappAttempts")
      watch.attemptChanged(id, below[1] ?? "", fields);
    if (collection !== "whatsappLedgers") return;
    watch.ledgerChanged(id, fields);
    dueAt(id, keptLedger(fields).nextLookAt);
  };
}

/** Calls that nobody answered, and secrets that were written down. */
function seeWhatIsLeft({ watch, open, machines, customers }: CallTools, stored: string): void {
  for (const attemptId of open) watch.broken(4, `the call ${attemptId} was never answered`);
  const secrets = [RIGHT_PIN, WRONG_PIN, ...machines.tokens(), ...customers.tokens()].map((value) => ({
    name: "a PIN or a token",
    value,
  }));
  for (const leak of leaks(secrets, [{ name: "the store", text: stored }])) watch.broken(7, leak);
}

/** Meta with a clock that swings, and in some worlds slow to show what it accepted. */
function metaOf(time: VirtualTime, random: Random, faultsEnd: number): OtherSide {
  const phase = random.between(0, 2 * Math.PI);
  const period = random.between(2 * DAY_MS, 20 * DAY_MS);
  const clock = (): number =>
    time.now() + SWING_MS * Math.sin(phase + (2 * Math.PI * (time.now() - STARTS_AT)) / period);
  const slow = random.chance(0.3);
  const delay = (): number =>
    slow && time.now() < faultsEnd - HOUR_MS ? random.between(0, 20 * MINUTE_MS) : random.between(0, 1500);
  return otherSide(clock, RIGHT_PIN, delay);
}
