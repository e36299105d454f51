import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Crew, Hand } from "./crew.ts";
import type { Kill } from "./kill-plan.ts";

/** A call that takes longer than this to reach its point has missed it. */
const PATIENCE_MS = 30_000;

/** Starts the call in a process of its own and kills it. Answers whether the call was cut off; `false`: it had already ended. */
export async function carryOut(kill: Kill, crew: Crew): Promise<boolean> {
  const hand = await crew.take();
  const { moment, way, phoneNumberId, attemptId } = kill;
  hand.register({ way, phoneNumberId, attemptIds: [attemptId], hold: moment.kind === "any" ? null : moment.point });
  const isOver = { yet: false };
  try {
    if (moment.kind === "any") {
      void end(hand, isOver);
      await pause(randomInt(moment.mostMs));
      return !isOver.yet;
    }
    if (!(await isHeld(hand))) throw new Error(`A call never came to "${moment.point}".`);
    if (moment.kind === "at") return true;
    void end(hand, isOver);
    hand.go();
    await pause(randomInt(moment.mostMs));
    return !isOver.yet;
  } finally {
    await hand.kill();
  }
}

async function isHeld(hand: Hand): Promise<boolean> {
  const said = await Promise.race([hand.next(), pause(PATIENCE_MS, null, { ref: false })]);
  return said !== null && "at" in said;
}

async function end(hand: Hand, isOver: { yet: boolean }): Promise<void> {
  try {
    await hand.next();
    isOver.yet = true;
  } catch {
    // Killed before it said anything: that is what it is there for.
  }
}
