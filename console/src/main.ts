import "./boot/no-code-from-text.ts";
import { openPage } from "./screens/open-page.ts";

await openPage(async () => (await import("./screens/person-page.ts")).personPage);
