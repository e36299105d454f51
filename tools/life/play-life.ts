import type { Simulator } from "../../graph-simulator/server.ts";
import type { Emulators } from "../emulators/emulator-suite.ts";
import type { Glimpse } from "./glimpse.ts";
import { stepLines } from "./show.ts";
import { NUMBER, openStage } from "./stage.ts";
import { BEFORE_BIRTH, LIFE, play } from "./steps.ts";

/** `npm run demo -- --life`: every step of a number's life, and what its document shows after it. */
export async function playLife({ env }: Emulators, simulator: Simulator): Promise<void> {
  Object.assign(process.env, env);
  const stage = await openStage(env, simulator);
  say(`\nThe life of number ${NUMBER}, in ${LIFE.length} steps. Below each step: what a frontend that listens to`);
  say(`whatsappNumbers/${NUMBER} in Firestore sees. A star marks what has changed.\n`);
  try {
    let before: Glimpse = BEFORE_BIRTH;
    for (const [index, step] of LIFE.entries()) {
      const played = await play(step, stage);
      for (const line of stepLines(index, step, played, before)) say(line);
      before = played.seen;
    }
  } finally {
    await stage.close();
  }
  say("Done. The same steps are a test: test/life.test.ts.");
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
