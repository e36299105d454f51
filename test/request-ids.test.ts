import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, it } from "node:test";
import type { InvalidArgumentDetails } from "../functions/src/contract/errors.ts";
import type { Simulator } from "../graph-simulator/server.ts";
import type { EndpointName } from "../graph-simulator/target.ts";
import { describedSimulator } from "../graph-simulator/testing/described-simulator.ts";
import { openSession, type EmulatorSession } from "../tools/emulators/emulator-session.ts";
import { deleteApp, getFirestore, initializeApp, Timestamp } from "../tools/product-packages.ts";
import { call, clearStore, env, type CallableAnswer } from "./harness/callable.ts";
import { closedAfterTests } from "./harness/closed-after-tests.ts";
import { simulatorPort } from "./harness/emulators.ts";

const PIN = "123456";
const CODE = "246810";
const MESSAGE = { to: "+4915112345678", template: "account_ready" };
const CONNECTED = { status: "CONNECTED", platformType: "CLOUD_API", registered: true } as const;
const DAY_MS = 86_400_000;

const app = initializeApp({ projectId: env("GCLOUD_PROJECT") }, `requests-${randomUUID()}`);
const db = getFirestore(app);
after(() => deleteApp(app));

describe("the same requestId, through the emulators", () => {
  let simulator: Simulator;
  let operator: EmulatorSession;
  let other: EmulatorSession;
  const closing = closedAfterTests();
  before(async () => {
    await clearStore();
    simulator = closing(await describedSimulator({ port: simulatorPort }));
    operator = closing(await openSession(process.env, { whatsappOperator: true }));
    other = closing(await openSession(process.env, { whatsappOperator: true }));
  });

  let numbers = 0;
  const number = (state: object): string => {
    numbers += 1;
    return simulator.state.patchNumber(`550000000000${120 + numbers}`, state).id;
  };
  const posts = (endpoint: EndpointName, phoneNumberId: string): number =>
    simulator.requests({ endpoint, phoneNumberId, method: "POST" }).length;
  const ask = async (name: string, data: object, session = operator): Promise<CallableAnswer> =>
    call(name, data, await session.idToken());
  const told = async (name: string, data: object, session = operator): Promise<unknown> => {
    const { result, body } = await ask(name, data, session);
    assert.ok(result !== undefined, JSON.stringify(body));
    return result;
  };
  const statusOf = (result: unknown): string => (result as { status: string }).status;
  const issuesOf = ({ error }: CallableAnswer): InvalidArgumentDetails["issues"] => {
    assert.equal(error?.status, "INVALID_ARGUMENT");
    return (error.details as InvalidArgumentDetails).issues;
  };
  const requestsKept = async (): Promise<number> => (await db.collection("whatsappRequests").get()).size;

  it("sends one test message for a double click, and answers both", async () => {
    const phoneNumberId = number(CONNECTED);
    const request = { ...MESSAGE, phoneNumberId, requestId: randomUUID() };
    const [one, two] = await Promise.all([told("sendTestMessage", request), told("sendTestMessage", request)]);
    assert.equal(statusOf(one), "sent");
    assert.deepEqual([two, posts("send_message", phoneNumberId)], [one, 1]);
    await told("sendTestMessage", { ...request, requestId: randomUUID() });
    assert.equal(posts("send_message", phoneNumberId), 2, "another id is another message");
  });

  it("registers once for a double click, and answers both", async () => {
    const phoneNumberId = number({ pin: PIN, faults: { register: { kind: "delay", ms: 1500 } } });
    const request = { pin: PIN, phoneNumberId, requestId: "a-double-click" };
    const answers = await Promise.all([told("registerPhoneNumber", request), told("registerPhoneNumber", request)]);
    assert.deepEqual(answers[1], answers[0]);
    assert.deepEqual([statusOf(answers[0]), posts("register", phoneNumberId)], ["registered", 1]);
  });

  it("answers a failure again word for word, whatever PIN comes with it", async () => {
    const phoneNumberId = number({ pin: "654321" });
    const request = { pin: PIN, phoneNumberId, requestId: "wrong-pin" };
    const first = await told("registerPhoneNumber", request);
    assert.equal(statusOf(first), "pin_mismatch");
    assert.deepEqual(await told("registerPhoneNumber", { ...request, pin: "654321" }), first);
    assert.equal(posts("register", phoneNumberId), 1);
    assert.equal(statusOf(await told("registerPhoneNumber", { pin: "654321", phoneNumberId })), "registered");
  });

  it("carries out each other change once", async () => {
    const phoneNumberId = number({ codeVerificationStatus: "NOT_VERIFIED", pendingCode: CODE });
    const calls: readonly (readonly [name: string, data: object, endpoint: EndpointName, status: string])[] = [
      ["requestVerificationCode", { method: "SMS", language: "de" }, "request_code", "code_requested"],
      ["verifyPhoneNumber", { code: CODE }, "verify_code", "verified"],
      ["setTwoStepPin", { pin: PIN }, "set_pin", "pin_set"],
      ["deregisterPhoneNumber", {}, "deregister", "deregistered"],
    ];
    for (const [name, data, endpoint, status] of calls) {
      if (name === "deregisterPhoneNumber") await told("registerPhoneNumber", { pin: PIN, phoneNumberId });
      if (name === "verifyPhoneNumber") simulator.state.patchNumber(phoneNumberId, { pendingCode: CODE });
      const request = { ...data, phoneNumberId, requestId: "the-same-for-all-calls" };
      const first = await told(name, request);
      assert.equal(statusOf(first), status);
      assert.deepEqual(await told(name, request), first);
      assert.equal(posts(endpoint, phoneNumberId), 1, name);
    }
  });

  it("is refused for a request that asks for something else, by its path and without a word of it", async () => {
    const phoneNumberId = number(CONNECTED);
    const request = { ...MESSAGE, phoneNumberId, requestId: "once" };
    await told("sendTestMessage", request);
    for (const rest of [{ to: "+4915112345679" }, { template: "hello_world" }, { language: "de" }]) {
      const refused = await ask("sendTestMessage", { ...request, ...rest });
      assert.deepEqual(
        issuesOf(refused).map(({ path }) => path),
        ["requestId"],
      );
      assert.ok(!JSON.stringify(refused.body).includes("4915112345679"));
    }
    assert.equal(posts("send_message", phoneNumberId), 1);
  });

  it("is another request for another operator and for another number", async () => {
    const [one, two] = [number(CONNECTED), number(CONNECTED)];
    const request = { ...MESSAGE, requestId: "mine" };
    await told("sendTestMessage", { ...request, phoneNumberId: one });
    await told("sendTestMessage", { ...request, phoneNumberId: one }, other);
    await told("sendTestMessage", { ...request, phoneNumberId: two });
    assert.deepEqual([posts("send_message", one), posts("send_message", two)], [2, 1]);
  });

  it("is a new request after a day", async () => {
    const phoneNumberId = number(CONNECTED);
    const known = new Set((await db.collection("whatsappRequests").get()).docs.map(({ id }) => id));
    const request = { ...MESSAGE, phoneNumberId, requestId: "daily" };
    const first = await told("sendTestMessage", request);
    const kept = (await db.collection("whatsappRequests").get()).docs.filter(({ id }) => !known.has(id));
    const [record] = kept;
    assert.ok(record !== undefined && kept.length === 1);
    assert.ok(record.get("expireAt") instanceof Timestamp, "Firestore removes it by itself");
    const age = (ms: number) => record.ref.update({ firstAt: Timestamp.fromMillis(Date.now() - ms) });
    await age(DAY_MS - 60_000);
    assert.deepEqual(await told("sendTestMessage", request), first);
    await age(DAY_MS + 1000);
    assert.notDeepEqual(await told("sendTestMessage", request), first);
    assert.equal(posts("send_message", phoneNumberId), 2);
  });

  it("is not kept where the request was refused, and costs nothing where there is none", async () => {
    const phoneNumberId = number(CONNECTED);
    const keptBefore = await requestsKept();
    for (const requestId of ["", "a b", "ä", "x".repeat(65), 7, "a/b", "a\n"]) {
      const refused = await ask("sendTestMessage", { ...MESSAGE, phoneNumberId, requestId });
      assert.ok(
        issuesOf(refused).some(({ path }) => path === "requestId"),
        String(requestId),
      );
    }
    await ask("sendTestMessage", { to: 7, phoneNumberId, requestId: "bad-request" });
    await ask("sendTestMessage", { ...MESSAGE, phoneNumberId: "12345", requestId: "not-ours" });
    for (const name of ["refreshPhoneNumber", "diagnoseAccess"])
      assert.deepEqual(issuesOf(await ask(name, { phoneNumberId, requestId: "reads" })).length, 1, name);
    await told("sendTestMessage", { ...MESSAGE, phoneNumberId });
    assert.equal(await requestsKept(), keptBefore);
  });
});
