import "./boot/no-code-from-text.ts";
import { speakChosenLanguage } from "./boot/language.ts";
import { openPage } from "./screens/open-page.ts";

await speakChosenLanguage();
await openPage(async () => (await import("./screens/person-page.ts")).personPage);
