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

/** How long after an answer Firestore may still tell of what the call read, in ms. */
const TOLD_WITHIN = 10_000;

/** A call's answer, and what it is held against. */
interface Answered {
  readonly view: ResultView;
  /** When it came, in ms of the page's own clock. */
  readonly at: number;
  /** The facts that it was given over. */
  readonly facts: Facts;
  /** Whether what the call itself wrote is among them. */
  readonly own: boolean;
}

/** `take` takes the step that the answer offers. */
export function answerPanel(take: Take): Answer {
  const panel = element("section", { class: "banner", tabindex: -1, "aria-labelledby": "answer", hidden: true });
  let number: Watched<PhoneNumberDocument> | null = null;
  let call: Answered | null = null;
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
      call = { view, at: performance.now(), facts: factsOf(number), own: isOwn(view, number) };
      render(false);
      panel.scrollIntoView({ block: "start", behavior: isStill() ? "instant" : "smooth" });
      panel.focus({ preventScroll: true });
      announce(saidOf(view));
    },
    show: (next) => {
      number = next;
      if (call !== null) call = stillSo(call, next);
      render(true);
    },
  };
}

const saidOf = ({ headline, sentences, spent }: ResultView): string =>
  [headline, ...sentences, spent ?? ""].filter((sentence) => sentence !== "").join(". ");

const isStill = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

interface Facts {
  readonly recordedAt: string | undefined;
  readonly all: string;
}

/** What an answer is held against: it is stale as soon as one of these has changed. */
function factsOf(number: Watched<PhoneNumberDocument> | null): Facts {
  if (number?.state !== "known") return { recordedAt: undefined, all: number?.state ?? "" };
  const { lifecycle, reasons, registration } = number.document;
  const recordedAt = registration?.at;
  return { recordedAt, all: JSON.stringify([lifecycle, reasons.map(({ code }) => code), recordedAt]) };
}

/**
 * The answer as it stands over what Firestore tells now; `null`: others have changed what it said. Firestore may tell of what the call
 * itself read and wrote only after the call has ended.
 */
function stillSo(call: Answered, number: Watched<PhoneNumberDocument>): Answered | null {
  const facts = factsOf(number);
  if (facts.all === call.facts.all) return call;
  const own = isOwn(call.view, number);
  const isLate = facts.recordedAt !== call.facts.recordedAt || performance.now() - call.at > TOLD_WITHIN;
  return call.own || (!own && isLate) ? null : { ...call, facts, own };
}

/** Whether a document shows what a call was answered. */
function isOwn({ word }: ResultView, number: Watched<PhoneNumberDocument> | null): boolean {
  if (number?.state !== "known") return false;
  const { registration, lifecycle } = number.document;
  if (word === "verified" || word === "already_verified") return lifecycle === "ready_to_register";
  return registration?.status === word;
}
