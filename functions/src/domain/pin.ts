import { PIN } from "../contract/primitives.ts";

const HIDDEN = "[PIN]";

/**
 * A two-step PIN that cannot be shown by accident: every way of printing it yields `[PIN]`.
 * `reveal()` is for the one place that puts it into the request to Meta.
 */
export class Pin {
  readonly #digits: string;

  /** @throws RangeError, without the value, when it is not six digits. */
  constructor(digits: string) {
    if (!PIN.test(digits)) throw new RangeError("A PIN has exactly six digits.");
    this.#digits = digits;
  }

  reveal(): string {
    return this.#digits;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [Symbol.toPrimitive](): string {
    return HIDDEN;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return HIDDEN;
  }
}
