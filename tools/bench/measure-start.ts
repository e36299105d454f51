import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { CALLS } from "../../functions/src/contract/calls.ts";
import { run } from "../setup/run.mjs";
import type { Way } from "./artefacts.ts";
import { compared, type Figure } from "./figure.ts";
import { freshNumber } from "./fresh-number.ts";
import type { Ground } from "./ground.ts";
import { interleaved, type Comparison } from "./interleaved.ts";
import { expecting, registering, registration, send, type Ready } from "./requests.ts";
import { deliveryOf, statusDelivery } from "./webhook-deliveries.ts";

const LOAD = fileURLToPath(new URL("load.mjs", import.meta.url));
const OTHERS = [...Object.keys(CALLS).filter((name) => name !== "registerPhoneNumber"), "reconcilePhoneNumbers"];

/**
 * What an instance takes before it is of use: importing the code, listening, and the first answer, from the start of the process.
 * Refused: nobody is signed in, or Meta has not signed. Whole: a number is registered, or an event is stored.
 */
export async function startFigures(ground: Ground, rounds: number): Promise<Figure[]> {
  const figures = [compared("importing the functions", "ms", await imports(ground, rounds))];
  const add = (measure: string, comparison: Comparison): void => void figures.push(compared(measure, "ms", comparison));
  add("registerPhoneNumber listens", await listening(ground, "registerPhoneNumber", rounds));
  add(
    "registerPhoneNumber, first answer, refused",
    await firstAnswer(ground, "registerPhoneNumber", rounds, async (url) => {
      await expecting(401, registration(url, "550000000000001", null));
    }),
  );
  add(
    "registerPhoneNumber, first answer, whole",
    await firstAnswer(ground, "registerPhoneNumber", rounds, (url) =>
      registering(registration(url, freshNumber(ground.simulator), ground.idToken)),
    ),
  );
  add(
    "metaWebhook, first answer, refused",
    await firstAnswer(ground, "metaWebhook", rounds, async (url) => {
      await send({ url, body: "{}" });
    }),
  );
  add(
    "metaWebhook, first answer, whole",
    await firstAnswer(ground, "metaWebhook", rounds, async (url) => {
      await expecting(200, deliveryOf(url, statusDelivery()));
    }),
  );
  return figures;
}

/** The first answers of all other functions. */
export async function otherStartFigures(ground: Ground, rounds: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  // Nobody is refused by what a schedule calls.
  const ending = (name: string): string => (name === "reconcilePhoneNumbers" ? "a whole run" : "refused");
  for (const name of OTHERS) {
    const comparison = await firstOfOthers(ground, name, Math.min(rounds, 3));
    figures.push(compared(`${name}, first answer, ${ending(name)}`, "ms", comparison));
  }
  return figures;
}

function imports({ artefacts }: Ground, rounds: number): Promise<Comparison> {
  const load = (way: Way) => async () => {
    const { code, output } = await run(process.execPath, [LOAD, artefacts[way]], { cwd: artefacts[way] });
    if (code !== 0) throw new Error(`Loading the functions failed: ${output}`);
    return Number(output);
  };
  return interleaved(rounds, load("ours"), load("naive"));
}

function listening(ground: Ground, name: string, rounds: number): Promise<Comparison> {
  const start = (way: Way) => async () => {
    await using served = await ground.serve(way, name);
    return served.listeningMs;
  };
  return interleaved(rounds, start("ours"), start("naive"));
}

function firstAnswer(
  ground: Ground,
  name: string,
  rounds: number,
  ask: (url: string) => Promise<void>,
): Promise<Comparison> {
  const start = (way: Way) => () => untilAnswered(ground, way, name, ask);
  return interleaved(rounds, start("ours"), start("naive"));
}

/** Functions that the naive way does not have are compared with its registration. */
function firstOfOthers(ground: Ground, name: string, rounds: number): Promise<Comparison> {
  const ask = async (url: string): Promise<void> => {
    const empty: Ready = { url, body: JSON.stringify({ data: {} }) };
    await send(empty);
  };
  return interleaved(
    rounds,
    () => untilAnswered(ground, "ours", name, ask),
    () => untilAnswered(ground, "naive", "registerPhoneNumber", ask),
  );
}

async function untilAnswered(
  ground: Ground,
  way: Way,
  name: string,
  ask: (url: string) => Promise<void>,
): Promise<number> {
  await using served = await ground.serve(way, name);
  await ask(served.url);
  return performance.now() - served.startedAt;
}
