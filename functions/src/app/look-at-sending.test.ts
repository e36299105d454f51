import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { SendingVerdict } from "../contract/diagnose-access.ts";
import type { Fact } from "../domain/diagnosis/facts.ts";
import { factsInOrder, subjectInOrder } from "../testing/diagnosis-facts.ts";
import { CONNECTED, NUMBER, OTHER_NUMBER, WABA } from "../testing/fixtures.ts";
import { told } from "../testing/number-facts.ts";
import { sendingLooks, type SendingSubject } from "./look-at-sending.ts";
import type { Read, SendingSource } from "./ports.ts";

const { now, expectedAppId, graphVersion, ownWebhook } = subjectInOrder();
const inOrder = factsInOrder();
const shows =
  <Value>(fact: Fact<Value>) =>
  async (): Promise<Read<Value>> =>
    fact.ok ? fact : assert.fail("This is not in order.");

/** Meta shows everything in order; of each account, which were read. */
function world() {
  const accounts: string[] = [];
  const graph: SendingSource["graph"] = {
    accountMode: shows(inOrder.accountMode),
    messagingHealth: shows(inOrder.health),
    messagingLimit: shows(inOrder.messagingLimit),
    webhookAddresses: shows(inOrder.webhook),
    readWaba: (wabaId) => {
      accounts.push(wabaId);
      return shows(inOrder.waba)();
    },
    hasPaymentMethod: shows(inOrder.payment),
    subscribedApps: shows(inOrder.subscribed),
  };
  const configured = { phoneNumberId: NUMBER, wabaId: WABA };
  const looks = sendingLooks({ graph, configured, expectedAppId, graphVersion, ownWebhook }, now);
  const look = (phoneNumberId: string, known: SendingSubject["known"]): Promise<SendingVerdict> =>
    looks({ phoneNumberId, view: CONNECTED, known, token: inOrder.token });
  return { look, accounts };
}

describe("a look at whether a number's messages arrive", () => {
  const heard = { webhook: told({}, new Date(now).toISOString()) };

  it("finds it ready where everything is in order and an event has come, and limited where none has", async () => {
    const { look } = world();
    assert.equal(await look(NUMBER, heard), "ready");
    assert.equal(await look(NUMBER, {}), "limited");
  });

  it("takes what an account shows for another number's only where the number's document names the account", async () => {
    const { look, accounts } = world();
    assert.equal(await look(OTHER_NUMBER, heard), "unknown", "the configured account is a guess");
    assert.equal(await look(OTHER_NUMBER, { ...heard, wabaId: "777000000000009" }), "ready");
    assert.equal(await look(NUMBER, heard), "ready", "the configured account is the configured number's");
    assert.deepEqual(accounts, [WABA, "777000000000009"]);
  });
});
