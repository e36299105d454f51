import { FieldPath, Timestamp } from "firebase-admin/firestore";
import type { Comparison, MemoryQuery, Snapshot } from "./snapshot.ts";

type Select = (documents: readonly Snapshot[]) => readonly Snapshot[];

/** @param ask carries a selection out over the documents as they are when it arrives */
export function queryOver(
  ask: (select: Select) => Promise<{ docs: readonly Snapshot[]; readTime: Timestamp }>,
  select: Select = (all) => all,
): MemoryQuery {
  const then = (next: Select): MemoryQuery => queryOver(ask, (all) => next(select(all)));
  const field = (snapshot: Snapshot, name: string): unknown => snapshot.data()?.[name];
  return {
    where: (name, operator, value) =>
      then((all) => all.filter((snapshot) => holds(field(snapshot, name), operator, value))),
    orderBy: (name) =>
      then((all) =>
        name instanceof FieldPath
          ? all.toSorted((one, other) => (one.id < other.id ? -1 : 1))
          : all.toSorted((one, other) => millis(field(one, name)) - millis(field(other, name))),
      ),
    startAfter: (id) => then((all) => all.filter((snapshot) => snapshot.id > id)),
    limit: (most) => then((all) => all.slice(0, most)),
    select: () => then((all) => all),
    get: () => ask(select),
  };
}

/** As Firestore compares: values of another type do not match. */
function holds(value: unknown, operator: Comparison, bound: unknown): boolean {
  if (operator === "==") return value === bound;
  if (operator === "in") return Array.isArray(bound) && bound.includes(value);
  if (typeof value === "string" && typeof bound === "string") return operator === "<=" ? value <= bound : value > bound;
  if (!(value instanceof Timestamp) || !(bound instanceof Timestamp)) return false;
  return operator === "<=" ? value.toMillis() <= bound.toMillis() : value.toMillis() > bound.toMillis();
}

const millis = (value: unknown): number => (value instanceof Timestamp ? value.toMillis() : 0);
