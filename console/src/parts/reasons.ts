import type { PhoneNumberDocument } from "../../../functions/src/contract/phone-number.ts";
import { element } from "../dom/element.ts";
import { ACTORS } from "../words/failure.ts";
import { steps } from "./steps.ts";

/** Why a number's situation is what it is, each reason with what to do behind it. */
export const reasonList = (reasons: PhoneNumberDocument["reasons"]): HTMLElement =>
  element("ul", { class: "reasons" }, ...reasons.map(reasonItem));

function reasonItem({ message, actor, resolution }: PhoneNumberDocument["reasons"][number]): HTMLElement {
  return element(
    "li",
    {},
    element(
      "details",
      {},
      element("summary", {}, message),
      element("p", { class: "actor" }, ACTORS[actor]),
      steps(resolution),
    ),
  );
}
