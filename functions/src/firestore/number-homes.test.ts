import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { NUMBER, WABA } from "../testing/fixtures.ts";
import { memoryStore } from "../testing/memory-store.ts";
import { firestoreConnectedAccounts } from "./connected-accounts.ts";
import { firestoreCustomerAccounts } from "./customer-accounts.ts";
import { firestoreNumberHomes } from "./number-homes.ts";

const NOW = Date.UTC(2030, 0, 1);
const OTHER = "777000000000009";

/** A store that holds these documents, by their paths. */
function storeOf(documents: Readonly<Record<string, object>>) {
  const store = memoryStore(() => NOW);
  const write = (path: string, fields: object): void =>
    store.documents.commit([{ path, kind: "set", fields: { ...fields }, unchangedSince: undefined }], NOW);
  for (const [path, fields] of Object.entries(documents)) write(path, fields);
  return { ...store, write };
}

describe("where a number belongs", () => {
  /** Read alone, and with others: the one answer. */
  const homeOf = async (fields: object) => {
    const homes = firestoreNumberHomes(storeOf({ [`whatsappNumbers/${NUMBER}`]: fields }).db);
    const home = await homes.homeOf(NUMBER);
    assert.deepEqual(await homes.homesOf([OTHER, NUMBER]), [null, home]);
    return home;
  };
  const addedAt = "2029-12-31T00:00:00.000Z";

  it("is a customer's account, or the one that it was added to", async () => {
    assert.deepEqual(await homeOf({ wabaId: WABA, customerId: "acme" }), { wabaId: WABA, customerId: "acme" });
    assert.deepEqual(await homeOf({ wabaId: WABA, addedAt }), { wabaId: WABA, customerId: null });
    assert.deepEqual(await homeOf({ wabaId: WABA, customerId: null, addedAt }), { wabaId: WABA, customerId: null });
  });

  it("is nobody's once its customer has left with it", async () => {
    assert.deepEqual(await homeOf({ wabaId: WABA, customerId: "acme", disconnection: {} }), { nobodys: "left" });
  });

  it("is not known of a number that is nobody's, or of which nothing is stored", async () => {
    assert.equal(await homeOf({ wabaId: WABA }), null);
    const nowhere = firestoreNumberHomes(storeOf({}).db);
    assert.equal(await nowhere.homeOf(NUMBER), null);
    assert.deepEqual(await nowhere.homesOf([]), []);
  });

  it("is never the deployment's own account where a customer is named, however badly", async () => {
    for (const customerId of ["", "a b", 7, {}])
      assert.deepEqual(await homeOf({ wabaId: WABA, customerId, addedAt }), { nobodys: "unreadable" });
    assert.deepEqual(await homeOf({ wabaId: null, customerId: "acme", addedAt }), { nobodys: "unreadable" });
  });
});

describe("a customer's account", () => {
  it("is connected until its document says otherwise", async () => {
    const customerOf = (fields: object) =>
      firestoreCustomerAccounts(storeOf({ [`whatsappAccounts/${OTHER}`]: fields }).db).customerOf(OTHER);
    assert.equal(await customerOf({ customerId: "acme", state: "connected" }), "acme");
    assert.equal(await customerOf({ customerId: "acme", state: "action_required" }), "acme");
    assert.equal(await customerOf({ customerId: "acme", state: "disconnected" }), null);
    for (const unreadable of [{ customerId: "acme" }, { customerId: "a b", state: "connected" }])
      await assert.rejects(customerOf(unreadable), "it may be a customer's");
    assert.equal(await firestoreCustomerAccounts(storeOf({}).db).customerOf(OTHER), null);
  });

  it("is recognised in deliveries, and remembered for a while", async () => {
    const clock = { now: NOW };
    const { db, write } = storeOf({ [`whatsappAccounts/${OTHER}`]: { customerId: "acme", state: "connected" } });
    const accounts = firestoreConnectedAccounts(db, () => clock.now);
    const among = async (...ids: string[]) => [...(await accounts.among(ids))];
    assert.deepEqual(await among(WABA, OTHER), [OTHER]);
    write(`whatsappAccounts/${OTHER}`, { customerId: "acme", state: "disconnected" });
    write(`whatsappAccounts/${WABA}`, { customerId: "beta", state: "connected" });
    assert.deepEqual(await among(WABA, OTHER), [OTHER], "nothing is asked twice at once");
    clock.now += 10_001;
    assert.deepEqual(await among(WABA, OTHER), [OTHER, WABA], "one that has just been connected is heard soon");
    clock.now += 5 * 60_000;
    assert.deepEqual(await among(WABA, OTHER), [WABA]);
  });
});
