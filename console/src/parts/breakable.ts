import { element, verbatim } from "../dom/element.ts";
import { spoken } from "../words/spoken.ts";

/** A text that may be broken after a slash, hyphen or underscore: addresses and names of permissions are wider than a phone. */
export const breakable = (text: string): readonly Node[] => inPieces(spoken(text));

/** The same of a text that is in the language of the page already. */
export const inPieces = (text: string): readonly Node[] =>
  text
    .split(/(?<=[/_-])/)
    .flatMap((part, index) => (index === 0 ? [verbatim(part)] : [element("wbr", {}), verbatim(part)]));
