import type { Resolution } from "../../../functions/src/contract/failure.ts";
import { element, outsideLink } from "../dom/element.ts";
import { spoken } from "../words/spoken.ts";
import { inPieces } from "./breakable.ts";

/** What to do, in order. */
export function steps(resolution: readonly Resolution[]): HTMLElement | null {
  if (resolution.length === 0) return null;
  return element(
    "ol",
    { class: "steps" },
    ...resolution.map(({ title, detail, url }) =>
      element(
        "li",
        {},
        element("strong", {}, title),
        element("p", {}, ...stepText(detail)),
        url === undefined ? null : element("p", {}, outsideLink(url, ...inPieces(placeOf(url)))),
      ),
    ),
  );
}

/** A text in which commands stand between backticks. */
export function stepText(text: string): readonly Node[] {
  return spoken(text)
    .split("`")
    .flatMap((part, index) => (index % 2 === 0 ? inPieces(part) : [element("code", {}, ...inPieces(part))]));
}

/** Where a link leads, so that nobody has to guess before clicking. */
function placeOf(url: string): string {
  const { hostname, pathname } = URL.parse(url) ?? { hostname: url, pathname: "/" };
  return `${hostname}${pathname === "/" ? "" : pathname.replace(/\/$/, "")}`;
}
