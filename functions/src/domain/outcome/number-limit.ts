/** What decides how many numbers a business may have; `null`: it could not be read. */
export interface LimitReads {
  readonly numbers: number | null;
  readonly businessVerificationStatus: string | null;
  /** Meta's word for how many people may be written to in a day: TIER_250, TIER_2K …; open. */
  readonly messagingLimit: string | null;
}

/** Numbers of a new portfolio, and of one that is verified or has reached 2,000 people (Meta, Phone numbers). */
const NEW = 2;
const RAISED = 20;

/** How many numbers an account holds, and how many Meta allows it. */
export interface ReachedLimit {
  readonly numbers: number;
  readonly limit: number;
}

/**
 * The limit that is proven to be reached, where Meta refused another number; `null`: none is proven. The smaller one counts only where
 * reading shows both that the business is not verified and that it has not outgrown the first tier. A business that has more
 * numbers than a limit was given another one, which nothing shows.
 */
export function reachedLimit(reads: LimitReads): ReachedLimit | null {
  const { numbers, businessVerificationStatus, messagingLimit } = reads;
  if (numbers === RAISED) return { numbers, limit: RAISED };
  const isNew =
    businessVerificationStatus !== null &&
    businessVerificationStatus.toUpperCase() !== "VERIFIED" &&
    messagingLimit === "TIER_250";
  return isNew && numbers === NEW ? { numbers, limit: NEW } : null;
}
