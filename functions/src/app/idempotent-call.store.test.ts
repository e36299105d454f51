import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { REQUEST_RUNS_MS } from "../contract/patience.ts";
import { NUMBER } from "../testing/fixtures.ts";
import { requestStage, UNREACHABLE } from "../testing/request-stage.ts";

describe("a request with an id of its caller's, while the store fails", () => {
  /** What the log says of it. */
  const unrecorded = (attemptId: string) => ({
    event: "requestUnrecorded",
    entry: { call: "send_message", subject: NUMBER, attemptId, error: UNREACHABLE },
  });

  it("is not posted where it is in doubt whether it was made before", async () => {
    const { time, call, request, posts, fault } = requestStage();
    fault.at = "begin";
    await assert.rejects(
      time.run(() => call(request())),
      UNREACHABLE,
    );
    assert.deepEqual(posts, []);
  });

  it("is not posted where the POST cannot be noted, and says so", async () => {
    const { time, answered, request, posts, fault, lines } = requestStage();
    fault.at = "claimPost";
    assert.equal((await time.run(() => answered(request()))).status, "meta_unavailable");
    assert.deepEqual([posts, lines], [[], [unrecorded("call-1")]]);
  });

  it("is answered truly where the answer cannot be kept, and not posted again", async () => {
    const { time, answered, request, posts, fault, passes, lines } = requestStage();
    fault.at = "end";
    assert.equal((await time.run(() => answered(request()))).status, "sent");
    assert.deepEqual(lines, [unrecorded("call-1")]);
    fault.at = null;
    await passes(REQUEST_RUNS_MS);
    assert.equal((await time.run(() => answered(request()))).status, "outcome_unknown");
    assert.equal(posts.length, 1);
  });

  it("is not posted over a document that is none any more", async () => {
    const { time, call, answered, request, posts, store } = requestStage();
    await time.run(() => answered(request()));
    const [path = ""] = store.documents.inside("whatsappRequests");
    const write = (fields: object): void =>
      store.documents.commit([{ path, kind: "merge", fields: { ...fields }, unchangedSince: undefined }], time.now());
    for (const fields of [{ answer: "bm90aGluZyBvZiBvdXJz" }, { answer: null, run: "nobody" }, { sentAt: true }]) {
      write(fields);
      await assert.rejects(time.run(() => call(request())));
    }
    assert.equal(posts.length, 1);
  });
});

describe("what is stored of a request with an id of its caller's", () => {
  it("is not what was asked, nor by whom, nor what was answered", async () => {
    const { time, answered, request, store } = requestStage();
    await time.run(() => answered(request({ by: "uid-of-the-caller", requestId: "id-of-the-request" })));
    const stored = store.documents.text();
    for (const word of ["4915112345678", "uid-of-the-caller", "id-of-the-request", "account_ready", 'sent"', NUMBER]) {
      assert.ok(!stored.includes(word), word);
    }
    await time.run(() => answered(request({ by: "uid-of-the-caller", requestId: "another-id" })));
    const [path = "", other = ""] = store.documents.inside("whatsappRequests");
    const fingerprint = (of: string): unknown => store.documents.read(of)?.fields["fingerprint"];
    assert.notEqual(fingerprint(path), fingerprint(other), "what was asked cannot be guessed without the id");
    assert.match(path, /^whatsappRequests\/[0-9a-f]{40}$/);
    assert.deepEqual(Object.keys(store.documents.read(path)?.fields ?? {}), [
      "fingerprint",
      "firstAt",
      "run",
      "sentAt",
      "answer",
      "expireAt",
    ]);
  });
});
