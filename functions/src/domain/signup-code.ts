import { SIGNUP_CODE } from "../contract/primitives.ts";
import { HiddenText } from "./hidden-text.ts";

/** A code of Embedded Signup that cannot be shown by accident: every way of printing it yields `[code]`. */
export class SignupCode extends HiddenText {
  /** @throws RangeError, without the value. */
  constructor(text: string) {
    if (!SIGNUP_CODE.test(text)) throw new RangeError("A code of Embedded Signup is made of printable characters.");
    super(text, "[code]");
  }
}
