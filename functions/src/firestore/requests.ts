import { Timestamp, type DocumentData, type Firestore } from "firebase-admin/firestore";
import * as z from "zod";
import type { KeyedRequest, Requests, RequestStanding } from "../app/ports.ts";
import { NOTE_REQUEST_MS } from "../contract/patience.ts";
import { beginRequest, claimPost, endRequest, REQUEST_KEPT_MS, type RequestRecord } from "../domain/request-record.ts";
import { requestRef } from "./paths.ts";
import { requestKey, type RequestKey } from "./request-key.ts";
import { revise, type Revision } from "./revise.ts";
import type { StandingDocument } from "./standing-document.ts";

const time = z.instanceof(Timestamp).transform((stamp) => stamp.toMillis());

const RequestDocument = z.object({
  fingerprint: z.string(),
  firstAt: time,
  run: z.object({ attemptId: z.string(), since: time }).nullable(),
  sentAt: time.nullable(),
  answer: z.string().nullable(),
});

/** The requests of the last day whose callers gave them an id, in Firestore. A document that is none stops its request: nothing is sent. */
export function firestoreRequests(db: Firestore): Requests {
  const change = <Answer>(
    request: KeyedRequest,
    decide: (known: RequestRecord | null, now: number, key: RequestKey) => Revision<Answer>,
  ): Promise<Answer> => {
    const key = requestKey(request);
    return revise(db, [requestRef(db, key.documentId)], NOTE_REQUEST_MS, ([snapshot], now) =>
      decide(readRecord(snapshot), now, key),
    );
  };

  return {
    begin: (request) =>
      change<RequestStanding>(request, (known, now, key) => {
        const { attemptId } = request;
        const turn = beginRequest(known, { attemptId, fingerprint: key.fingerprint, now });
        if (turn.kind === "answered") return { answer: { kind: turn.kind, answer: key.open(turn.answer) } };
        if (turn.kind === "running") return { answer: { kind: turn.kind, endsInMs: turn.until - now } };
        if (turn.kind === "other_request") return { answer: turn };
        const { kind, record, openSince } = turn;
        const answer = { kind, openForMs: openSince === null ? null : now - openSince };
        return record === known ? { answer } : { answer, documents: [documentOf(record)] };
      }),

    claimPost: (request) =>
      change<boolean>(request, (known, now) => {
        const record = claimPost(known, { attemptId: request.attemptId, now });
        return record === null ? { answer: false } : { answer: true, documents: [documentOf(record)] };
      }),

    end: (request, answer) =>
      change<void>(request, (known, _now, key) => {
        const sealed = answer === null ? null : key.seal(answer);
        const record = endRequest(known, { attemptId: request.attemptId, answer: sealed });
        return { answer: undefined, ...(record === null ? {} : { documents: [documentOf(record)] }) };
      }),
  };
}

function readRecord(snapshot: StandingDocument | undefined): RequestRecord | null {
  if (snapshot === undefined) throw new TypeError("Firestore answered fewer documents than asked.");
  return snapshot.exists ? RequestDocument.parse(snapshot.data()) : null;
}

function documentOf({ fingerprint, firstAt, run, sentAt, answer }: RequestRecord): DocumentData {
  return {
    fingerprint,
    firstAt: Timestamp.fromMillis(firstAt),
    run: run === null ? null : { attemptId: run.attemptId, since: Timestamp.fromMillis(run.since) },
    sentAt: sentAt === null ? null : Timestamp.fromMillis(sentAt),
    answer,
    expireAt: Timestamp.fromMillis(firstAt + REQUEST_KEPT_MS),
  };
}
