import { createHash, createHmac } from "node:crypto";

/** Something that must be seen nowhere, and a name for it that may. */
export interface Canary {
  readonly name: string;
  readonly value: string;
}

/** A text to look through. */
export interface Place {
  readonly name: string;
  readonly text: string;
}

const HASHES = ["md5", "sha1", "sha256", "sha512"];

/** What a canary looks like in each form that it is looked for in, with the form's name. */
export function formsOf(value: string): Map<string, string> {
  const bytes = Buffer.from(value);
  const quoted = JSON.stringify(value);
  const hex = bytes.toString("hex");
  const forms: [form: string, text: string][] = [
    ["plain", value],
    ["in JSON", quoted.slice(1, -1)],
    ["in JSON in JSON", JSON.stringify(quoted).slice(1, -1)],
    ["in a URL", encodeURIComponent(value)],
    ["in a URL, quoted", encodeURIComponent(quoted)],
    ["hex", hex],
    ["bytes as Node shows them", hex.replaceAll(/(..)(?!$)/g, "$1 ")],
    ["bytes as JSON shows them", bytes.join(",")],
  ];
  for (const offset of [0, 1, 2]) {
    const inside = base64Inside(bytes, offset);
    const forUrls = inside.replaceAll("+", "-").replaceAll("/", "_");
    forms.push([`base64, at offset ${offset}`, inside], [`base64 for URLs, at offset ${offset}`, forUrls]);
  }
  for (const name of HASHES) {
    const hash = createHash(name).update(value).digest();
    forms.push(
      [`${name}, hex`, hash.toString("hex")],
      [`${name}, HEX`, hash.toString("hex").toUpperCase()],
      [`${name}, base64`, hash.toString("base64").replace(/=+$/, "")],
      [`${name}, base64 for URLs`, hash.toString("base64url")],
    );
  }
  return new Map(forms.toReversed().map(([form, text]) => [text, form]));
}

/** What of a text's base64 is the same whatever stands before and behind it, where it begins `offset` bytes into a group of three. */
function base64Inside(bytes: Buffer, offset: number): string {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString("base64")
    .replace(/=+$/, "");
  const end = Math.floor(((offset + bytes.length) * 8) / 6);
  return encoded.slice(Math.ceil((offset * 8) / 6), end);
}

/** Meta's proof that the caller knows the app's secret: as good as a password for this token. */
export function proofOf(appSecret: string, token: string): string {
  return createHmac("sha256", appSecret).update(token).digest("hex");
}

/** Times with fractions of a second hold six digits by chance. */
const TIMES = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.,\d]*/g;

/** Every canary found, in whatever form: what, how, where, and the text around it. */
export function leaks(canaries: readonly Canary[], places: readonly Place[]): string[] {
  const looked = canaries.flatMap(({ name, value }) =>
    [...formsOf(value)].map(([text, form]) => ({ what: `${name} (${form})`, text })),
  );
  return places.flatMap((place) => {
    const text = place.text.replaceAll(TIMES, "[time]");
    return looked.flatMap((one) => {
      const at = positionOf(one.text, text);
      return at === -1 ? [] : [`${one.what} in ${place.name}: …${text.slice(Math.max(0, at - 80), at + 120)}…`];
    });
  });
}

/** Digits in the middle of a longer number, or of an id in hex, are chance. */
function positionOf(form: string, text: string): number {
  const at = text.indexOf(form);
  return at === -1 || !/^\d{1,9}$/.test(form) ? at : text.search(new RegExp(`(?<![\\da-f])${form}(?![\\da-f])`));
}
