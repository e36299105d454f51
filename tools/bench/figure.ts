import type { Comparison } from "./interleaved.ts";

/** One figure of a run. Ratios compare with the naive way of doing the same, in the same run. */
export interface Figure {
  readonly measure: string;
  readonly unit: "ms" | "MiB" | "MB" | "a second" | "round trips" | "requests" | "documents" | "numbers" | "$";
  readonly ours: number;
  /** `null`: the naive way has nothing to compare with. */
  readonly naive: number | null;
  /** The median of the ratios pair by pair; `null`: nothing is compared. */
  readonly ratio: number | null;
}

type Unit = Figure["unit"];

export const compared = (measure: string, unit: Unit, { ours, naive, ratio }: Comparison): Figure => ({
  measure,
  unit,
  ours,
  naive,
  ratio,
});

export const counted = (measure: string, unit: Unit, ours: number, naive: number | null = null): Figure => ({
  measure,
  unit,
  ours,
  naive,
  ratio: naive === null || naive === 0 ? null : ours / naive,
});
