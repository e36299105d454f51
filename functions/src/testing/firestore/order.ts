import { Timestamp } from "firebase-admin/firestore";

/** The place of a value's kind in Firestore's order, of the kinds that are compared here; `null`: it is of another. */
export function rankOf(value: unknown): number | null {
  if (value === null) return 0;
  if (typeof value === "number") return 1;
  if (value instanceof Timestamp) return 2;
  return typeof value === "string" ? 3 : null;
}

/** Firestore's order: by kind, then by value; strings by their bytes. @throws TypeError at a kind that is not compared here. */
export function compare(one: unknown, other: unknown): number {
  const [rank, otherRank] = [rankOf(one), rankOf(other)];
  if (rank === null || otherRank === null) throw new TypeError("Values of this kind are not compared here.");
  if (rank !== otherRank) return rank - otherRank;
  if (typeof one === "string") return Buffer.compare(Buffer.from(one), Buffer.from(String(other)));
  if (one instanceof Timestamp && other instanceof Timestamp)
    return one.seconds - other.seconds || one.nanoseconds - other.nanoseconds;
  return Number(one) - Number(other);
}
