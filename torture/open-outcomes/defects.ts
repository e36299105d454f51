import type { Defect } from "../planted-defect.ts";

const CALL_REFUSAL = "domain/error/call-refusal.ts";
const OPEN_ATTEMPT = "domain/attempt/open-attempt.ts";
const RESERVATION = "firestore/reservation.ts";
const REBUILT = "rebuiltLedger(ledger, others, now)";
const REQUEST = "domain/request-record.ts";
const REFUSAL = 'return refusalStatus(reply.error) === "meta_unavailable";';
const SILENCE = 'if (reply.kind === "unreadable") return reply.httpStatus !== 429;';
const IS_OPEN = 'entry.end !== "final" && entry.attemptId !== attemptId';
const JUDGED = "const open = openEnd(state.ledger[request.operation].entries, now, request.attemptId);\n  const known";

const answerOf = (status: number): Defect => ({
  title: `after ${status} nothing is taken for open`,
  file: CALL_REFUSAL,
  find: SILENCE,
  put: `if (reply.kind === "unreadable") return ![429, ${status}].includes(reply.httpStatus ?? 0);`,
});

const code = (number: number): Defect => ({
  title: `code ${number} is taken for a refusal`,
  file: CALL_REFUSAL,
  find: REFUSAL,
  put: `return reply.error.code !== ${number} && refusalStatus(reply.error) === "meta_unavailable";`,
});

const request = (title: string, find: string, put: string): Defect => ({ title, file: REQUEST, find, put });

/** What the row of each name must find. */
export const DEFECTS: Readonly<Record<string, Defect>> = {
  "a gateway's 502": answerOf(502),
  "a gateway's 504": answerOf(504),
  "an empty 503": answerOf(503),
  "code 1": code(1),
  "code 2": code(2),
  "code 131000": code(131_000),
  "code 131016": code(131_016),
  "an unknown code with a 5xx": {
    title: "an unknown code is a refusal, whatever the HTTP status",
    file: "domain/error/graph-refusal.ts",
    find: 'if (error.httpStatus >= 500) return "meta_unavailable";',
    put: "",
  },
  "an accepted request that does not show": {
    title: "what Meta accepted is not taken for open",
    file: OPEN_ATTEMPT,
    find: IS_OPEN,
    put: `entry.end !== "awaiting_meta" && ${IS_OPEN}`,
  },
  "a lost answer": {
    title: "a lost answer is not taken for open",
    file: OPEN_ATTEMPT,
    find: IS_OPEN,
    put: `entry.end !== "outcome_unknown" && ${IS_OPEN}`,
  },
  "a lost answer, and a call that spent nothing": {
    title: "a call that spent nothing ends what was open",
    file: "domain/attempt/attempt-window.ts",
    find: ": spending.entries.filter((entry) => entry.attemptId !== attemptId);",
    put: ": [];",
  },
  "a lost answer, the number's document changed by hand": {
    title: "the number's document decides what is open",
    file: RESERVATION,
    find: JUDGED,
    put: JUDGED.replace("openEnd(", 'state.document.registration?.status === "not_registered" ? null : openEnd('),
  },
  "a lost answer, the number's document deleted": {
    title: "nothing is open of a number without a document",
    file: RESERVATION,
    find: JUDGED,
    put: JUDGED.replace("openEnd(", "state.document.registration === undefined ? null : openEnd("),
  },
  "a lost answer, the attempt's document deleted": {
    title: "the audit documents decide what is open",
    file: RESERVATION,
    find: "if (snapshots[0] !== undefined && isCounted(snapshots[0])) {",
    put: "if (false) {",
    also: [
      {
        file: RESERVATION,
        find: REBUILT,
        put: "rebuiltLedger({ ...ledger, register: { ...ledger.register, entries: [] } }, others, now)",
      },
    ],
  },
  "a lost answer, the ledger deleted": {
    title: "a ledger that is gone is begun anew",
    file: RESERVATION,
    find: REBUILT,
    put: "ledger",
  },
  "an instance that died at its POST": {
    title: "an attempt without an end is not taken for open",
    file: OPEN_ATTEMPT,
    find: IS_OPEN,
    put: `entry.end !== undefined && ${IS_OPEN}`,
  },
  "a double click on a test message": {
    title: "a request that is under way is carried out by a second call, too",
    file: "app/idempotent-call.ts",
    find: 'run(refusing("in_progress", standing.endsInMs))',
    put: "run(async () => null)",
  },
  "a test message whose instance died": request(
    "the POST of a request is not noted",
    "{ ...known, sentAt: now }",
    "known",
  ),
  "a forced registration that was answered": request(
    "the answer of a request is not kept",
    "{ ...known, run: null, answer }",
    "{ ...known, run: null, answer: null, sentAt: null }",
  ),
  "a forced registration whose instance died": {
    title: "a request that may have been posted is posted again",
    file: "app/idempotent-call.ts",
    find: "() => run(withheld)",
    put: "() => run(claiming(ports, request, elapsed))",
  },
};
