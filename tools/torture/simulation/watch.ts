import type { Claim, Violation } from "../checker.ts";
import { keptLedger, type KeptLedger } from "../kept-ledger.ts";
import type { OtherSide } from "./other-side.ts";
import type { SimulatedPost } from "./simulated-graph.ts";
import type { Fields } from "./stored-documents.ts";
import type { Subject } from "./subjects.ts";

const WINDOW_MS = 72 * 3_600_000;
const LEASE_MS = 120_000;

/** One call of `registerPhoneNumber`. Times by Meta's clock, in ms. */
export interface SeenCall {
  readonly attemptId: string;
  readonly phoneNumberId: string;
  readonly startedAt: number;
}

/** Looks at every request, every commit and every answer as it happens: what only that moment shows. */
export interface Watch {
  readonly violations: readonly Violation[];
  readonly posts: readonly SimulatedPost[];
  /** What callers were answered, and what was stored. */
  readonly claims: readonly Claim[];
  began(call: SeenCall): void;
  /** `knownInvalid`: the sender has read that Meta calls its token invalid, and so it does. */
  sent(post: SimulatedPost, token: { readonly knownInvalid: boolean }): void;
  arrived(post: SimulatedPost): void;
  ledgerChanged(phoneNumberId: string, fields: Fields | undefined): void;
  numberChanged(phoneNumberId: string, fields: Fields | undefined): void;
  answered(call: SeenCall, status: string): void;
  threw(call: SeenCall, error: unknown): void;
  /** Something ended in an error: the store's, or else a defect. */
  failed(error: unknown): void;
  /** Someone else spent one of the ten. */
  outside(phoneNumberId: string): void;
  broken(invariant: number, about: string): void;
}

/**
 * @param now true time, which is Firestore's
 * @param subject the naive one keeps no ledger, so only what shows from outside is asked of it
 */
export function watchOver(meta: OtherSide, now: () => number, subject: Subject): Watch {
  const keepsLedger = subject === "product";
  const violations: Violation[] = [];
  const posts: SimulatedPost[] = [];
  const claims: Claim[] = [];
  const calls = new Map<string, SeenCall>();
  const ledgers = new Map<string, KeptLedger>();
  const blockKnownAt = new Map<string, number>();
  const records = new Map<string, string>();
  const outside = new Map<string, number[]>();

  const broken = (invariant: number, about: string): void => {
    violations.push({ invariant, about: `${about}, at ${new Date(now()).toISOString()}` });
  };
  const ledgerOf = (number: string): KeptLedger => ledgers.get(number) ?? keptLedger(undefined);
  const holderOf = (number: string): string | null => {
    const { lease } = ledgerOf(number);
    return lease !== null && lease.takenAt + LEASE_MS > now() ? lease.attemptId : null;
  };
  const claim = (phoneNumberId: string, who: string, status: string, from: number): void => {
    claims.push({ phoneNumberId, who, status, from, to: meta.now() });
  };
  /** POSTs of ours that Meta still counts, and those that may yet arrive. */
  const counted = (number: string): SimulatedPost[] =>
    posts.filter(
      (post) =>
        post.phoneNumberId === number &&
        (post.arrivedAt === null ? post.endedAt === null : post.arrivedAt > meta.now() - WINDOW_MS),
    );
  const failed = (error: unknown): void => {
    const isTheStores =
      error instanceof Error && ("code" in error || error.message.startsWith("Firestore did not answer"));
    if (!isTheStores) broken(0, `a defect: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  };

  /** What the ledger must say in the moment in which a POST leaves. */
  const mayPost = ({ attemptId, phoneNumberId }: SimulatedPost): void => {
    const { entries, blockedUntil } = ledgerOf(phoneNumberId);
    const entry = entries.find((each) => each.attemptId === attemptId);
    const holder = holderOf(phoneNumberId);
    if (entry === undefined) broken(3, `POST of ${attemptId} without a reservation`);
    if (holder !== attemptId)
      broken(holder === null ? 4 : 2, `POST of ${attemptId} while ${holder ?? "nobody"} holds the lease`);
    const knownAt = blockKnownAt.get(phoneNumberId) ?? Number.POSITIVE_INFINITY;
    if (blockedUntil !== null && blockedUntil > now() && entry !== undefined && entry.reservedAt > knownAt)
      broken(1, `POST of ${attemptId} although Meta's block was known`);
  };

  return {
    violations,
    posts,
    claims,
    broken,
    failed,
    began: (call) => {
      calls.set(call.attemptId, call);
    },
    sent: (post, token) => {
      const { attemptId, phoneNumberId } = post;
      if (posts.some((other) => other.phoneNumberId === phoneNumberId && other.endedAt === null))
        broken(2, `POST of ${attemptId} while another is under way`);
      if (posts.some((other) => other.attemptId === attemptId)) broken(5, `${attemptId} posts again`);
      if (keepsLedger) mayPost(post);
      if (token.knownInvalid) broken(8, `POST of ${attemptId} with a token that Meta called invalid`);
      posts.push(post);
    },
    arrived: (post) => {
      const { phoneNumberId, attemptId } = post;
      const ours = counted(phoneNumberId).length;
      const { entries } = ledgerOf(phoneNumberId);
      if (keepsLedger && entries.length < ours) broken(1, `the ledger counts ${entries.length}, Meta got ${ours}`);
      const others = (outside.get(phoneNumberId) ?? []).some((at) => at > meta.now() - 2 * WINDOW_MS);
      if (post.decision === "blocked" && !others) broken(1, `${attemptId} was the eleventh, and all were ours`);
    },
    ledgerChanged: (phoneNumberId, fields) => {
      const before = ledgerOf(phoneNumberId);
      const ledger = keptLedger(fields);
      ledgers.set(phoneNumberId, ledger);
      if (ledger.blockedUntil !== before.blockedUntil) blockKnownAt.set(phoneNumberId, now());
      const ids = new Set(ledger.entries.map(({ attemptId }) => attemptId));
      for (const { attemptId } of counted(phoneNumberId)) {
        if (!ids.has(attemptId)) broken(1, `the ledger has forgotten ${attemptId}`);
      }
    },
    numberChanged: (phoneNumberId, fields) => {
      const record = JSON.stringify(fields?.["registration"] ?? null);
      if (record === records.get(phoneNumberId)) return;
      records.set(phoneNumberId, record);
      const { status, by } = (fields?.["registration"] ?? {}) as { status?: string; by?: string };
      const call = calls.get(by ?? "");
      const holder = holderOf(phoneNumberId);
      if (holder !== null && holder !== by) broken(2, `${by} writes down its end while ${holder} holds the lease`);
      if (call !== undefined) claim(phoneNumberId, `the document by ${call.attemptId}`, status ?? "", call.startedAt);
    },
    answered: ({ attemptId, phoneNumberId, startedAt }, status) => {
      claim(phoneNumberId, `the answer to ${attemptId}`, status, startedAt);
      if (status === "in_progress" && holderOf(phoneNumberId) === attemptId)
        broken(3, `${attemptId} is kept out by itself`);
    },
    threw: ({ attemptId }, error) => {
      failed(error);
      if (keepsLedger && posts.some((post) => post.attemptId === attemptId))
        broken(3, `${attemptId} posted and ended in an error`);
    },
    outside: (phoneNumberId) => {
      outside.set(phoneNumberId, [...(outside.get(phoneNumberId) ?? []), meta.now()]);
    },
  };
}
