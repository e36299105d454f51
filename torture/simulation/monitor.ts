import type { Fields } from "../../functions/src/testing/firestore/written-fields.ts";
import { keptLedger } from "../kept-ledger.ts";
import { broken, counted, holderOf, ledgerOf, othersSpent, type Notes, type SeenCall, type Subject } from "./notes.ts";
import type { OtherSide } from "./other-side.ts";
import type { SimulatedPost } from "./simulated-graph.ts";

/** How long after a POST none follows, unless forced, while its outcome is open: ten minutes from its reservation. */
const OPEN_FOR_MS = 9.4 * 60_000;
/** What a call is answered whose POST may or may not have worked. */
const OPEN: ReadonlySet<string | undefined> = new Set([
  "outcome_unknown",
  "meta_unavailable",
  "awaiting_meta",
  undefined,
]);

/** Looks at every request, every commit and every answer as it happens: what only that moment shows. */
export interface Monitor extends Pick<Notes, "violations" | "posts" | "claims"> {
  began(call: SeenCall): void;
  /** `knownInvalid`: the sender has read that Meta calls its token invalid, and so it does. */
  sent(post: SimulatedPost, token: { readonly knownInvalid: boolean }): void;
  readonly arrived: (post: SimulatedPost) => void;
  ledgerChanged(phoneNumberId: string, fields: Fields | undefined): void;
  numberChanged(phoneNumberId: string, fields: Fields | undefined): void;
  attemptChanged(phoneNumberId: string, attemptId: string, fields: Fields | undefined): void;
  answered(call: SeenCall, status: string): void;
  threw(call: SeenCall, error: unknown): void;
  /** Something ended in an error: the store's, or else a defect. */
  readonly failed: (error: unknown) => void;
  /** Someone else spent one of the ten. */
  outside(phoneNumberId: string): void;
  broken(invariant: number, about: string): void;
}

/** @param now true time, which is Firestore's */
export function monitorOver(meta: OtherSide, now: () => number, subject: Subject): Monitor {
  const notes: Notes = {
    meta,
    now,
    keepsLedger: subject === "product",
    violations: [],
    posts: [],
    claims: [],
    calls: new Map(),
    ledgers: new Map(),
    blocks: new Map(),
    records: new Map(),
    answers: new Map(),
    ends: new Map(),
    outside: new Map(),
  };
  const { violations, posts, claims } = notes;
  return {
    violations,
    posts,
    claims,
    broken: (invariant, about) => broken(notes, invariant, about),
    failed: (error) => seeError(notes, error),
    began: (call) => void notes.calls.set(call.attemptId, call),
    sent: (post, token) => seePost(notes, post, token),
    arrived: (post) => seeArrival(notes, post),
    ledgerChanged: (number, fields) => seeLedger(notes, number, fields),
    numberChanged: (number, fields) => seeNumber(notes, number, fields),
    attemptChanged: (number, attemptId, fields) => {
      if (typeof fields?.["settledAt"] === "string") notes.ends.set(attemptId, String(fields["status"]));
      const until = meta.blockedUntil(number);
      if (fields?.["status"] === "rate_limited" && until !== null) notes.blocks.set(number, { since: now(), until });
    },
    answered: (call, status) => {
      notes.answers.set(call.attemptId, status);
      claim(notes, firstOf(notes, call), `the answer to ${call.attemptId}`, status);
      // A repeated request may hold the number, where its own end could not be written down, and is kept out by the first.
      if (status === "in_progress" && call.requestId === null && holderOf(notes, call.phoneNumberId) === call.attemptId)
        broken(notes, 3, `${call.attemptId} is kept out by itself`);
    },
    threw: ({ attemptId }, error) => {
      seeError(notes, error);
      if (notes.keepsLedger && posts.some((post) => post.attemptId === attemptId))
        broken(notes, 3, `${attemptId} posted and ended in an error`);
    },
    outside: (number) => void notes.outside.set(number, [...(notes.outside.get(number) ?? []), meta.now()]),
  };
}

function claim({ claims, meta }: Notes, { phoneNumberId, startedAt }: SeenCall, who: string, status: string): void {
  claims.push({ phoneNumberId, who, status, from: startedAt, to: meta.now() });
}

function seeError(notes: Notes, error: unknown): void {
  const isTheStores =
    error instanceof Error && ("code" in error || error.message.startsWith("Firestore did not answer"));
  if (!isTheStores)
    broken(notes, 0, `a defect: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
}

function seePost(notes: Notes, post: SimulatedPost, token: { readonly knownInvalid: boolean }): void {
  const { attemptId, phoneNumberId } = post;
  if (notes.posts.some((other) => other.phoneNumberId === phoneNumberId && other.endedAt === null))
    broken(notes, 2, `POST of ${attemptId} while another is under way`);
  if (notes.posts.some((other) => other.attemptId === attemptId)) broken(notes, 5, `${attemptId} posts again`);
  const same = sameRequest(notes, attemptId);
  if (same !== undefined) broken(notes, 9, `POST of ${attemptId} for the request that ${same} has posted`);
  if (notes.keepsLedger) {
    compareWithLedger(notes, post);
    const open = openBefore(notes, post);
    if (open !== undefined) broken(notes, 5, `POST of ${attemptId} while the outcome of ${open} is open`);
  }
  if (token.knownInvalid) broken(notes, 8, `POST of ${attemptId} with a token that Meta called invalid`);
  notes.posts.push(post);
}

/** The call in which a request was made for the first time: a repeated one may be answered what that was answered. */
function firstOf({ calls }: Notes, call: SeenCall): SeenCall {
  if (call.requestId === null) return call;
  return [...calls.values()].find(({ requestId }) => requestId === call.requestId) ?? call;
}

/** The call that has posted the same request before. */
function sameRequest({ posts, calls }: Notes, attemptId: string): string | undefined {
  const requestId = calls.get(attemptId)?.requestId ?? null;
  if (requestId === null) return undefined;
  return posts.find((post) => post.attemptId !== attemptId && calls.get(post.attemptId)?.requestId === requestId)
    ?.attemptId;
}

/** What the ledger must say in the moment in which a POST leaves. */
function compareWithLedger(notes: Notes, { attemptId, phoneNumberId }: SimulatedPost): void {
  const entry = ledgerOf(notes, phoneNumberId).entries.find((each) => each.attemptId === attemptId);
  const holder = holderOf(notes, phoneNumberId);
  if (entry === undefined) broken(notes, 3, `POST of ${attemptId} without a reservation`);
  if (holder === null) broken(notes, 4, `POST of ${attemptId} after its lease ended`);
  else if (holder !== attemptId) broken(notes, 2, `POST of ${attemptId} while ${holder} holds the lease`);
  const block = notes.blocks.get(phoneNumberId);
  const isKnown = block !== undefined && block.until > notes.meta.now() && (entry?.reservedAt ?? 0) > block.since;
  if (isKnown) broken(notes, 1, `POST of ${attemptId} although Meta's block was known`);
}

function seeArrival(notes: Notes, { attemptId, phoneNumberId, decision }: SimulatedPost): void {
  const ours = counted(notes, phoneNumberId).length;
  const { entries } = ledgerOf(notes, phoneNumberId);
  if (notes.keepsLedger && entries.length < ours)
    broken(notes, 1, `the ledger counts ${entries.length}, Meta got ${ours}`);
  if (decision === "blocked" && !othersSpent(notes, phoneNumberId))
    broken(notes, 1, `${attemptId} was the eleventh, and all were ours`);
}

function seeLedger(notes: Notes, phoneNumberId: string, fields: Fields | undefined): void {
  const ledger = keptLedger(fields);
  notes.ledgers.set(phoneNumberId, ledger);
  const ids = new Set(ledger.entries.map(({ attemptId }) => attemptId));
  for (const { attemptId } of counted(notes, phoneNumberId)) {
    if (!ids.has(attemptId)) broken(notes, 1, `the ledger has forgotten ${attemptId}`);
  }
}

function seeNumber(notes: Notes, phoneNumberId: string, fields: Fields | undefined): void {
  const registration = fields?.["registration"] ?? {};
  const record = JSON.stringify(registration);
  if (record === notes.records.get(phoneNumberId)) return;
  notes.records.set(phoneNumberId, record);
  const { status = "", by = "" } = registration as { readonly status?: string; readonly by?: string };
  const holder = holderOf(notes, phoneNumberId);
  if (holder !== null && holder !== by) broken(notes, 2, `${by} writes down its end while ${holder} holds the lease`);
  const call = notes.calls.get(by);
  if (call !== undefined) claim(notes, call, `the document by ${by}`, status);
}

/**
 * An earlier POST of ours about the number of which nobody knows whether it worked: its call was answered so, or never. Judged by
 * what happened, not by what the product has stored of it.
 */
function openBefore(notes: Notes, { attemptId, phoneNumberId, sentAt }: SimulatedPost): string | undefined {
  if (notes.calls.get(attemptId)?.force === true) return undefined;
  return notes.posts.find(
    (post) =>
      post.phoneNumberId === phoneNumberId &&
      post.sentAt > sentAt - OPEN_FOR_MS &&
      OPEN.has(notes.answers.get(post.attemptId)) &&
      !isKnownRefusal(notes, post) &&
      !isSettled(notes, post),
  )?.attemptId;
}

/** Whether Meta refused it and that is stored: its caller may be answered later than the next one comes, or never. */
function isKnownRefusal({ ends }: Notes, { attemptId, decision }: SimulatedPost): boolean {
  return decision === "refused" && !OPEN.has(ends.get(attemptId));
}

/** Whether reading the number has told since then that it is connected, which is all that the POST was for. */
function isSettled({ meta, ends, now }: Notes, { attemptId, phoneNumberId, sentAt }: SimulatedPost): boolean {
  const skew = meta.now() - now();
  if (!meta.wasConnected(phoneNumberId, sentAt + skew, meta.now())) return false;
  return ends.has(attemptId) || meta.view(phoneNumberId).status !== "CONNECTED";
}
