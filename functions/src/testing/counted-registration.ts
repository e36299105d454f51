import type { Firestore } from "firebase-admin/firestore";
import { registerPhoneNumber } from "../app/register-phone-number.ts";
import { Pin } from "../domain/pin.ts";
import { firestoreAttempts } from "../firestore/attempts.ts";
import { firestoreTokenCircuit } from "../firestore/token-circuit.ts";
import { memoryFirestore, type Ask } from "./firestore/memory-firestore.ts";
import { storedDocuments, type StoredDocuments } from "./firestore/stored-documents.ts";
import { CONNECTED, metaView, NUMBER, tokenFacts, WABA } from "./fixtures.ts";
import { recordingJournal } from "./recording-journal.ts";
import { scriptedGraph } from "./scripted-graph.ts";
import { virtualTime, type VirtualTime } from "./virtual-time.ts";

const SECOND = 1000;
const DAY_MS = 86_400_000;

/** What one registration costs that Meta accepts and the number then shows. Exact: time is virtual, and each request is counted. */
export interface RegistrationCount {
  /** Round trips that lie in a row, where the other side answers at once. */
  readonly firestoreInARow: number;
  readonly graphInARow: number;
  /** Round trips in a row where both sides take as long. */
  readonly bothInARow: number;
  /** What Firestore charges for: documents read, missing ones too; documents written; documents deleted. */
  readonly reads: number;
  readonly writes: number;
  readonly deletes: number;
  readonly firestoreRequests: number;
  readonly graphRequests: number;
}

/** What there is before the registration. */
export interface History {
  /** Attempts of the number that count no more. The last of them is four days old. */
  readonly attempts: number;
  /** Numbers beside it, each of an account of its own. */
  readonly numbers: number;
}

/** Registers a number, its first time or after this history, with ways to Firestore and Graph that take a virtual second. */
export async function countedRegistration(history: History): Promise<RegistrationCount> {
  const firestore = await once(history, { firestoreMs: SECOND, graphMs: 0 });
  const graph = await once(history, { firestoreMs: 0, graphMs: SECOND });
  const both = await once(history, { firestoreMs: SECOND, graphMs: SECOND });
  return {
    ...firestore.counts,
    firestoreInARow: firestore.elapsedMs / SECOND,
    graphInARow: graph.elapsedMs / SECOND,
    bothInARow: both.elapsedMs / SECOND,
  };
}

type Counts = Omit<RegistrationCount, "firestoreInARow" | "graphInARow" | "bothInARow">;
type Mutable<Shape> = { -readonly [Key in keyof Shape]: Shape[Key] };

async function once(history: History, ways: { readonly firestoreMs: number; readonly graphMs: number }) {
  const time = virtualTime();
  const counts: Mutable<Counts> = { reads: 0, writes: 0, deletes: 0, firestoreRequests: 0, graphRequests: 0 };
  const documents = storedDocuments(
    () => undefined,
    () => undefined,
  );
  if (history.attempts > 0) await registerOnce(time, clientOf(documents, time), ways.graphMs, "earlier");
  await time.runUntil(time.now() + 4 * DAY_MS);
  addHistory(documents, history, time.now());
  const db = clientOf(countingWrites(documents, counts), time, countedWay(counts, time, ways.firestoreMs));
  const begun = time.now();
  const { reads, posts } = await registerOnce(time, db, ways.graphMs, "attempt-1");
  counts.graphRequests = reads.length + posts.length;
  return { counts: { ...counts }, elapsedMs: time.now() - begun };
}

const clientOf = (documents: StoredDocuments, time: VirtualTime, way?: Ask): Firestore =>
  memoryFirestore(documents, way ?? (async (_, carryOut) => carryOut()), time.now);

/** Carries requests in a time, and counts what Firestore would charge for. */
function countedWay(counts: Mutable<Counts>, time: VirtualTime, ms: number): Ask {
  return async (request, carryOut) => {
    counts.firestoreRequests += 1;
    await time.sleep(ms / 2);
    const answer = carryOut();
    if (request === "read") charge(counts, answer);
    await time.sleep(ms / 2);
    return answer;
  };
}

function countingWrites(documents: StoredDocuments, counts: Mutable<Counts>): StoredDocuments {
  return {
    ...documents,
    commit: (writes, now) => {
      documents.commit(writes, now);
      const deletes = writes.filter(({ kind }) => kind === "delete").length;
      counts.deletes += deletes;
      counts.writes += writes.length - deletes;
    },
  };
}

/** Readings answer documents, or what a query found. A query that finds nothing is charged as one. */
function charge(counts: Mutable<Counts>, answer: unknown): void {
  if (Array.isArray(answer)) counts.reads += answer.length;
  else if (typeof answer === "object" && answer !== null && "docs" in answer && Array.isArray(answer.docs))
    counts.reads += Math.max(1, answer.docs.length);
}

async function registerOnce(time: VirtualTime, db: Firestore, graphMs: number, attemptId: string) {
  const afterMs = graphMs;
  const graph = scriptedGraph(time, {
    register: () => ({ answer: { kind: "accepted" }, afterMs }),
    readNumber: ({ posts }) => ({ answer: { ok: true, value: posts === 0 ? metaView() : CONNECTED }, afterMs }),
    inspectToken: () => ({ answer: { ok: true, value: tokenFacts() }, afterMs }),
  });
  const ports = {
    graph: graph.graph,
    attempts: firestoreAttempts(db, 10, time.clock()),
    circuit: firestoreTokenCircuit(db, "token"),
    clock: time.clock(),
    journal: recordingJournal().journal,
  };
  const ask = {
    phoneNumberId: NUMBER,
    wabaId: WABA,
    customerId: null,
    accountIsKnown: true,
    attemptId,
    by: "operator",
  };
  const result = await time.run(() =>
    registerPhoneNumber(ports, {
      ...ask,
      pin: new Pin("046813"),
      dataLocalizationRegion: null,
      force: false,
      resetPin: false,
    }),
  );
  if (result.status !== "registered") throw new Error(`The registration ended as ${result.status}.`);
  return graph;
}

/** Old audit documents of the number, and other numbers that look like it. */
function addHistory(documents: StoredDocuments, { attempts, numbers }: History, now: number): void {
  const number = documents.read(`whatsappNumbers/${NUMBER}`)?.fields;
  const ledger = documents.read(`whatsappLedgers/${NUMBER}`)?.fields;
  const audit = documents.read(`whatsappNumbers/${NUMBER}/whatsappAttempts/earlier`)?.fields;
  const put = (path: string, fields: object | undefined): void =>
    documents.commit([{ path, kind: "set", fields: { ...fields }, unchangedSince: undefined }], now);
  for (let index = 1; index < attempts; index += 1)
    put(`whatsappNumbers/${NUMBER}/whatsappAttempts/earlier-${index}`, audit);
  for (let index = 1; index < numbers; index += 1) {
    const id = String(560_000_000_000_000 + index);
    put(`whatsappNumbers/${id}`, { ...number, wabaId: String(770_000_000_000_000 + index) });
    put(`whatsappLedgers/${id}`, ledger);
  }
}
