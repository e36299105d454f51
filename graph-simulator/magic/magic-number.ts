import type { NumberState } from "../state.ts";

/** How well it is known that Graph behaves so: documented, seen in a log, claimed by others, or guessed. */
export type Standing = "doc" | "log" | "claim" | "guess";

/** A phone number id that always plays the same part. One row feeds the state, the README, the overview and the tests. */
export interface MagicNumber {
  readonly id: string;
  /** What happens, in a few words. */
  readonly title: string;
  readonly standing: Standing;
  readonly note: string;
  /** How the number differs from a plain one when the simulator starts or is reset at `now`; `null`: it does not exist. */
  readonly state: Partial<NumberState> | ((now: number) => Partial<NumberState>) | null;
}

/** Groups of ids: the first three digits say what kind of part a number plays. */
export const FAMILIES = {
  "550": "Plain numbers: nothing goes wrong.",
  "554": "554 + an error_subcode: the call is refused with an error that carries this subcode.",
  "555": "555 + an error code: the call is refused with this code.",
  "556": "Situations a number can be in.",
  "557": "Faults of the network, or answers that are no answers, when registering.",
  "558": "Reading the number fails; registering works.",
} as const;

/** What a registered number looks like (seen in logs). */
export const CONNECTED = { status: "CONNECTED", platformType: "CLOUD_API", registered: true } as const;
