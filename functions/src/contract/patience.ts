/**
 * How long each side waits, in ms. Everything that depends on how long Meta may take for one POST is derived here or checked against it
 * in `patience.test.ts`: the lease of a number, the functions' time and the clients'.
 */

/** One POST. Registrations that took longer than 15 s and were carried out all the same were seen in logs; others wait 60 s. */
export const POST_MS = 60_000;

/** The reads before a POST, which run side by side. */
export const READS_MS = 4000;

/**
 * A call that reaches its POST later than this after it began was frozen on the way: its lease or reservation may no longer mean
 * anything, so nothing is sent.
 */
export const POST_BY_MS = 25_000;

/** The POST of a PIN that goes ahead of a registration is over by `POST_BY_MS`: begun later than this, it would have no time. */
export const PIN_BY_MS = POST_BY_MS - 10_000;

/** The reads after a POST, until the number shows what was asked for. */
export const READ_BACK_MS = 7000;

/** Writing down the end of a call. */
export const SETTLE_MS = 10_000;

/** Noting how a request with a `requestId` stands: before its POST, and its answer at the end. */
export const NOTE_REQUEST_MS = 8000;

/** Recognising a caller and handing the answer over. */
const ANSWER_MS = 8000;

/**
 * The time of a function: the longest call, which has a `requestId` whose answer is kept at the end. What it waits for another call of the
 * same request is within `POST_BY_MS`, which is counted from when it came in.
 */
export const FUNCTION_MS = POST_BY_MS + POST_MS + READ_BACK_MS + SETTLE_MS + NOTE_REQUEST_MS + ANSWER_MS;

/** How long a client waits: longer than the function may run, so that the answer is the function's own. */
export const CLIENT_MS = FUNCTION_MS + 10_000;

/** How long a repeated request waits for the answer of the call that carries it out, before it is answered `in_progress`. Less than `POST_BY_MS`. */
export const REPEAT_WAITS_MS = 15_000;

/** How long a call may carry a request out: longer than the function may run. After that its instance has died. */
export const REQUEST_RUNS_MS = FUNCTION_MS + 10_000;
