import type { Watched } from "../../../client/src/watch.ts";
import type { PhoneNumberDocument } from "../../../functions/src/contract/phone-number.ts";
import type { ResultView } from "./failure.ts";
import { turnOf, type NextStep } from "./next-step.ts";
import { IN_USE, nextStepOf } from "./situation.ts";

/** The step after a call's answer. What the number's situation does not allow is not offered: its own step is. */
export function stepAfter(
  { word }: Pick<ResultView, "word">,
  number: Watched<PhoneNumberDocument> | null,
): NextStep | null {
  const own = number === null ? null : nextStepOf(number);
  if (word === null) return own;
  const { step } = turnOf(word);
  const isUnfit =
    number?.state === "known" && (number.document.attempts?.remaining === 0 || IN_USE.has(number.document.lifecycle));
  return step?.action === "register" && isUnfit ? own : step;
}
