import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { z } from "zod";
import { ask, codeIn, fieldsIn, register, simulatorForTests, type Asked } from "./testing/ask.ts";

const ID = "550000000000001";
const MESSAGING = "whatsapp_business_messaging";

describe("playing Meta's side by hand", async () => {
  const simulator = await simulatorForTests();
  afterEach(() => simulator.state.reset());

  const control = (method: string, path: string, body?: unknown): Promise<Asked> =>
    ask(simulator, method, `/_simulator${path}`, { token: null, ...(body === undefined ? {} : { body }) });

  test("a permission is taken off the token and given back as it was", async () => {
    const before = structuredClone([...simulator.state.tokens.values()][0]);
    await control("POST", "/grants", { permission: MESSAGING, granted: false });
    assert.equal(codeIn(await register(simulator, ID)), "100");
    await control("POST", "/grants", { permission: MESSAGING, granted: true });
    assert.equal(codeIn(await register(simulator, ID)), "none");
    const after = [...simulator.state.tokens.values()][0];
    assert.deepEqual(new Set(after?.scopes), new Set(before?.scopes));
    assert.deepEqual(
      after?.granularScopes.toSorted((a, b) => a.scope.localeCompare(b.scope)),
      before?.granularScopes.toSorted((a, b) => a.scope.localeCompare(b.scope)),
    );
    assert.deepEqual(after?.permissions, before?.permissions);
  });

  test("seventy-two hours pass, and the clock stays", async () => {
    for (let tries = 0; tries < 11; tries += 1) await register(simulator, ID, "999999");
    assert.equal(codeIn(await register(simulator, ID)), "133016");
    const { now } = fieldsIn(await control("GET", "/clock"));
    const { resets } = z.object({ resets: z.number() }).parse((await control("GET", "/passing-time")).body);
    assert.deepEqual((await control("POST", "/passing-time", { hours: 73 })).body, { passedHours: 73, resets });
    assert.equal(codeIn(await register(simulator, ID)), "none");
    const later = Date.parse(String(fieldsIn(await control("GET", "/clock"))["now"]));
    assert.ok(later - Date.parse(String(now)) < 60_000);
    simulator.state.reset();
    assert.deepEqual((await control("GET", "/passing-time")).body, { passedHours: 0, resets: resets + 1 });
  });

  test("the log tells what came after what was seen already", async () => {
    await register(simulator, ID);
    const [last] = simulator.requests().slice(-1);
    await register(simulator, ID);
    const { requests } = fieldsIn(await control("GET", `/requests?after=${last?.sequence}`));
    assert.ok(Array.isArray(requests) && requests.length === 1);
  });

  for (const [origin, allowed] of [
    ["http://127.0.0.1:5000", "http://127.0.0.1:5000"],
    ["http://localhost:5173", "http://localhost:5173"],
    ["https://elsewhere.example", null],
    ["http://127.0.0.1.elsewhere.example", null],
  ] as const) {
    test(`a page of ${origin} ${allowed === null ? "may not use" : "may use"} the control API`, async () => {
      const answer = await fetch(`${simulator.url}/_simulator/passing-time`, {
        method: "OPTIONS",
        headers: { origin },
      });
      assert.equal(answer.status, allowed === null ? 403 : 204);
      assert.equal(answer.headers.get("access-control-allow-origin"), allowed);
      // Sent as a form or as plain text, it needs no preflight: whether the answer can be read makes no difference.
      const body = JSON.stringify({ hours: 7 });
      const sent = await fetch(`${simulator.url}/_simulator/passing-time`, {
        method: "POST",
        headers: { origin },
        body,
      });
      assert.equal(sent.status, allowed === null ? 403 : 200);
      assert.equal(simulator.state.passed.hours, allowed === null ? 0 : 7);
      const graph = await fetch(`${simulator.url}/v25.0/${ID}`, { headers: { origin } });
      assert.equal(graph.headers.get("access-control-allow-origin"), null, "Graph itself allows none");
    });
  }
});
