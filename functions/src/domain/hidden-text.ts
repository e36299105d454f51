/**
 * A text that cannot be shown by accident: every way of printing it yields a word in its place.
 * `reveal()` is for the few places that hand it on to where it is for; a test names them.
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
