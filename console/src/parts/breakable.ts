import { element } from "../dom/element.ts";

/** A text that may be broken after a slash, hyphen or underscore: addresses and names of permissions are wider than a phone. */
export const breakable = (text: string): readonly (Node | string)[] =>
  text.split(/(?<=[/_-])/).flatMap((part, index) => (index === 0 ? [part] : [element("wbr", {}), part]));
