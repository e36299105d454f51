import { Timestamp } from "../firestore-sdk.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** A document as the store keeps it. No two commits have the same time. */
export interface StoredDocument {
  readonly fields: Fields;
  readonly updateTime: Timestamp;
}

/** One write of a batch, with the condition under which all of them are done. */
export interface Write {
  readonly path: string;
  readonly kind: "create" | "update" | "set" | "merge" | "delete";
  readonly fields: Fields;
  /** Only if the document was last changed then. */
  readonly unchangedSince: Timestamp | undefined;
}

/** Firestore's own data, shared by all machines. */
export interface StoredDocuments {
  read(path: string): StoredDocument | undefined;
  paths(): Iterable<string>;
  /** Does all writes or none. @throws StoreError as Firestore would answer. */
  commit(writes: readonly Write[], nowMs: number): void;
}

/** An error with the gRPC code that Firestore gives it. */
export class StoreError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

const ALREADY_EXISTS = 6;
const NOT_FOUND = 5;
const FAILED_PRECONDITION = 9;

/** @param changed is told each path that a commit has written */
export function storedDocuments(changed: (path: string, fields: Fields | undefined) => void): StoredDocuments {
  const documents = new Map<string, StoredDocument>();
  let lastCommitMicros = 0;

  const check = ({ path, kind, unchangedSince }: Write): void => {
    const known = documents.get(path);
    if (kind === "create" && known !== undefined) throw new StoreError(ALREADY_EXISTS, `${path} exists already`);
    if (kind === "update" && known === undefined) throw new StoreError(NOT_FOUND, `${path} does not exist`);
    if (unchangedSince !== undefined && known?.updateTime.isEqual(unchangedSince) !== true)
      throw new StoreError(FAILED_PRECONDITION, `${path} was changed meanwhile`);
  };

  return {
    read: (path) => documents.get(path),
    paths: () => documents.keys(),
    commit: (writes, nowMs) => {
      writes.forEach(check);
      lastCommitMicros = Math.max(lastCommitMicros + 1, Math.floor(nowMs * 1000));
      const updateTime = new Timestamp(Math.floor(lastCommitMicros / 1e6), (lastCommitMicros % 1e6) * 1000);
      for (const { path, kind, fields } of writes) {
        const known = documents.get(path);
        const keep = known !== undefined && (kind === "update" || kind === "merge");
        if (kind === "delete") documents.delete(path);
        else documents.set(path, { fields: keep ? { ...known.fields, ...fields } : fields, updateTime });
      }
      for (const { path } of writes) changed(path, documents.get(path)?.fields);
    },
  };
}
