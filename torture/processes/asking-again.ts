import { randomUUID } from "node:crypto";
import type { Simulator } from "../../graph-simulator/server.ts";
import type { Heard } from "../heard.ts";
import type { Trace } from "./aftermath.ts";
import { start, type Hand } from "./crew.ts";
import type { Way } from "./words.ts";

/** People who call again when a call of theirs got no answer, each in a process of their own. */
export interface People {
  /**
   * Each number is called about once. Answers the traces, with the attempt that posted where it was one of these calls, and nothing
   * had been posted before.
   */
  askAgain(way: Way, traces: readonly Trace[]): Promise<Trace[]>;
  leave(): Promise<void>;
}

/** @param size how many of them call at the same time */
export async function peopleAt(size: number, simulator: Simulator, heard: Heard): Promise<People> {
  const hands = await Promise.all(Array.from({ length: size }, () => start(simulator.url, heard)));
  const posts = (phoneNumberId: string): number =>
    simulator.requests({ phoneNumberId, method: "POST", endpoint: "register" }).length;
  const ask = async (hand: Hand, way: Way, trace: Trace): Promise<Trace> => {
    const { phoneNumberId } = trace;
    const before = posts(phoneNumberId);
    const attemptId = randomUUID();
    // What went wrong with Meta's answer is over.
    simulator.state.patchNumber(phoneNumberId, { faults: {} });
    hand.register({ way, phoneNumberId, attemptIds: [attemptId], hold: null });
    await hand.next();
    return before === 0 && posts(phoneNumberId) > 0 ? { ...trace, attemptId } : trace;
  };
  return {
    askAgain: async (way, traces) => {
      const asked: Trace[] = [...traces];
      const left = traces.entries();
      await Promise.all(
        hands.map(async (hand) => {
          for (const [place, trace] of left) asked[place] = await ask(hand, way, trace);
        }),
      );
      return asked;
    },
    leave: async () => {
      await Promise.all(hands.map((hand) => hand.kill()));
    },
  };
}
