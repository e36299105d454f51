import { filled, patternOf } from "./pattern.ts";

/** A language that the backend's texts can be shown in. */
export interface Language {
  /** As `Intl` takes it, such as `de`. */
  readonly tag: string;
  /** The texts by the English ones. `{0}`, `{1}` …: what stands there in the English text, counted from its start. */
  readonly texts: Readonly<Record<string, string>>;
}

const behindSpace = (text: string | null): string | null => (text === null ? null : ` ${text}`);

/** Where one text can end and another begin. */
const SEAM = /(?<=[.:;,!?]) | (?=\()/g;
const END = /(?<=[.:!?]) /g;
/** A word of its own. What has none is an id, an address, a name of code or a word of Meta's in capitals. */
const ENGLISH = /(?<![\w/])[A-Za-z]?[a-z]{2,}(?!\w)/;
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/**
 * Says the backend's English texts in another language: messages, steps, findings, reasons. As in gettext, the English text is the key.
 * What stands in it of a number, an error or an account (ids, names, Meta's own words) is carried over, and times are written as the
 * language writes them, in the reader's time zone. A text that the language does not have, such as a newer backend's, stays English.
 */
export function translator({ tag, texts }: Language): (text: string) => string {
  const patterns = Object.keys(texts)
    .flatMap((text) => patternOf(text) ?? [])
    .toSorted((one, other) => other.weight - one.weight);
  const time = new Intl.DateTimeFormat(tag, { dateStyle: "medium", timeStyle: "short" });
  const day = new Intl.DateTimeFormat(tag, { dateStyle: "medium", timeZone: "UTC" });

  /** What was looked for while one text is translated: a text of many parts would else be taken apart again and again. */
  const known = new Map<string, string | null>();

  /** `null`: something of it would stay in English. */
  const whole = (text: string): string | null => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const now = exact(text) ?? (ENGLISH.test(text) ? inner(text) : data(text));
    known.set(text, now);
    return now;
  };
  const inner = (text: string): string | null =>
    text.startsWith(" ")
      ? behindSpace(whole(text.trimStart()))
      : (fitting(text, whole) ?? joined(text) ?? marked(text));
  const exact = (text: string): string | null => (Object.hasOwn(texts, text) ? (texts[text] ?? null) : null);
  const fitting = (text: string, put: (value: string) => string | null): string | null => {
    for (const { key, valuesIn } of patterns) {
      const values = valuesIn(text)?.map(put) ?? [null];
      if (values.every((one) => one !== null)) return filled(texts[key] ?? key, values);
    }
    return null;
  };
  const joined = (text: string): string | null => {
    for (const { index } of text.matchAll(SEAM)) {
      const head = whole(text.slice(0, index));
      const tail = head === null ? null : whole(text.slice(index + 1));
      if (head !== null && tail !== null) return `${head} ${tail}`;
    }
    return null;
  };
  /** The mark at the end may be no part of the text. */
  const marked = (text: string): string | null => {
    const mark = /[.:;,]$/.exec(text)?.[0];
    const bare = mark === undefined ? null : whole(text.slice(0, -1));
    return bare === null ? null : `${bare}${mark}`;
  };
  /** The same with Meta's words and names in it, as they are. */
  const said = (text: string): string | null => {
    if (text.startsWith(" ")) return behindSpace(said(text.trimStart()));
    return whole(text) ?? behindAnother(text) ?? fitting(text, value);
  };
  /** A title or a text in front, and behind it one with values. */
  const behindAnother = (text: string): string | null => {
    for (const { index } of text.matchAll(END)) {
      const [front, rest] = [text.slice(0, index), text.slice(index + 1)];
      const head = ENGLISH.test(front) ? whole(front) : null;
      if (head !== null) return `${head} ${said(rest) ?? rest}`;
    }
    return null;
  };
  /** What stands in a text may be one itself, or a list of some and of Meta's words. */
  const value = (text: string): string =>
    said(text) ??
    text
      .split("; ")
      .map((one) => said(one) ?? one)
      .join("; ");
  const data = (text: string): string => {
    if (DAY.test(text)) return day.format(new Date(text));
    return TIME.test(text) ? time.format(new Date(text)) : text;
  };
  return (text) => {
    known.clear();
    return said(text) ?? text;
  };
}
