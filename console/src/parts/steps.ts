import type { Resolution } from "../../../functions/src/contract/failure.ts";
import { element, outsideLink } from "../dom/element.ts";
import { breakable } from "./breakable.ts";

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
        url === undefined ? null : element("p", {}, outsideLink(url, ...breakable(placeOf(url)))),
      ),
    ),
  );
}

/** A text in which commands stand between backticks. */
export function stepText(text: string): readonly (Node | string)[] {
  return text
    .split("`")
    .flatMap((part, index) => (index % 2 === 0 ? breakable(part) : [element("code", {}, ...breakable(part))]));
}

/** Where a link leads, so that nobody has to guess before clicking. */
function placeOf(url: string): string {
  const { hostname, pathname } = URL.parse(url) ?? { hostname: url, pathname: "/" };
  return `${hostname}${pathname === "/" ? "" : pathname.replace(/\/$/, "")}`;
}
