import { spoken } from "../words/spoken.ts";

type Attributes = Readonly<Record<string, number | string>>;

/** Makes an element of a drawing. Places are attributes, since the page's policy allows no style in an element. */
export function svg(tag: string, attributes: Attributes, ...children: readonly (Node | string)[]): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children.map((child) => (typeof child === "string" ? spoken(child) : child)));
  return made;
}
