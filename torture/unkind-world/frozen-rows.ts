import { PIN } from "../canaries.ts";
import { registerNaively } from "../naive.ts";
import type { Defect } from "../planted-defect.ts";
import { CHANGING, CHANGING_TWICE, settingPin, type Changing, type Spy } from "./changing-calls.ts";
import type { Row } from "./row.ts";
import type { World } from "./world.ts";

/** Longer than any lease. */
const FROZEN_MS = 10 * 60_000;
const [OLD_PIN, NEW_PIN] = ["864213", "975312"];

const LATE: Defect = {
  title: "a call posts however long it was frozen",
  file: "app/send-once.ts",
  find: "elapsed() > POST_BY_MS ? TOO_LATE : null",
  put: "null",
};
const TEMPLATE: Defect = {
  title: "a template is made however long the call was frozen",
  file: "app/our-template.ts",
  find: "{ elapsed, mayPost },",
  put: "{ elapsed: () => 0, mayPost },",
};
const RESET: Defect = {
  title: "the PIN is set before registering, however long the call was frozen",
  file: "app/reset-pin.ts",
  find: "if (elapsed() > PIN_BY_MS)",
  put: "if (elapsed() < 0)",
  also: [
    { file: "app/reset-pin.ts", find: "setPin(ask, POST_BY_MS - elapsed())", put: "setPin(ask, POST_BY_MS)" },
    {
      file: "app/reset-pin.ts",
      find: "return postOnce(ports, call, post, underway);",
      put: "return postOnce(ports, call, post, { ...underway, elapsed: () => 0 });",
    },
  ],
};

/** Lets something happen whenever a call has got an answer that it waited for: from Meta, or from Firestore. */
function spying(passed: () => Promise<void>): Spy {
  return <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== "function") return method;
        return (...given: unknown[]) => {
          const answer: unknown = Reflect.apply(method, target, given);
          return answer instanceof Promise ? handedOn(answer, passed) : answer;
        };
      },
    });
}

async function handedOn(answer: Promise<unknown>, passed: () => Promise<void>): Promise<unknown> {
  const got = await answer;
  await passed();
  return got;
}

/** Makes a call that freezes when it has got so many answers; `null`: never. Answers how many it got, and the POSTs after the freeze. */
async function callFrozen(
  world: World,
  { number, make }: Changing,
  after: number | null,
  meanwhile: (phoneNumberId: string) => Promise<void> = async () => undefined,
): Promise<{ readonly answers: number; readonly late: number; readonly phoneNumberId: string }> {
  const phoneNumberId = world.number(number(world));
  const progress = { answers: 0, postsBefore: after === null ? 0 : Infinity };
  const before = world.posts();
  const spy = spying(async () => {
    progress.answers += 1;
    if (progress.answers !== after) return;
    world.clock.skip(FROZEN_MS);
    await meanwhile(phoneNumberId);
    progress.postsBefore = world.posts() - before;
  });
  await make(world, world.ask(phoneNumberId), spy);
  const late = Math.max(0, world.posts() - before - progress.postsBefore);
  return { answers: progress.answers, late, phoneNumberId };
}

/** One call, frozen once at each point at which it waits for an answer. */
function frozen(name: string, call: Changing, posts: number, defect: Defect): Row {
  return {
    name: `POSTs of ${name} after a freeze of ten minutes`,
    defect,
    ...(name === "registerPhoneNumber" ? { naive: frozenNaively } : {}),
    ours: async (world) => {
      const { answers, late: whole } = await callFrozen(world, call, null);
      let done = 0;
      for (let point = 1; point <= answers; point += 1) done += (await callFrozen(world, call, point)).late;
      return { done, vain: whole === posts ? undefined : `without a freeze it makes ${whole} POSTs` };
    },
  };
}

/** The naive way freezes before its POST, and makes it. */
async function frozenNaively(world: World): Promise<number> {
  const id = world.number();
  world.clock.skip(FROZEN_MS);
  const { graphVersion, token } = world.config;
  const post = async (): Promise<void> => {
    const response = await fetch(`${world.simulator.url}/${graphVersion}/${id}/register`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ messaging_product: "whatsapp", pin: PIN }),
    });
    await response.text();
  };
  const nothing = async (): Promise<void> => undefined;
  await registerNaively({ post, save: nothing, pause: nothing, log: () => undefined });
  return world.posts("register");
}

/** Two people set a PIN, and the call of the first is frozen meanwhile. */
const overNewer: Row = {
  name: "old PINs set over a newer one by a call that was frozen",
  defect: LATE,
  ours: async (world) => {
    const pinAt = (id: string): string | null | undefined => world.simulator.state.numbers.get(id)?.pin;
    const old: Changing = { number: () => ({}), make: settingPin(OLD_PIN) };
    const { answers } = await callFrozen(world, old, null);
    const after = { newer: 0, old: 0 };
    for (let point = 1; point <= answers; point += 1) {
      const { phoneNumberId } = await callFrozen(world, old, point, async (id) => {
        await settingPin(NEW_PIN)(world, world.ask(id), (port) => port);
        if (pinAt(id) === NEW_PIN) after.newer += 1;
      });
      if (pinAt(phoneNumberId) !== NEW_PIN) after.old += 1;
    }
    return { done: after.old, vain: after.newer === answers ? undefined : "the newer PIN was not always set" };
  },
};

/** An instance that was frozen changes nothing when it thaws. */
export const FROZEN_ROWS: readonly Row[] = [
  ...Object.entries(CHANGING).map(([name, call]) => frozen(name, call, 1, LATE)),
  frozen("registerPhoneNumber with resetPin", CHANGING_TWICE["registerPhoneNumber with resetPin"], 2, RESET),
  frozen(
    "sendTestMessage with a template of its own",
    CHANGING_TWICE["sendTestMessage with a template of its own"],
    2,
    TEMPLATE,
  ),
  overNewer,
];
