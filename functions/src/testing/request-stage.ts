import assert from "node:assert/strict";
import { idempotentCall, type IdempotentAnswer } from "../app/idempotent-call.ts";
import type { CallAsk, KeyedRequest, PostRefusal, Requests } from "../app/ports.ts";
import { firestoreRequests } from "../firestore/requests.ts";
import { NUMBER } from "./fixtures.ts";
import { memoryStore } from "./memory-store.ts";
import { recordingJournal } from "./recording-journal.ts";
import { virtualTime, type VirtualTime } from "./virtual-time.ts";

export type MayPost = NonNullable<CallAsk["mayPost"]>;
export interface GivenAnswer {
  readonly status: string;
  readonly of?: string;
}

export const UNREACHABLE = Object.assign(new Error("The store cannot be reached."), { code: 7 });
const STARTS_AT = Date.UTC(2030, 0, 1);

/** Requests over a store in memory, the calls that carry them out, and what was posted. */
export const requestStage = (time: VirtualTime = virtualTime(STARTS_AT)) => {
  const store = memoryStore(time.now);
  const fault: { at: keyof Requests | null } = { at: null };
  const real = firestoreRequests(store.db);
  const reached = (step: keyof Requests): void => {
    if (fault.at === step) throw UNREACHABLE;
  };
  const requests: Requests = {
    begin: async (request) => {
      reached("begin");
      return real.begin(request);
    },
    claimPost: async (request) => {
      reached("claimPost");
      return real.claimPost(request);
    },
    end: async (request, answer) => {
      reached("end");
      return real.end(request, answer);
    },
  };
  const { journal, lines } = recordingJournal();
  const posts: string[] = [];
  let calls = 0;
  const request = (rest: Partial<KeyedRequest> = {}): KeyedRequest => {
    calls += 1;
    return {
      by: "uid-1",
      operation: "send_message",
      subject: NUMBER,
      requestId: "request-1",
      attemptId: `call-${calls}`,
      asked: { to: "4915112345678", template: "account_ready" },
      ...rest,
    };
  };
  /** A call that posts where it may, and takes a while. */
  const posting =
    ({ attemptId }: KeyedRequest, ms: number) =>
    async (mayPost: MayPost): Promise<GivenAnswer> => {
      const refused: PostRefusal | null = await mayPost();
      if (refused !== null) return { status: refused.status };
      posts.push(attemptId);
      await time.sleep(ms);
      return { status: "sent", of: attemptId };
    };
  const call = (
    asked: KeyedRequest,
    run: (mayPost: MayPost) => Promise<GivenAnswer> = posting(asked, 1000),
  ): Promise<IdempotentAnswer<GivenAnswer>> => idempotentCall({ requests, clock: time.clock(), journal }, asked, run);
  const answered = async (
    asked: KeyedRequest,
    run?: (mayPost: MayPost) => Promise<GivenAnswer>,
  ): Promise<GivenAnswer> => {
    const told = await call(asked, run);
    assert.ok(told.kind === "answer", told.kind);
    return told.answer;
  };
  const passes = (ms: number): Promise<void> => time.runUntil(time.now() + ms);
  return { time, store, requests, fault, lines, posts, request, posting, call, answered, passes };
};
