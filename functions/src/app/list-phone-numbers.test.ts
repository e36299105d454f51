import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { simulatedMeta, type SimulatedMeta } from "../../../graph-simulator/testing/simulated-meta.ts";
import { PhoneNumberList } from "../contract/list-phone-numbers.ts";
import { firestoreNumberHomes } from "../firestore/number-homes.ts";
import { metaGraph } from "../graph/meta-graph.ts";
import { WABA } from "../testing/fixtures.ts";
import { listPhoneNumbers, type NumberListAsk, type NumberListPorts } from "./list-phone-numbers.ts";

const TARGET = "777000000000003";
const OUT_OF_REACH = "777000000000002";
const [FIRST, SECOND] = ["550000000000711", "550000000000712"];

let meta: SimulatedMeta;
before(async () => {
  meta = await simulatedMeta();
});
after(() => meta[Symbol.asyncDispose]());
afterEach(() => {
  meta.simulator.state.reset();
  meta.simulator.clearRequests();
});

function portsOf(token?: string): NumberListPorts {
  const access = { baseUrl: meta.simulator.url, version: "v25.0", appSecret: "" };
  return {
    graph: token === undefined ? meta.graph : metaGraph({ ...access, token }),
    homes: firestoreNumberHomes(meta.store.db),
    clock: meta.clock,
    journal: meta.journal,
  };
}

const nothing = { namedIds: [], manages: () => false };

const list = async (rest: Partial<NumberListAsk> = {}, token?: string): Promise<PhoneNumberList> => {
  const ask = { wabaId: TARGET, customerId: null, businessId: null, ...nothing, ...rest };
  return PhoneNumberList.parse(await listPhoneNumbers(portsOf(token), ask));
};

/** The account's numbers, as the answer lists them. */
async function listed(rest: Partial<NumberListAsk> = {}) {
  const answer = await list(rest);
  return answer.status === "listed" ? answer.numbers : assert.fail(answer.status);
}

describe("listing an account's numbers", () => {
  const added = (id: string, rest: object = {}): void =>
    void meta.simulator.state.patchNumber(id, { wabaId: TARGET, displayPhoneNumber: "+1 555-010-0711", ...rest });

  it("says of each what Meta says, the newest first, and changes nothing", async () => {
    added(FIRST, { verifiedName: "Harbour Coffee", status: "PENDING" });
    added(SECOND);
    const numbers = await listed();
    assert.deepEqual(
      numbers.map(({ phoneNumberId }) => phoneNumberId).filter((id) => id === FIRST || id === SECOND),
      [SECOND, FIRST],
    );
    assert.deepEqual(
      numbers.find(({ phoneNumberId }) => phoneNumberId === FIRST),
      {
        phoneNumberId: FIRST,
        displayPhoneNumber: "+1 555-010-0711",
        verifiedName: "Harbour Coffee",
        status: "PENDING",
        managed: false,
      },
    );
    assert.deepEqual(
      meta.simulator.requests().map(({ method, endpoint }) => `${method} ${endpoint}`),
      ["GET list_numbers"],
    );
    assert.deepEqual(meta.store.documents.inside("whatsappNumbers"), []);
  });

  it("says which are managed here: by the configuration, or since they were added from here", async () => {
    added(FIRST);
    added(SECOND);
    const managed = async (rest: Partial<NumberListAsk> = {}): Promise<string[]> =>
      (await listed(rest)).filter((number) => number.managed).map(({ phoneNumberId }) => phoneNumberId);
    assert.deepEqual(await managed(), []);
    assert.deepEqual(await managed({ namedIds: [FIRST] }), [FIRST]);
    assert.deepEqual(await managed({ manages: (id) => id === SECOND }), [SECOND]);
    const addedAt = new Date(meta.clock.now()).toISOString();
    const path = `whatsappNumbers/${SECOND}`;
    const fields = { wabaId: TARGET, customerId: null, addedAt };
    meta.store.documents.commit([{ path, kind: "set", fields, unchangedSince: undefined }], meta.clock.now());
    assert.deepEqual(await managed(), [SECOND]);
  });

  it("lists every page of a long list", async () => {
    const ids = Array.from({ length: 130 }, (_, index) => String(551_000_000_000_000 + index));
    for (const id of ids) added(id);
    const found = new Set((await listed()).map(({ phoneNumberId }) => phoneNumberId));
    assert.deepEqual(
      ids.filter((id) => !found.has(id)),
      [],
    );
    assert.equal(meta.simulator.requests({ endpoint: "list_numbers" }).length, 2);
  });

  it("proves by reads why the account is out of reach", async () => {
    const answer = await list({ wabaId: OUT_OF_REACH });
    assert.ok(answer.status === "missing_permission");
    assert.deepEqual([answer.wabaId, answer.cause], [OUT_OF_REACH, "asset_not_assigned"]);
    assert.equal(answer.evidence.numberReadable, null, "it is about no number");
  });

  it("has a customer whose token is not accepted sign up again", async () => {
    const answer = await list({ wabaId: WABA, customerId: "acme" }, "SIMULATOR-TOKEN-EXPIRED");
    assert.deepEqual([answer.status, "actor" in answer && answer.actor], ["invalid_token", "customer"]);
  });

  it("says that the token is not accepted, and writes down that the read failed", async () => {
    const written = meta.lines.length;
    const answer = await list({ wabaId: WABA }, "SIMULATOR-TOKEN-EXPIRED");
    assert.deepEqual([answer.status, "actor" in answer && answer.actor], ["invalid_token", "operator"]);
    const lines = meta.lines.slice(written);
    assert.deepEqual(
      lines.map(({ event }) => event),
      ["readFailed"],
    );
    assert.partialDeepStrictEqual(lines[0]?.entry, { wabaId: WABA, read: "listNumbers" });
  });

  it("says that Meta throttles, and that Meta is away where no answer comes", async () => {
    const { faults } = meta.simulator.state;
    const match = { endpoint: "list_numbers" } as const;
    faults.add({ match, fault: { kind: "graph_error", error: { code: 80_008 } } });
    assert.equal((await list()).status, "throttled");
    faults.add({ match, fault: { kind: "reset", at: "headers" } });
    assert.equal((await list()).status, "meta_unavailable");
  });
});
