import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { CallError, type CallProblem } from "./call-error.ts";
import { answering, fakeBackend, refusing, type Behaviour } from "./testing/fake-backend.ts";

const attempts = { used: 1, limit: 10, remaining: 9, nextFreeAt: null, blockedUntil: null, spentElsewhere: false };
const registered = {
  status: "registered",
  phoneNumberId: "550000000000001",
  attempts,
  alreadyRegistered: false,
  pin: "in_effect",
};
const mismatch = {
  status: "pin_mismatch",
  phoneNumberId: "550000000000001",
  attempts,
  message: "The PIN is wrong.",
  resolution: [{ title: "Use the PIN the number has", detail: "Ask who set it." }],
  actor: "customer",
  retryable: true,
  retryAt: null,
  graphError: null,
};

suite("a result", () => {
  test("is returned as the contract has it", async () => {
    await using backend = await fakeBackend(answering(registered));
    assert.deepEqual(await backend.client.registerPhoneNumber({ pin: "012345" }), registered);
    assert.equal(backend.calls.length, 1);
    assert.equal(backend.calls[0]?.function, "registerPhoneNumber");
    assert.deepEqual(backend.calls[0]?.body, { data: { pin: "012345" } });
  });

  test("comes from where the functions are: their region, and their names with the prefix before them", async () => {
    await using backend = await fakeBackend(answering(registered), { region: "europe-west3", prefix: "wa" });
    await backend.client.registerPhoneNumber({ pin: "012345" });
    const [{ function: name, region } = assert.fail("no call came")] = backend.calls;
    assert.deepEqual([region, name], ["europe-west3", "wa-registerPhoneNumber"]);
  });

  test("that says no is a result too", async () => {
    await using backend = await fakeBackend(answering(mismatch));
    const result = await backend.client.registerPhoneNumber({ pin: "012345" });
    assert.equal(result.status, "pin_mismatch");
    assert.deepEqual(result, mismatch);
  });

  test("of a newer backend keeps what this client knows", async () => {
    const newer = { ...registered, attempts: { ...attempts, reserve: 2 }, note: "new" };
    await using backend = await fakeBackend(answering(newer));
    assert.deepEqual(await backend.client.registerPhoneNumber({ pin: "012345" }), registered);
  });

  test("with a status this client does not know is shown like any failure", async () => {
    const newer = { ...mismatch, status: "pin_expired", retryable: "perhaps" };
    await using backend = await fakeBackend(answering(newer));
    assert.deepEqual(await backend.client.registerPhoneNumber({ pin: "012345" }), {
      ...mismatch,
      status: "unrecognized",
      originalStatus: "pin_expired",
      retryable: false,
      answer: newer,
    });
  });

  for (const answer of [null, "registered", [], { status: 7 }, { status: "registered" }]) {
    test(`such as ${JSON.stringify(answer)} does not crash`, async () => {
      await using backend = await fakeBackend(answering(answer));
      const result = await backend.client.registerPhoneNumber({ pin: "012345" });
      assert.equal(result.status, "unrecognized");
      assert.ok(result.message.length > 0);
      assert.deepEqual(result.answer, answer);
    });
  }
});

suite("no result", () => {
  const issues = [{ path: "pin", message: "must be exactly six digits" }];
  const cases: readonly [name: string, behaviour: Behaviour, problem: CallProblem, message: RegExp][] = [
    [
      "a malformed request",
      refusing(400, "INVALID_ARGUMENT", "The request is not valid.", { issues }),
      { code: "invalid-argument", issues },
      /^The request is not valid\. pin must be exactly six digits\.$/,
    ],
    [
      "a malformed request without details",
      refusing(400, "INVALID_ARGUMENT", "Bad Request"),
      { code: "invalid-argument", issues: [{ path: "", message: "Bad Request" }] },
      /^Bad Request$/,
    ],
    [
      "nobody signed in",
      refusing(401, "UNAUTHENTICATED", "Sign in first."),
      { code: "unauthenticated" },
      /^Sign in first\.$/,
    ],
    ["no claim", refusing(403, "PERMISSION_DENIED", "No."), { code: "permission-denied" }, /^No\.$/],
    ["another's number", refusing(404, "NOT_FOUND", "There is none."), { code: "not-found" }, /^There is none\.$/],
    [
      "a fault of the backend's",
      refusing(500, "INTERNAL", "It failed.", { correlationId: "c-1" }),
      { code: "internal", correlationId: "c-1" },
      /^It failed\. The backend's log says why, under the id c-1\.$/,
    ],
    [
      "a fault without an id",
      refusing(500, "INTERNAL", "INTERNAL"),
      { code: "no-answer", reason: "INTERNAL" },
      /^No answer came back: INTERNAL\. The call may have been carried out/,
    ],
    [
      "a gateway's page",
      (response) => void response.writeHead(503, { "content-type": "text/html" }).end("<h1>Busy</h1>"),
      { code: "no-answer", reason: "HTTP status 503" },
      /^No answer came back: HTTP status 503\. The call may have been carried out/,
    ],
    [
      "a function that is not deployed",
      (response) => void response.writeHead(404).end("Not found"),
      { code: "no-answer", reason: "HTTP status 404" },
      /may have been carried out/,
    ],
    [
      "a connection that breaks",
      (response) => void response.destroy(),
      { code: "no-answer", reason: "the backend could not be reached" },
      /^No answer came back: the backend could not be reached\. The call may have been carried out/,
    ],
  ];

  for (const [name, behaviour, problem, message] of cases) {
    test(`because of ${name}`, async () => {
      await using backend = await fakeBackend(behaviour);
      await assert.rejects(backend.client.registerPhoneNumber({ pin: "012345" }), (error) => {
        assert.ok(error instanceof CallError);
        assert.deepEqual(error.problem, problem);
        assert.match(error.message, message);
        assert.ok(!error.message.includes("012345"));
        return true;
      });
      assert.equal(backend.calls.length, 1);
    });
  }
});
