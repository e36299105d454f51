import { element, fill } from "../dom/element.ts";
import { SETUP_STEPS, type SetupStep, type SetupStepName } from "../words/setup.ts";
import type { Tone } from "../words/tone.ts";
import { pill } from "./pill.ts";

const TITLES: Readonly<Record<SetupStepName, string>> = {
  add: "Add the number to the account",
  verify: "Verify that it is the business's own",
  register: "Register it with its PIN",
  webhook: "Connect the webhook",
  message: "Send a test message",
};

const STATES: Readonly<Record<SetupStep["state"], readonly [word: string, tone: Tone]>> = {
  done: ["Done", "good"],
  now: ["Next step", "busy"],
  waiting: ["Waiting for Meta", "busy"],
  later: ["Later", "plain"],
};

/** The steps of a set-up, each with the forms that take it. */
export interface SetupList {
  readonly panel: HTMLElement;
  readonly show: (steps: readonly SetupStep[]) => void;
}

/** Lists the steps, with the one to take open. One that was taken on this page stays open, since its result stands there. */
export function setupList(panels: Readonly<Record<SetupStepName, HTMLElement>>): SetupList {
  const items = new Map(SETUP_STEPS.map((name, index) => [name, item(name, index + 1, panels[name])]));
  let states: readonly SetupStep["state"][] = [];
  return {
    panel: element("ol", { class: "setup" }, ...[...items.values()].map(({ row }) => row)),
    show: (steps) => {
      for (const [position, step] of steps.entries()) items.get(step.name)?.show(step, states[position]);
      states = steps.map(({ state }) => state);
    },
  };
}

function item(name: SetupStepName, position: number, panel: HTMLElement) {
  const mark = element("span", {});
  const says = element("p", { class: "says", hidden: true });
  const fold = element(
    "details",
    {},
    element("summary", {}, element("h2", {}, `${position}. ${TITLES[name]}`), mark),
    says,
    panel,
  );
  const row = element("li", { "data-step": name }, fold);
  return {
    row,
    show: (step: SetupStep, before: SetupStep["state"] | undefined): void => {
      row.dataset["state"] = step.state;
      mark.replaceChildren(pill(...STATES[step.state]));
      says.hidden = step.says === null;
      fill(says, step.says);
      if (step.state === before) return;
      // Firestore often tells of the end before the call is answered.
      const isUsed = step.state === "done" && panel.querySelector(".result, .busy") !== null;
      fold.open = step.state === "now" || step.state === "waiting" || isUsed;
    },
  };
}
