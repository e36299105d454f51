import { setTimeout as pause } from "node:timers/promises";
import type { DocumentData, DocumentReference, Firestore, WriteBatch, WriteResult } from "firebase-admin/firestore";
import { overwritten, type StandingDocument } from "./standing-document.ts";
import { LATE, within } from "./within.ts";

const TURNS = 8;
/** gRPC codes that no second try can mend: INVALID_ARGUMENT, PERMISSION_DENIED, UNIMPLEMENTED, UNAUTHENTICATED. */
const FINAL_CODES: ReadonlySet<unknown> = new Set([3, 7, 12, 16]);

/** What is to be written after reading: documents that were read are written only if nobody changed them meanwhile. */
export interface Revision<Answer> {
  readonly answer: Answer;
  /** Whole documents, by the position of their reference in `refs`. */
  readonly documents?: readonly (DocumentData | undefined)[];
  /** Writes to documents that were not read. */
  readonly also?: (batch: WriteBatch) => void;
}

/** Documents as they stand, and Firestore's time then, in ms. */
export interface Reading {
  readonly snapshots: readonly StandingDocument[];
  readonly now: number;
}

/** What a revision has to do with those before and after it. */
export interface Following {
  /** How the documents stood when they were last seen: decided on first, instead of a reading. They are read again only where another write came between. */
  readonly known?: Reading | undefined;
  /** Is told how the revision found the documents, or left them. */
  readonly leaves?: (reading: Reading) => void;
}

/**
 * Optimistic concurrency: reads documents, decides, and commits the decision only if none of them changed meanwhile; else reads and decides again.
 * No lock is held: of a hundred callers one wins and the others see at once what it wrote. After any error, a lost
 * acknowledgement too, the documents are read again, so `decide` must recognise its own earlier write.
 * `now` is Firestore's time of the reading. @throws the last error after `deadlineMs` or too many turns.
 */
export async function revise<Answer>(
  db: Firestore,
  refs: readonly DocumentReference[],
  deadlineMs: number,
  decide: (snapshots: readonly StandingDocument[], now: number) => Revision<Answer>,
  { known, leaves }: Following = {},
): Promise<Answer> {
  const endsAt = Date.now() + deadlineMs;
  let failure: unknown = new Error(LATE);
  for (let turn = 0; turn < TURNS && Date.now() < endsAt; turn += 1) {
    // Exponential backoff, with jitter.
    if (turn > 0) await pause(Math.random() * 50 * 2 ** turn);
    try {
      const reading = (turn === 0 ? known : undefined) ?? (await read(db, refs, endsAt));
      const revision = decide(reading.snapshots, reading.now);
      const left = await carryOut(db, reading, revision, endsAt);
      leaves?.(left);
      return revision.answer;
    } catch (error) {
      failure = error;
      if (!mayPass(error)) break;
    }
  }
  throw failure;
}

/**
 * Commits a decision, only if the documents that it was made on stand as they did. Answers how it leaves them.
 * @throws Firestore's errors, and one of its own after `endsAt` (ms since the epoch).
 */
export async function carryOut<Answer>(
  db: Firestore,
  { snapshots, now }: Reading,
  revision: Revision<Answer>,
  endsAt: number,
): Promise<Reading> {
  const batch = db.batch();
  const written = stage(batch, snapshots, revision);
  const results = written ? await within(endsAt, batch.commit()) : [];
  return { snapshots: leftBy(snapshots, revision, results), now };
}

/** Documents as they stand. @throws like `carryOut`. */
export async function read(db: Firestore, refs: readonly DocumentReference[], endsAt: number): Promise<Reading> {
  const snapshots = await within(endsAt, db.getAll(...refs));
  return { snapshots, now: Math.max(...snapshots.map((snapshot) => snapshot.readTime.toMillis())) };
}

/** The results come in the order of the writes: those to the documents first. */
function leftBy<Answer>(
  snapshots: readonly StandingDocument[],
  { documents = [] }: Revision<Answer>,
  results: readonly WriteResult[],
): StandingDocument[] {
  const times = results.map(({ writeTime }) => writeTime).values();
  return snapshots.map((snapshot, position) => {
    const document = documents[position];
    const writeTime = document === undefined ? undefined : times.next().value;
    return document === undefined || writeTime === undefined ? snapshot : overwritten(snapshot, document, writeTime);
  });
}

/** Errors of Firestore's may pass; what `decide` throws, and what no second try can mend, will not. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.message === LATE) return true;
  return "code" in error && typeof error.code === "number" && !FINAL_CODES.has(error.code);
}

function stage<Answer>(batch: WriteBatch, snapshots: readonly StandingDocument[], revision: Revision<Answer>): boolean {
  const { documents = [], also } = revision;
  for (const [position, document] of documents.entries()) {
    const snapshot = snapshots[position];
    if (document === undefined || snapshot === undefined) continue;
    if (snapshot.updateTime === undefined) batch.create(snapshot.ref, document);
    else batch.update(snapshot.ref, document, { lastUpdateTime: snapshot.updateTime });
  }
  also?.(batch);
  return also !== undefined || documents.some((document) => document !== undefined);
}
