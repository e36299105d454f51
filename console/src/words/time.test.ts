import assert from "node:assert/strict";
import { test } from "node:test";
import { speak } from "./spoken.ts";
import { ago, duration, moment } from "./time.ts";

const NOW = Date.parse("2026-03-10T12:00:00.000Z");
const at = (ms: number): string => new Date(NOW + ms).toISOString();

test("a duration is said in its two largest units", () => {
  const cases: readonly [ms: number, words: string][] = [
    [-5000, "0 secs"],
    [59_999, "59 secs"],
    [60_000, "1 min"],
    [61_500, "1 min 1 sec"],
    [3_600_000, "1 hr"],
    [5 * 3_600_000 + 12 * 60_000 + 59_000, "5 hrs 12 mins"],
    [86_400_000, "1 day"],
    [3 * 86_400_000 - 1, "2 days 23 hrs"],
  ];
  for (const [ms, words] of cases) assert.equal(duration(ms), words);
});

test("how long ago something was", () => {
  const cases: readonly [ms: number, words: string][] = [
    [10_000, "just now"],
    [-59_000, "just now"],
    [-60_000, "1 min ago"],
    [-7_200_000, "2 hr ago"],
    [-86_400_000, "yesterday"],
    [-172_800_000, "2 days ago"],
  ];
  for (const [ms, words] of cases) assert.equal(ago(at(ms), NOW), words);
});

test("a moment of another day names the day, in the reader's own time zone", () => {
  assert.equal(moment(at(0), NOW, "UTC"), "12:00");
  assert.equal(moment(at(13 * 3_600_000), NOW, "UTC"), "11 Mar, 01:00");
  assert.equal(moment(at(13 * 3_600_000), NOW, "America/New_York"), "21:00");
});

test("times are said in the language of the page", (t) => {
  t.after(() => speak("en-GB", (text) => text));
  speak("de", (text) => text);
  assert.equal(duration(5 * 3_600_000 + 12 * 60_000), "5 Std. 12 Min.");
  assert.equal(ago(at(-7_200_000), NOW), "vor 2 Std.");
  assert.equal(moment(at(13 * 3_600_000), NOW, "UTC"), "11. März, 01:00");
});
