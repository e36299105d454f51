import { CallError } from "../../client/src/call-error.ts";
import type { End } from "./turn.ts";

/** What a call that was refused or got no answer means for its number. */
export interface Failure {
  /** `null`: no answer came, and the same request may be made again. */
  readonly end: End | null;
  /** Whether every other number would end the same way. */
  readonly concernsAll: boolean;
}

/** What was thrown, in words that hold nothing of what was sent. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof CallError)) return { end: null, concernsAll: false };
  const { problem } = error;
  const failed = (message: string, step: string | null, concernsAll = false): Failure => ({
    end: { kind: "failed", status: problem.code, message, step },
    concernsAll,
  });
  switch (problem.code) {
    case "no-answer":
    case "cancelled":
      return { end: null, concernsAll: false };
    case "not-found":
      return failed(
        "The deployment does not manage this number, or the caller may not see it.",
        "Compare the id with Meta's: App dashboard > WhatsApp > API Setup. For an operator, see MANAGED_PHONE_NUMBER_IDS; a member acts for their customers' numbers alone.",
      );
    case "invalid-argument":
      return failed(problem.issues.map(({ path, message }) => `${path} ${message}`).join("; "), null);
    case "internal":
      return failed("The backend failed.", `Look into its log, under the correlation id ${problem.correlationId}.`);
    case "permission-denied":
      return failed(
        "The caller is neither an operator nor a member of a customer.",
        "npm run grant-operator -- someone@example.com, or with --customer <id> for a customer's member.",
        true,
      );
    case "unauthenticated":
      return failed(
        "The functions do not accept the sign-in, or the App Check token.",
        "See docs/bulk-registration.md for what the command needs.",
        true,
      );
  }
}
