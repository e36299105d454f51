import { Timestamp, type Firestore } from "../firestore-sdk.ts";
import type { Machine } from "./machine.ts";
import { StoreError, type Fields, type StoredDocument, type StoredDocuments, type Write } from "./stored-documents.ts";

/** What becomes of one request to the store. `late`: it is carried out long after its sender gave up. */
export type StoreTrouble =
  | { readonly kind: "none" | "unavailable" | "aborted" | "lost_request" | "lost_answer" | "broken_answer" | "sent_again" }
  | { readonly kind: "late"; readonly ms: number };

/** How the way to the store behaves. Latencies in ms, one way. */
export interface StoreWeather {
  trouble(request: "read" | "commit"): StoreTrouble;
  latency(): number;
}

const ABORTED = 10;
const UNAVAILABLE = 14;
const FAILED_PRECONDITION = 9;

/**
 * One machine's client of the store: the part of Firestore's API that the product uses, over documents in memory, with the ways
 * in which a request or its answer gets lost. What the SDK itself repeats after a lost answer is `sent_again`: the repetition
 * finds its own first write and fails.
 */
export function memoryFirestore(documents: StoredDocuments, machine: Machine, weather: StoreWeather): Firestore {
  const { time } = machine;

  const ask = <Answer>(request: "read" | "commit", carryOut: () => Answer): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const trouble = weather.trouble(request);
      const arrival = time.now() + weather.latency() + (trouble.kind === "late" ? trouble.ms : 0);
      const answer = (reply: () => void): void => void machine.at(time.now() + weather.latency(), reply);
      const refuse = (code: number, message: string): void => answer(() => reject(new StoreError(code, message)));
      if (trouble.kind === "lost_request") return;
      time.at(arrival, () => {
        if (trouble.kind === "unavailable") return refuse(UNAVAILABLE, "The service is currently unavailable.");
        if (trouble.kind === "aborted") return refuse(ABORTED, "Too much contention on these documents.");
        try {
          const value = carryOut();
          if (trouble.kind === "none") answer(() => resolve(value));
          else if (trouble.kind === "broken_answer") refuse(UNAVAILABLE, "Connection dropped.");
          else if (trouble.kind === "sent_again") refuse(FAILED_PRECONDITION, "The document was changed meanwhile.");
        } catch (error) {
          answer(() => reject(error instanceof Error ? error : new Error(String(error))));
        }
      });
    });

  const commit = (writes: readonly Write[]): Promise<void> =>
    ask("commit", () => documents.commit(writes, time.now()));

  const readAll = (refs: readonly Ref[]): Promise<Snapshot[]> =>
    ask("read", () => {
      const readTime = Timestamp.fromMillis(Math.floor(time.now()));
      return refs.map((ref) => snapshotOf(ref, documents.read(ref.path), readTime));
    });

  const refAt = (path: string): Ref => ({
    path,
    collection: (name) => ({ doc: (id) => refAt(`${path}/${name}/${id}`) }),
    get: async () => {
      const [snapshot] = await readAll([refAt(path)]);
      return snapshot;
    },
    set: (fields) => commit([{ path, kind: "set", fields, unchangedSince: undefined }]),
    delete: () => commit([{ path, kind: "delete", fields: {}, unchangedSince: undefined }]),
  });

  const client = {
    collection: (name: string) => ({ doc: (id: string) => refAt(`${name}/${id}`) }),
    getAll: (...refs: Ref[]) => readAll(refs),
    batch: () => batch(commit),
  };
  return client as unknown as Firestore;
}

interface Ref {
  readonly path: string;
  collection(name: string): { doc(id: string): Ref };
  get(): Promise<Snapshot | undefined>;
  set(fields: Fields): Promise<void>;
  delete(): Promise<void>;
}

interface Snapshot {
  readonly ref: Ref;
  readonly exists: boolean;
  readonly readTime: Timestamp;
  readonly updateTime: Timestamp | undefined;
  data(): Fields | undefined;
}

function snapshotOf(ref: Ref, document: StoredDocument | undefined, readTime: Timestamp): Snapshot {
  return {
    ref,
    exists: document !== undefined,
    readTime,
    updateTime: document?.updateTime,
    data: () => document?.fields,
  };
}

/** A batch of writes: nothing happens before it is committed. */
function batch(commit: (writes: readonly Write[]) => Promise<void>): object {
  const writes: Write[] = [];
  const add = (kind: Write["kind"], ref: Ref, fields: Fields, unchangedSince?: Timestamp): void =>
    void writes.push({ path: ref.path, kind, fields, unchangedSince });
  return {
    create: (ref: Ref, fields: Fields) => add("create", ref, fields),
    update: (ref: Ref, fields: Fields, condition?: { lastUpdateTime?: Timestamp }) =>
      add("update", ref, fields, condition?.lastUpdateTime),
    set: (ref: Ref, fields: Fields, options?: { merge?: boolean }) =>
      add(options?.merge === true ? "merge" : "set", ref, fields),
    delete: (ref: Ref) => add("delete", ref, {}),
    commit: () => commit(writes),
  };
}
