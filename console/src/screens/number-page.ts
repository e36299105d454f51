import type { CallError } from "../../../client/src/call-error.ts";
import type { Watched } from "../../../client/src/watch.ts";
import type { Lifecycle } from "../../../functions/src/contract/lifecycle.ts";
import type { PhoneNumberDocument } from "../../../functions/src/contract/phone-number.ts";
import type { Desk } from "../actions/desk.ts";
import { registerAgain } from "../actions/register-again.ts";
import type { MagicNumber } from "../boot/demo.ts";
import { element, fill } from "../dom/element.ts";
import { keeping } from "../dom/keeping.ts";
import { titled } from "../dom/titled.ts";
import { attemptDots } from "../parts/attempt-dots.ts";
import { pill } from "../parts/pill.ts";
import { reasonList } from "../parts/reasons.ts";
import { result } from "../parts/result.ts";
import { skeleton } from "../parts/skeleton.ts";
import { numberView, type NumberView } from "../words/number.ts";
import { problemView } from "../words/problem.ts";
import { nextStepOf } from "../words/situation.ts";
import { actionList } from "./action-list.ts";
import { answerPanel } from "./answer.ts";
import { factsPanel } from "./facts.ts";
import { historyPanel } from "./history.ts";
import { hashOf } from "./route.ts";

/** The page of one number: its situation and the answers to calls, what can be done, what is known, what happened. `left` ends its listening. */
export function numberPage(
  about: Pick<Desk, "client" | "demo" | "phoneNumberId">,
  left: AbortSignal,
  magic: MagicNumber | null,
): HTMLElement {
  const id = about.phoneNumberId;
  let number: Watched<PhoneNumberDocument> | null = null;
  const answer = answerPanel((action) => {
    if (action === "read") return facts.read();
    if (action === "register_again") again.focus();
    else actions.open(action);
    return undefined;
  });
  const desk: Desk = {
    ...about,
    answers: answer,
    known: () => (number?.state === "known" ? number.document : null),
  };
  const head = element("header", { class: "number-head" }, ...heading(id, { title: id, subtitle: null }));
  const attempts = element("div", {});
  const also = element("div", {});
  const trouble = element("div", { class: "trouble" });
  const again = registerAgain(desk);
  const actions = actionList(desk, left);
  const facts = factsPanel(desk);
  const keep = keeping();
  const waiting = skeleton();
  const rest = element(
    "div",
    { class: "number-page", hidden: true },
    answer.panel,
    trouble,
    again.panel,
    attempts,
    also,
    magic === null ? null : magicNote(magic),
    element("div", { class: "columns" }, actions.panel, facts.panel),
    historyPanel(desk, left, (error) => onError(error)),
  );
  const arrived = (): void => {
    waiting.remove();
    rest.hidden = false;
  };
  const onError = (error: CallError): void => {
    arrived();
    fill(trouble, result(problemView(error)));
  };

  const show = (next: Watched<PhoneNumberDocument>): void => {
    number = next;
    const { title, subtitle, state } = numberView(id, next);
    titled(title);
    fill(head, ...heading(id, { title, subtitle }, pill(state.word, state.tone)));
    answer.show(next);
    const action = nextStepOf(next)?.action;
    actions.suggest(action === undefined || action === "read" || action === "register_again" ? null : action);
    facts.show(next);
    again.show(next);
    const document = desk.known();
    const more = document?.reasons.slice(1) ?? [];
    fill(attempts, document?.attempts === undefined ? null : attemptDots(document.attempts));
    fill(also, more.length === 0 ? null : keep(more, () => reasonList(more)), setUpLink(id, document));
    arrived();
  };
  left.addEventListener("abort", about.client.watchPhoneNumber(id, show, onError));

  return element(
    "article",
    { class: "number-page" },
    element("a", { class: "back", href: "#/" }, "All numbers"),
    head,
    waiting,
    rest,
  );
}

const heading = (
  id: string,
  { title, subtitle }: Pick<NumberView, "subtitle" | "title">,
  state?: HTMLElement,
): Node[] => [
  element("div", { class: "line" }, element("h1", {}, title), state ?? null),
  element("p", { class: "quiet" }, subtitle === null ? "" : `${subtitle} · `, "id ", element("code", {}, id)),
];

function setUpLink(id: string, document: PhoneNumberDocument | null): HTMLElement | null {
  if (document === null || SET_UP.has(document.lifecycle)) return null;
  return element("p", {}, element("a", { href: hashOf({ page: "setup", id }) }, "Set it up step by step"));
}

/** Numbers that nothing is left to set up for, or that no step of it helps. */
const SET_UP: ReadonlySet<Lifecycle> = new Set(["live", "coexistence", "suspended"]);

function magicNote({ title, status, note }: MagicNumber): HTMLElement {
  return element(
    "aside",
    { class: "magic" },
    element("strong", {}, "A number of the simulator: "),
    `${title}. Registering it for the first time ends in `,
    element("code", {}, status),
    note === "" ? "." : `. ${note}`,
  );
}
