import type { CallError } from "../../../client/src/call-error.ts";
import { said, type ResultView } from "./failure.ts";

/** A call that has no result, said to a person. */
export function problemView({ problem, message }: CallError): ResultView {
  switch (problem.code) {
    case "invalid-argument":
      return said("warn", "The request was not valid", ...problem.issues.map(sentence));
    case "unauthenticated":
      return said(
        "warn",
        "You are not signed in",
        message,
        "Sign out and in again. If it persists, App Check may not be set up.",
      );
    case "permission-denied":
      return said("warn", "You may not do this", message);
    case "not-found":
      return said(
        "warn",
        "There is no such thing here",
        message,
        "Operators: a number's id must be in MANAGED_PHONE_NUMBER_IDS.",
      );
    case "internal":
      return said("bad", "The backend failed", message);
    case "cancelled":
      return said("plain", "Stopped", message);
    case "no-answer":
      return said("bad", "The backend did not answer", message);
  }
}

const sentence = ({ path, message }: { path: string; message: string }): string =>
  path === "" ? message : `${path} ${message}.`;
