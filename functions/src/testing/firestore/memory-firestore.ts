import { Timestamp, type Firestore } from "../../../../tools/product-packages.ts";
import type { Machine } from "../../../../torture/simulation/machine.ts";
import { queryOver, type MemoryQuery } from "./memory-query.ts";
import { StoreError, type Fields, type StoredDocument, type StoredDocuments, type Write } from "./stored-documents.ts";

/** What becomes of one request to the store. `late`: it is carried out long after its sender gave up. */
export type StoreTrouble =
  | {
      readonly kind:
        | "none"
        | "unavailable"
        | "aborted"
        | "lost_request"
        | "lost_answer"
        | "broken_answer"
        | "sent_again";
    }
  | { readonly kind: "late"; readonly ms: number };

/** How the way to the store behaves. Latencies in ms, one way. */
export interface StoreWeather {
  trouble(request: "read" | "commit"): StoreTrouble;
  latency(): number;
}

/** A reference to a document, as far as the product uses one. */
export interface Ref {
  readonly id: string;
  readonly path: string;
  collection(name: string): Collection;
  get(): Promise<Snapshot | undefined>;
  create(fields: Fields): Promise<void>;
  update(fields: Fields): Promise<void>;
  set(fields: Fields): Promise<void>;
  delete(): Promise<void>;
}

interface Collection extends MemoryQuery {
  doc(id?: string): Ref;
}

/** A document as it was read. */
export interface Snapshot {
  readonly id: string;
  readonly ref: Ref;
  readonly exists: boolean;
  readonly readTime: Timestamp;
  readonly updateTime: Timestamp | undefined;
  data(): Fields | undefined;
  get(field: string): unknown;
}

type Refusal = readonly [code: number, message: string];

/** gRPC's codes: ABORTED, UNAVAILABLE, FAILED_PRECONDITION. */
const REFUSED_BEFORE: Readonly<Partial<Record<StoreTrouble["kind"], Refusal>>> = {
  aborted: [10, "Too much contention on these documents."],
  unavailable: [14, "The service is currently unavailable."],
};
const REFUSED_AFTER: Readonly<Partial<Record<StoreTrouble["kind"], Refusal>>> = {
  broken_answer: [14, "Connection dropped."],
  sent_again: [9, "The document was changed meanwhile."],
};

type Ask = <Answer>(request: "read" | "commit", carryOut: () => Answer) => Promise<Answer>;

/**
 * One machine's client of the store: the part of Firestore's API that the product uses, over documents in memory, with the ways
 * in which a request or its answer gets lost.
 */
export function memoryFirestore(documents: StoredDocuments, machine: Machine, weather: StoreWeather): Firestore {
  const { time } = machine;
  const ask = asker(machine, weather);
  let made = 0;

  const commit = (writes: readonly Write[]): Promise<void> => ask("commit", () => documents.commit(writes, time.now()));

  const read = (refs: readonly Ref[]): Promise<Snapshot[]> =>
    ask("read", () => {
      const readTime = Timestamp.fromMillis(Math.floor(time.now()));
      return refs.map((ref) => snapshotOf(ref, documents.read(ref.path), readTime));
    });

  const refAt = (path: string): Ref => {
    const write = (kind: Write["kind"], fields: Fields): Promise<void> =>
      commit([{ path, kind, fields, unchangedSince: undefined }]);
    return {
      id: path.slice(path.lastIndexOf("/") + 1),
      path,
      collection: (name) => collectionAt(`${path}/${name}`),
      get: async () => (await read([refAt(path)]))[0],
      create: (fields) => write("create", fields),
      update: (fields) => write("update", fields),
      set: (fields) => write("set", fields),
      delete: () => write("delete", {}),
    };
  };

  const collectionAt = (path: string): Collection => {
    const inside = (readTime: Timestamp): Snapshot[] =>
      documents.inside(path).map((each) => snapshotOf(refAt(each), documents.read(each), readTime));
    return {
      ...queryOver((select) =>
        ask("read", () => {
          const readTime = Timestamp.fromMillis(Math.floor(time.now()));
          return { docs: select(inside(readTime)), readTime };
        }),
      ),
      doc: (id) => {
        made += 1;
        return refAt(`${path}/${id ?? `made-${time.now()}-${made}`}`);
      },
    };
  };

  const client = {
    collection: collectionAt,
    getAll: (...refs: (Ref | object)[]) => read(refs.filter((ref): ref is Ref => "path" in ref)),
    batch: () => batch(commit),
  };
  return client as unknown as Firestore;
}

/** Asks the store, over a way that may lose the request or its answer. What the SDK repeats by itself is `sent_again`: it finds its own first write. */
function asker(machine: Machine, weather: StoreWeather): Ask {
  const { time } = machine;
  return (request, carryOut) =>
    new Promise((resolve, reject) => {
      const trouble = weather.trouble(request);
      if (trouble.kind === "lost_request") return;
      const answer = (reply: () => void): void => void machine.at(time.now() + weather.latency(), reply);
      const arrive = (): void => {
        const before = REFUSED_BEFORE[trouble.kind];
        if (before !== undefined) {
          answer(() => reject(new StoreError(...before)));
          return;
        }
        try {
          const value = carryOut();
          const after = REFUSED_AFTER[trouble.kind];
          if (after !== undefined) answer(() => reject(new StoreError(...after)));
          else if (trouble.kind === "none") answer(() => resolve(value));
        } catch (error) {
          answer(() => reject(error instanceof Error ? error : new Error(String(error))));
        }
      };
      time.at(time.now() + weather.latency() + (trouble.kind === "late" ? trouble.ms : 0), arrive);
    });
}

function snapshotOf(ref: Ref, document: StoredDocument | undefined, readTime: Timestamp): Snapshot {
  return {
    id: ref.id,
    ref,
    exists: document !== undefined,
    readTime,
    updateTime: document?.updateTime,
    data: () => document?.fields,
    get: (field) => document?.fields[field],
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
