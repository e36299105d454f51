import assert from "node:assert/strict";
import { test } from "node:test";
import { createClock } from "./clock.ts";

test("shows real time until it is moved, and again after a reset", () => {
  let real = 1000;
  const clock = createClock(() => real);
  assert.equal(clock.now(), 1000);
  clock.advance(60);
  assert.equal(clock.now(), 61_000);
  real = 2000;
  assert.equal(clock.now(), 62_000, "runs on");
  clock.reset();
  assert.equal(clock.now(), 2000);
});

test("runs on from where it was set, or stands still there when frozen", () => {
  let real = 1000;
  const clock = createClock(() => real);
  clock.set(500_000);
  real += 7;
  assert.equal(clock.now(), 500_007);
  clock.set(900_000, true);
  real += 7;
  assert.equal(clock.now(), 900_000);
  clock.advance(-1);
  assert.equal(clock.now(), 899_000);
});
