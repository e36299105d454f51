import type { Watched } from "../../../client/src/watch.ts";
import type { AttemptBudget } from "../../../functions/src/contract/attempts.ts";
import type { Lifecycle } from "../../../functions/src/contract/lifecycle.ts";
import type { AttemptDocument, PhoneNumberDocument } from "../../../functions/src/contract/phone-number.ts";
import { hashOf } from "../boot/route.ts";
import { element, fill, verbatim } from "../dom/element.ts";
import { keeping } from "../dom/keeping.ts";
import { titled } from "../dom/titled.ts";
import { attemptAxis } from "../parts/attempt-axis.ts";
import { attemptDots } from "../parts/attempt-dots.ts";
import { pill } from "../parts/pill.ts";
import { reasonList } from "../parts/reasons.ts";
import { numberView, type NumberView } from "../words/number.ts";

/** What a number is called and how it stands, and below the answer what else there is to say of it. */
export interface Head {
  readonly panel: HTMLElement;
  readonly below: HTMLElement;
  show(number: Watched<PhoneNumberDocument>): void;
  /** Puts the calls that were made onto the axis of the last 72 hours. */
  attempts(made: readonly AttemptDocument[]): void;
}

export function headOf(id: string): Head {
  const panel = element("header", { class: "number-head" }, ...heading(id, { title: id, subtitle: null }));
  const below = element("div", { class: "below" });
  const axis = element("div", { class: "axis-place" });
  const keep = keeping();
  const keepAxis = keeping<HTMLElement | null>();
  let made: readonly AttemptDocument[] = [];
  let budget: AttemptBudget | undefined;
  const showAxis = (): void => {
    const known = budget;
    fill(axis, known === undefined ? null : keepAxis([made, known], () => attemptAxis(made, known)));
  };
  return {
    panel,
    below,
    show: (number) => {
      const view = numberView(id, number);
      titled(view.title);
      fill(panel, ...heading(id, view, pill(view.state.word, view.state.tone)));
      const document = number.state === "known" ? number.document : null;
      const more = document?.reasons.slice(1) ?? [];
      fill(
        below,
        document?.attempts === undefined ? null : attemptDots(document.attempts),
        axis,
        more.length === 0 ? null : keep(more, () => reasonList(more)),
        setUpLink(id, document),
      );
      budget = document?.attempts;
      showAxis();
    },
    attempts: (next) => {
      made = next;
      showAxis();
    },
  };
}

const heading = (
  id: string,
  { title, subtitle }: Pick<NumberView, "subtitle" | "title">,
  state: HTMLElement | null = null,
): Node[] => [
  element("div", { class: "line" }, element("h1", {}, verbatim(title)), state),
  element("p", { class: "quiet" }, subtitle === null ? "" : verbatim(`${subtitle} · `), "id ", element("code", {}, id)),
];

/** Numbers that nothing is left to set up for, or that no step of it helps. */
const SET_UP: ReadonlySet<Lifecycle> = new Set(["live", "coexistence", "suspended"]);

function setUpLink(id: string, document: PhoneNumberDocument | null): HTMLElement | null {
  if (document === null || SET_UP.has(document.lifecycle)) return null;
  return element("p", {}, element("a", { href: hashOf({ page: "setup", id }) }, "Set it up step by step"));
}
