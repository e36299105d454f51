import { write, type LogSeverity } from "firebase-functions/logger";
import type { Journal } from "../app/ports.ts";
import { redact } from "./redact.ts";

/** One line: a stable event name to search and alert by, and facts. */
function line(severity: LogSeverity, event: string, facts: object): void {
  write({ severity, message: event, event, ...(redact(facts) as object) });
}

/** The log of registrations. Statuses that need nobody are INFO, those that need a person WARNING, our own faults ERROR. */
export const journal: Journal = {
  registrationRefused: ({ phoneNumberId, status }) => line("INFO", "registration_refused", { phoneNumberId, status }),
  registrationSent: ({ phoneNumberId, attemptId }) => line("INFO", "registration_sent", { phoneNumberId, attemptId }),
  registrationEnded: ({ phoneNumberId, attemptId, status, spent, graphError }) =>
    line(status === "registered" || status === "awaiting_meta" ? "INFO" : "WARNING", "registration_ended", {
      phoneNumberId,
      attemptId,
      status,
      spent,
      graphError,
    }),
  readFailed: ({ phoneNumberId, read, failure }) => line("WARNING", "read_failed", { phoneNumberId, read, failure }),
  settlementFailed: ({ phoneNumberId, attemptId, status, error }) =>
    line("ERROR", "settlement_failed", { phoneNumberId, attemptId, status, error }),
  circuitFailed: ({ error }) => line("ERROR", "circuit_failed", { error }),
};

/** A call that failed through our own fault. `correlationId` is all that the caller was told. */
export function callFailed(facts: { callable: string; correlationId: string; error: unknown }): void {
  line("ERROR", "call_failed", facts);
}

/** A caller without the right to call. */
export function callRefused(facts: { callable: string; reason: string }): void {
  line("WARNING", "call_refused", facts);
}
