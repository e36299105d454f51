import type { CallOperation } from "../contract/calls.ts";
import type { MetaView } from "../contract/phone-number.ts";
import type { Advice } from "../domain/advice/advice.ts";
import type { AccessReads } from "../domain/diagnosis/access-findings.ts";
import { callFailure, type Failed } from "../domain/error/call-failure.ts";
import { mayHaveHappened, statusOfSilence } from "../domain/error/call-refusal.ts";
import type { Unaccepted } from "../domain/reply.ts";
import { explainRefusal } from "./explain-refusal.ts";
import type { CallAsk, Clock, Journal, LoggedCall } from "./ports.ts";
import type { AccessPorts } from "./read-access.ts";
import { readBack } from "./read-back.ts";
import { sendOnce } from "./send-once.ts";

/** The failures that every call which changes something at Meta can end in. */
export type PostFailure = "meta_unavailable" | "throttled" | "outcome_unknown" | "in_progress" | "unknown_error";

/** What a call is: how it is posted, what its success is, and what is said of each failure. */
export interface Post<
  Accepted extends { readonly kind: "accepted"; readonly otherKeys?: readonly string[] },
  Done,
  Status extends string,
> {
  readonly call: CallOperation;
  readonly advice: Readonly<Record<Status | PostFailure, Advice>>;
  readonly send: (deadlineMs: number) => Promise<Accepted | Unaccepted>;
  /** Left out: reading the number shows nothing of this call. Else its success as a reading shows it; `null`: it shows none. */
  readonly shown?: (view: MetaView) => Done | null;
  /** Meta said that it accepts. `view`: the newest reading. */
  readonly done: (accepted: Accepted, view: MetaView | null) => Done;
}

/** What became of a call. `sent`: whether a request was or may have been sent. */
export interface Posted<Outcome> {
  readonly outcome: Outcome;
  readonly sent: boolean;
  readonly view: MetaView | null;
}

/** How far a call has come: what it has read, and the time since it came in, in ms. */
export interface Underway {
  readonly reads: AccessReads;
  readonly elapsed: () => number;
}

/** Sends one POST about a number, at most once, and says what became of it. */
export async function postOnce<
  Accepted extends { readonly kind: "accepted"; readonly otherKeys?: readonly string[] },
  Done,
  Status extends string,
>(
  ports: AccessPorts & { readonly clock: Clock },
  ask: CallAsk,
  post: Post<Accepted, Done, Status>,
  { reads, elapsed }: Underway,
): Promise<Posted<Done | Failed<Status | PostFailure>>> {
  const { phoneNumberId, attemptId, mayPost } = ask;
  const { call } = post;
  const about = { call, phoneNumberId, attemptId };
  const fail = (status: PostFailure, retryAfterMs: number | null = null) =>
    callFailure<Status | PostFailure>(post.advice, status, null, retryAfterMs);
  type End = Posted<Done | Failed<Status | PostFailure>>;
  return sendOnce<Accepted | Unaccepted, End>(
    ports,
    about,
    { elapsed, mayPost },
    {
      send: post.send,
      withheld: ({ status, retryAfterMs }) => ({ outcome: fail(status, retryAfterMs), sent: false, view: reads.view }),
      inDoubt: () => ({ outcome: fail("outcome_unknown"), sent: true, view: reads.view }),
      judge: async (reply) => {
        if (reply.kind === "not_sent") return { outcome: fail(statusOfSilence(reply)), sent: false, view: reads.view };
        if (reply.kind === "accepted") {
          noteOtherKeys(ports.journal, about, reply);
          const { seen } = await look(ports, phoneNumberId, post);
          const view = seen ?? reads.view;
          return { outcome: post.done(reply, view), sent: true, view };
        }
        const { seen, shown } = mayHaveHappened(reply) ? await look(ports, phoneNumberId, post) : UNSEEN;
        if (shown !== null) return { outcome: shown, sent: true, view: seen };
        if (reply.kind === "unreadable")
          return { outcome: fail(statusOfSilence(reply)), sent: true, view: seen ?? reads.view };
        const refusal = { call, error: reply.error, regainAccessMs: reply.regainAccessMs };
        const told = await explainRefusal<Status | PostFailure>(ports, ask, post.advice, refusal, reads);
        return { outcome: told.outcome, sent: true, view: seen ?? told.view };
      },
    },
  );
}

/** What reading the number after a POST told: the newest reading, and the success that it shows. */
interface Look<Done> {
  readonly seen: MetaView | null;
  readonly shown: Done | null;
}

const UNSEEN = { seen: null, shown: null };

async function look<Done>(
  ports: AccessPorts & { readonly clock: Clock },
  phoneNumberId: string,
  { shown }: { readonly shown?: (view: MetaView) => Done | null },
): Promise<Look<Done>> {
  if (shown === undefined) return UNSEEN;
  const seen = await readBack(ports, phoneNumberId, (view) => shown(view) !== null);
  return { seen, shown: seen === null ? null : shown(seen) };
}

/** Meta's answers grow: what they say besides that they accept is worth a line, by its names and never by its values. */
export function noteOtherKeys(
  journal: Journal,
  call: LoggedCall,
  { otherKeys = [] }: { readonly otherKeys?: readonly string[] },
): void {
  if (otherKeys.length > 0) journal.answerGrew({ ...call, keys: otherKeys });
}
