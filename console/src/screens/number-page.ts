import type { CallError } from "../../../client/src/call-error.ts";
import type { Watched } from "../../../client/src/watch.ts";
import type { PhoneNumberDocument } from "../../../functions/src/contract/phone-number.ts";
import type { Desk } from "../actions/desk.ts";
import type { MagicNumber } from "../boot/demo.ts";
import { otherSidePanel } from "../demo/other-side-panel.ts";
import { element, fill, type Child } from "../dom/element.ts";
import { backLink } from "../parts/back-link.ts";
import { result } from "../parts/result.ts";
import { skeleton } from "../parts/skeleton.ts";
import { problemView } from "../words/problem.ts";
import { answerPanel } from "./answer.ts";
import { factsPanel } from "./facts.ts";
import { loadForms, replaceLater } from "./later.ts";
import { headOf } from "./number-head.ts";
import type { NumberWork } from "./number-work.ts";

/** What the demo adds to a number's page. */
export interface DemoOfNumber {
  readonly magic: MagicNumber | null;
  readonly simulator: string | null;
}

/**
 * The page of one number: its situation and the answers to calls, what can be done, what is known, what happened. What is known is shown
 * first, and the rest loaded then. `left` ends its listening.
 */
export function numberPage(
  about: Pick<Desk, "client" | "demo" | "phoneNumberId">,
  left: AbortSignal,
  demo: DemoOfNumber | null,
): HTMLElement {
  const { client, phoneNumberId: id } = about;
  let number: Watched<PhoneNumberDocument> | null = null;
  let work: NumberWork | null = null;
  let working: Promise<void> | null = null;
  const answer = answerPanel(async (action) => {
    if (action === "read") return facts.read();
    await working;
    work?.open(action);
  });
  const known = (): PhoneNumberDocument | null => (number?.state === "known" ? number.document : null);
  const desk: Desk = { ...about, answers: answer, known };
  const facts = factsPanel(desk);
  const head = headOf(id);
  const trouble = element("div", { class: "trouble" });
  const again = element("div", { hidden: true });
  const rest = skeleton();
  const page = loading(
    id,
    head.panel,
    [answer.panel, trouble, again, head.below, magicNote(demo?.magic ?? null), rest],
    [otherSideOf(demo, id, left), facts.panel],
  );
  const arrived = (): void => {
    page.arrived();
    working ??= replaceLater(rest, left, loadWork);
  };
  const onError = (error: CallError): void => {
    fill(trouble, result(problemView(error)));
    arrived();
  };
  const loadWork = async (): Promise<() => readonly HTMLElement[]> => {
    const { numberWork } = await loadForms(client);
    return () => {
      work = numberWork(desk, left, { onAttempts: (made) => head.attempts(made), onError });
      again.replaceWith(work.again);
      if (number !== null) work.show(number);
      return work.panels;
    };
  };
  const show = (next: Watched<PhoneNumberDocument>): void => {
    number = next;
    head.show(next);
    answer.show(next);
    facts.show(next);
    work?.show(next);
    arrived();
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
