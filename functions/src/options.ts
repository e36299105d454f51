import type { HttpsOptions } from "firebase-functions/https";
import { FUNCTION_MS } from "./contract/patience.ts";

/**
 * What each of our functions runs with. It is spread into every one, instead of being set globally, which would change the functions
 * that ours are imported among. `cpu` is named because 40 calls at a time need a whole one, whatever others set for theirs.
 */
export const OPTIONS = {
  memory: "256MiB",
  cpu: 1,
  concurrency: 40,
  maxInstances: 10,
  timeoutSeconds: FUNCTION_MS / 1000,
} as const satisfies HttpsOptions;
