import { setGlobalOptions } from "firebase-functions/options";
import { defineString } from "firebase-functions/params";
import { DEFAULT_REGION, REGION } from "./contract/deployment.ts";

/**
 * Where the functions of this codebase run. Imported among others' functions, or as a Function kit, ours follow what those say with
 * `setGlobalOptions`; so this param is asked for here alone, and these are the only options that are not each function's own.
 */
const functionsRegion = defineString("FUNCTIONS_REGION", {
  label: "Region of the functions",
  description:
    "Near your Firestore database, such as europe-west1. Frontends and the operator's page must name the same.",
  default: DEFAULT_REGION,
  input: {
    text: { validationRegex: REGION, validationErrorMessage: "A region of Google's, like europe-west1." },
  },
});

setGlobalOptions({ region: functionsRegion });
