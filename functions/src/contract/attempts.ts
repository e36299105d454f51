import * as z from "zod";
import { IsoTime } from "./primitives.ts";

/**
 * How much of Meta's budget of requests for one number is spent.
 * `used` counts requests of the last 72 hours; `nextFreeAt` is when the oldest of them stops counting; `blockedUntil` is set while Meta refuses all.
 */
export const AttemptBudget = z.strictObject({
  used: z.int().nonnegative(),
  limit: z.int().positive(),
  remaining: z.int().nonnegative(),
  nextFreeAt: IsoTime.nullable(),
  blockedUntil: IsoTime.nullable(),
});
export type AttemptBudget = z.infer<typeof AttemptBudget>;
