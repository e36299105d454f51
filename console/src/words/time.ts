import { spokenLanguage } from "./spoken.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Unit = "day" | "hour" | "minute" | "second";

const UNITS: readonly (readonly [unit: Unit, ms: number])[] = [
  ["day", DAY],
  ["hour", HOUR],
  ["minute", MINUTE],
  ["second", SECOND],
];

/** A span of time in its two largest units: `2 days 4 hr`, `5 hr 12 min`, `40 sec`. Nothing negative: it reads `0 sec`. */
export function duration(ms: number): string {
  const left = Math.max(0, ms);
  const first = UNITS.findIndex(([, size]) => left >= size);
  if (first === -1) return count(0, "second");
  const parts = UNITS.slice(first, first + 2).map(([unit, size], index) => {
    const larger = index === 0 ? Number.POSITIVE_INFINITY : (UNITS[first]?.[1] ?? size);
    return [Math.floor((left % larger) / size), unit] as const;
  });
  return parts
    .filter(([many], index) => index === 0 || many > 0)
    .map(([many, unit]) => count(many, unit))
    .join(" ");
}

const count = (many: number, unit: Unit): string =>
  new Intl.NumberFormat(spokenLanguage(), { style: "unit", unit, unitDisplay: "short" }).format(many);

/** How long ago something was: `just now`, `5 min ago`, `3 days ago`. */
export function ago(iso: string, now: number): string {
  const passed = now - Date.parse(iso);
  if (passed < MINUTE) return "just now";
  const [unit, size] = UNITS.find(([, ms]) => passed >= ms) ?? ["minute", MINUTE];
  return new Intl.RelativeTimeFormat(spokenLanguage(), { numeric: "auto", style: "short" }).format(
    -Math.floor(passed / size),
    unit,
  );
}

/** A moment as a person in `timeZone` (default: the reader's own) says it: `14:05`, or `24 Nov, 14:05` on another day. */
export function moment(iso: string, now: number, timeZone?: string): string {
  const at = new Date(iso);
  const zone = timeZone === undefined ? {} : { timeZone };
  const day = new Intl.DateTimeFormat(spokenLanguage(), { day: "numeric", month: "short", year: "numeric", ...zone });
  const time = new Intl.DateTimeFormat(spokenLanguage(), { hour: "2-digit", minute: "2-digit", ...zone }).format(at);
  if (day.format(at) === day.format(now)) return time;
  const short = new Intl.DateTimeFormat(spokenLanguage(), { day: "numeric", month: "short", ...zone }).format(at);
  return `${short}, ${time}`;
}
