import type { Point } from "./points.ts";

/** How a process registers: as the product does, or by calling and then writing. */
export type Way = "ours" | "naive";

/** What a process is told. `attemptIds`: one call each, all at once; `hold`: where each call waits for `go`. */
export type Order =
  | {
      readonly kind: "register";
      readonly way: Way;
      readonly phoneNumberId: string;
      readonly attemptIds: readonly string[];
      readonly hold: Point | null;
    }
  | { readonly kind: "go" };

/** What became of one call. `status`: its answer's, or `rejected`. Times by this machine, in ms since the epoch. */
export interface Answer {
  readonly status: string;
  /** The whole answer, or the error. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** What a process tells: that it can be used, that a call waits at a point, and that all calls are over. */
export type Word =
  | { readonly kind: "ready" }
  | { readonly kind: "at"; readonly point: Point }
  | { readonly kind: "done"; readonly answers: readonly Answer[] };
