import { isGivenSecrets, refuseMalformedSettings } from "./malformed-settings.ts";
import { servedFunction } from "./served-function.ts";

// This ends the whole process, and so happens only in one that serves a function of ours. Somebody else's may have the name of one, and the
// params are in every function's environment; a secret is in that of a function alone that asked for it.
if (servedFunction(process.env["FUNCTION_TARGET"]) !== undefined && isGivenSecrets(process.env))
  refuseMalformedSettings(process.env);
