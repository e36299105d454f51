import type { CallError } from "../../../client/src/call-error.ts";
import type { ResultView } from "./failure.ts";
import type { Tone } from "./tone.ts";

/** A call that has no result, said to a person. */
export function problemView({ problem, message }: CallError): ResultView {
  switch (problem.code) {
    case "invalid-argument":
      return view("warn", "The request was not valid", ...problem.issues.map(sentence));
    case "unauthenticated":
      return view(
        "warn",
        "You are not signed in",
        message,
        "Sign out and in again. If it persists, App Check may not be set up.",
      );
    case "permission-denied":
      return view("warn", "You may not do this", message);
    case "not-found":
      return view("warn", "There is no such number here", "Operators: its id must be in MANAGED_PHONE_NUMBER_IDS.");
    case "internal":
      return view("bad", "The backend failed", message);
    case "cancelled":
      return view("plain", "Stopped", message);
    case "no-answer":
      return view("bad", "The backend did not answer", message);
  }
}

const sentence = ({ path, message }: { path: string; message: string }): string =>
  path === "" ? message : `${path} ${message}.`;

const view = (tone: Tone, headline: string, ...sentences: readonly string[]): ResultView => ({
  tone,
  word: null,
  headline,
  sentences,
  actor: null,
  steps: [],
  metaWords: [],
  evidence: [],
  spent: null,
});
