import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { RequestOf } from "../functions/src/contract/call-schemas.ts";
import { CALLS, type CallName } from "../functions/src/contract/calls.ts";
import { customerOf, WHO_MAY, type WhoMay } from "../functions/src/testing/who-may.ts";
import { startSimulator, type Simulator } from "../graph-simulator/server.ts";
import { openSession } from "../tools/emulators/emulator-session.ts";
import { Firestore } from "../tools/product-packages.ts";
import { call, clearStore, env, storeAt } from "./harness/callable.ts";
import { closedAfterTests } from "./harness/closed-after-tests.ts";
import { simulatorPort } from "./harness/emulators.ts";

/** A number and an account that somebody names. */
interface Named {
  readonly phoneNumberId: string;
  readonly wabaId: string;
}

const OWN: Named = { phoneNumberId: "550000000000001", wabaId: "777000000000001" };
const ACME: Named = { phoneNumberId: "550000000000302", wabaId: "777000000000302" };
const BRAVO: Named = { phoneNumberId: "550000000000303", wabaId: "777000000000303" };
const ABSENT: Named = { phoneNumberId: "550000000000309", wabaId: "777000000000309" };

/** Connecting an account names one that nobody has here yet: it has rules of its own. */
type Judged = Exclude<CallName, "connectAccount">;

const requestId = "a-members-try";

/** What is asked of each function, about a number or an account. */
const REQUESTS: { readonly [Name in Judged]: (named: Named) => RequestOf<Name> } = {
  registerPhoneNumber: ({ phoneNumberId }) => ({ pin: "123456", phoneNumberId, requestId }),
  deregisterPhoneNumber: ({ phoneNumberId }) => ({ phoneNumberId, requestId }),
  diagnoseAccess: ({ phoneNumberId }) => ({ phoneNumberId }),
  refreshPhoneNumber: ({ phoneNumberId }) => ({ phoneNumberId }),
  requestVerificationCode: ({ phoneNumberId }) => ({ phoneNumberId, method: "SMS", language: "en_US", requestId }),
  verifyPhoneNumber: ({ phoneNumberId }) => ({ phoneNumberId, code: "123456", requestId }),
  setTwoStepPin: ({ phoneNumberId }) => ({ phoneNumberId, pin: "123456", requestId }),
  sendTestMessage: ({ phoneNumberId }) => ({ phoneNumberId, to: "15550001111", requestId }),
  listPhoneNumbers: ({ wabaId }) => ({ wabaId }),
  addPhoneNumber: ({ wabaId }) => ({
    countryCode: "1",
    phoneNumber: "5550001111",
    verifiedName: "Invented Ltd",
    wabaId,
    requestId,
  }),
  disconnectAccount: ({ wabaId }) => ({ wabaId, requestId }),
  connectWebhook: ({ wabaId }) => ({ wabaId, requestId }),
};

describe("members who call about what is not their customers'", () => {
  let simulator: Simulator;
  let db: Firestore;
  const closing = closedAfterTests();

  before(async () => {
    await clearStore();
    simulator = closing(await startSimulator({ port: simulatorPort }));
    db = new Firestore({ projectId: env("GCLOUD_PROJECT") });
    closing({ close: () => db.terminate() });
    for (const [whose, { phoneNumberId, wabaId }] of [
      ["acme", ACME],
      ["bravo", BRAVO],
    ] as const) {
      const customerId = customerOf(whose);
      const updatedAt = "2030-01-01T00:00:00.000Z";
      await storeAt(`whatsappNumbers/${phoneNumberId}`, { customerId, wabaId, lifecycle: "draft", updatedAt });
      await storeAt(`whatsappAccounts/${wabaId}`, { customerId, wabaId, state: "connected" });
    }
  });

  /** Everything that is stored, whatever the collection. */
  async function stored(): Promise<Record<string, unknown>> {
    const collections = await db.listCollections();
    const pages = await Promise.all(collections.map((collection) => collection.get()));
    return Object.fromEntries(pages.flatMap(({ docs }) => docs.map((one) => [one.ref.path, one.data()])));
  }

  const strangers = WHO_MAY.filter(({ may, refused }) => refused === null && !may.includes("own"));
  const others = ({ may }: WhoMay): readonly (readonly [whose: string, named: Named])[] => [
    ["the deployment's own", OWN],
    ...(may.includes("acme") ? [] : [["acme's", ACME] as const]),
    ...(may.includes("bravo") ? [] : [["bravo's", BRAVO] as const]),
  ];

  it("are of several kinds", () => assert.ok(strangers.length >= 4));

  for (const row of strangers) {
    it(`${row.who}: every function answers as of what does not exist, and nothing has happened`, async () => {
      const session = await openSession(process.env, row.claims ?? {});
      const untouched = await stored();
      try {
        const token = await session.idToken();
        for (const name of Object.keys(REQUESTS) as Judged[]) {
          const absent = await call(name, REQUESTS[name](ABSENT), token);
          assert.equal(absent.error?.status, "NOT_FOUND", name);
          for (const [whose, named] of others(row)) {
            assert.deepEqual(await call(name, REQUESTS[name](named), token), absent, `${name} about ${whose}`);
          }
        }
        const unnamed = await call("refreshPhoneNumber", {}, token);
        assert.equal(unnamed.error?.status, "NOT_FOUND");
      } finally {
        await session.close();
      }
      assert.deepEqual(await stored(), untouched);
      assert.deepEqual(simulator.requests(), []);
    });
  }

  it("leaves out no function", () => {
    const judged = Object.keys(CALLS).filter((name) => name !== "connectAccount");
    assert.deepEqual(Object.keys(REQUESTS).toSorted(), judged.toSorted());
  });
});
