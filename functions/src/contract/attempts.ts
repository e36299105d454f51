import * as z from "zod";
import { IsoTime } from "./primitives.ts";

/**
 * How much of Meta's budget of requests for one number is spent.
 * `used` counts requests of the last 72 hours; `nextFreeAt` is when the oldest of them stops counting; `blockedUntil` is set while Meta refuses all.
 * `spentElsewhere`: Meta counted more than we sent, or somebody else registered or deregistered the number; `remaining` is then the
 * most that can be left. It ends when the window of 72 hours has passed since.
 */
export const AttemptBudget = z.strictObject({
  used: z.int().nonnegative(),
  limit: z.int().positive(),
  remaining: z.int().nonnegative(),
  nextFreeAt: IsoTime.nullable(),
  blockedUntil: IsoTime.nullable(),
  spentElsewhere: z.boolean(),
});
export type AttemptBudget = z.infer<typeof AttemptBudget>;
