import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { Simulator } from "../graph-simulator/server.ts";
import { describedSimulator } from "../graph-simulator/testing/described-simulator.ts";
import type { Glimpse } from "../tools/life/glimpse.ts";
import { NUMBER, openStage, type Stage } from "../tools/life/stage.ts";
import { BEFORE_BIRTH, LIFE, play } from "../tools/life/steps.ts";
import { clearStore, storedBelow } from "./harness/callable.ts";
import { closedAfterTests } from "./harness/closed-after-tests.ts";
import { simulatorPort } from "./harness/emulators.ts";

describe("the whole life of a number, through the emulators and against the simulator", () => {
  let simulator: Simulator;
  let stage: Stage;
  const closing = closedAfterTests();
  before(async () => {
    await clearStore();
    simulator = closing(await describedSimulator({ port: simulatorPort }));
    stage = closing(await openStage(process.env, simulator));
  });

  const expected: Glimpse = { ...BEFORE_BIRTH };
  for (const step of LIFE) {
    it(`${step.title} (${step.by})`, async () => {
      Object.assign(expected, step.shows);
      const { answered, seen } = await play(step, stage);
      assert.equal(answered, step.answered);
      assert.deepEqual(seen, expected);
    });
  }

  it("spent what it says, and left a record of every change that nobody called for", async () => {
    const posts = simulator.requests({ phoneNumberId: NUMBER, endpoint: "register", method: "POST" });
    assert.equal(posts.length, expected.attemptsUsed);
    const transitions = await storedBelow(`whatsappNumbers/${NUMBER}/whatsappTransitions`);
    const uncalled = LIFE.filter(({ by }) => by.startsWith("webhook") || by.startsWith("reconcile"));
    // One more: the status of the test message made the number live.
    assert.equal(transitions.length, uncalled.length + 1);
  });
});
