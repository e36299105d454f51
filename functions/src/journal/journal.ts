import type { Journal } from "../app/ports.ts";
import { line } from "./line.ts";

/** How calls other than registering end when nobody has to do anything about it. */
const GOOD_ENDS: ReadonlySet<string> = new Set([
  "deregistered",
  "awaiting_meta",
  "code_requested",
  "verified",
  "already_verified",
  "pin_set",
  "sent",
]);

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
  judgementFailed: ({ phoneNumberId, attemptId, error }) =>
    line("ERROR", "judgement_failed", { phoneNumberId, attemptId, error }),
  settlementFailed: ({ phoneNumberId, attemptId, status, error }) =>
    line("ERROR", "settlement_failed", { phoneNumberId, attemptId, status, error }),
  circuitFailed: ({ error }) => line("ERROR", "circuit_failed", { error }),
  callWithheld: ({ call, phoneNumberId, status }) =>
    line("INFO", "meta_call_withheld", { call, phoneNumberId, status }),
  callSent: ({ call, phoneNumberId, callId }) => line("INFO", "meta_call_sent", { call, phoneNumberId, callId }),
  callEnded: ({ call, phoneNumberId, callId, status, graphError }) =>
    line(GOOD_ENDS.has(status) ? "INFO" : "WARNING", "meta_call_ended", {
      call,
      phoneNumberId,
      callId,
      status,
      graphError,
    }),
  callUnrecorded: ({ call, phoneNumberId, callId, status, error }) =>
    line("ERROR", "meta_call_unrecorded", { call, phoneNumberId, callId, status, error }),
};

/** A call that failed through our own fault. `correlationId` is all that the caller was told. */
export function callFailed(facts: { callable: string; correlationId: string; error: unknown }): void {
  line("ERROR", "call_failed", facts);
}

/** A caller without the right to call. */
export function callRefused(facts: { callable: string; reason: string }): void {
  line("WARNING", "call_refused", facts);
}
