import { homePage } from "./home.ts";
import { numberWork } from "./number-work.ts";
import { setupPage } from "./setup-page.ts";

/** What has forms, in one script, which is loaded after what is only shown. */
export const forms = { homePage, numberWork, setupPage };
export type Forms = typeof forms;
