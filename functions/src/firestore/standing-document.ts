import {
  FieldValue,
  Timestamp,
  type DocumentData,
  type DocumentReference,
  type DocumentSnapshot,
} from "firebase-admin/firestore";

/** A document as it stands: as it was read, or as a write of our own has left it. */
export type StandingDocument = Pick<
  DocumentSnapshot,
  "id" | "ref" | "exists" | "data" | "get" | "updateTime" | "readTime"
>;

/** The document after fields of it were written as a whole. */
export function overwritten(before: StandingDocument, written: DocumentData, writeTime: Timestamp): StandingDocument {
  const { id, ref } = before;
  const left = Object.entries({ ...before.data(), ...written }).filter(([, value]) => !isGone(value));
  const fields: DocumentData = Object.fromEntries(left);
  const get = (field: string): unknown => fields[field];
  return { id, ref, exists: true, updateTime: writeTime, readTime: writeTime, data: () => fields, get };
}

/** A document that there is none of, as far as is known. `now` in ms. */
export function absent(ref: DocumentReference, now: number): StandingDocument {
  const readTime = Timestamp.fromMillis(now);
  return { id: ref.id, ref, exists: false, readTime, data: () => undefined, get: () => undefined };
}

const isGone = (value: unknown): boolean => value instanceof FieldValue && value.isEqual(FieldValue.delete());
