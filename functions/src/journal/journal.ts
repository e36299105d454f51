import type { Journal } from "../app/ports.ts";
import { endsWell } from "../contract/calls.ts";
import { line } from "./line.ts";

/** Registering had its own events in the log before there were other calls, and alerts may be set on their names. */
const REGISTRATION_EVENTS = {
  withheld: "registration_refused",
  sent: "registration_sent",
  ended: "registration_ended",
  unrecorded: "settlement_failed",
} as const;

const CALL_EVENTS = {
  withheld: "meta_call_withheld",
  sent: "meta_call_sent",
  ended: "meta_call_ended",
  unrecorded: "meta_call_unrecorded",
} as const;

type Subject = Parameters<Journal["callWithheld"]>[0] & { readonly callId?: string };

const eventsOf = ({ call }: Pick<Subject, "call">) => (call === "register" ? REGISTRATION_EVENTS : CALL_EVENTS);

/** What a line names the call by. */
const idsOf = ({ call, phoneNumberId, callId }: Omit<Subject, "status">): object => {
  if (call === "register") return { phoneNumberId, ...(callId === undefined ? {} : { attemptId: callId }) };
  return { call, phoneNumberId, ...(callId === undefined ? {} : { callId }) };
};

/** The log of calls to Meta. Ends that need nobody are INFO, those that need a person WARNING, our own faults ERROR. */
export const journal: Journal = {
  readFailed: ({ phoneNumberId, read, failure }) => line("WARNING", "read_failed", { phoneNumberId, read, failure }),
  judgementFailed: ({ phoneNumberId, callId, error }) =>
    line("ERROR", "judgement_failed", { phoneNumberId, attemptId: callId, error }),
  circuitFailed: ({ error }) => line("ERROR", "circuit_failed", { error }),
  callWithheld: ({ status, ...call }) => line("INFO", eventsOf(call).withheld, { ...idsOf(call), status }),
  callSent: (call) => line("INFO", eventsOf(call).sent, idsOf(call)),
  callEnded: ({ status, spent, graphError, ...call }) => {
    line(endsWell(call.call, status) ? "INFO" : "WARNING", eventsOf(call).ended, {
      ...idsOf(call),
      status,
      spent,
      graphError,
    });
  },
  answerGrew: ({ keys, ...call }) => line("INFO", "answer_grew", { ...idsOf(call), keys }),
  templateCreated: (entry) => line(entry.graphError === null ? "INFO" : "WARNING", "template_created", entry),
  requestRepeated: (facts) => line("INFO", "request_repeated", facts),
  requestUnrecorded: (facts) => line("ERROR", "request_unrecorded", facts),
  callUnrecorded: ({ status, error, ...call }) =>
    line("ERROR", eventsOf(call).unrecorded, { ...idsOf(call), status, error }),
};

/** A call that failed through our own fault. `correlationId` is all that the caller was told. */
export function callFailed(facts: { callable: string; correlationId: string; error: unknown }): void {
  line("ERROR", "call_failed", facts);
}

/** A caller without the right to call. */
export function callRefused(facts: { callable: string; reason: string }): void {
  line("WARNING", "call_refused", facts);
}
