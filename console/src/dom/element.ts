import { spoken } from "../words/spoken.ts";

type Attributes = Readonly<Record<string, boolean | number | string | null | undefined>>;

/** Attributes that a person reads or hears. */
const SPOKEN: ReadonlySet<string> = new Set(["alt", "aria-label", "placeholder", "title"]);
/** What is typed or was written by somebody else reads the same in every language. */
const VERBATIM: ReadonlySet<string> = new Set(["blockquote", "code", "pre"]);

/** What an element may hold; a string is an English text, said in the language of the page. `null` and `false` are left out, so that a child can depend on a condition. */
export type Child = Node | string | false | null;

/**
 * Makes an element. Texts become text nodes, never HTML; `true` sets an attribute without a value, `false`, `null` and `undefined` leave it out.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes,
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null && value !== undefined) made.setAttribute(name, worded(name, value));
  }
  if (VERBATIM.has(tag)) fill(made, ...children.map((child) => (typeof child === "string" ? verbatim(child) : child)));
  else fill(made, ...children);
  return made;
}

function worded(name: string, value: number | string | true): string {
  if (value === true) return "";
  return SPOKEN.has(name) && typeof value === "string" ? spoken(value) : String(value);
}

/** A text as it is: a name, or Meta's own words. */
export const verbatim = (text: string): Text => document.createTextNode(text);

/** Puts children in the place of those that are there. */
export function fill(parent: Element, ...children: readonly Child[]): void {
  const there = children.filter((child) => child !== null && child !== false);
  parent.replaceChildren(...there.map((child) => (typeof child === "string" ? spoken(child) : child)));
}

/** A link that opens elsewhere. Only `https:` becomes a link; anything else stays a text. */
export function outsideLink(url: string, ...text: readonly Child[]): HTMLElement {
  if (!url.startsWith("https://")) return element("span", {}, ...text);
  return element("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, ...text);
}

/** A button that does something, and can be pressed again only when that is done. */
export function button(text: string, attributes: Attributes, press: () => Promise<void> | void): HTMLButtonElement {
  const made = element("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", () => void pressed(made, press));
  return made;
}

async function pressed(made: HTMLButtonElement, press: () => Promise<void> | void): Promise<void> {
  if (made.ariaDisabled === "true") return;
  made.ariaDisabled = "true";
  try {
    await press();
  } finally {
    made.ariaDisabled = null;
  }
}
