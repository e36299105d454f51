import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import type { z } from "zod";
import type { Fault } from "./faults.ts";
import { ask, codeIn, errorIn, register, simulatorForTests, statusOf } from "./testing/ask.ts";
import { registerRaw } from "./testing/raw.ts";

const ID = "550000000000001";

describe("faults", async () => {
  const simulator = await simulatorForTests();
  afterEach(() => simulator.state.reset());

  const inject = (fault: z.input<typeof Fault>): void =>
    simulator.state.faults.add({ match: { endpoint: "register" }, fault });
  const last = (): unknown => simulator.requests({ endpoint: "register" }).at(-1);

  test("reset before the body is read: nothing arrives, nothing is counted, the log has no body", async () => {
    inject({ kind: "reset", at: "headers" });
    const answer = await registerRaw(simulator, ID);
    assert.deepEqual(answer, { status: null, body: null, bytes: 0, end: "ECONNRESET" });
    assert.partialDeepStrictEqual(last(), { body: null, status: null, fault: "reset" });
    assert.deepEqual(simulator.state.numbers.get(ID)?.registerRequests, []);
  });

  test("reset after the body is read: the log has the body, the effect depends on processed", async () => {
    inject({ kind: "reset", at: "body_read" });
    assert.equal((await registerRaw(simulator, ID)).end, "ECONNRESET");
    assert.partialDeepStrictEqual(last(), { body: { pin: "123456" }, fault: "reset" });
    assert.equal(await statusOf(simulator, ID), "PENDING");
    inject({ kind: "reset", at: "body_read", processed: true });
    assert.equal((await registerRaw(simulator, ID)).end, "ECONNRESET");
    assert.equal(await statusOf(simulator, ID), "CONNECTED");
  });

  test("reset in the middle of the answer: a status and some bytes arrive", async () => {
    inject({ kind: "reset", at: "mid_answer", processed: true });
    const answer = await registerRaw(simulator, ID);
    assert.partialDeepStrictEqual(answer, { status: 200, body: null, end: "ECONNRESET" });
    assert.ok(answer.bytes > 0 && answer.bytes < '{"success":true}'.length);
  });

  test("hang: no answer comes, and the log knows when the caller gave up", async () => {
    inject({ kind: "hang" });
    const answer = await registerRaw(simulator, ID, { patienceMs: 150 });
    assert.deepEqual(answer, { status: null, body: null, bytes: 0, end: "gave up" });
    await until(() => simulator.requests().at(-1)?.finishedAt !== null);
    assert.partialDeepStrictEqual(last(), { status: null, fault: "hang" });
  });

  test("drip: headers at once, then a byte at a time", async () => {
    inject({ kind: "drip", intervalMs: 200 });
    const answer = await registerRaw(simulator, ID, { patienceMs: 700 });
    assert.partialDeepStrictEqual(answer, { status: 200, body: null, end: "gave up" });
    assert.ok(answer.bytes >= 1 && answer.bytes <= 5, `${answer.bytes} bytes`);
    inject({ kind: "drip", intervalMs: 5 });
    assert.equal((await registerRaw(simulator, ID)).body, '{"success":true}');
  });

  test("delay: the true answer, late", async () => {
    inject({ kind: "delay", ms: 200 });
    const started = performance.now();
    assert.equal((await registerRaw(simulator, ID)).body, '{"success":true}');
    assert.ok(performance.now() - started >= 195);
  });

  test("truncate, replace and headers change what is sent", async () => {
    inject({ kind: "truncate" });
    assert.equal((await registerRaw(simulator, ID)).body, '{"succes');
    inject({ kind: "replace", status: 307, body: "", headers: { location: "http://graph.invalid/" } });
    const redirect = await register(simulator, ID);
    assert.equal(redirect.status, 307);
    assert.equal(redirect.headers.get("location"), "http://graph.invalid/");
    inject({ kind: "headers", headers: { "content-type": "text/plain" } });
    const plain = await register(simulator, ID);
    assert.equal(plain.headers.get("content-type"), "text/plain");
    assert.deepEqual(plain.body, { success: true });
  });

  test("garbage is no HTTP", async () => {
    inject({ kind: "garbage" });
    assert.match((await registerRaw(simulator, ID)).end, /^HPE_/);
  });

  test("huge: as many bytes as asked for, and JSON", async () => {
    inject({ kind: "huge", bytes: 300_000 });
    const answer = await registerRaw(simulator, ID);
    assert.equal(answer.bytes, 300_000);
    assert.partialDeepStrictEqual(JSON.parse(answer.body ?? ""), { success: true });
  });

  test("graph_error: Graph's envelope, with what was said differently", async () => {
    inject({ kind: "graph_error", error: { code: 131000 } });
    const plain = await register(simulator, ID);
    assert.equal(plain.status, 500);
    assert.partialDeepStrictEqual(errorIn(plain), { code: 131000, message: "(#131000) Something went wrong" });
    inject({ kind: "graph_error", error: { code: 2, httpStatus: 200, subcode: 7, message: "x", details: "y" } });
    const other = await register(simulator, ID);
    assert.equal(other.status, 200);
    assert.partialDeepStrictEqual(errorIn(other), { message: "x", error_subcode: 7, error_data: { details: "y" } });
  });

  test("a fault strikes as often as said, in order, and only what it matches", async () => {
    const { faults } = simulator.state;
    faults.add({ match: { method: "get" }, fault: { kind: "graph_error", error: { code: 1 } }, times: 2 });
    faults.add({ match: { path: "/debug_token" }, fault: { kind: "graph_error", error: { code: 4 } } });
    faults.add({ match: { nodeId: "550000000000002" }, fault: { kind: "graph_error", error: { code: 17 } } });
    assert.equal(codeIn(await register(simulator, ID)), "none");
    assert.equal(codeIn(await ask(simulator, "GET", ID)), "1");
    assert.equal(codeIn(await ask(simulator, "GET", "debug_token?input_token=x")), "1");
    assert.equal(codeIn(await ask(simulator, "GET", "debug_token?input_token=x")), "4");
    assert.equal(codeIn(await register(simulator, "550000000000002")), "17");
    assert.equal(codeIn(await ask(simulator, "GET", ID)), "none");
    assert.deepEqual(faults.waiting(), []);
  });
});

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 100 && !condition(); tries += 1) {
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  }
  assert.ok(condition());
}
