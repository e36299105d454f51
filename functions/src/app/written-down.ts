import type { GraphError } from "../contract/failure.ts";
import type { CallJournal, LoggedCall } from "./ports.ts";

/** How a call ended, as the log says it. `spent`: whether a request was or may have been sent; left out in calls about an account. */
export interface LoggedEnd {
  readonly status: string;
  readonly graphError: GraphError | null;
  readonly spent?: boolean;
}

/**
 * Writes the end of a call down, and says in the log how it ended. Where that fails the caller learns the truth all the same: a lease runs
 * out by itself, and what is open is settled by reading. `null`: it could not be written down.
 */
export async function writtenDown<Kept>(
  { journal }: { readonly journal: Pick<CallJournal, "callEnded" | "callUnrecorded"> },
  about: LoggedCall,
  end: LoggedEnd,
  write: () => Promise<Kept>,
): Promise<Kept | null> {
  try {
    const kept = await write();
    journal.callEnded({ ...about, ...end });
    return kept;
  } catch (error) {
    journal.callUnrecorded({ ...about, status: end.status, error });
    return null;
  }
}
