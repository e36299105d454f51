import type { FieldPath, Timestamp } from "firebase-admin/firestore";
import type { Fields } from "./written-fields.ts";

/** A query of one collection, as far as the product asks: comparisons, an order, a beginning, a limit. */
export interface MemoryQuery {
  where(field: string, operator: Comparison, value: unknown): MemoryQuery;
  orderBy(field: string | FieldPath): MemoryQuery;
  startAfter(id: string): MemoryQuery;
  limit(most: number): MemoryQuery;
  select(...fields: string[]): MemoryQuery;
  get(): Promise<{ readonly docs: readonly Snapshot[]; readonly readTime: Timestamp }>;
}

export type Comparison = "==" | "<=" | ">" | "in";

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

export interface Collection extends MemoryQuery {
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
