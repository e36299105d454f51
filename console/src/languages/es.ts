import { spanish } from "../../../client/src/languages/es.ts";
import { translator } from "../../../client/src/languages/translator.ts";
import demo from "../demo/languages/es.json" with { type: "json" };
import page from "./es.json" with { type: "json" };

/** Whether the build is for the emulators (bundling.ts). */
declare const DEMO: boolean;

export const { tag } = spanish;
export const say = translator({ tag, texts: { ...spanish.texts, ...page, ...(DEMO ? demo : {}) } });
