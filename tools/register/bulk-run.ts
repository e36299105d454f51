import type { UnrecognizedResult } from "../../client/src/newer-backend.ts";
import type { PhoneNumberDocument } from "../../functions/src/contract/phone-number.ts";
import type {
  RegisterPhoneNumberRequest,
  RegistrationResult,
} from "../../functions/src/contract/register-phone-number.ts";
import { refusalsSince, requestIdOf, knownStateOf } from "./known-state.ts";
import type { NumberToRegister } from "./numbers-file.ts";
import { failureOf } from "./problem.ts";
import {
  judge,
  mayAskAgainAt,
  notBefore,
  refusedBefore,
  unanswered,
  type End,
  type Turn,
  type Waiting,
} from "./turn.ts";

/** The deployed functions and documents, as one signed-in caller sees them. */
export interface Backend {
  /** The caller's uid. */
  readonly uid: string;
  /** The number's document; `null`: there is none that the caller may see. */
  readonly read: (phoneNumberId: string) => Promise<PhoneNumberDocument | null>;
  /** @throws CallError */
  readonly register: (request: RegisterPhoneNumberRequest) => Promise<RegistrationResult | UnrecognizedResult>;
}

/** A number that has come to its end in this run. `left`: how many have not. */
export interface Progress {
  readonly phoneNumberId: string;
  readonly end: End;
  readonly left: number;
}

/** What a run works with. */
export interface BulkRun {
  readonly backend: Backend;
  readonly clock: { readonly now: () => number; readonly sleep: (ms: number, signal: AbortSignal) => Promise<void> };
  /** Whether what was refused before is asked for again. */
  readonly again: boolean;
  /** Set off, it keeps further numbers from being asked for; those under way are waited for. */
  readonly interrupted: AbortSignal;
  readonly onEnd: (progress: Progress) => void;
}

/** So many numbers are asked for at the same time: Meta counts the calls of an app and of an account. */
const AT_ONCE = 3;

/** Meta's throttle is an account's; that of numbers whose account is not known is the configured one's. */
type Pauses = Map<string | null, Pause>;
interface Pause {
  readonly until: number;
  readonly retryAt: string | null;
}

/** What the workers of a run share. */
interface Shared extends BulkRun {
  readonly pauses: Pauses;
  readonly refusedSince: number;
  /** No further number is asked for. */
  readonly stopped: AbortSignal;
  readonly stop: () => void;
}

/** Registers numbers, a few at a time, each through the callable and nothing else. Resolves to the end of each, by its id. */
export async function registerAll(
  run: BulkRun,
  numbers: readonly NumberToRegister[],
): Promise<ReadonlyMap<string, End>> {
  const own = new AbortController();
  const shared: Shared = {
    ...run,
    pauses: new Map(),
    refusedSince: refusalsSince(run.clock.now(), run.again),
    stopped: AbortSignal.any([run.interrupted, own.signal]),
    stop: () => own.abort(),
  };
  const ends = new Map<string, End>();
  const queue: Waiting[] = numbers.map((number) => ({
    number,
    asked: 0,
    unanswered: 0,
    notBefore: 0,
    requestId: null,
    status: null,
  }));
  const worker = async (): Promise<void> => {
    for (let waiting = await nextOf(queue, shared); waiting !== null; waiting = await nextOf(queue, shared)) {
      const turn = await takeTurn(shared, waiting);
      if (turn.kind === "again") queue.push(Object.assign(waiting, { notBefore: turn.at, status: turn.status }));
      else {
        const { phoneNumberId } = waiting.number;
        ends.set(phoneNumberId, turn);
        run.onEnd({ phoneNumberId, end: turn, left: numbers.length - ends.size });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  for (const { number, status } of queue) ends.set(number.phoneNumberId, { kind: "left", status, retryAt: null });
  return ends;
}

/** The number whose turn it is, once it is; `null`: there is none, or no further one is to be asked for. */
async function nextOf(queue: Waiting[], { clock, stopped }: Shared): Promise<Waiting | null> {
  for (;;) {
    const first = queue.toSorted((one, other) => one.notBefore - other.notBefore)[0];
    if (first === undefined || stopped.aborted) return null;
    const waitMs = first.notBefore - clock.now();
    if (waitMs <= 0) return queue.splice(queue.indexOf(first), 1)[0] ?? null;
    await clock.sleep(waitMs, stopped);
  }
}

async function takeTurn(shared: Shared, waiting: Waiting): Promise<Turn> {
  const { backend, clock, pauses, refusedSince } = shared;
  const { phoneNumberId, pin } = waiting.number;
  try {
    const document = await backend.read(phoneNumberId);
    const known = knownStateOf(document, { by: backend.uid, refusedSince });
    if (known.kind === "registered") return { kind: "done", status: "registered", already: true };
    if (known.kind === "refused") return refusedBefore(known);
    const account = document?.wabaId ?? null;
    const now = clock.now();
    const pause = pauses.get(account);
    if (pause !== undefined && pause.until > now) return notBefore(pause.until, now, { ...pause, status: "throttled" });
    waiting.requestId ??= requestIdOf(document, now, waiting.asked);
    const result = await backend.register({ phoneNumberId, pin: pin.reveal(), requestId: waiting.requestId });
    const answeredAt = clock.now();
    const turn = judge(result, waiting, answeredAt);
    // Also where this number is not asked for again: the account's others would be refused as well.
    if (result.status === "throttled")
      extend(pauses, account, { until: mayAskAgainAt(result, waiting, answeredAt), retryAt: result.retryAt });
    return turn;
  } catch (error) {
    const { end, concernsAll } = failureOf(error);
    if (concernsAll) shared.stop();
    return end ?? unanswered(waiting, clock.now());
  }
}

/** Of several answers under way at once the longest pause counts, whichever came last. */
function extend(pauses: Pauses, account: string | null, pause: Pause): void {
  if (pause.until > (pauses.get(account)?.until ?? 0)) pauses.set(account, pause);
}
