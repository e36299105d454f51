import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { MAGIC_NUMBERS } from "./magic-numbers.ts";
import { type Asked, ask, codeIn, fieldsIn, register, simulatorForTests, statusOf } from "./testing/ask.ts";

const ID = "550000000000001";

describe("control API", async () => {
  const simulator = await simulatorForTests();
  afterEach(() => simulator.state.reset());

  const control = (method: string, path: string, body?: unknown): Promise<Asked> =>
    ask(simulator, method, `/_simulator${path}`, { token: null, ...(body === undefined ? {} : { body }) });

  test("the page for people shows every magic number, at / too", async () => {
    for (const path of ["/_simulator", "/"]) {
      const page = await ask(simulator, "GET", path);
      assert.equal(page.headers.get("content-type"), "text/html; charset=utf-8");
      for (const { id } of MAGIC_NUMBERS) assert.ok(String(page.body).includes(id), id);
    }
  });

  test("shows and changes a number", async () => {
    assert.partialDeepStrictEqual((await control("GET", `/state/numbers/${ID}`)).body, { pin: "123456" });
    const changed = await control("PATCH", `/state/numbers/${ID}`, { pin: "777777", status: "FLAGGED" });
    assert.partialDeepStrictEqual(changed.body, { id: ID, pin: "777777", codeVerificationStatus: "VERIFIED" });
    assert.equal(await statusOf(simulator, ID), "FLAGGED");
    assert.equal(codeIn(await register(simulator, ID)), "133005");
  });

  test("makes numbers, tokens, accounts and apps that are new", async () => {
    await control("PATCH", "/state/apps/888000000000009", { secret: "s" });
    await control("PATCH", "/state/wabas/777000000000009", { name: "New" });
    await control("PATCH", "/state/numbers/551000000000009", { wabaId: "777000000000009" });
    const granularScopes = [{ scope: "whatsapp_business_management", targetIds: ["777000000000009"] }];
    await control("PATCH", "/state/tokens/my-token", { appId: "888000000000009", granularScopes });
    assert.equal(codeIn(await register(simulator, "551000000000009", "123456", { token: "my-token" })), "none");
    assert.equal(codeIn(await register(simulator, ID, "123456", { token: "my-token" })), "100/33");
    assert.equal((await control("GET", "/state/numbers/551000000000008")).status, 404);
    assert.ok(Array.isArray(fieldsIn(await control("GET", "/state/tokens"))["tokens"]));
  });

  test("a wrong change says where and changes nothing", async () => {
    const wrong = await control("PATCH", `/state/numbers/${ID}`, { pin: 123_456, shoeSize: 43 });
    assert.equal(wrong.status, 400);
    const { issues } = fieldsIn(wrong);
    assert.partialDeepStrictEqual(issues, [{ path: "pin" }]);
    assert.match(JSON.stringify(issues), /shoeSize/);
    assert.equal(simulator.state.numbers.get(ID)?.pin, "123456");
    assert.equal((await control("PATCH", "/state/numbers/abc", {})).status, 400);
    assert.equal((await control("POST", "/faults", "{")).status, 400);
    assert.equal((await control("POST", "/faults", { fault: { kind: "sneeze" } })).status, 400);
    assert.equal((await control("POST", "/clock", {})).status, 400);
    assert.equal((await control("POST", "/clock", { now: "yesterday" })).status, 400);
    for (const [method, path] of [
      ["GET", "/nowhere"],
      ["DELETE", "/clock"],
      ["PATCH", "/state/numbers"],
      ["PATCH", "/state/shoes/1"],
      ["GET", "/state/shoes"],
    ] as const) {
      assert.equal((await control(method, path, method === "GET" ? undefined : {})).status, 404, `${method} ${path}`);
    }
  });

  test("moves the clock", async () => {
    const set = await control("POST", "/clock", { now: "2026-01-01T00:00:00Z", frozen: true });
    assert.deepEqual(set.body, { now: "2026-01-01T00:00:00.000Z" });
    await control("POST", "/clock", { advanceSeconds: 259_200 });
    assert.deepEqual((await control("GET", "/clock")).body, { now: "2026-01-04T00:00:00.000Z" });
    assert.equal((await ask(simulator, "GET", ID)).headers.get("date"), "Sun, 04 Jan 2026 00:00:00 GMT");
  });

  test("injects faults and takes them back", async () => {
    const fault = {
      match: { endpoint: "register" },
      fault: { kind: "graph_error", error: { code: 131016 } },
      times: 3,
    };
    assert.partialDeepStrictEqual((await control("POST", "/faults", fault)).body, { waiting: [fault] });
    assert.equal(codeIn(await register(simulator, ID)), "131016");
    assert.partialDeepStrictEqual((await control("GET", "/faults")).body, { waiting: [{ times: 2 }] });
    assert.deepEqual((await control("DELETE", "/faults")).body, { waiting: [] });
    assert.equal(codeIn(await register(simulator, ID)), "none");
  });

  test("lists requests, narrowed as asked, and empties the list", async () => {
    simulator.clearRequests();
    await register(simulator, ID);
    await register(simulator, "550000000000002");
    await ask(simulator, "GET", `${ID}?fields=status`);
    const count = async (query: string): Promise<unknown> =>
      fieldsIn(await control("GET", `/requests${query}`))["count"];
    assert.equal(await count(""), 3);
    assert.equal(await count(`?phoneNumberId=${ID}`), 2);
    assert.equal(await count("?endpoint=register"), 2);
    assert.equal(await count(`?phoneNumberId=${ID}&method=post`), 1);
    await control("DELETE", "/requests");
    assert.equal(await count(""), 0);
  });

  test("lists the messages, and resets everything", async () => {
    await register(simulator, ID);
    const template = { name: "account_ready", language: { code: "en_US" } };
    const body = { messaging_product: "whatsapp", to: "+15550001111", type: "template", template };
    await ask(simulator, "POST", `${ID}/messages`, { body });
    assert.partialDeepStrictEqual((await control("GET", "/messages")).body, { messages: [{ to: "15550001111" }] });
    await control("PATCH", "/state/numbers/551000000000009", {});
    await control("POST", "/clock", { advanceSeconds: 1_000_000 });
    await control("POST", "/faults", { fault: { kind: "hang" } });
    assert.deepEqual((await control("POST", "/reset")).body, { reset: true });
    assert.deepEqual((await control("GET", "/messages")).body, { messages: [] });
    assert.equal(fieldsIn(await control("GET", "/requests"))["count"], 0);
    assert.ok(Math.abs(simulator.state.clock.now() - Date.now()) < 5000);
    assert.equal((await control("GET", "/state/numbers/551000000000009")).status, 404);
    assert.equal(await statusOf(simulator, ID), "PENDING");
  });
});
