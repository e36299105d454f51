import assert from "node:assert/strict";
import { test } from "node:test";
import { attemptsView } from "./attempts.ts";

const NOW = Date.parse("2026-03-10T12:00:00.000Z");
const at = (ms: number): string => new Date(NOW + ms).toISOString();
const HOUR = 3_600_000;
const budget = {
  used: 3,
  limit: 10,
  remaining: 7,
  nextFreeAt: at(5 * HOUR),
  blockedUntil: null,
  spentElsewhere: false,
};

test("one dot a request, free ones first", () => {
  const { dots, summary, tone } = attemptsView(budget, NOW);
  assert.equal(dots.length, 10);
  assert.equal(dots.filter(Boolean).length, 7);
  assert.equal(dots.lastIndexOf(true), 6);
  assert.equal(summary, "7 of 10 attempts left in 72 hours.");
  assert.equal(tone, "good");
});

test("few are a warning, none is an alarm", () => {
  assert.equal(attemptsView({ ...budget, used: 7, remaining: 3 }, NOW).tone, "warn");
  assert.equal(attemptsView({ ...budget, used: 10, remaining: 0 }, NOW).tone, "bad");
});

test("a budget of fewer has fewer dots", () => {
  assert.equal(attemptsView({ ...budget, limit: 4, remaining: 1 }, NOW).dots.length, 4);
});

test("counts down to the next free one, and says when it is there", () => {
  assert.match(attemptsView(budget, NOW).wait ?? "", /^The next one comes back in 5 hrs \(/);
  assert.match(attemptsView(budget, NOW + 6 * HOUR).wait ?? "", /^One came back at /);
  assert.equal(attemptsView({ ...budget, nextFreeAt: null }, NOW).wait, null);
});

test("while Meta blocks, nothing is left, whatever was counted", () => {
  const blocked = { ...budget, blockedUntil: at(72 * HOUR) };
  const view = attemptsView(blocked, NOW);
  assert.equal(view.dots.some(Boolean), false);
  assert.equal(view.summary, "Meta refuses every attempt for now.");
  assert.match(view.wait ?? "", /^Blocked for another 3 days \(/);
  assert.equal(attemptsView(blocked, NOW + 73 * HOUR).dots.filter(Boolean).length, 7);
});

test("where others spend too, what is left is said to be the most there can be", () => {
  const shared = { ...budget, spentElsewhere: true };
  assert.equal(
    attemptsView(shared, NOW).summary,
    "At most 7 of 10 attempts left in 72 hours: others spend from them too.",
  );
  const blocked = attemptsView({ ...shared, blockedUntil: at(72 * HOUR) }, NOW);
  assert.equal(blocked.summary, "Meta refuses every attempt for now. Others have spent some of them.");
});
