import type { GraphError } from "../contract/failure.ts";
import type { CallJournal, LoggedCall } from "./ports.ts";

/** How a call ended, as the log says it. `spent`: whether a request was or may have been sent; left out in calls about an account. */
export interface LoggedEnd {
  readonly about: LoggedCall;
  readonly status: string;
  readonly graphError: GraphError | null;
  readonly spent?: boolean;
}

/**
 * Writes down at once how calls ended, and says so in the log. Where that fails the caller learns the truth all the same: a lease runs
 * out by itself, and what is open is settled by reading. `null`: it could not be written down.
 */
export async function writtenDown<Kept>(
  { journal }: { readonly journal: Pick<CallJournal, "callEnded" | "callUnrecorded"> },
  ends: readonly LoggedEnd[],
  write: () => Promise<Kept>,
): Promise<Kept | null> {
  try {
    const kept = await write();
    for (const { about, ...end } of ends) journal.callEnded({ ...about, ...end });
    return kept;
  } catch (error) {
    for (const { about, status } of ends) journal.callUnrecorded({ ...about, status, error });
    return null;
  }
}
