import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, register, simulatorForTests } from "./testing/ask.ts";

const ID = "550000000000001";

test("a request is kept whole, with the simulator's times", async () => {
  const simulator = await simulatorForTests();
  simulator.state.clock.set(Date.parse("2026-01-01T00:00:00Z"), true);
  await register(simulator, ID, "987654", { headers: { "x-mine": "yes" } });
  const [entry, ...more] = simulator.requests();
  assert.deepEqual(more, []);
  assert.ok(entry !== undefined);
  const { headers, ...rest } = entry;
  assert.deepEqual(rest, {
    sequence: 1,
    receivedAt: "2026-01-01T00:00:00.000Z",
    finishedAt: "2026-01-01T00:00:00.000Z",
    method: "POST",
    path: `/v25.0/${ID}/register`,
    endpoint: "register",
    nodeId: ID,
    query: {},
    tokenIn: "header",
    body: { messaging_product: "whatsapp", pin: "987654" },
    status: 400,
    fault: null,
  });
  assert.equal(headers["authorization"], "Bearer SIMULATOR-SYSTEM-USER-TOKEN");
  assert.equal(headers["x-mine"], "yes");
});

test("what is no request of Graph's, or has no JSON, is kept too; control calls are not", async () => {
  const simulator = await simulatorForTests();
  await ask(simulator, "POST", "/favicon.ico", { token: null, body: "{oh" });
  await ask(simulator, "GET", "/_simulator/requests");
  assert.equal(simulator.requests().length, 1);
  assert.partialDeepStrictEqual(simulator.requests()[0], { endpoint: null, nodeId: null, body: "{oh", tokenIn: null });
});

test("a full log refuses rather than forgets", async () => {
  const simulator = await simulatorForTests({ requestLogLimit: 2 });
  await ask(simulator, "GET", ID);
  await ask(simulator, "GET", ID);
  const refused = await register(simulator, ID);
  assert.equal(refused.status, 507);
  assert.equal(simulator.requests().length, 2);
  assert.deepEqual(simulator.state.numbers.get(ID)?.registerRequests, []);
  simulator.clearRequests();
  assert.equal((await register(simulator, ID)).status, 200);
  assert.equal(simulator.requests()[0]?.sequence, 3, "sequence numbers are not given twice");
});

test("fifty requests at once are fifty entries", async () => {
  const simulator = await simulatorForTests();
  await Promise.all(Array.from({ length: 50 }, () => register(simulator, ID)));
  const answered = simulator.requests({ endpoint: "register" });
  assert.equal(answered.length, 50);
  assert.equal(answered.filter((entry) => entry.status === 200).length, 10, "ten are let through");
});
