import { write, type LogSeverity } from "firebase-functions/logger";
import { redact } from "./redact.ts";

/** One line: a stable event name to search and alert by, and facts. */
export function line(severity: LogSeverity, event: string, facts: object): void {
  write({ severity, message: event, event, ...(redact(facts) as object) });
}
