import { HttpsError } from "firebase-functions/https";
import type { z } from "zod";
import type { InvalidArgumentDetails } from "../contract/errors.ts";

/** `invalid-argument`, with where and why and never what was sent: a PIN may stand in a value, and even in a field's name. */
export function invalidArgument(issues: InvalidArgumentDetails["issues"]): HttpsError {
  return new HttpsError("invalid-argument", "The request is not valid.", { issues } satisfies InvalidArgumentDetails);
}

/** What is wrong with a request, in our own words where zod would quote it. */
export function issuesOf(error: z.ZodError): InvalidArgumentDetails["issues"] {
  return error.issues.map((issue) => ({
    path: issue.path.map(String).join("."),
    message: issue.code === "unrecognized_keys" ? "has a field that is not part of this request" : issue.message,
  }));
}
