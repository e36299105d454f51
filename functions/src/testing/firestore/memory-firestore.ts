import { Timestamp, type Firestore } from "firebase-admin/firestore";
import { fieldOf, masked } from "./field-mask.ts";
import { queryOver } from "./memory-query.ts";
import type { Collection, Ref, Snapshot } from "./snapshot.ts";
import { refuseNoPath, type StoredDocument, type StoredDocuments, type Write } from "./stored-documents.ts";
import type { Fields } from "./written-fields.ts";

/** Carries a request to the store and brings back its answer, over a way that may lose either. */
export type Ask = <Answer>(request: "read" | "commit", carryOut: () => Answer) => Promise<Answer>;

/** That of some documents a few fields alone are read. */
interface Masking {
  readonly fieldMask: readonly string[];
}

/** What became of one write of a commit. */
interface Written {
  readonly writeTime: Timestamp;
}

/**
 * A client of Firestore: the part of its API that the product uses, over documents in memory. `ask` is the way to the store, `now`
 * the store's time in ms.
 */
export function memoryFirestore(documents: StoredDocuments, ask: Ask, now: () => number): Firestore {
  let made = 0;

  const commit = (writes: readonly Write[]): Promise<Written[]> =>
    ask("commit", () => {
      documents.commit(writes, now());
      return writes.map(({ path }) => ({ writeTime: documents.read(path)?.updateTime ?? Timestamp.fromMillis(now()) }));
    });

  const read = (refs: readonly Ref[], mask?: readonly string[]): Promise<Snapshot[]> =>
    ask("read", () => {
      const readTime = Timestamp.fromMillis(Math.floor(now()));
      for (const { path } of refs) refuseNoPath(path);
      return refs.map((ref) => masked(snapshotOf(ref, documents.read(ref.path), readTime), mask));
    });

  const refAt = (path: string): Ref => {
    const write = async (kind: Write["kind"], fields: Fields): Promise<void> => {
      await commit([{ path, kind, fields, unchangedSince: undefined }]);
    };
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
          const readTime = Timestamp.fromMillis(Math.floor(now()));
          return { docs: select(inside(readTime)), readTime };
        }),
      ),
      doc: (id) => {
        made += 1;
        return refAt(`${path}/${id ?? `made-${now()}-${made}`}`);
      },
    };
  };

  const client = {
    collection: collectionAt,
    getAll: (...asked: (Ref | Masking)[]) =>
      read(
        asked.filter((each) => "path" in each),
        asked.find((each) => "fieldMask" in each)?.fieldMask,
      ),
    batch: () => batch(commit),
  };
  return client as unknown as Firestore;
}

function snapshotOf(ref: Ref, document: StoredDocument | undefined, readTime: Timestamp): Snapshot {
  return {
    id: ref.id,
    ref,
    exists: document !== undefined,
    readTime,
    updateTime: document?.updateTime,
    data: () => document?.fields,
    get: (field) => fieldOf(document?.fields, field),
  };
}

/** A batch of writes: nothing happens before it is committed. */
function batch(commit: (writes: readonly Write[]) => Promise<Written[]>): object {
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
