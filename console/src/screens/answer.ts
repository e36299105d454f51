import type { Watched } from "../../../client/src/watch.ts";
import type { PhoneNumberDocument } from "../../../functions/src/contract/phone-number.ts";
import { announce } from "../dom/announce.ts";
import { element, fill } from "../dom/element.ts";
import { banner, type Take } from "../parts/banner.ts";
import type { ResultView } from "../words/failure.ts";
import { nextStepOf, situationView } from "../words/situation.ts";
import { stepAfter } from "../words/step-after.ts";

/** The one place on a number's page where answers are given: the last call's, or else what the number's document says. */
export interface Answer {
  readonly panel: HTMLElement;
  /** A call is on its way: what the last one was answered is of no more interest. */
  asking(): void;
  answered(view: ResultView): void;
  show(number: Watched<PhoneNumberDocument>): void;
}

/** `take` takes the step that the answer offers. */
export function answerPanel(take: Take): Answer {
  const panel = element("section", { class: "banner", tabindex: -1, "aria-labelledby": "answer", hidden: true });
  let number: Watched<PhoneNumberDocument> | null = null;
  /** `facts`: those that the answer was given over; `own`: whether what the call itself wrote is among them. */
  let call: { readonly view: ResultView; readonly facts: string; readonly own: boolean } | null = null;
  let shown = "";

  /** `speaks`: screen readers hear of a situation that has turned. */
  const render = (speaks: boolean): void => {
    if (number === null && call === null) return;
    const view = call?.view ?? (number === null ? null : situationView(number, Date.now()));
    if (view === null) return;
    const step = call === null ? number && nextStepOf(number) : stepAfter(view, number);
    const next = JSON.stringify([view, step]);
    if (next === shown) return;
    const turned = speaks && shown !== "" && call === null;
    shown = next;
    const held = panel.contains(document.activeElement);
    panel.hidden = false;
    panel.dataset["tone"] = view.tone;
    panel.dataset["word"] = view.word ?? "";
    fill(panel, ...banner(view, step, take));
    if (held) panel.focus({ preventScroll: true });
    if (turned) announce(saidOf(view));
  };

  return {
    panel,
    asking: () => {
      call = null;
      render(false);
    },
    answered: (view) => {
      call = { view, facts: factsOf(number), own: isOwn(view, number) };
      render(false);
      panel.scrollIntoView({ block: "start", behavior: isStill() ? "instant" : "smooth" });
      panel.focus({ preventScroll: true });
      announce(saidOf(view));
    },
    show: (next) => {
      number = next;
      const facts = factsOf(next);
      if (call !== null && call.facts !== facts)
        call = !call.own && isOwn(call.view, next) ? { ...call, facts, own: true } : null;
      render(true);
    },
  };
}

const saidOf = ({ headline, sentences, spent }: ResultView): string =>
  [headline, ...sentences, spent ?? ""].filter((sentence) => sentence !== "").join(". ");

const isStill = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** What an answer is held against: it is stale as soon as one of these has changed. */
function factsOf(number: Watched<PhoneNumberDocument> | null): string {
  if (number?.state !== "known") return number?.state ?? "";
  const { lifecycle, reasons, registration } = number.document;
  return JSON.stringify([lifecycle, reasons.map(({ code }) => code), registration?.status, registration?.at]);
}

/** Whether a document shows what a call was answered. Firestore may tell of it after the call has ended. */
function isOwn({ word }: ResultView, number: Watched<PhoneNumberDocument> | null): boolean {
  if (number?.state !== "known") return false;
  const { registration, lifecycle } = number.document;
  if (word === "verified" || word === "already_verified") return lifecycle === "ready_to_register";
  return registration?.status === word;
}
