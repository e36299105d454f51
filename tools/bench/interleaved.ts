/** The middle of some figures. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = Number.NaN, high = low] =
    sorted.length % 2 === 1 ? [sorted[Math.floor(middle)]] : [sorted[middle - 1], sorted[middle]];
  return (low + high) / 2;
}

/** The figure that this share of all figures does not exceed. */
export function percentile(figures: readonly number[], share: number): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
}

/** What two competitors needed in turn, in whatever unit they were measured. */
export interface Comparison {
  readonly ours: number;
  readonly naive: number;
  /** Median of the ratios pair by pair, which a machine that grows slower or faster on the way does not falsify. */
  readonly ratio: number;
}

/** Measures both in turn, after one round that is thrown away, so that a noisy machine hits both alike. */
export async function interleaved(
  rounds: number,
  measureOurs: (round: number) => Promise<number>,
  measureNaive: (round: number) => Promise<number>,
): Promise<Comparison> {
  const pairs: { ours: number; naive: number }[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const pair = { ours: await measureOurs(round), naive: await measureNaive(round) };
    if (round > 0) pairs.push(pair);
  }
  return compare(pairs);
}

/** Medians of what was measured in turn. */
export function compare(pairs: readonly { readonly ours: number; readonly naive: number }[]): Comparison {
  return {
    ours: median(pairs.map(({ ours }) => ours)),
    naive: median(pairs.map(({ naive }) => naive)),
    ratio: median(pairs.map(({ ours, naive }) => ours / naive)),
  };
}
