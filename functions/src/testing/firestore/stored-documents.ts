import { Timestamp } from "firebase-admin/firestore";
import { fieldsAfter, refuseUnwritable, type Fields, type WriteKind } from "./written-fields.ts";

/** A document as the store keeps it. No two commits have the same time. */
export interface StoredDocument {
  readonly fields: Fields;
  readonly updateTime: Timestamp;
}

/** One write of a batch, with the condition under which all of them are done. */
export interface Write {
  readonly path: string;
  readonly kind: WriteKind;
  readonly fields: Fields;
  /** Only if the document was last changed then. */
  readonly unchangedSince: Timestamp | undefined;
}

/** Firestore's own data, shared by all machines. */
export interface StoredDocuments {
  read(path: string): StoredDocument | undefined;
  /** The paths of a collection's documents. */
  inside(collection: string): readonly string[];
  /** Everything that is stored, as one text. */
  text(): string;
  /** Does all writes or none. @throws StoreError as Firestore would answer, and TypeError where the SDK would not even ask. */
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

const INVALID_ARGUMENT = 3;
const ALREADY_EXISTS = 6;
const NOT_FOUND = 5;
const FAILED_PRECONDITION = 9;

/**
 * @param changed is told each path that a commit has written
 * @param committed is told when it has been told all of them
 */
export function storedDocuments(
  changed: (path: string, fields: Fields | undefined) => void,
  committed: () => void,
): StoredDocuments {
  const documents = new Map<string, StoredDocument>();
  const collections = new Map<string, Set<string>>();
  let lastCommitMicros = 0;

  const collectionOf = (path: string): Set<string> => {
    const name = path.slice(0, path.lastIndexOf("/"));
    const known = collections.get(name) ?? new Set();
    collections.set(name, known);
    return known;
  };
  const put = (path: string, document: StoredDocument): void => {
    documents.set(path, document);
    collectionOf(path).add(path);
  };
  const remove = (path: string): void => {
    documents.delete(path);
    collectionOf(path).delete(path);
  };
  const check = ({ path, kind, fields, unchangedSince }: Write): void => {
    refuseNoPath(path);
    refuseUnwritable(kind, fields);
    if (!isWellFormed(fields)) throw new StoreError(INVALID_ARGUMENT, "That is no UTF-8.");
    const known = documents.get(path);
    if (kind === "create" && known !== undefined) throw new StoreError(ALREADY_EXISTS, `${path} exists already`);
    if (kind === "update" && known === undefined) throw new StoreError(NOT_FOUND, `${path} does not exist`);
    if (unchangedSince !== undefined && known?.updateTime.isEqual(unchangedSince) !== true)
      throw new StoreError(FAILED_PRECONDITION, `${path} was changed meanwhile`);
  };

  return {
    read: (path) => documents.get(path),
    inside: (collection) => [...(collections.get(collection) ?? [])],
    text: () => JSON.stringify([...documents]),
    commit: (writes, nowMs) => {
      writes.forEach(check);
      lastCommitMicros = Math.max(lastCommitMicros + 1, Math.floor(nowMs * 1000));
      const updateTime = new Timestamp(Math.floor(lastCommitMicros / 1e6), (lastCommitMicros % 1e6) * 1000);
      for (const { path, kind, fields } of writes) {
        if (kind === "delete") remove(path);
        else
          put(path, { fields: fieldsAfter(kind, documents.get(path)?.fields ?? {}, fields, updateTime), updateTime });
      }
      for (const { path } of writes) changed(path, documents.get(path)?.fields);
      committed();
    },
  };
}

/** @throws StoreError where part of a path is no id; Firestore refuses to read there, too */
export function refuseNoPath(path: string): void {
  if (path.split("/").some((part) => !isId(part))) throw new StoreError(INVALID_ARGUMENT, "That is no id.");
}

/** What Firestore takes for a document's id (Firestore, Quotas and limits). */
function isId(id: string): boolean {
  return (
    id !== "" && id !== "." && id !== ".." && !/^__.*__$/.test(id) && Buffer.byteLength(id) <= 1500 && id.isWellFormed()
  );
}

/** Half a surrogate pair cannot be written as UTF-8. */
function isWellFormed(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed();
  if (value === null || typeof value !== "object" || value instanceof Timestamp) return true;
  return Object.entries(value).every(([name, field]) => name.isWellFormed() && isWellFormed(field));
}
