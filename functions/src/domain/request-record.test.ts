import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { REQUEST_RUNS_MS } from "../contract/patience.ts";
import { beginRequest, claimPost, endRequest, REQUEST_KEPT_MS, type RequestRecord } from "./request-record.ts";

const FIRST = Date.UTC(2030, 0, 1);
const known = (rest: Partial<RequestRecord> = {}): RequestRecord => ({
  fingerprint: "asked",
  firstAt: FIRST,
  run: { attemptId: "one", since: FIRST },
  sentAt: null,
  answer: null,
  ...rest,
});
const begin = (record: RequestRecord | null, now: number, attemptId = "two", fingerprint = "asked") =>
  beginRequest(record, { attemptId, fingerprint, now });

describe("a request with an id", () => {
  it("is begun where nobody asked before, or a day ago, or in vain", () => {
    const now = FIRST + REQUEST_KEPT_MS;
    const anew = {
      fingerprint: "asked",
      firstAt: now,
      run: { attemptId: "two", since: now },
      sentAt: null,
      answer: null,
    };
    for (const before of [null, known(), known({ answer: "yes", run: null }), known({ fingerprint: "other" })])
      assert.deepEqual(begin(before, now), { kind: "begun", record: anew, openSince: null });
    const soon = FIRST + 1;
    assert.deepEqual(begin(known({ run: null, fingerprint: "other" }), soon), {
      kind: "begun",
      record: { ...anew, firstAt: soon, run: { attemptId: "two", since: soon } },
      openSince: null,
    });
  });

  it("is one request for a day", () => {
    const now = FIRST + REQUEST_KEPT_MS - 1;
    assert.deepEqual(begin(known({ answer: "yes", run: null }), now), { kind: "answered", answer: "yes" });
    assert.deepEqual(begin(known({ fingerprint: "other" }), now), { kind: "other_request" });
  });

  it("waits for the call that carries it out, and takes over once that must have ended", () => {
    const until = FIRST + REQUEST_RUNS_MS;
    assert.deepEqual(begin(known(), until - 1), { kind: "running", until });
    assert.deepEqual(begin(known({ sentAt: FIRST + 5 }), until), {
      kind: "begun",
      record: known({ sentAt: FIRST + 5, run: { attemptId: "two", since: until } }),
      openSince: FIRST + 5,
    });
  });

  it("is carried on by the call that carries it out already", () => {
    assert.deepEqual(begin(known({ sentAt: FIRST + 5 }), FIRST + 9, "one"), {
      kind: "begun",
      record: known({ sentAt: FIRST + 5 }),
      openSince: FIRST + 5,
    });
  });

  it("is begun at once after a call that ended without an answer", () => {
    const now = FIRST + 1;
    const ended = known({ run: null, sentAt: FIRST });
    assert.deepEqual(begin(ended, now), {
      kind: "begun",
      record: { ...ended, run: { attemptId: "two", since: now } },
      openSince: FIRST,
    });
  });

  it("is posted and ended by its own call alone", () => {
    assert.deepEqual(claimPost(known(), { attemptId: "one", now: 7 }), known({ sentAt: 7 }));
    assert.deepEqual(endRequest(known(), { attemptId: "one", answer: "yes" }), known({ run: null, answer: "yes" }));
    for (const another of [null, known({ run: null }), known({ run: { attemptId: "two", since: FIRST } })]) {
      assert.equal(claimPost(another, { attemptId: "one", now: 7 }), null);
      assert.equal(endRequest(another, { attemptId: "one", answer: "yes" }), null);
    }
  });
});
