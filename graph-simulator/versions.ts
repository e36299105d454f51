/** The versions in use (Meta's changelog, 2026-11): v21.0 lives to 2027-01-21, v27.0 is the newest. */
const OLDEST = 21;
const NEWEST = 27;

/**
 * The version that serves a call; none in the path: the oldest usable one (Meta's versioning guide).
 * `null`: there is no such version, which Graph answers as an unknown path (seen in a log). A version past its end is refused in the
 * same words: the guide says that the oldest usable one serves it, which is kinder than one may rely on.
 */
export function servedVersion(named: string | undefined): string | null {
  if (named === undefined) return `v${OLDEST}.0`;
  const major = Number(/^v(\d{1,2})\.0$/.exec(named)?.[1] ?? 0);
  return major >= OLDEST && major <= NEWEST ? named : null;
}

/** Whether a version, such as `v25.0`, is this one or a newer one. */
export const isSince = (version: string, major: number): boolean => Math.trunc(Number(version.slice(1))) >= major;
