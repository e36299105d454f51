import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { CallError, type CallProblem } from "./call-error.ts";
import { streamingCaller } from "./call.ts";
import { fakeBackend, refusing, streaming, type Behaviour, type FakeBackend } from "./testing/fake-backend.ts";

const Part = z.strictObject({ id: z.string() });
const Answer = z.strictObject({ status: z.literal("done"), parts: z.int() });

function count(backend: FakeBackend, signal?: AbortSignal) {
  const seen: string[] = [];
  const call = streamingCaller(backend.functions, { name: "count", part: Part, answer: Answer });
  const following = {
    onPart: ({ id }: { id: string }) => void seen.push(id),
    ...(signal === undefined ? {} : { signal }),
  };
  return { seen, answer: call({ upTo: 2 }, following) };
}

const problemOf = async (answer: Promise<unknown>): Promise<CallProblem> => {
  const error = await answer.then(
    () => assert.fail("The call has an answer."),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof CallError);
  return error.problem;
};

suite("a streamed call", () => {
  test("hands on each part, then the answer", async () => {
    const done = { status: "done", parts: 2 };
    await using backend = await fakeBackend(
      streaming({ message: { id: "a" } }, { message: { id: "b" } }, { result: done }),
    );
    const { seen, answer } = count(backend);
    assert.deepEqual(await answer, done);
    assert.deepEqual(seen, ["a", "b"]);
    assert.equal(backend.calls[0]?.headers.accept, "text/event-stream");
    assert.deepEqual(backend.calls[0]?.body, { data: { upTo: 2 } });
  });

  test("hands parts on while the backend still works", async () => {
    let finish = (): void => undefined;
    await using backend = await fakeBackend((response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(`data: ${JSON.stringify({ message: { id: "a" } })}\n\n`);
      finish = () => void response.end(`data: ${JSON.stringify({ result: { status: "done", parts: 1 } })}\n\n`);
    });
    const { seen, answer } = count(backend);
    while (seen.length === 0) await setTimeout(5);
    finish();
    assert.equal((await answer).status, "done");
  });

  test("leaves out parts that are newer than this client", async () => {
    const done = { status: "done", parts: 2 };
    const parts = [{ message: { id: 1 } }, { message: { id: "b", weight: 3 } }, { message: null }, { result: done }];
    await using backend = await fakeBackend(streaming(...parts));
    const { seen, answer } = count(backend);
    assert.deepEqual(await answer, done);
    assert.deepEqual(seen, ["b"]);
  });

  const refusal = { error: { status: "PERMISSION_DENIED", message: "No." } };
  const cases: readonly [name: string, behaviour: Behaviour, problem: CallProblem][] = [
    ["a refusal in the stream", streaming(refusal), { code: "permission-denied" }],
    ["a refusal after a part", streaming({ message: { id: "a" } }, refusal), { code: "permission-denied" }],
    [
      "an end without an answer",
      streaming({ message: { id: "a" } }),
      { code: "no-answer", reason: "the stream ended before the answer" },
    ],
    [
      "no stream at all",
      refusing(403, "PERMISSION_DENIED", "No."),
      { code: "no-answer", reason: "the stream ended before the answer" },
    ],
    [
      "a broken connection",
      (response) => void response.destroy(),
      { code: "no-answer", reason: "the backend could not be reached" },
    ],
  ];
  for (const [name, behaviour, problem] of cases) {
    test(`fails at ${name}`, { timeout: 5000 }, async () => {
      await using backend = await fakeBackend(behaviour);
      assert.deepEqual(await problemOf(count(backend).answer), problem);
    });
  }

  test("can be given up", { timeout: 5000 }, async () => {
    const stop = new AbortController();
    await using backend = await fakeBackend((response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(`data: ${JSON.stringify({ message: { id: "a" } })}\n\n`);
      stop.abort();
    });
    assert.deepEqual(await problemOf(count(backend, stop.signal).answer), { code: "cancelled" });
  });
});
