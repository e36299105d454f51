import { VERIFICATION_CODE } from "../contract/primitives.ts";
import { HiddenText } from "./hidden-text.ts";

/** The code of an SMS or a call, which proves that a number is the business's own. Every way of printing it yields `[code]`. */
export class VerificationCode extends HiddenText {
  /** `code`: with or without its hyphen. @throws RangeError, without the value, when it is not six digits. */
  constructor(code: string) {
    if (!VERIFICATION_CODE.test(code)) throw new RangeError("A verification code has exactly six digits.");
    super(code.replace("-", ""), "[code]");
  }
}
