export { translated } from "./languages/translated.ts";
export { translator } from "./languages/translator.ts";
export type { Language } from "./languages/translator.ts";
