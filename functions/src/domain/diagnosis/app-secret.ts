import type { GraphError } from "../../contract/failure.ts";

/** Whether Meta complains of the proof that the app secret makes (seen in logs: a GraphMethodException whose English message names it). */
export const isAboutAppSecret = (error: GraphError): boolean => /\bappsecret_proof\b/.test(error.message);
