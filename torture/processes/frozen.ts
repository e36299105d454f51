import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Simulator } from "../../graph-simulator/server.ts";
import { PIN } from "../canaries.ts";
import type { Heard } from "../heard.ts";
import { start } from "./crew.ts";
import type { Point } from "./points.ts";

/** Longer than a call may take from its beginning to its POST. */
const FROZEN_MS = 26_000;
/** Every point before the POST at which a call may freeze. */
const BEFORE_POST: readonly Point[] = ["before reserve", "after reserve", "before read", "after read"];

/** What calls did that were frozen on their way to the POST. */
export interface Frozen {
  readonly calls: number;
  readonly posts: number;
  /** What they were answered, each status once. */
  readonly statuses: readonly string[];
}

/** Freezes one process at each point before the POST, all at the same time, and wakes them up too late. */
export async function freeze(simulator: Simulator, heard: Heard): Promise<Frozen> {
  const ended = await Promise.all(
    BEFORE_POST.map(async (point, place) => {
      const phoneNumberId = `56500${String(Date.now()).slice(-8)}${String(place).padStart(2, "0")}`;
      simulator.state.patchNumber(phoneNumberId, { pin: PIN });
      const hand = await start(simulator.url, heard);
      try {
        hand.register({ way: "ours", phoneNumberId, attemptIds: [randomUUID()], hold: point });
        await hand.next();
        hand.signal("SIGSTOP");
        await pause(FROZEN_MS);
        const over = hand.next();
        hand.go();
        hand.signal("SIGCONT");
        const said = await over;
        const posts = simulator.requests({ phoneNumberId, method: "POST", endpoint: "register" }).length;
        return { posts, statuses: "answers" in said ? said.answers.map(({ status }) => status) : [] };
      } finally {
        await hand.kill();
      }
    }),
  );
  return {
    calls: ended.length,
    posts: ended.reduce((sum, { posts }) => sum + posts, 0),
    statuses: [...new Set(ended.flatMap(({ statuses }) => statuses))],
  };
}
