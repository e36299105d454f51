import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { AttemptDocument } from "../../../functions/src/contract/phone-number.ts";
import { attemptMarks, backSentence, type AttemptMark } from "./attempt-axis.ts";

const NOW = Date.parse("2030-01-10T12:00:00.000Z");
const HOUR = 3_600_000;
const attempt = (hoursAgo: number, operation: AttemptDocument["operation"] = "register"): AttemptDocument => ({
  operation,
  reservedAt: new Date(NOW - hoursAgo * HOUR).toISOString(),
  by: "operator",
  status: "pin_mismatch",
  settledAt: null,
  message: null,
  graphError: null,
  forced: false,
  dataLocalizationRegion: null,
  before: null,
  expireAt: null,
});
const said = (mark: AttemptMark | undefined, now = NOW): string => (mark === undefined ? "" : backSentence(mark, now));
const none = { nextFreeAt: null };

suite("the window of 72 hours", () => {
  test("holds the registrations of that time and nothing else, where they belong", () => {
    const marks = attemptMarks([attempt(0), attempt(36), attempt(80), attempt(1, "deregister")], none, NOW);
    assert.deepEqual(
      marks.map(({ at }) => at),
      [0.5, 1],
    );
    assert.equal(marks[0]?.what, "The PIN is wrong");
  });

  test("says when each comes back", () => {
    const [mark] = attemptMarks([attempt(70)], none, NOW);
    assert.match(said(mark), /^comes back in 2 hrs 5 mins \(/u);
    assert.match(said(mark, NOW + HOUR), /^comes back in 1 hr 5 mins \(/u);
    assert.equal(said(mark, NOW + 3 * HOUR), "is back");
  });

  test("goes by when the backend says that the oldest comes back", () => {
    const nextFreeAt = new Date(NOW + 2 * HOUR + 60_000).toISOString();
    const marks = attemptMarks([attempt(70), attempt(10)], { nextFreeAt }, NOW);
    assert.match(said(marks[0]), /^comes back in 2 hrs 1 min/u);
    assert.match(said(marks[1]), /^comes back in 2 days 14 h/u);
  });
});
