/** How far a clock that is not ours may run ahead: Meta's and Firestore's agree far better than this. */
const AHEAD_MS = 5 * 60_000;

/**
 * Whether a time given by somebody else lies in the future by our own clock. Such a time is not believed: until it comes, it would hide
 * every later event. All in ms since the epoch; what is no number is no time of the future.
 */
export function isFuture(at: number, now: number): boolean {
  return at > now + AHEAD_MS;
}
