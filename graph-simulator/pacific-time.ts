const FORMAT = new Intl.DateTimeFormat("en-US", {
  timeZone: "America/Los_Angeles",
  weekday: "long",
  day: "2-digit",
  month: "short",
  year: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
  timeZoneName: "short",
});

/** A moment as Graph's errors print it, such as `Monday, 19-Jun-23 06:29:46 PDT` (seen in a log). */
export function pacificTime(at: number): string {
  const parts = new Map(FORMAT.formatToParts(at).map(({ type, value }) => [type, value]));
  const [weekday, day, month, year] = ["weekday", "day", "month", "year"].map((type) => parts.get(type as "day") ?? "");
  const clock = ["hour", "minute", "second"].map((type) => parts.get(type as "day") ?? "").join(":");
  return `${weekday}, ${day}-${month}-${year} ${clock} ${parts.get("timeZoneName") ?? ""}`;
}
