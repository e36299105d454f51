import type { ChangingCall } from "../../functions/src/contract/calls.ts";
import type { Defect } from "../planted-defect.ts";
import { CHANGING, CHANGING_TWICE, type Changing, type Spy } from "./changing-calls.ts";
import type { Row } from "./row.ts";
import type { World } from "./world.ts";

/** Longer than any lease: some calls take that of an account, which the one before may have left behind. */
const LEASE_ENDS_MS = 130_000;

/** From which of its turns on Firestore fails, and for how many. */
interface Outage {
  readonly from: number;
  readonly turns: number;
}

const UNTOLD: Defect = {
  title: "a call ends in an error where its end cannot be written down",
  file: "app/written-down.ts",
  find: "journal.callUnrecorded({ ...about, status, error });\n    return null;",
  put: "throw error;",
};

/** Leaving is written down piece by piece. */
const LEAVING_UNTOLD: Defect = {
  title: "disconnecting an account ends in an error where its end cannot be written down",
  file: "app/disconnect-account.ts",
  find: 'journal.callUnrecorded({ call: "disconnect_account", wabaId, attemptId, status, error });\n    return',
  put: "throw error;",
};

/** Firestore's answers are lost in some of its turns; Meta's never are. */
function failing(world: World, outage: Outage | null): { readonly spy: Spy; readonly turns: () => number } {
  let turns = 0;
  const spy: Spy = (port) => {
    if (Object.is(port, world.graph)) return port;
    return new Proxy(port, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== "function") return method;
        return (...given: unknown[]) => {
          const answer: unknown = Reflect.apply(method, target, given);
          if (!(answer instanceof Promise)) return answer;
          turns += 1;
          const isLost = outage !== null && turns >= outage.from && turns < outage.from + outage.turns;
          return isLost ? answer.then(silence) : answer;
        };
      },
    });
  };
  return { spy, turns: () => turns };
}

function silence(): never {
  throw new Error("Firestore did not answer in time.");
}

/** Makes a call during an outage. Answers how often it asked Firestore, and the POSTs of one that then ended in an error. */
async function callDuring(
  world: World,
  { number, make }: Changing,
  outage: Outage | null,
): Promise<{ readonly turns: number; readonly status: string | null; readonly hidden: number }> {
  world.passes(LEASE_ENDS_MS);
  const phoneNumberId = world.number(number(world));
  const before = world.posts();
  const { spy, turns } = failing(world, outage);
  const status = await make(world, world.ask(phoneNumberId), spy).then(
    (result) => result.status,
    () => null,
  );
  return { turns: turns(), status, hidden: status === null ? world.posts() - before : 0 };
}

/** One call, made once for each point at which it waits for Firestore: there that fails, for once or from then on. */
function brokenOff(name: string, call: Changing, defect: Defect): Row {
  return {
    name: `POSTs of ${name} that ended in an error, where Firestore fails at any point`,
    defect,
    ours: async (world) => {
      const { turns, status } = await callDuring(world, call, null);
      let done = 0;
      for (let from = 1; from <= turns; from += 1)
        for (const howMany of [1, Infinity]) done += (await callDuring(world, call, { from, turns: howMany })).hidden;
      return { done, vain: status !== null && turns > 0 ? undefined : "Firestore has no part in it" };
    },
  };
}

/** A caller who is told of an error knows that nothing was sent, and may call again. */
export const BROKEN_OFF_ROWS: readonly Row[] = [
  ...(Object.keys(CHANGING) as ChangingCall[]).map((name) =>
    brokenOff(name, CHANGING[name], name === "disconnectAccount" ? LEAVING_UNTOLD : UNTOLD),
  ),
  brokenOff("registerPhoneNumber with resetPin", CHANGING_TWICE["registerPhoneNumber with resetPin"], UNTOLD),
  brokenOff(
    "sendTestMessage with a template of its own",
    CHANGING_TWICE["sendTestMessage with a template of its own"],
    UNTOLD,
  ),
];
