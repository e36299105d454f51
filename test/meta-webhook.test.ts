import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { PhoneNumberDocument } from "../functions/src/contract/phone-number.ts";
import { RegistrationResult } from "../functions/src/contract/register-phone-number.ts";
import { TestMessageResult } from "../functions/src/contract/send-test-message.ts";
import { TestMessageDocument } from "../functions/src/contract/test-message.ts";
import type { Simulator } from "../graph-simulator/server.ts";
import { describedSimulator } from "../graph-simulator/testing/described-simulator.ts";
import type { Signature } from "../graph-simulator/webhooks/post.ts";
import { openSession, type EmulatorSession } from "../tools/emulators/emulator-session.ts";
import { call, clearStore, storedAt, storedBelow } from "./harness/callable.ts";
import { closedAfterTests } from "./harness/closed-after-tests.ts";
import { functionsBaseUrl, secrets, simulatorPort } from "./harness/emulators.ts";

const NUMBER = "550000000000150";
const WEBHOOK = `${functionsBaseUrl}/metaWebhook`;

describe("metaWebhook, in the emulators, with the simulator as Meta", () => {
  let simulator: Simulator;
  let operator: EmulatorSession;
  const closing = closedAfterTests();
  before(async () => {
    await clearStore();
    simulator = closing(await describedSimulator({ port: simulatorPort, webhookUrl: WEBHOOK }));
    simulator.state.patchNumber(NUMBER, {});
    operator = closing(await openSession(process.env, { whatsappOperator: true }));
    const registered = await called("registerPhoneNumber", { phoneNumberId: NUMBER, pin: "123456" });
    assert.equal(RegistrationResult.parse(registered).status, "registered");
  });

  const called = async (name: string, data: object): Promise<unknown> =>
    (await call(name, data, await operator.idToken())).result;
  const document = async (): Promise<PhoneNumberDocument> =>
    PhoneNumberDocument.parse(await storedAt(`whatsappNumbers/${NUMBER}`));
  /** Waits until the document fits: what comes by itself takes a moment. */
  const until = async <Value>(read: () => Promise<Value>, fits: (value: Value) => boolean): Promise<Value> => {
    for (let tries = 0; tries < 100; tries += 1) {
      const value = await read();
      if (fits(value)) return value;
      await pause(100);
    }
    return read();
  };
  const send = async (event: string, signature: Signature = "right"): Promise<number | null | undefined> => {
    const named = { display_phone_number: "5500000000150", event, current_limit: "TIER_1K" };
    const time = Math.floor(Date.now() / 1000);
    const change = { wabaId: "777000000000001", time, field: "phone_number_quality_update", value: named };
    const [delivery] = await simulator.state.webhooks.send([change], { signature });
    return delivery?.statuses[0];
  };

  it("shakes hands with who knows the word, and with nobody else", async () => {
    const { webhooks } = simulator.state;
    assert.deepEqual(await webhooks.shakeHands(secrets["META_WEBHOOK_VERIFY_TOKEN"] ?? ""), {
      status: 200,
      right: true,
    });
    assert.deepEqual(await webhooks.shakeHands("guessed"), { status: 403, right: false });
  });

  it("refuses what Meta did not sign, and leaves no trace of it", async () => {
    const untouched = JSON.stringify(await document());
    for (const signature of ["forged", "missing", "short", "doubled"] as const) {
      assert.equal(await send("FLAGGED", signature), 401, signature);
    }
    assert.equal(JSON.stringify(await document()), untouched);
    assert.deepEqual(await storedBelow(`whatsappNumbers/${NUMBER}/whatsappEvents`), []);
  });

  it("stores what Meta signed, and has the number called live", async () => {
    assert.equal((await document()).lifecycle, "connected");
    assert.equal(await send("FLAGGED"), 200);
    const stored = await document();
    assert.equal(stored.lifecycle, "live");
    assert.deepEqual(
      stored.reasons.map(({ code }) => code),
      ["number_flagged"],
    );
    assert.equal((await storedBelow(`whatsappNumbers/${NUMBER}/whatsappEvents`)).length, 1);
  });

  it("acknowledges what it cannot read and what it does not manage", async () => {
    for (const wabaId of ["777000000000001", "777000000000099"]) {
      const value = { display_phone_number: "15559990000", event: "FLAGGED" };
      const [delivery] = await simulator.state.webhooks.send([
        { wabaId, time: 1_900_000_000, field: "something_new", value },
      ]);
      assert.equal(delivery?.statuses[0], 200);
    }
    assert.equal((await fetch(WEBHOOK, { method: "PUT" })).status, 405);
  });

  it("follows a test message to its recipient, or to its failure", async () => {
    const sent = async (to: string): Promise<string> => {
      const message = { phoneNumberId: NUMBER, to, template: "account_ready" };
      const result = TestMessageResult.parse(await called("sendTestMessage", message));
      assert.ok(result.status === "sent", JSON.stringify(result));
      return `whatsappNumbers/${NUMBER}/whatsappTestMessages/${result.documentId}`;
    };
    const progress = (path: string) => async (): Promise<TestMessageDocument> =>
      TestMessageDocument.parse(await storedAt(path));
    const arriving = await sent("4915100000001");
    const failing = await sent("4915100131026");
    assert.equal((await until(progress(arriving), ({ status }) => status === "read")).status, "read");
    const failed = await until(progress(failing), ({ status }) => status === "failed");
    assert.deepEqual([failed.status, failed.failure?.status], ["failed", "recipient_unreachable"]);
  });
});
