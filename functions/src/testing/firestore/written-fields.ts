import { FieldValue, Timestamp } from "firebase-admin/firestore";

export type Fields = Readonly<Record<string, unknown>>;

/** `merge`: a `set` that leaves alone what it does not name. */
export type WriteKind = "create" | "update" | "set" | "merge" | "delete";

/** @throws TypeError at what the SDK refuses before it sends anything, and at what is not imitated here. */
export function refuseUnwritable(kind: WriteKind, fields: Fields): void {
  for (const [name, value] of Object.entries(fields)) {
    const depth = kind === "update" ? name.split(".").length : 1;
    if (depth > 2) throw new TypeError(`"${name}": one dot alone is imitated here.`);
    if (!(value instanceof FieldValue)) refuseNoValue(name, value);
    else if (!isGone(value) && !isCommitTime(value))
      throw new TypeError(`"${name}": of field values delete and serverTimestamp alone are imitated here.`);
    else if (isGone(value) && (kind === "create" || kind === "set" || depth > 1))
      throw new TypeError(`"${name}": a field goes only by an update or a merge, and as a whole.`);
  }
}

/** @param field where the value stands */
function refuseNoValue(field: string, value: unknown): void {
  if (value === undefined) throw new TypeError(`Cannot use "undefined" as a Firestore value (found in "${field}").`);
  if (value instanceof FieldValue) throw new TypeError(`"${field}": no field value is imitated inside another.`);
  if (value === null || value instanceof Timestamp || /^(?:string|number|boolean)$/.test(typeof value)) return;
  if (!Array.isArray(value) && !isMap(value)) throw new TypeError(`"${field}" is nothing that Firestore stores.`);
  for (const [name, inner] of Object.entries(value)) refuseNoValue(`${field}.${name}`, inner);
}

/** The fields of a document after a write, of which nothing is refused. `known`: before it. */
export function fieldsAfter(kind: WriteKind, known: Fields, written: Fields, commitTime: Timestamp): Fields {
  const changed: Record<string, unknown> = kind === "update" || kind === "merge" ? { ...known } : {};
  for (const [name, given] of Object.entries(written)) {
    const value = isCommitTime(given) ? commitTime : given;
    const [field = name, inner] = kind === "update" ? name.split(".") : [name];
    if (isGone(value)) delete changed[field];
    else if (inner !== undefined) changed[field] = { ...mapOf(changed[field]), [inner]: value };
    else changed[field] = kind === "merge" ? merged(changed[field], value) : value;
  }
  return changed;
}

/** A merge keeps what a map holds beside what is written into it. */
function merged(known: unknown, written: unknown): unknown {
  if (!isMap(known) || !isMap(written)) return written;
  const fields = Object.entries(written).map(([name, value]) => [name, merged(known[name], value)]);
  return { ...known, ...Object.fromEntries(fields) } as Fields;
}

const mapOf = (value: unknown): Fields => (isMap(value) ? value : {});

function isMap(value: unknown): value is Fields {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

const isGone = (value: unknown): boolean => value instanceof FieldValue && value.isEqual(FieldValue.delete());

const isCommitTime = (value: unknown): boolean =>
  value instanceof FieldValue && value.isEqual(FieldValue.serverTimestamp());
