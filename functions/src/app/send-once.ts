import { POST_BY_MS, POST_MS } from "../contract/patience.ts";
import type { CallAsk, CallJournal, LoggedCall, PostRefusal } from "./ports.ts";

/** One POST, and what each of its possible ends means. */
export interface OnePost<Reply, End> {
  readonly send: (deadlineMs: number) => Promise<Reply>;
  /** Nothing was sent. */
  readonly withheld: (refusal: PostRefusal) => End;
  readonly judge: (reply: Reply) => End | Promise<End>;
  /** A defect of our own, at or after the POST: nobody knows what Meta did. */
  readonly inDoubt: () => End;
}

/** An instance that was frozen on the way. */
const TOO_LATE: PostRefusal = { status: "meta_unavailable", retryAfterMs: null };

/**
 * Sends one POST at most once (the pattern *at-most-once*): every request that changes something at Meta goes through here. An instance
 * that was frozen on the way sends nothing, and a defect of our own never looks as if nothing had been sent. `elapsed`: since the call
 * came in, in ms.
 */
export async function sendOnce<Reply, End>(
  { journal }: { readonly journal: Pick<CallJournal, "callSent" | "judgementFailed"> },
  about: LoggedCall,
  { elapsed, mayPost }: { readonly elapsed: () => number; readonly mayPost: CallAsk["mayPost"] | undefined },
  { send, withheld, judge, inDoubt }: OnePost<Reply, End>,
): Promise<End> {
  const refusal = (await mayPost?.()) ?? (elapsed() > POST_BY_MS ? TOO_LATE : null);
  if (refusal !== null) return withheld(refusal);
  journal.callSent(about);
  try {
    return await judge(await send(POST_MS));
  } catch (error) {
    journal.judgementFailed({ ...about, error });
    return inDoubt();
  }
}
