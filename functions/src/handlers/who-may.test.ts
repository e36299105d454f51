import assert from "node:assert/strict";
import { beforeEach, describe, it, mock } from "node:test";
import { initializeApp } from "firebase-admin/app";
import { getAuth } from "firebase-admin/auth";
import { HttpsError, type CallableRequest } from "firebase-functions/https";
import { firestoreCustomerAccounts } from "../firestore/customer-accounts.ts";
import { firestoreNumberHomes } from "../firestore/number-homes.ts";
import { NUMBER, OTHER_NUMBER, WABA } from "../testing/fixtures.ts";
import { memoryStore } from "../testing/memory-store.ts";
import { customerOf, WHO_MAY, WHOSE, type Whose } from "../testing/who-may.ts";
import { recognisedCaller, type Caller } from "./caller.ts";
import { managedAccount } from "./managed-account.ts";
import { managedNumber } from "./managed-number.ts";
import { seenBy, type Places } from "./seen-by.ts";

const NOW = Date.UTC(2030, 0, 1);

/** A number and an account of each; the deployment's own number is named in its configuration, another was added from here. */
const PLACES: Readonly<Record<Whose, { readonly numbers: readonly string[]; readonly account: string }>> = {
  own: { numbers: [NUMBER, OTHER_NUMBER, "550000000000021"], account: WABA },
  acme: { numbers: ["550000000000022"], account: "777000000000022" },
  bravo: { numbers: ["550000000000023"], account: "777000000000023" },
};
const ABSENT = { number: "550000000000029", account: "777000000000029" };

const config: Places = {
  phoneNumberId: NUMBER,
  wabaId: WABA,
  namedIds: [NUMBER, OTHER_NUMBER],
  manages: (id: string) => id === NUMBER || id === OTHER_NUMBER,
  managesAccount: (id: string) => id === WABA,
};
/** As in the demo project: the token is trusted to reach everything. */
const everything: Places = { ...config, manages: () => true, managesAccount: () => true };

const app = initializeApp({ projectId: "some-project" });
type Claims = Readonly<Record<string, unknown>>;
/** The custom claims of the ID token, and those that the user has now. */
let claims: { readonly signed: Claims; readonly now: Claims } = { signed: {}, now: {} };
let asked = 0;
mock.method(getAuth(app), "verifyIdToken", async () => ({ uid: "somebody", auth_time: 1000, ...claims.signed }));
mock.method(getAuth(app), "getUser", async () => {
  asked += 1;
  return { uid: "somebody", disabled: false, customClaims: claims.now };
});
beforeEach(() => {
  asked = 0;
});

function signedIn(as: Claims | null, now = as): CallableRequest<unknown> {
  claims = { signed: as ?? {}, now: now ?? {} };
  return { auth: as === null ? undefined : { uid: "somebody", rawToken: "token" } } as CallableRequest<unknown>;
}

/** Everything that is stored, and how often it was read. */
function stored() {
  const store = memoryStore(() => NOW);
  const write = (path: string, fields: object): void =>
    store.documents.commit([{ path, kind: "set", fields: { ...fields }, unchangedSince: undefined }], NOW);
  for (const whose of WHOSE) {
    const customerId = customerOf(whose);
    const { numbers, account } = PLACES[whose];
    const added = customerId === null ? { addedAt: new Date(NOW).toISOString() } : {};
    for (const number of numbers) write(`whatsappNumbers/${number}`, { wabaId: account, customerId, ...added });
    if (customerId !== null) write(`whatsappAccounts/${account}`, { customerId, state: "connected" });
  }
  const reads: string[] = [];
  const counted =
    <Answer>(kind: string, ask: (id: string) => Promise<Answer>) =>
    (id: string) => {
      reads.push(kind);
      return ask(id);
    };
  const numbers = firestoreNumberHomes(store.db);
  const connected = firestoreCustomerAccounts(store.db);
  const homes = { homeOf: counted("number", (id) => numbers.homeOf(id)) };
  const accounts = { customerOf: counted("account", (id) => connected.customerOf(id)) };
  return { homes, accounts, reads };
}

/** How a call is answered: with what it is about, or with what is thrown, and after which reads. */
async function outcome(caller: Caller, places: Places, about: { number?: string; account?: string }) {
  const { homes, accounts, reads } = stored();
  try {
    const subject =
      about.account === undefined
        ? await seenBy(caller, places, "number", (visible) => managedNumber(visible, about.number, homes))
        : await seenBy(caller, places, "account", (visible) => managedAccount(visible, about.account, accounts));
    return { customerId: subject.customerId, reads };
  } catch (error) {
    assert.ok(error instanceof HttpsError);
    return { code: error.code, message: error.message, reads };
  }
}

for (const { who, claims: theirs, may, refused } of WHO_MAY) {
  describe(`the callables, for ${who}`, () => {
    if (refused !== null) {
      it(`are refused: ${refused}, without asking Firebase Auth`, async () => {
        const refusal = (error: unknown): boolean => error instanceof HttpsError && error.code === refused;
        await assert.rejects(recognisedCaller(signedIn(theirs)), refusal);
        assert.equal(asked, 0);
      });
      return;
    }

    for (const whose of WHOSE) {
      const allowed = may.includes(whose);
      it(allowed ? `act on what is ${whose}'s` : `answer of what is ${whose}'s as of what does not exist`, async () => {
        const caller = await recognisedCaller(signedIn(theirs));
        assert.equal(caller.uid, "somebody");
        for (const places of [config, everything]) {
          const { numbers, account } = PLACES[whose];
          for (const [about, absent] of [
            ...numbers.map((number) => [{ number }, { number: ABSENT.number }] as const),
            [{ account }, { account: ABSENT.account }] as const,
          ]) {
            const answer = await outcome(caller, places, about);
            if (allowed) assert.equal(answer.customerId, customerOf(whose), JSON.stringify(about));
            else assert.deepEqual(answer, await outcome(caller, places, absent), JSON.stringify(about));
          }
        }
      });
    }

    const ownIsTheirs = may.includes("own");
    it(`${ownIsTheirs ? "mean" : "do not mean"} the configured number where none is named`, async () => {
      const caller = await recognisedCaller(signedIn(theirs));
      const { code, customerId } = await outcome(caller, everything, {});
      assert.deepEqual(
        { code, customerId },
        ownIsTheirs ? { code: undefined, customerId: null } : { code: "not-found", customerId: undefined },
      );
    });
  });
}

describe("a caller whose claims have changed since they signed in", () => {
  const [acme, bravo] = [{ whatsappCustomers: ["acme"] }, { whatsappCustomers: ["bravo"] }];

  it("acts for the customers of now, and as an operator no more", async () => {
    const member = { uid: "somebody", isOperator: false, customers: ["bravo"] };
    assert.deepEqual(await recognisedCaller(signedIn(acme, bravo)), member);
    assert.deepEqual(await recognisedCaller(signedIn({ whatsappOperator: true }, bravo)), member);
  });

  it("is refused where nothing is left", async () => {
    await assert.rejects(recognisedCaller(signedIn(acme, { whatsappCustomers: [] })), { code: "permission-denied" });
  });
});
