import type { SendingVerdict } from "../contract/diagnose-access.ts";
import type { GraphError } from "../contract/failure.ts";
import type { TokenView } from "../contract/phone-number.ts";
import { UnreadableLedger } from "../domain/attempt/unreadable-ledger.ts";
import { isFuture } from "../domain/believed-time.ts";
import type { TokenFacts } from "../domain/diagnosis/access-findings.ts";
import { refusalStatus } from "../domain/error/graph-refusal.ts";
import type { Sighting } from "../domain/lifecycle/look.ts";
import { sendingIsDue } from "../domain/lifecycle/sending-seen.ts";
import { tokenView } from "../domain/lifecycle/token-view.ts";
import { isManaged, type NamedNumbers } from "../domain/number-home.ts";
import { inTurns } from "./in-turns.ts";
import { sendingLooks, type SendingLook } from "./look-at-sending.ts";
import type { Read } from "./ports.ts";
import type { Memory, NumberLook, ReconcilePorts } from "./reconcile-ports.ts";
import { tendCircuit } from "./token-circuit.ts";

/** Numbers a run takes at most, and reads at a time. Each is one call to Meta, and about once a day some more: what it may send. */
const NUMBERS_A_RUN = 60;
const AT_ONCE = 4;
const READ_MS = 8000;
/** Numbers that are written down together. */
const TOGETHER = 12;
/** A run ends before the next one begins. */
export const RUN_MS = 45_000;
/** How often the token is looked at, and the list of managed numbers, when nothing else calls for it. */
const CHORES_MS = 10 * 60_000;
/** How long Meta is left alone when it refuses for too many calls and names no time. */
const THROTTLED_MS = 15 * 60_000;

/** The longest that Meta is left alone, whatever its headers name: its limits are those of an hour. */
export const LONGEST_PAUSE_MS = 3_600_000;

/** How far a run is, and by when no number is begun with any more, in ms. */
export interface Run {
  readonly elapsed: () => number;
  readonly begunByMs: number;
}

/** What a run looks with: the token as it was seen, and how it is found out whether messages arrive; `null`: nobody asks. */
interface Eyes {
  readonly tokenRead: ReadToken;
  readonly sending: SendingLook | null;
}

/**
 * Reads every number whose time has come and writes down what it shows: settles attempts whose outcome is not known, notices what
 * changed at Meta, and never sends anything that would change a number. Stops when Meta's hourly budget of calls runs out.
 *
 * @param whole the run that this is a part of: how long it has taken, and by when the last number is begun with, in ms
 */
export async function reconcilePhoneNumbers(ports: ReconcilePorts, charge: NamedNumbers, whole?: Run): Promise<void> {
  const { elapsed, begunByMs } = whole ?? { elapsed: ports.clock.stopwatch(), begunByMs: RUN_MS };
  const now = ports.clock.now();
  const before = await ports.memory.recall();
  const pausedForMs = (before.pausedUntil ?? 0) - now;
  // Both may have been written by a machine whose clock was off, or when longer pauses were believed.
  if (pausedForMs > 0 && pausedForMs <= LONGEST_PAUSE_MS) return;
  const choresAt = before.choresAt ?? 0;
  const chores = now - choresAt >= CHORES_MS || isFuture(choresAt, now);
  if (chores) await ports.due.enlist(charge.namedIds);
  let ids = await ports.due.due(NUMBERS_A_RUN);
  if (!chores && ids.length === 0) return;
  const tokenRead = await readToken(ports, before.token, now);
  const { token } = tokenRead;
  if (token?.state !== before.token?.state) {
    await ports.due.callAll();
    ids = await ports.due.due(NUMBERS_A_RUN);
  }
  const eyes: Eyes = { tokenRead, sending: ports.sending === null ? null : sendingLooks(ports.sending, now) };
  const run = { looked: 0, written: 0, pauseMs: null as number | null };
  const seen: NumberLook[] = [];
  const writeSeen = async (): Promise<void> => {
    const written = await writeDown(ports, await withSending(ports, seen.splice(0), eyes));
    run.written += written;
  };
  try {
    await inTurns(AT_ONCE, ids, async (phoneNumberId) => {
      run.pauseMs ??= pauseOf(ports);
      if (run.pauseMs !== null || elapsed() > begunByMs) return;
      const isOurs = await isInCharge(ports, charge, phoneNumberId);
      if (isOurs === false) return ports.due.dismiss(phoneNumberId);
      run.looked += 1;
      if (isOurs === null) return;
      const { sighting, throttled } = await see(ports, phoneNumberId, tokenRead);
      // Where Meta wants fewer calls, that says nothing of the number, which stays due.
      if (throttled) run.pauseMs ??= THROTTLED_MS;
      else seen.push({ phoneNumberId, sighting });
      if (seen.length >= TOGETHER) await writeSeen();
    });
  } finally {
    await writeSeen();
  }
  run.pauseMs ??= pauseOf(ports);
  await remember(ports, { before, token, chores, now, pauseMs: run.pauseMs });
  if (run.looked > 0)
    ports.journal.reconciled({ looked: run.looked, failed: run.looked - run.written, pausedForMs: run.pauseMs });
}

/**
 * Whether a run is in charge of a number; `null`: that cannot be read now, so the number stays due, and holds up no other. Those that nobody
 * acts on were sorted out before.
 */
async function isInCharge(
  { homes, journal }: ReconcilePorts,
  charge: NamedNumbers,
  phoneNumberId: string,
): Promise<boolean | null> {
  if (charge.manages(phoneNumberId)) return true;
  try {
    return isManaged(charge, phoneNumberId, await homes.homeOf(phoneNumberId));
  } catch (error) {
    journal.lookFailed({ phoneNumberId, error });
    return null;
  }
}

/** How long Meta is to be left alone, by what its answers have told. */
function pauseOf({ budget }: ReconcilePorts): number | null {
  const ms = budget.pauseMs();
  return ms === null ? null : Math.min(ms, LONGEST_PAUSE_MS);
}

/** The token as it was last seen. `refusal`: the error with which Meta refuses whatever is asked with it. */
interface ReadToken {
  readonly token: TokenView | null;
  readonly refusal: GraphError | null;
  readonly read: Read<TokenFacts>;
}

/** Asks Meta about the token, and has a change of it told. */
async function readToken(ports: ReconcilePorts, known: TokenView | null, now: number): Promise<ReadToken> {
  const read = await ports.graph.inspectToken(READ_MS);
  const token = tokenView(read, known, now);
  if (token !== null && token.state !== known?.state) await tokenChanged(ports, token, known);
  const error = read.ok || read.failure.kind !== "refused" ? null : read.failure.error;
  return { token, refusal: error !== null && refusalStatus(error) === "invalid_token" ? error : null, read };
}

/** Reports what changed about the token, and opens or closes its circuit. */
async function tokenChanged(ports: ReconcilePorts, token: TokenView, known: TokenView | null): Promise<void> {
  if (token.state !== "valid" || known !== null) ports.journal.tokenChanged({ token, before: known?.state ?? null });
  if (token.state === "invalid") await tendCircuit(ports, "open");
  else if (known?.state === "invalid") await tendCircuit(ports, "close");
}

/** How many of them are written down. A number that cannot be written down now stays due, and holds up no other. */
async function writeDown(ports: ReconcilePorts, looks: readonly NumberLook[]): Promise<number> {
  const ends = await ports.numbers.look(looks);
  const written = await Promise.all(
    looks.map(async ({ phoneNumberId }, index) => {
      const end = ends[index];
      if (end?.status === "fulfilled") {
        const { transition } = end.value;
        if (transition !== null) ports.journal.phoneNumberChanged({ phoneNumberId, seenBy: "reconcile", transition });
        return true;
      }
      const error: unknown = end?.reason;
      if (error instanceof UnreadableLedger) await setAside(ports, phoneNumberId);
      else ports.journal.lookFailed({ phoneNumberId, error });
      return false;
    }),
  );
  return written.filter(Boolean).length;
}

/** A ledger that cannot be read stays so until somebody mends it: reading the number every minute would not. */
async function setAside(ports: ReconcilePorts, phoneNumberId: string): Promise<void> {
  ports.journal.ledgerUnreadable({ phoneNumberId });
  try {
    await ports.due.postpone(phoneNumberId);
  } catch (error) {
    ports.journal.lookFailed({ phoneNumberId, error });
  }
}

async function see(
  ports: ReconcilePorts,
  phoneNumberId: string,
  { token, refusal: tokenRefusal }: ReadToken,
): Promise<{ sighting: Sighting; throttled: boolean }> {
  const unseen = { view: null, refusal: null, token };
  // Reading the number would be refused in the same words, which say whether the app was removed.
  if (token?.state === "invalid") return { sighting: { ...unseen, refusal: tokenRefusal }, throttled: false };
  const read = await ports.graph.readNumber(phoneNumberId, READ_MS);
  if (read.ok) return { sighting: { ...unseen, view: read.value }, throttled: false };
  ports.journal.readFailed({ phoneNumberId, read: "number", failure: read.failure });
  const refusal = read.failure.kind === "refused" ? read.failure.error : null;
  return { sighting: { ...unseen, refusal }, throttled: refusal !== null && refusalStatus(refusal) === "throttled" };
}

/** The looks, and whether messages arrive from the numbers that were read, where that is to be asked again. */
async function withSending(ports: ReconcilePorts, looks: readonly NumberLook[], eyes: Eyes): Promise<NumberLook[]> {
  const verdicts = new Map<string, SendingVerdict>();
  await inTurns(AT_ONCE, await whereSendingIsDue(ports, looks, eyes), async ({ phoneNumberId, ask }) => {
    try {
      verdicts.set(phoneNumberId, await ask());
    } catch (error) {
      // What the number itself shows is worth writing down all the same.
      ports.journal.lookFailed({ phoneNumberId, error });
    }
  });
  return looks.map(({ phoneNumberId, sighting }) => ({
    phoneNumberId,
    sighting: { ...sighting, sending: verdicts.get(phoneNumberId) ?? null },
  }));
}

/** The numbers to ask whether their messages arrive. What is stored of them is read after Meta was: an event may have come. */
async function whereSendingIsDue(
  { numbers, clock, journal }: ReconcilePorts,
  looks: readonly NumberLook[],
  { tokenRead, sending }: Eyes,
): Promise<{ phoneNumberId: string; ask: () => Promise<SendingVerdict> }[]> {
  const read = looks.flatMap(({ phoneNumberId, sighting: { view } }) => (view === null ? [] : { phoneNumberId, view }));
  const [first] = read;
  if (sending === null || first === undefined) return [];
  try {
    const known = await numbers.known(read.map(({ phoneNumberId }) => phoneNumberId));
    return read.flatMap(({ phoneNumberId, view }, index) => {
      const facts = known[index] ?? {};
      if (!sendingIsDue(facts, view, clock.now())) return [];
      return { phoneNumberId, ask: () => sending({ phoneNumberId, view, known: facts, token: tokenRead.read }) };
    });
  } catch (error) {
    journal.lookFailed({ phoneNumberId: first.phoneNumberId, error });
    return [];
  }
}

interface RunEnd {
  readonly before: Memory;
  readonly token: TokenView | null;
  readonly chores: boolean;
  readonly now: number;
  readonly pauseMs: number | null;
}

/** Only what changed is written: most runs find nothing. */
async function remember(ports: ReconcilePorts, { before, token, chores, now, pauseMs }: RunEnd): Promise<void> {
  // A token that was seen stays known: where there is none, there was none before.
  const isSame = token === null || (token.state === before.token?.state && token.expiresAt === before.token.expiresAt);
  // Before it is remembered: what could not be told is told in the next run.
  if (!isSame) await ports.tokenSeen?.(token);
  if (!chores && isSame && pauseMs === null && before.pausedUntil === null) return;
  await ports.memory.remember({
    token,
    choresAt: chores ? now : before.choresAt,
    pausedUntil: pauseMs === null ? null : now + pauseMs,
  });
}
