import { deregisterForm } from "../actions/deregister.ts";
import type { Desk } from "../actions/desk.ts";
import { diagnosePanel } from "../actions/diagnose.ts";
import { registerForm } from "../actions/register.ts";
import { testMessageForm } from "../actions/test-message.ts";
import { twoStepPinForm } from "../actions/two-step-pin.ts";
import { verifyForms } from "../actions/verify.ts";
import { element } from "../dom/element.ts";
import { icon } from "../parts/icon.ts";
import type { ActionName } from "../words/lifecycle.ts";

interface Action {
  readonly title: string;
  readonly purpose: string;
  readonly panel: (desk: Desk, left: AbortSignal) => HTMLElement;
}

const ACTIONS: Readonly<Record<ActionName, Action>> = {
  register: { title: "Register", purpose: "Put the number on the Cloud API with its PIN.", panel: registerForm },
  diagnose: { title: "Check access", purpose: "Find out what stands in the way. Reads only.", panel: diagnosePanel },
  verify: { title: "Verify ownership", purpose: "Prove that the number is the business's own.", panel: verifyForms },
  pin: {
    title: "Set the two-step PIN",
    purpose: "Choose a new PIN, also when the old one is lost.",
    panel: twoStepPinForm,
  },
  message: { title: "Send a test message", purpose: "See one arrive.", panel: testMessageForm },
  deregister: { title: "Deregister", purpose: "Take the number off the Cloud API.", panel: deregisterForm },
};

/** The actions of a number, one open at a time. */
export interface ActionList {
  readonly panel: HTMLElement;
  /** Marks the action that comes next, and opens it when nothing has been opened yet. */
  suggest(next: ActionName | null): void;
  /** Opens the form of an action, and puts the cursor into it. */
  open(name: ActionName): void;
}

/** Lists every action. `left` ends what they listen to. */
export function actionList(desk: Desk, left: AbortSignal): ActionList {
  const names = Object.keys(ACTIONS) as ActionName[];
  const marks = new Map(names.map((name) => [name, element("span", { class: "next", hidden: true }, "Next step")]));
  const folds = new Map(names.map((name) => [name, fold(name, marks.get(name) ?? null, desk, left)]));
  let touched = false;
  const touch = (): void => {
    touched = true;
  };
  for (const made of folds.values()) made.querySelector("summary")?.addEventListener("click", touch);
  return {
    panel: element("section", { class: "actions", "aria-label": "What you can do" }, ...folds.values()),
    suggest: (next) => {
      for (const [name, mark] of marks) mark.hidden = name !== next;
      const suggested = next === null ? undefined : folds.get(next);
      if (suggested === undefined || touched) return;
      suggested.open = true;
      touched = true;
    },
    open: (name) => {
      const panel = folds.get(name);
      if (panel === undefined) return;
      touched = true;
      panel.open = true;
      panel.scrollIntoView({ block: "nearest" });
      panel.querySelector<HTMLElement>("form input, form select, form button, .call button")?.focus();
    },
  };
}

function fold(name: ActionName, mark: HTMLElement | null, desk: Desk, left: AbortSignal): HTMLDetailsElement {
  const { title, purpose, panel } = ACTIONS[name];
  return element(
    "details",
    { class: "action", name: "action", "data-action": name },
    element("summary", {}, icon(name), element("h3", {}, title), mark, element("span", { class: "purpose" }, purpose)),
    panel(desk, left),
  );
}
