/** The versions in use (Meta's changelog, 2026-09): v21.0 lives to 2027-01-21, v26.0 is the newest. */
const OLDEST = 21;
const NEWEST = 26;

/**
 * The version that serves a call. Meta's versioning guide: a version past its end, or none, is served by the oldest usable one.
 * `null`: there is no such version, which Graph answers as an unknown path (seen in a log).
 */
export function servedVersion(named: string | undefined): string | null {
  if (named === undefined) return `v${OLDEST}.0`;
  const [, major, minor] = /^v(\d{1,2})\.(\d{1,2})$/.exec(named) ?? [];
  if (major === undefined) return null;
  if (Number(major) < OLDEST) return `v${OLDEST}.0`;
  return Number(major) <= NEWEST && minor === "0" ? named : null;
}
