import type { Journal, LoggedCall, LoggedSubject } from "../app/ports.ts";
import { endsWell, type CallOperation } from "../contract/calls.ts";
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

const eventsOf = (call: CallOperation) => (call === "register" ? REGISTRATION_EVENTS : CALL_EVENTS);

/** What a line is about. Every line names its fields, so that nothing else of a request, such as a secret word, gets into it. */
const subjectOf = ({
  wabaId,
  phoneNumberId,
}: {
  readonly wabaId?: string;
  readonly phoneNumberId?: string | null;
}) => ({
  ...(wabaId === undefined ? {} : { wabaId }),
  ...(phoneNumberId === undefined ? {} : { phoneNumberId }),
});

/** What names a call. Registering has events of its own, which say as much as its name. */
const namesOf = (entry: LoggedCall): object => ({ ...kindOf(entry), attemptId: entry.attemptId });

const kindOf = ({ call, ...subject }: LoggedSubject & Pick<LoggedCall, "call">): object => ({
  ...(call === "register" ? {} : { call }),
  ...subjectOf(subject),
});

/** The log of calls to Meta. Ends that need nobody are INFO, those that need a person WARNING, our own faults ERROR. */
export const journal: Journal = {
  readFailed: ({ read, failure, ...subject }) =>
    line("WARNING", "read_failed", { ...subjectOf(subject), read, failure }),
  judgementFailed: ({ error, ...call }) => line("ERROR", "judgement_failed", { ...namesOf(call), error }),
  circuitFailed: ({ error }) => line("ERROR", "circuit_failed", { error }),
  callWithheld: ({ status, ...call }) => line("INFO", eventsOf(call.call).withheld, { ...kindOf(call), status }),
  callSent: (call) => line("INFO", eventsOf(call.call).sent, namesOf(call)),
  callEnded: ({ status, spent, graphError, ...call }) => {
    const severity = endsWell(call.call, status) ? "INFO" : "WARNING";
    const cost = spent === undefined ? {} : { spent };
    line(severity, eventsOf(call.call).ended, { ...namesOf(call), status, ...cost, graphError });
  },
  answerGrew: ({ keys, ...call }) => line("INFO", "answer_grew", { ...namesOf(call), keys }),
  templateCreated: ({ phoneNumberId, attemptId, template, status, graphError }) => {
    const severity = graphError === null ? "INFO" : "WARNING";
    line(severity, "template_created", { phoneNumberId, attemptId, template, status, graphError });
  },
  requestRepeated: ({ call, subject, attemptId, standing }) =>
    line("INFO", "request_repeated", { call, subject, attemptId, standing }),
  requestUnrecorded: ({ call, subject, attemptId, error }) =>
    line("ERROR", "request_unrecorded", { call, subject, attemptId, error }),
  callUnrecorded: ({ status, error, ...call }) =>
    line("ERROR", eventsOf(call.call).unrecorded, { ...namesOf(call), status, error }),
};

/** A call that failed through our own fault. `correlationId` is all that the caller was told. */
export function callFailed(facts: { callable: string; correlationId: string; error: unknown }): void {
  line("ERROR", "call_failed", facts);
}

/** A caller without the right to call. */
export function callRefused(facts: { callable: string; reason: string }): void {
  line("WARNING", "call_refused", facts);
}
