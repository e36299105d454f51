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
    message: issue.code === "unrecognized_keys" ? unknownFields(issue.keys) : issue.message,
  }));
}

/** A misspelt field is letters alone. A PIN, a code, a token or a key has digits, so that what has some is never repeated. */
const SPELLING = /^[A-Za-z]{1,40}$/;

function unknownFields(names: readonly string[]): string {
  const misspelt = names.filter((name) => SPELLING.test(name)).map((name) => `"${name}"`);
  return misspelt.length === 0
    ? "has a field that is not part of this request"
    : `has a field that is not part of this request: ${misspelt.slice(0, MOST_NAMES).join(", ")}`;
}

const MOST_NAMES = 5;
