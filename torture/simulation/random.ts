/** Numbers that look random and are the same for the same seed. */
export interface Random {
  /** From 0 up to, but not including, 1. */
  readonly next: () => number;
  chance(probability: number): boolean;
  between(low: number, high: number): number;
  whole(low: number, high: number): number;
  pick<const Value>(values: readonly [Value, ...Value[]]): Value;
}

/** Mulberry32, a well-known generator of 32 bits of state: enough for choosing faults. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number): number => low + next() * (high - low);
  const whole = (low: number, high: number): number => Math.floor(between(low, high + 1));
  return {
    next,
    chance: (probability) => next() < probability,
    between,
    whole,
    pick: (values) => values[whole(0, values.length - 1)] ?? values[0],
  };
}
