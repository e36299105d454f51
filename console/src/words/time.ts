const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span of time in its two largest units: `2 days 4 h`, `5 h 12 min`, `40 s`. Nothing negative: it reads `0 s`. */
export function duration(ms: number): string {
  const left = Math.max(0, ms);
  if (left >= DAY) return two(left, [DAY, left < 2 * DAY ? " day" : " days"], [HOUR, " h"]);
  if (left >= HOUR) return two(left, [HOUR, " h"], [MINUTE, " min"]);
  if (left >= MINUTE) return two(left, [MINUTE, " min"], [SECOND, " s"]);
  return `${Math.floor(left / SECOND)} s`;
}

function two(ms: number, [large, largeWord]: [number, string], [small, smallWord]: [number, string]): string {
  const rest = Math.floor((ms % large) / small);
  return `${Math.floor(ms / large)}${largeWord}${rest === 0 ? "" : ` ${rest}${smallWord}`}`;
}

/** How long ago something was: `just now`, `5 min ago`, `3 days ago`. */
export function ago(iso: string, now: number): string {
  const passed = now - Date.parse(iso);
  if (passed < MINUTE) return "just now";
  if (passed < HOUR) return `${Math.floor(passed / MINUTE)} min ago`;
  if (passed < DAY) return `${Math.floor(passed / HOUR)} h ago`;
  const days = Math.floor(passed / DAY);
  return days === 1 ? "yesterday" : `${days} days ago`;
}

/** A moment as a person in `timeZone` (default: the reader's own) says it: `14:05`, or `24 Nov, 14:05` on another day. */
export function moment(iso: string, now: number, timeZone?: string): string {
  const at = new Date(iso);
  const zone = timeZone === undefined ? {} : { timeZone };
  const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", ...zone });
  const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", ...zone }).format(at);
  if (day.format(at) === day.format(now)) return time;
  const short = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", ...zone }).format(at);
  return `${short}, ${time}`;
}
