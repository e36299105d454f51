/**
 * Digits that cannot be shown by accident: every way of printing them yields a word in their place.
 * `reveal()` is for the one place that puts them into a request to Meta.
 */
export abstract class HiddenDigits {
  readonly #digits: string;
  readonly #shown: string;

  protected constructor(digits: string, shown: string) {
    this.#digits = digits;
    this.#shown = shown;
  }

  reveal(): string {
    return this.#digits;
  }

  toString(): string {
    return this.#shown;
  }

  toJSON(): string {
    return this.#shown;
  }

  [Symbol.toPrimitive](): string {
    return this.#shown;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.#shown;
  }
}
