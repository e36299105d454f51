import type { CallError } from "../../../client/src/call-error.ts";
import type { Watched } from "../../../client/src/watch.ts";
import type { PhoneNumberDocument } from "../../../functions/src/contract/phone-number.ts";
import type { Desk } from "../actions/desk.ts";
import { registerAgain } from "../actions/register-again.ts";
import type { MagicNumber } from "../boot/demo.ts";
import { otherSidePanel } from "../demo/other-side-panel.ts";
import { element, fill, type Child } from "../dom/element.ts";
import { backLink } from "../parts/back-link.ts";
import { result } from "../parts/result.ts";
import { skeleton } from "../parts/skeleton.ts";
import { problemView } from "../words/problem.ts";
import { nextStepOf } from "../words/situation.ts";
import { actionList } from "./action-list.ts";
import { answerPanel } from "./answer.ts";
import { factsPanel } from "./facts.ts";
import { historyPanel } from "./history.ts";
import { headOf } from "./number-head.ts";

/** What the demo adds to a number's page. */
export interface DemoOfNumber {
  readonly magic: MagicNumber | null;
  readonly simulator: string | null;
}

/** The page of one number: its situation and the answers to calls, what can be done, what is known, what happened. `left` ends its listening. */
export function numberPage(
  about: Pick<Desk, "client" | "demo" | "phoneNumberId">,
  left: AbortSignal,
  demo: DemoOfNumber | null,
): HTMLElement {
  const { client, phoneNumberId: id } = about;
  let number: Watched<PhoneNumberDocument> | null = null;
  const answer = answerPanel((action) => {
    if (action === "read") return facts.read();
    if (action === "register_again") again.focus();
    else actions.open(action);
    return undefined;
  });
  const known = (): PhoneNumberDocument | null => (number?.state === "known" ? number.document : null);
  const desk: Desk = { ...about, answers: answer, known };
  const again = registerAgain(desk);
  const actions = actionList(desk, left);
  const facts = factsPanel(desk);
  const head = headOf(id);
  const trouble = element("div", { class: "trouble" });
  const onError = (error: CallError): void => {
    page.arrived();
    fill(trouble, result(problemView(error)));
  };
  const page = loading(
    id,
    head.panel,
    [
      answer.panel,
      trouble,
      again.panel,
      head.below,
      magicNote(demo?.magic ?? null),
      actions.panel,
      historyPanel(desk, left, { onAttempts: (made) => head.attempts(made), onError }),
    ],
    [otherSideOf(demo, id, left), facts.panel],
  );
  const show = (next: Watched<PhoneNumberDocument>): void => {
    number = next;
    head.show(next);
    answer.show(next);
    const action = nextStepOf(next)?.action;
    actions.suggest(action === undefined || action === "read" || action === "register_again" ? null : action);
    facts.show(next);
    again.show(next);
    page.arrived();
  };
  left.addEventListener("abort", client.watchPhoneNumber(id, show, onError));
  return page.panel;
}

/** A page that shows its parts as soon as there is something to say. */
function loading(
  id: string,
  head: HTMLElement,
  main: readonly Child[],
  beside: readonly Child[],
): { readonly panel: HTMLElement; readonly arrived: () => void } {
  const waiting = skeleton();
  const rest = element(
    "div",
    { class: "columns", hidden: true },
    element("div", { class: "column" }, ...main),
    element("div", { class: "column" }, ...beside),
  );
  const back = backLink();
  return {
    panel: element("article", { class: "number-page", "data-number": id }, back, head, waiting, rest),
    arrived: () => {
      waiting.remove();
      rest.hidden = false;
    },
  };
}

/** Whether the build is for the emulators (bundling.ts). What only the demo shows is in no other. */
declare const DEMO: boolean;

const otherSideOf = (demo: DemoOfNumber | null, id: string, left: AbortSignal): Child =>
  !DEMO || demo === null || demo.simulator === null ? null : otherSidePanel(demo.simulator, id, left);

function magicNote(magic: MagicNumber | null): HTMLElement | null {
  if (magic === null) return null;
  const { title, status, note } = magic;
  return element(
    "aside",
    { class: "magic" },
    element("strong", {}, "A number of the simulator: "),
    `${title}. Registering it for the first time ends in `,
    element("code", {}, status),
    note === "" ? "." : `. ${note}`,
  );
}
