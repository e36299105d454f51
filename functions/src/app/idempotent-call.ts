import { isWatched, provesEnd } from "../contract/calls.ts";
import { POST_BY_MS, REPEAT_WAITS_MS } from "../contract/patience.ts";
import { askAgainInMs } from "../domain/attempt/open-attempt.ts";
import type { CallAsk, Clock, Journal, KeyedRequest, PostRefusal, RequestStanding, Requests } from "./ports.ts";

/** What carrying a request out once needs of the world. */
export interface RequestPorts {
  readonly requests: Requests;
  readonly clock: Clock;
  readonly journal: Pick<Journal, "requestRepeated" | "requestUnrecorded">;
}

type MayPost = NonNullable<CallAsk["mayPost"]>;

/** What a call with an idempotency key is answered; `other_request`: its key is that of another request. */
export type IdempotentAnswer<Answer> =
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "other_request" };

/** Whether an answer with this status is the request's, and is kept. */
type IsFinal = (status: unknown) => boolean;

/** Where another call held the number, nothing was sent. */
const isAnswer: IsFinal = (status) => status !== "in_progress";

const FIRST_LOOK_MS = 250;
const LONGEST_LOOK_MS = 2000;

/**
 * Makes a call under the idempotency key of its request, so that one POST at most is sent for it. A repeated request gets the answer
 * of the first call word for word, waiting for it a while. `run` makes the call, and asks `mayPost` right before its POST.
 * @throws what `run` throws, which then has posted nothing; and when it is in doubt how the request stands: then nothing was sent.
 */
export async function idempotentCall<Answer extends object>(
  ports: RequestPorts,
  request: KeyedRequest,
  run: (mayPost: MayPost) => Promise<Answer>,
): Promise<IdempotentAnswer<Answer>> {
  const elapsed = ports.clock.stopwatch();
  const standing = await standingOf(ports, request, elapsed);
  const { operation: call, subject, attemptId } = request;
  if (standing.kind !== "begun" || standing.openForMs !== null) {
    ports.journal.requestRepeated({ call, subject, attemptId, standing: standing.kind });
  }
  switch (standing.kind) {
    case "other_request":
      return standing;
    case "answered":
      // What is stored is an answer of this very call's, sealed by ourselves.
      return { kind: "answer", answer: standing.answer as Answer };
    case "running":
      return { kind: "answer", answer: await run(refusing("in_progress", standing.endsInMs)) };
    case "begun": {
      const { openForMs } = standing;
      if (openForMs === null) {
        return {
          kind: "answer",
          answer: await carryOut(ports, request, () => run(claiming(ports, request, elapsed)), isAnswer),
        };
      }
      const withheld = refusing("outcome_unknown", isWatched(call) ? askAgainInMs(openForMs) : null);
      // Any other obstacle to the repeated call tells nothing about the POST: the next repeat reads again.
      return {
        kind: "answer",
        answer: await carryOut(
          ports,
          request,
          () => run(withheld),
          (status) => provesEnd(call, status),
        ),
      };
    }
  }
}

/** How the request stands, once the call that carries it out has ended, or has taken too long to wait for. */
async function standingOf(
  { requests, clock }: RequestPorts,
  request: KeyedRequest,
  elapsed: () => number,
): Promise<RequestStanding> {
  for (let pauseMs = FIRST_LOOK_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_LOOK_MS)) {
    const standing = await requests.begin(request);
    if (standing.kind !== "running" || elapsed() + pauseMs > REPEAT_WAITS_MS) return standing;
    await clock.sleep(pauseMs);
  }
}

const refusing =
  (status: PostRefusal["status"], retryAfterMs: number | null): MayPost =>
  async () => ({ status, retryAfterMs });

/**
 * The POST is noted before it is sent, by the call alone that still carries the request out (a fencing token): one that was frozen
 * and overtaken sends nothing, and the POST of one that dies now is never mistaken for unsent.
 */
function claiming({ requests, journal }: RequestPorts, request: KeyedRequest, elapsed: () => number): MayPost {
  const { operation: call, subject, attemptId } = request;
  return async () => {
    try {
      if (!(await requests.claimPost(request))) return { status: "in_progress", retryAfterMs: null };
    } catch (error) {
      journal.requestUnrecorded({ call, subject, attemptId, error });
      return { status: "meta_unavailable", retryAfterMs: null };
    }
    return elapsed() > POST_BY_MS ? { status: "meta_unavailable", retryAfterMs: null } : null;
  };
}

/** Makes the call, and keeps its answer where it is final. */
async function carryOut<Answer extends object>(
  ports: RequestPorts,
  request: KeyedRequest,
  run: () => Promise<Answer>,
  isFinal: IsFinal,
): Promise<Answer> {
  let answer: Answer | null = null;
  try {
    answer = await run();
    return answer;
  } finally {
    await end(ports, request, answer !== null && isFinal("status" in answer ? answer.status : null) ? answer : null);
  }
}

async function end({ requests, journal }: RequestPorts, request: KeyedRequest, answer: object | null): Promise<void> {
  const { operation: call, subject, attemptId } = request;
  try {
    await requests.end(request, answer);
  } catch (error) {
    // The caller learns the truth all the same; the next call finds a request that may have been sent.
    journal.requestUnrecorded({ call, subject, attemptId, error });
  }
}
