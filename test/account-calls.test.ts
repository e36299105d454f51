import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { AccountAttemptDocument } from "../functions/src/contract/account-attempt.ts";
import { PhoneNumberAdditionResult } from "../functions/src/contract/add-phone-number.ts";
import { WebhookConnectionResult } from "../functions/src/contract/connect-webhook.ts";
import { PhoneNumberList } from "../functions/src/contract/list-phone-numbers.ts";
import { PhoneNumberDocument } from "../functions/src/contract/phone-number.ts";
import { PhoneNumberView } from "../functions/src/contract/refresh-phone-number.ts";
import type { Simulator } from "../graph-simulator/server.ts";
import { describedSimulator } from "../graph-simulator/testing/described-simulator.ts";
import { openSession, type EmulatorSession } from "../tools/emulators/emulator-session.ts";
import { call, clearStore, storedAt, storedBelow, type CallableAnswer } from "./harness/callable.ts";
import { closedAfterTests } from "./harness/closed-after-tests.ts";
import { functionsBaseUrl, simulatorPort } from "./harness/emulators.ts";

const APP = "888000000000001";
const NEW_NUMBER = { countryCode: "1", phoneNumber: "5550100701", verifiedName: "A shop" };

describe("calls about an account, through the emulators and against the simulator", () => {
  let simulator: Simulator;
  let operator: EmulatorSession;
  const closing = closedAfterTests();
  before(async () => {
    await clearStore();
    simulator = closing(await describedSimulator({ port: simulatorPort }));
    operator = closing(await openSession(process.env, { whatsappOperator: true }));
    // Meta waits six seconds for a handshake, and the emulator starts a function when it is first called.
    await fetch(`${functionsBaseUrl}/metaWebhook`);
  });

  const ask = async (name: string, data: object): Promise<CallableAnswer> => call(name, data, await operator.idToken());

  it("are for recognised callers alone, and for the accounts of this deployment", async () => {
    for (const [name, data] of [
      ["addPhoneNumber", NEW_NUMBER],
      ["connectWebhook", {}],
      ["listPhoneNumbers", {}],
    ] as const) {
      assert.equal((await call(name, data, null)).error?.status, "UNAUTHENTICATED", name);
      const foreign = await ask(name, { ...data, wabaId: "777000000000003" });
      assert.equal(foreign.error?.status, "NOT_FOUND", name);
    }
    assert.deepEqual(simulator.requests(), []);
  });

  it("add a number once, however many ask at once, and from then on it is managed here", async () => {
    const answers = await Promise.all([0, 1, 2].map(() => ask("addPhoneNumber", NEW_NUMBER)));
    const results = answers.map(({ result }) => PhoneNumberAdditionResult.parse(result));
    const first = results.find((one) => one.status === "added");
    assert.ok(first !== undefined && results.filter(({ status }) => status === "added").length === 1);
    assert.equal(simulator.requests({ endpoint: "add_number" }).length, 1);

    const { phoneNumberId } = first;
    const document = PhoneNumberDocument.parse(await storedAt(`whatsappNumbers/${phoneNumberId}`));
    assert.deepEqual([document.lifecycle, document.digits], ["verification_required", "15550100701"]);
    const read = PhoneNumberView.parse((await ask("refreshPhoneNumber", { phoneNumberId })).result);
    assert.equal(read.status, "refreshed");
    const nobodys = await ask("refreshPhoneNumber", { phoneNumberId: "559000000009999" });
    assert.equal(nobodys.error?.status, "NOT_FOUND");
  });

  it("list the numbers of the account, and say which of them are managed here", async () => {
    const STRANGE = "559000000009999";
    simulator.state.patchNumber(STRANGE, { displayPhoneNumber: "+1 555-010-9999", verifiedName: "A shop" });
    simulator.clearRequests();
    const list = PhoneNumberList.parse((await ask("listPhoneNumbers", {})).result);
    assert.ok(list.status === "listed");
    assert.deepEqual([list.wabaId, list.numbers[0]?.phoneNumberId], ["777000000000001", STRANGE], "the newest first");
    const managed = new Map(list.numbers.map((number) => [number.phoneNumberId, number.managed]));
    const added = list.numbers.find(({ displayPhoneNumber }) => displayPhoneNumber?.endsWith("0701") === true);
    assert.deepEqual(
      [managed.get(STRANGE), managed.get("550000000000001"), added?.managed],
      [false, true, true],
      "nobody's, the configured one, and one that was added from here",
    );
    assert.ok(simulator.requests().every(({ endpoint, method }) => method === "GET" && endpoint === "list_numbers"));
    assert.equal(await storedAt(`whatsappNumbers/${STRANGE}`), null);
  });

  it("connect the webhook by the address at which the function is served, and repair it when it is gone", async () => {
    simulator.state.patchApp(APP, { subscriptions: [] });
    const connected = WebhookConnectionResult.parse((await ask("connectWebhook", {})).result);
    assert.ok(connected.status === "connected");
    assert.equal(connected.callbackUrl, `${functionsBaseUrl}/metaWebhook`);
    simulator.state.patchWaba("777000000000001", { subscribedApps: [] });
    simulator.clearRequests();
    assert.equal(WebhookConnectionResult.parse((await ask("connectWebhook", {})).result).status, "connected");
    const posts = simulator.requests({ method: "POST" }).map(({ endpoint }) => endpoint);
    assert.deepEqual(posts, ["subscribe_app"]);
  });

  it("answer the same requestId the same, without a second POST, and leave their audit to be read", async () => {
    const addition = { ...NEW_NUMBER, phoneNumber: "5550100702", requestId: "add-once" };
    simulator.clearRequests();
    const added = [await ask("addPhoneNumber", addition), await ask("addPhoneNumber", addition)].map(
      ({ result }) => result,
    );
    assert.equal(PhoneNumberAdditionResult.parse(added[0]).status, "added");
    assert.deepEqual(added[1], added[0], "the first answer word for word, where asking anew is already_added");
    assert.equal(simulator.requests({ endpoint: "add_number" }).length, 1);
    const other = await ask("addPhoneNumber", { ...addition, phoneNumber: "5550100703" });
    assert.equal(other.error?.status, "INVALID_ARGUMENT", "an id is that of one request");

    simulator.state.patchWaba("777000000000001", { subscribedApps: [] });
    simulator.clearRequests();
    const first = (await ask("connectWebhook", { requestId: "connect-once" })).result;
    assert.equal(WebhookConnectionResult.parse(first).status, "connected");
    simulator.state.patchWaba("777000000000001", { subscribedApps: [] });
    assert.deepEqual((await ask("connectWebhook", { requestId: "connect-once" })).result, first);
    assert.deepEqual(
      simulator.requests({ method: "POST" }).map(({ endpoint }) => endpoint),
      ["subscribe_app"],
    );

    const audits = await storedBelow("whatsappAccounts/777000000000001/whatsappAttempts");
    const told = audits.map((audit) => AccountAttemptDocument.parse(audit));
    const ofNumber = told.filter(({ digits }) => digits === "15550100702");
    assert.deepEqual(
      ofNumber.map(({ status, changes, by }) => [status, changes, by]),
      [["added", ["create_number"], operator.uid]],
    );
    assert.ok(told.some(({ changes, status }) => changes.join() === "subscribe_app" && status === "connected"));
  });
});
