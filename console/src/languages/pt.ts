import { portuguese } from "../../../client/src/languages/pt.ts";
import { translator } from "../../../client/src/languages/translator.ts";
import demo from "../demo/languages/pt.json" with { type: "json" };
import page from "./pt.json" with { type: "json" };

/** Whether the build is for the emulators (bundling.ts). */
declare const DEMO: boolean;

export const { tag } = portuguese;
export const say = translator({ tag, texts: { ...portuguese.texts, ...page, ...(DEMO ? demo : {}) } });
