import { callError } from "../../../client/src/call-error.ts";
import { announce } from "../dom/announce.ts";
import { button as pressable, element, fill, type Child } from "../dom/element.ts";
import type { ResultView } from "../words/failure.ts";
import { problemView } from "../words/problem.ts";
import type { Field } from "./field.ts";
import { pendingRequest, type PendingRequest } from "./pending-request.ts";
import { result } from "./result.ts";

/** Where the answers of many forms are given. */
export interface Answers {
  asking(): void;
  answered(view: ResultView): void;
}

/** What is asked before a call is made after all. */
export interface Question {
  readonly text: string;
  readonly goOn: string;
}

/** A form that makes one call. */
export interface CallForm {
  readonly fields: readonly Field[];
  /** What stands between the fields and the button. */
  readonly notes?: readonly Child[];
  readonly submit: string;
  /** What to say while the call runs. */
  readonly busy: string;
  /** How the button looks; left out: `primary`. */
  readonly look?: "danger" | "ghost" | "primary";
  /**
   * Makes the call. `idFor`: the request's id, told the secret that is sent, where there is one. It is the same until the call is
   * answered, so that it is carried out once however often it is sent. @throws CallError
   */
  readonly run: (idFor: PendingRequest["idFor"]) => Promise<ResultView>;
  /** What is shown below the result. */
  readonly after?: (view: ResultView) => readonly Node[];
  /** Where the result is given; left out or `null`: below the form. */
  readonly answers?: Answers | null;
  /** What is to be asked first; `null`: nothing. */
  readonly ask?: () => Question | null;
}

/** Makes the form and the place for its result. While a call runs it cannot be sent again. */
export function callForm(form: CallForm): HTMLElement {
  const button = element("button", { type: "submit", class: form.look ?? "primary" }, form.submit);
  const slot = element("div", { class: "slot" });
  const made = element(
    "form",
    { novalidate: true },
    ...form.fields.map(({ row }) => row),
    ...(form.notes ?? []),
    element("div", { class: "buttons" }, button),
  );
  let running = false;
  const request = pendingRequest();
  const send = async (): Promise<void> => {
    running = true;
    button.ariaDisabled = "true";
    fill(slot, element("p", { class: "busy", role: "status" }, form.busy));
    form.answers?.asking();
    const view = await outcome(() => form.run(request.idFor), request.answered);
    running = false;
    button.ariaDisabled = null;
    const after = form.after?.(view) ?? [];
    if (form.answers) {
      fill(slot, ...after);
      form.answers.answered(view);
      return;
    }
    fill(slot, result(view, ...after));
    announce([view.headline, ...view.sentences].join(". "));
  };
  const ask = ({ text, goOn }: Question): void => {
    const yes = pressable(goOn, { class: "danger" }, () => send());
    const no = pressable("Leave it", { class: "ghost" }, () => {
      fill(slot);
      button.focus();
    });
    fill(
      slot,
      element(
        "div",
        { class: "caution", role: "alertdialog", "aria-label": "Before this is sent" },
        element("p", {}, text),
        element("div", { class: "buttons" }, yes, no),
      ),
    );
    yes.focus();
  };
  made.addEventListener("input", ({ target }) => {
    if (!(target instanceof Element && target.matches(".secret"))) request.changed();
    slot.querySelector("[role=alertdialog]")?.remove();
  });
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    if (running || !allRight(form.fields)) return;
    const question = form.ask?.() ?? null;
    if (question === null) void send();
    else ask(question);
  });
  return element("div", { class: "call" }, made, slot);
}

function allRight(fields: readonly Field[]): boolean {
  const wrong = fields.filter((field) => !field.check());
  wrong[0]?.focus();
  return wrong.length === 0;
}

/** What is shown of a call. One that got no answer may have been carried out: what is sent again then is the same request. */
async function outcome(run: () => Promise<ResultView>, answered: () => void): Promise<ResultView> {
  try {
    const view = await run();
    answered();
    return view;
  } catch (error) {
    const problem = callError(error);
    if (problem.problem.code === "invalid-argument") answered();
    return problemView(problem);
  }
}
