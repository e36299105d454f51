import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { changedDocument } from "../domain/lifecycle/phone-number-document.ts";
import { HEALTHY } from "../testing/diagnosis-facts.ts";
import { CONNECTED, NUMBER, OTHER_NUMBER, WABA } from "../testing/fixtures.ts";
import { told } from "../testing/number-facts.ts";
import { entries, MINUTE, refuses, shows, world } from "../testing/reconciling.ts";
import type { SendingSource } from "./ports.ts";
import { reconcilePhoneNumbers } from "./reconcile-phone-numbers.ts";
import type { ReconcilePorts } from "./reconcile-ports.ts";

/** Not configured, and its document names its account. */
const OF_ACCOUNT = "550000000000503";

describe("what a number may send", () => {
  const READY: SendingSource["graph"] = {
    accountMode: async () => ({ ok: true, value: "LIVE" }),
    messagingHealth: async () => ({ ok: true, value: { canSendMessage: "AVAILABLE", entities: HEALTHY } }),
    messagingLimit: async () => ({ ok: true, value: "TIER_250" }),
    webhookAddresses: async () => ({ ok: true, value: { phoneNumber: null, waba: null, application: null } }),
    readWaba: async () => ({
      ok: true,
      value: { name: null, reviewStatus: "APPROVED", businessVerificationStatus: "VERIFIED", ownershipType: null },
    }),
    hasPaymentMethod: async () => ({ ok: true, value: true }),
    subscribedApps: async () => ({ ok: true, value: [{ id: "888000000000001", name: null, override: null }] }),
  };

  /** A world that asks, counting what it asks for. */
  function asking(change: Partial<SendingSource["graph"]> = {}, namedIds: readonly string[] = [NUMBER]) {
    const here = world(() => true, namedIds);
    const asked: string[] = [];
    const graph = new Proxy(
      { ...READY, ...change },
      {
        get: (target, name: keyof SendingSource["graph"]) => {
          asked.push(name);
          return target[name];
        },
      },
    );
    const configured = { phoneNumberId: NUMBER, wabaId: WABA };
    const sending = { graph, configured, expectedAppId: null, graphVersion: "v25.0", ownWebhook: null };
    const ports: { -readonly [Name in keyof ReconcilePorts]: ReconcilePorts[Name] } = {
      ...here.reconciler.ports,
      sending,
    };
    const minutes = (count: number) =>
      here.time.run(async () => {
        for (let minute = 0; minute < count; minute += 1) {
          await here.time.sleep(MINUTE);
          await reconcilePhoneNumbers(ports, { namedIds, manages: () => true });
        }
      });
    const document = (id = NUMBER) => here.store.number(id).document;
    here.says.number = shows(CONNECTED);
    return { here, ports, asked, minutes, document };
  }

  it("is found out once a day, by seven reads, and stands in the document", async () => {
    const { asked, minutes, document } = asking();
    await minutes(5);
    assert.equal(document()?.sending?.verdict, "limited", "no event has come in yet");
    assert.equal(asked.length, 7);
    await minutes(23 * 60);
    assert.equal(asked.length, 7);
    await minutes(90);
    assert.equal(asked.length, 14);
  });

  it("is not asked again within the day because the number is looked at for another reason", async () => {
    const { here, asked, minutes } = asking();
    await minutes(2);
    const looks = here.reads.length;
    here.store.number(NUMBER).ledger = { ...here.store.number(NUMBER).ledger, nextLookAt: here.time.now() };
    await minutes(2);
    assert.ok(here.reads.length > looks, "it is looked at");
    assert.equal(asked.length, 7);
    assert.deepEqual(entries(here, "lookFailed"), []);
  });

  it("is a reason of the number, and a transition, as soon as nothing arrives", async () => {
    const { here, minutes, document } = asking({ hasPaymentMethod: async () => ({ ok: true, value: false }) });
    await minutes(2);
    assert.equal(document()?.sending?.verdict, "blocked");
    const reason = document()?.reasons.find(({ code }) => code === "sending_blocked");
    assert.equal(reason?.resolution[0]?.title, "See what is in the way");
    assert.equal(here.store.number(NUMBER).document?.lifecycle, "connected", "the word is what it was");
  });

  it("is asked of an account once a run, however many numbers it has", async () => {
    const { asked, minutes } = asking({}, [NUMBER, OTHER_NUMBER]);
    await minutes(2);
    assert.equal(asked.filter((name) => name === "messagingHealth").length, 2);
    assert.equal(asked.filter((name) => name === "readWaba").length, 1);
  });

  it("is unknown of a number whose account is a guess", async () => {
    const { here, minutes, document } = asking({}, [NUMBER, OTHER_NUMBER, OF_ACCOUNT]);
    const webhook = told({}, new Date(here.time.now()).toISOString());
    for (const id of [NUMBER, OTHER_NUMBER, OF_ACCOUNT])
      here.store.number(id).document = changedDocument(
        {},
        id === OF_ACCOUNT ? { webhook, wabaId: WABA } : { webhook },
        0,
      );
    await minutes(2);
    const verdicts = [NUMBER, OTHER_NUMBER, OF_ACCOUNT].map((id) => document(id)?.sending?.verdict);
    assert.deepEqual(verdicts, ["ready", "unknown", "ready"]);
  });

  it("is left open where Firestore cannot be read, and the number is looked at all the same", async () => {
    const { here, ports, minutes, document } = asking();
    const error = new Error("The store cannot be reached.");
    const broken = async () => {
      throw error;
    };
    ports.numbers = { ...ports.numbers, known: broken };
    await minutes(2);
    assert.deepEqual([document()?.sending, document()?.lifecycle], [undefined, "connected"]);
    assert.deepEqual(entries(here, "lookFailed"), [{ phoneNumberId: NUMBER, error }]);
  });

  it("is left open where asking fails, and the number is looked at all the same", async () => {
    const error = new Error("No answer is of this form.");
    const { here, minutes, document } = asking({ messagingHealth: () => Promise.reject(error) });
    await minutes(1);
    assert.deepEqual([document()?.sending, document()?.lifecycle], [undefined, "connected"]);
    assert.deepEqual(entries(here, "lookFailed"), [{ phoneNumberId: NUMBER, error }]);
  });

  it("is asked neither of Meta nor of Firestore where the number could not be read", async () => {
    const { here, ports, asked, minutes } = asking();
    ports.numbers = { ...ports.numbers, known: () => assert.fail("Firestore was asked") };
    here.says.number = refuses(100, 33);
    await minutes(2);
    assert.deepEqual([here.reads, asked, entries(here, "lookFailed")], [[NUMBER], [], []]);
  });

  it("is asked of the numbers that were read, whatever became of the others", async () => {
    const { here, asked, minutes, document } = asking({}, [NUMBER, OTHER_NUMBER]);
    here.says.number = (id) => (id === NUMBER ? refuses(100, 33) : shows(CONNECTED));
    await minutes(1);
    assert.equal(document(OTHER_NUMBER)?.sending?.verdict, "limited");
    assert.deepEqual([document(NUMBER)?.sending, asked.length, entries(here, "lookFailed")], [undefined, 7, []]);
  });
});
