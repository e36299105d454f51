import "./boot/no-code-from-text.ts";
import { speakChosenLanguage } from "./boot/language.ts";
import { connectPage } from "./screens/connect-page.ts";
import { openPage } from "./screens/open-page.ts";

await speakChosenLanguage();
// A page of its own, because its policy lets Meta's script in, which stays out of every other.
await openPage(async () => connectPage);
