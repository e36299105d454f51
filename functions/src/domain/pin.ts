import { PIN } from "../contract/primitives.ts";
import { HiddenText } from "./hidden-text.ts";

/** A two-step PIN that cannot be shown by accident: every way of printing it yields `[PIN]`. */
export class Pin extends HiddenText {
  /** @throws RangeError, without the value, when it is not six digits. */
  constructor(digits: string) {
    if (!PIN.test(digits)) throw new RangeError("A PIN has exactly six digits.");
    super(digits, "[PIN]");
  }
}
