import { FieldPath, type Timestamp } from "firebase-admin/firestore";
import { fieldOf, masked } from "./field-mask.ts";
import { compare, rankOf } from "./order.ts";
import type { Comparison, MemoryQuery, Snapshot } from "./snapshot.ts";

type Select = (documents: readonly Snapshot[]) => readonly Snapshot[];

/**
 * @param ask carries a selection out over the documents as they are when it arrives
 * @param mask the fields that are asked for; left out: all
 */
export function queryOver(
  ask: (select: Select) => Promise<{ docs: readonly Snapshot[]; readTime: Timestamp }>,
  select: Select = (all) => all,
  mask?: readonly string[],
): MemoryQuery {
  const then = (next: Select): MemoryQuery => queryOver(ask, (all) => next(select(all)), mask);
  const field = (snapshot: Snapshot, name: string): unknown => fieldOf(snapshot.data(), name);
  return {
    where: (name, operator, value) =>
      then((all) => all.filter((snapshot) => holds(field(snapshot, name), operator, value))),
    orderBy: (name) =>
      then((all) => (name instanceof FieldPath ? all.toSorted(byId(name)) : inOrder(all, (each) => field(each, name)))),
    startAfter: (id) => then((all) => all.filter((snapshot) => compare(snapshot.id, id) > 0)),
    limit: (most) => then((all) => all.slice(0, most)),
    select: (...fields) => queryOver(ask, select, fields),
    get: () => ask((all) => select(all).map((found) => masked(found, mask))),
  };
}

function byId(path = FieldPath.documentId()): (one: Snapshot, other: Snapshot) => number {
  if (!path.isEqual(FieldPath.documentId())) throw new TypeError("A path to order by is a document's id here.");
  return (one, other) => compare(one.id, other.id);
}

/** The documents that have the field, by it and then by their ids. */
function inOrder(all: readonly Snapshot[], field: (snapshot: Snapshot) => unknown): readonly Snapshot[] {
  const having = all.filter((snapshot) => field(snapshot) !== undefined);
  return having.toSorted((one, other) => compare(field(one), field(other)) || byId()(one, other));
}

/** As Firestore compares: values of another kind do not match. */
function holds(value: unknown, operator: Comparison, bound: unknown): boolean {
  if (operator === "==") return value === bound;
  if (operator === "in") return Array.isArray(bound) && bound.includes(value);
  if (rankOf(value) === null || rankOf(value) !== rankOf(bound)) return false;
  return operator === "<=" ? compare(value, bound) <= 0 : compare(value, bound) > 0;
}
