import type { RegistrationResult } from "../../../functions/src/contract/register-phone-number.ts";
import { keptLedger, type KeptLedger } from "../kept-ledger.ts";
import type { OtherSide } from "./other-side.ts";
import type { SimulatedPost } from "./simulated-graph.ts";
import type { Fields } from "./stored-documents.ts";

const WINDOW_MS = 72 * 3_600_000;
const LEASE_MS = 120_000;

/** One call of `registerPhoneNumber` as its caller saw it. Times by Meta's clock, in ms. */
export interface SeenCall {
  readonly attemptId: string;
  readonly phoneNumberId: string;
  readonly startedAt: number;
  readonly circuitWasOpen: () => boolean;
}

/** Looks at every request, every commit and every answer of a run, and says which invariant one of them breaks. */
export interface Watch {
  readonly violations: readonly string[];
  sent(post: SimulatedPost, call: SeenCall, token: { valid: boolean }): void;
  arrived(post: SimulatedPost): void;
  ledgerChanged(phoneNumberId: string, fields: Fields | undefined): void;
  numberChanged(phoneNumberId: string, fields: Fields | undefined): void;
  began(call: SeenCall): void;
  answered(call: SeenCall, result: RegistrationResult): void;
  threw(call: SeenCall, error: unknown): void;
  /** Something ended in an error: the store's, or else a defect. */
  failed(error: unknown): void;
  broken(invariant: number, about: string): void;
  /** Someone else spent one of the ten. */
  outside(phoneNumberId: string): void;
  readonly posts: readonly SimulatedPost[];
}

/** @param now true time, which is Firestore's @param limit this deployment's budget */
export function watchOver(meta: OtherSide, now: () => number, limit: number): Watch {
  const violations: string[] = [];
  const posts: SimulatedPost[] = [];
  const calls = new Map<string, SeenCall>();
  const ledgers = new Map<string, KeptLedger>();
  const blockKnownAt = new Map<string, number>();
  const outside = new Map<string, number[]>();

  const broken = (invariant: number, about: string): void => {
    violations.push(`invariant ${invariant}: ${about}, at ${new Date(now()).toISOString()}`);
  };
  const failed = (error: unknown): void => {
    const isTheStores = error instanceof Error && ("code" in error || error.message === "Firestore did not answer in time.");
    if (!isTheStores) violations.push(`a defect: ${error instanceof Error ? error.stack : String(error)}`);
  };
  const of = (phoneNumberId: string): SimulatedPost[] => posts.filter((post) => post.phoneNumberId === phoneNumberId);
  const ledgerOf = (phoneNumberId: string): KeptLedger => ledgers.get(phoneNumberId) ?? keptLedger(undefined);

  /** POSTs of ours that Meta still counts, and those that may yet arrive. */
  const counted = (phoneNumberId: string): SimulatedPost[] =>
    of(phoneNumberId).filter((post) =>
      post.arrivedAt === null ? post.endedAt === null : post.arrivedAt > meta.now() - WINDOW_MS,
    );

  return {
    violations,
    posts,
    sent: (post, call, token) => {
      const { attemptId, phoneNumberId } = post;
      const { entries, lease, blockedUntil } = ledgerOf(phoneNumberId);
      const entry = entries.find((each) => each.attemptId === attemptId);
      if (entry === undefined) broken(3, `POST of ${attemptId} without a reservation`);
      if (lease?.attemptId !== attemptId) broken(2, `POST of ${attemptId} while ${lease?.attemptId ?? "nobody"} holds the lease`);
      else if (lease.takenAt + LEASE_MS <= now()) broken(4, `POST of ${attemptId} after its lease ended`);
      if (of(phoneNumberId).some((other) => other.endedAt === null)) broken(2, `POST of ${attemptId} while another is under way`);
      if (posts.some((other) => other.attemptId === attemptId)) broken(5, `${attemptId} posts again`);
      const known = blockKnownAt.get(phoneNumberId) ?? Number.POSITIVE_INFINITY;
      if (blockedUntil !== null && blockedUntil > now() && entry !== undefined && entry.reservedAt > known)
        broken(1, `POST of ${attemptId} although Meta's block was known`);
      if (call.circuitWasOpen() && !token.valid) broken(8, `POST of ${attemptId} with a token that Meta called invalid`);
      posts.push(post);
    },
    arrived: (post) => {
      const { phoneNumberId } = post;
      const ours = counted(phoneNumberId);
      if (ours.length > limit) broken(1, `${ours.length} POSTs of ours within 72 h, the budget is ${limit}`);
      const { entries } = ledgerOf(phoneNumberId);
      if (entries.length < ours.length) broken(1, `the ledger counts ${entries.length}, Meta got ${ours.length}`);
      const others = (outside.get(phoneNumberId) ?? []).some((at) => at > meta.now() - 2 * WINDOW_MS);
      if (post.decision === "blocked" && !others) broken(1, `${post.attemptId} was the eleventh, and all were ours`);
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
      const registration = fields?.["registration"] as { status: string; by: string } | undefined;
      if (registration?.status !== "registered") return;
      const startedAt = calls.get(registration.by)?.startedAt;
      if (startedAt !== undefined && !meta.wasConnected(phoneNumberId, startedAt, meta.now()))
        broken(6, `registered was stored of ${phoneNumberId}, which never was connected`);
    },
    broken,
    failed,
    began: (call) => {
      calls.set(call.attemptId, call);
    },
    answered: (call, { status }) => {
      if (status === "registered" && !meta.wasConnected(call.phoneNumberId, call.startedAt, meta.now()))
        broken(6, `registered was answered to ${call.attemptId}, and the number never was connected`);
    },
    threw: ({ attemptId }, error) => {
      failed(error);
      if (posts.some((post) => post.attemptId === attemptId)) broken(3, `${attemptId} posted and ended in an error`);
    },
    outside: (phoneNumberId) => {
      outside.set(phoneNumberId, [...(outside.get(phoneNumberId) ?? []), meta.now()]);
    },
  };
}
