import { german } from "../../../client/src/languages/de.ts";
import { translator } from "../../../client/src/languages/translator.ts";
import demo from "../demo/languages/de.json" with { type: "json" };
import page from "./de.json" with { type: "json" };

/** Whether the build is for the emulators (bundling.ts). */
declare const DEMO: boolean;

export const { tag } = german;
export const say = translator({ tag, texts: { ...german.texts, ...page, ...(DEMO ? demo : {}) } });
