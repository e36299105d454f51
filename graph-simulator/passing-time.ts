import { z } from "zod";
import type { NumberState } from "./state.ts";
import type { World } from "./world.ts";

/** What `POST passing-time` takes. */
export const PassingTime = z.strictObject({ hours: z.number().positive().max(10_000) });

type Moments = {
  readonly [Field in keyof NumberState]: NumberState[Field] extends number | null
    ? null extends NumberState[Field]
      ? Field
      : never
    : NumberState[Field] extends number[]
      ? Field
      : never;
}[keyof NumberState];

/** The times that are kept of a number. A span of time (`deletionTakes`) is none. */
const MOMENTS = [
  "lastOnboardedAt",
  "pinLockedUntil",
  "codeRequests",
  "acceptedAt",
  "registerRequests",
  "registerBlockedUntil",
  "deregisterRequests",
  "deregisterBlockedUntil",
  "deletedUntil",
] as const satisfies readonly Moments[];

/** How many hours have been let pass since the last reset, and which reset that was. */
interface Passed {
  readonly passedHours: number;
  readonly resets: number;
}

export function passedTime({ passed }: World): Passed {
  return { passedHours: passed.hours, resets: passed.resets };
}

/**
 * Makes what is kept of every number older, as if that many hours had passed. The clock stays where it is, because answers are dated by it,
 * and a caller whose own clock has not moved would take them for answers from the future.
 */
export function letTimePass(world: World, { hours }: z.infer<typeof PassingTime>): Passed {
  const earlier = (ms: number): number => Math.max(0, ms - hours * 3_600_000);
  for (const number of world.numbers.values()) {
    const older = MOMENTS.map((field) => {
      const kept = number[field];
      return [field, Array.isArray(kept) ? kept.map(earlier) : kept === null ? null : earlier(kept)] as const;
    });
    Object.assign(number, Object.fromEntries(older));
  }
  world.passed.hours += hours;
  return passedTime(world);
}
