import type { Defect } from "./planted-defect.ts";

/** What one row of a table came to: how often the harm was done that it is there for. */
export interface PlayedRow {
  readonly name: string;
  readonly ours: number;
  /** The naive way under the same conditions; `null`: it has nothing of the kind. */
  readonly naive: number | null;
  /** What is wrong, one sentence each; also that the row proves nothing. */
  readonly complaints: readonly string[];
}

/** A module that plays the rows of a table. */
export interface RowsModule {
  /** Plays the rows, or those of these names. */
  playRows(only?: readonly string[]): Promise<readonly PlayedRow[]>;
}

/** What a thread is started with: the module of the rows, the names of those that it plays, and the defect in the product. */
export interface ThreadData {
  readonly module: string;
  readonly only: readonly string[];
  readonly defect: Defect;
}
