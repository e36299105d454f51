/** A one-line change to the product that no test notices, and why none needs to. */
export interface Survivor {
  /** Below functions/src. */
  readonly file: string;
  /** The source text that is replaced, and what by; white space is folded. */
  readonly original: string;
  readonly replacement: string;
  readonly why: string;
}

/** The changes that survive, each with its argument. One that no longer survives must go. */
export const SURVIVORS: readonly Survivor[] = [];
