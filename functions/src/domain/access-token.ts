import { HiddenText } from "./hidden-text.ts";

/** An access token of Meta's that cannot be shown by accident: every way of printing it yields `[TOKEN]`. */
export class AccessToken extends HiddenText {
  /** @throws RangeError, without the value, when it holds characters that no HTTP header takes. */
  constructor(text: string) {
    if (!/^[!-~]+$/.test(text))
      throw new RangeError("An access token is made of printable characters, without spaces.");
    super(text, "[TOKEN]");
  }
}
