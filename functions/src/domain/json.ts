/** Reading of JSON whose shape nobody promises: what is not there, or is something else, is `null`. Own fields only. */
type Json = Readonly<Record<string, unknown>>;

const LONGEST_TEXT = 1000;
const GRAPH_ID = /^\d{5,20}$/;
/** What lies before 2010 or after 2100 is no time of an event. */
const EARLIEST_MS = Date.UTC(2010);
const LATEST_MS = Date.UTC(2100);

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fieldAt(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export function objectAt(value: unknown, name: string): Json | null {
  const field = fieldAt(value, name);
  return isObject(field) ? field : null;
}

export function listAt(value: unknown, name: string): readonly unknown[] {
  const field = fieldAt(value, name);
  return Array.isArray(field) ? (field as unknown[]) : [];
}

/** A text that Firestore takes, cut where it gets too long: half a surrogate pair is no text. */
export function cut(text: string, longest = LONGEST_TEXT): string {
  return text.slice(0, longest).toWellFormed();
}

/** A text that is not empty, cut where it gets too long to be shown; whole numbers count as text. */
export function textAt(value: unknown, name: string): string | null {
  const field = fieldAt(value, name);
  const text = Number.isSafeInteger(field) ? String(field) : field;
  return typeof text === "string" && text !== "" ? cut(text) : null;
}

/** A whole number. */
export function wholeAt(value: unknown, name: string): number | null {
  const field = fieldAt(value, name);
  return Number.isSafeInteger(field) ? Number(field) : null;
}

/** One of Meta's ids, which it writes as text and sometimes as a number. */
export function idAt(value: unknown, name: string): string | null {
  const id = textAt(value, name);
  return id !== null && GRAPH_ID.test(id) ? id : null;
}

/** A time in ms since the epoch. Meta writes seconds, as a number or as digits, and in some events milliseconds. */
export function timeOf(value: unknown, name: string): number | null {
  const text = textAt(value, name);
  if (text === null || !/^\d{9,13}$/.test(text)) return null;
  const ms = text.length > 11 ? Number(text) : Number(text) * 1000;
  return ms >= EARLIEST_MS && ms <= LATEST_MS ? ms : null;
}
