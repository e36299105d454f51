/**
 * A text that cannot be shown by accident: every way of printing it yields a word in its place.
 * `reveal()` is for the one place that hands it on to where it is for.
 */
export abstract class HiddenText {
  readonly #text: string;
  readonly #shown: string;

  protected constructor(text: string, shown: string) {
    this.#text = text;
    this.#shown = shown;
  }

  reveal(): string {
    return this.#text;
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
