import { REQUEST_RUNS_MS } from "../contract/patience.ts";

/** How long an id means the same request. */
export const REQUEST_KEPT_MS = 24 * 3_600_000;

/** What is remembered of a request whose caller gave it an id. Times are Firestore's, in ms since the epoch. */
export interface RequestRecord {
  /** Of everything that was asked, except its secrets. */
  readonly fingerprint: string;
  /** When it was asked for the first time. */
  readonly firstAt: number;
  /** The call that carries it out; `null`: none does. */
  readonly run: { readonly attemptId: string; readonly since: number } | null;
  /** When a POST was sent for it, or may have been; `null`: none was. */
  readonly sentAt: number | null;
  /** What it was answered, as it is stored; `null`: it has no answer. */
  readonly answer: string | null;
}

/** What a call is to do whose request may have been made before. */
export type RequestTurn =
  /**
   * Carry it out. `openSince`: when an earlier call posted that ended without an answer; then this call must not post, however often it is
   * repeated. `null`: none did.
   */
  | { readonly kind: "begun"; readonly record: RequestRecord; readonly openSince: number | null }
  /** Another call carries it out, until then at the latest. */
  | { readonly kind: "running"; readonly until: number }
  | { readonly kind: "answered"; readonly answer: string }
  /** The id is that of a request that asked for something else. */
  | { readonly kind: "other_request" };

/** Asks to carry a request out. Idempotent for one `attemptId`, so after a lost acknowledgement it is asked again. */
export function beginRequest(
  known: RequestRecord | null,
  ask: { readonly attemptId: string; readonly fingerprint: string; readonly now: number },
): RequestTurn {
  const { attemptId, fingerprint, now } = ask;
  const run = { attemptId, since: now };
  if (known === null || now - known.firstAt >= REQUEST_KEPT_MS || isVoid(known)) {
    return {
      kind: "begun",
      record: { fingerprint, firstAt: now, run, sentAt: null, answer: null },
      openSince: null,
    };
  }
  if (known.fingerprint !== fingerprint) return { kind: "other_request" };
  if (known.answer !== null) return { kind: "answered", answer: known.answer };
  const openSince = known.sentAt;
  if (known.run?.attemptId === attemptId) return { kind: "begun", record: known, openSince };
  const until = known.run === null ? now : known.run.since + REQUEST_RUNS_MS;
  return until > now ? { kind: "running", until } : { kind: "begun", record: { ...known, run }, openSince };
}

/** Nothing was sent and nothing was answered: it is as if nobody had asked. */
const isVoid = ({ run, sentAt, answer }: RequestRecord): boolean => run === null && sentAt === null && answer === null;

/** Notes that the POST is now sent. `null`: another call has taken the request over, or nothing is known of it: nothing may be sent. */
export function claimPost(
  known: RequestRecord | null,
  { attemptId, now }: { readonly attemptId: string; readonly now: number },
): RequestRecord | null {
  return known?.run?.attemptId === attemptId ? { ...known, sentAt: now } : null;
}

/**
 * Ends a call's turn. `answer` null: it has none, and the next call carries the request out. `null`: nothing is to be written, as the
 * request is another call's by now.
 */
export function endRequest(
  known: RequestRecord | null,
  { attemptId, answer }: { readonly attemptId: string; readonly answer: string | null },
): RequestRecord | null {
  return known?.run?.attemptId === attemptId ? { ...known, run: null, answer } : null;
}
