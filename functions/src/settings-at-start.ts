import { refuseMalformedSettings } from "./malformed-settings.ts";
import { servedFunction } from "./served-function.ts";

// This ends the whole process, and so happens only in one that serves a function of ours.
if (servedFunction(process.env["FUNCTION_TARGET"]) !== undefined) refuseMalformedSettings(process.env);
