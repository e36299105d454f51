import type { Listed } from "../../../client/src/watch.ts";
import type { PhoneNumberDocument } from "../../../functions/src/contract/phone-number.ts";
import { element, fill } from "../dom/element.ts";
import { pill } from "../parts/pill.ts";
import { numberView } from "../words/number.ts";

/** The list of numbers, with the one that is open marked. */
export interface NumberList {
  readonly panel: HTMLElement;
  readonly show: (numbers: readonly Listed<PhoneNumberDocument>[]) => void;
  readonly mark: (id: string | null) => void;
}

/** Lists the numbers that have a state. */
export function numberList(): NumberList {
  const list = element("ul", {});
  const nothing = element("p", { class: "quiet" }, "No number has a state yet.");
  let marked: string | null = null;
  const mark = (): void => {
    for (const link of list.querySelectorAll("a")) {
      link.ariaCurrent = link.dataset["id"] === marked ? "page" : null;
    }
  };
  return {
    panel: element("div", {}, list, nothing),
    show: (numbers) => {
      nothing.hidden = numbers.length > 0;
      fill(list, ...numbers.map(item));
      mark();
    },
    mark: (id) => {
      marked = id;
      mark();
    },
  };
}

function item({ id, ...number }: Listed<PhoneNumberDocument>): HTMLElement {
  const { title, subtitle, state } = numberView(id, number);
  return element(
    "li",
    {},
    element(
      "a",
      { href: `#/number/${id}`, "data-id": id },
      element("span", { class: "name" }, title),
      subtitle === null ? null : element("span", { class: "quiet" }, subtitle),
      element("span", { class: "quiet" }, element("code", {}, id)),
      pill(state.word, state.tone),
    ),
  );
}
