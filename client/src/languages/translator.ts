import { filled, patternOf, type Pattern } from "./pattern.ts";

/** A language that the backend's texts can be shown in. */
export interface Language {
  /** As `Intl` takes it, such as `de`. */
  readonly tag: string;
  /** The texts by the English ones. `{0}`, `{1}` …: what stands there in the English text, counted from its start. */
  readonly texts: Readonly<Record<string, string>>;
}

/** Where one text can end and another begin: a number behind a point is no new text, such as in `2 Std. 5 Min.` */
const SEAM = /(?<=[:;,!?]) |(?<=\.) (?![\d(])| (?=\()/g;
const END = /(?<=[:!?]) |(?<=\.) (?![\d(])/g;
/** A word of its own. What has none is an id, an address, a name of code or a word of Meta's in capitals. */
const ENGLISH = /(?<![\w/])[A-Za-z]?[a-z]{2,}(?!\w)/;
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/**
 * Says the backend's English texts in another language: messages, steps, findings, reasons. As in gettext, the English text is the key.
 * What stands in it of a number, an error or an account (ids, names, Meta's own words) is carried over, and times are written as the
 * language writes them, in the reader's time zone. A text that the language does not have, such as a newer backend's, stays English.
 */
export function translator(language: Language): (text: string) => string {
  const speaker = new Speaker(language);
  return (text) => speaker.say(text);
}

class Speaker {
  readonly #texts: Language["texts"];
  readonly #patterns: readonly Pattern[];
  readonly #time: Intl.DateTimeFormat;
  readonly #day: Intl.DateTimeFormat;
  /** What was looked for while one text is translated: a text of many parts would else be taken apart again and again. */
  readonly #known = new Map<string, string | null>();

  constructor({ tag, texts }: Language) {
    this.#texts = texts;
    this.#patterns = Object.keys(texts)
      .flatMap((text) => patternOf(text) ?? [])
      .toSorted((one, other) => other.weight - one.weight);
    this.#time = new Intl.DateTimeFormat(tag, { dateStyle: "medium", timeStyle: "short" });
    this.#day = new Intl.DateTimeFormat(tag, { dateStyle: "medium", timeZone: "UTC" });
  }

  say(text: string): string {
    this.#known.clear();
    return this.#said(text) ?? text;
  }

  /** With Meta's words and names in it as they are; `null`: it is no text of the language's. */
  #said(text: string): string | null {
    if (text !== text.trim()) return between(text, this.#said(text.trim()));
    return this.#whole(text) ?? this.#behindAnother(text) ?? this.#fitting(text, (value) => this.#value(value));
  }

  /** What stands in a text may be one itself, or a list of some and of Meta's words. */
  #value(text: string): string {
    const parts = (): string[] => text.split("; ").map((part) => this.#said(part) ?? part);
    return this.#said(text) ?? parts().join("; ");
  }

  /** A title or a text in front, and behind it one with values. */
  #behindAnother(text: string): string | null {
    for (const { index } of text.matchAll(END)) {
      const [front, rest] = [text.slice(0, index), text.slice(index + 1)];
      const head = ENGLISH.test(front) ? this.#whole(front) : null;
      if (head !== null) return `${head} ${this.#said(rest) ?? rest}`;
    }
    return null;
  }

  /** `null`: something of it would stay in English. */
  #whole(text: string): string | null {
    const found = this.#known.get(text);
    if (found !== undefined) return found;
    const now = this.#exact(text) ?? (ENGLISH.test(text) ? this.#composed(text) : this.#data(text));
    this.#known.set(text, now);
    return now;
  }

  #exact(text: string): string | null {
    return Object.hasOwn(this.#texts, text) ? (this.#texts[text] ?? null) : null;
  }

  #composed(text: string): string | null {
    if (text !== text.trim()) return between(text, this.#whole(text.trim()));
    return this.#fitting(text, (value) => this.#whole(value)) ?? this.#joined(text) ?? this.#marked(text);
  }

  #fitting(text: string, put: (value: string) => string | null): string | null {
    for (const { key, valuesIn } of this.#patterns) {
      const values = valuesIn(text)?.map(put) ?? [null];
      if (values.every((value) => value !== null)) return filled(this.#texts[key] ?? key, values);
    }
    return null;
  }

  #joined(text: string): string | null {
    for (const { index } of text.matchAll(SEAM)) {
      const head = this.#whole(text.slice(0, index));
      const tail = head === null ? null : this.#whole(text.slice(index + 1));
      if (head !== null && tail !== null) return `${head} ${tail}`;
    }
    return null;
  }

  /** The mark at the end may be no part of the text. */
  #marked(text: string): string | null {
    const mark = /[.:;,]$/.exec(text)?.[0];
    const bare = mark === undefined ? null : this.#whole(text.slice(0, -1));
    return bare === null ? null : `${bare}${mark}`;
  }

  #data(text: string): string {
    if (DAY.test(text)) return this.#day.format(new Date(text));
    return TIME.test(text) ? this.#time.format(new Date(text)) : text;
  }
}

/** The text with the blanks that stand around the English one. */
const between = (english: string, text: string | null): string | null =>
  text === null ? null : english.replace(english.trim(), () => text);
