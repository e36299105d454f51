import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { AccountDocument } from "../contract/account.ts";
import { PhoneNumberDocument } from "../contract/phone-number.ts";
import { SignupCode } from "../domain/signup-code.ts";
import { firestoreCustomerAccounts } from "../firestore/customer-accounts.ts";
import { firestoreNumberHomes } from "../firestore/number-homes.ts";
import { ACCOUNT, auditsOf, connectedWorld, DONE, leave, type World } from "../testing/leaving-world.ts";
import { BUSINESS_TOKEN, issued, OWN_WABA, refusal, SHOP, SHOP_NUMBER, signupWorld } from "../testing/signup-world.ts";

const TOKEN = `whatsappAccountTokens/${SHOP}`;
const NUMBER = `whatsappNumbers/${SHOP_NUMBER}`;
const NEW_CODE = "AQinventedCode-000000000000000000000002";

const stateOf = (world: World) => AccountDocument.parse(world.document(ACCOUNT));

function assertGone(world: World): void {
  const { state, reason, token } = stateOf(world);
  assert.deepEqual([state, token], ["disconnected", { state: "deleted", expiresAt: null }]);
  assert.ok(reason !== null && reason !== "");
  assert.equal(world.document(TOKEN), undefined, "the sealed token is gone");
  const pending = world.store.documents
    .inside("whatsappPendingConnections")
    .map((path) => world.document(path)?.["sealed"]);
  assert.deepEqual(new Set(pending), new Set([null]), "wherever it was");
}

describe("disconnecting a customer's account", () => {
  it("unsubscribes, revokes, deletes the token and keeps what was", async () => {
    const world = await connectedWorld();
    const before = stateOf(world);
    assert.deepEqual(await leave(world), { status: "disconnected", wabaId: SHOP, steps: DONE });
    assert.deepEqual(world.meta.requests, ["unsubscribe", "revoke"]);
    assertGone(world);
    const { customerId, name, phoneNumberIds, steps } = stateOf(world);
    assert.deepEqual([customerId, name, phoneNumberIds, steps], ["acme", before.name, [SHOP_NUMBER], before.steps]);
    assert.deepEqual(
      auditsOf(world).map(({ operation, status, changes }) => [operation, status, changes]),
      [
        ["connect_account", "connected", ["subscribe_app"]],
        ["disconnect_account", "disconnected", ["unsubscribe_app", "revoke_access"]],
      ],
    );
    assert.equal((await leave(world)).status, "not_connected");
    assert.equal(world.meta.requests.length, 2, "Meta is asked once");
  });

  it("has the numbers say why they are no longer read, and nobody acts on them", async () => {
    const world = await connectedWorld();
    await leave(world);
    const number = PhoneNumberDocument.parse(world.document(NUMBER));
    assert.deepEqual([number.lifecycle, number.reasons[0]?.code], ["disconnected", "account_disconnected"]);
    assert.equal(number.disconnection?.reason, stateOf(world).reason);
    assert.deepEqual(await firestoreNumberHomes(world.store.db).homeOf(SHOP_NUMBER), { nobodys: "left" });
    assert.equal(await firestoreCustomerAccounts(world.store.db).customerOf(SHOP), null);
  });

  it("leaves numbers alone that are in the account's name and somebody else's", async () => {
    const world = await connectedWorld();
    const others = { customerId: "beta", wabaId: SHOP, lifecycle: "draft", updatedAt: "2029-12-31T00:00:00.000Z" };
    world.put("whatsappNumbers/550000000000077", others);
    await leave(world);
    assert.deepEqual(world.document("whatsappNumbers/550000000000077"), others);
  });

  it("hands out no token afterwards", async () => {
    const world = await connectedWorld();
    const account = { wabaId: SHOP, customerId: "acme" };
    assert.ok((await world.ports.tokens.tokenOf(account)) !== null);
    await leave(world);
    assert.equal(await world.ports.tokens.tokenOf(account), null);
  });

  it("shows the token in no document, line or answer", async () => {
    const world = await connectedWorld();
    const answers = [await leave(world), await leave(world)];
    assert.ok(!JSON.stringify([world.stored(), world.lines, answers]).includes(BUSINESS_TOKEN));
  });

  it("is undone by connecting again, which needs a new code", async () => {
    const world = await connectedWorld();
    const since = stateOf(world).customerSince;
    await leave(world);
    world.clock.now += 60_000;
    assert.equal((await world.connect({ code: null })).status, "code_refused", "nothing of it is left");
    world.meta.codes.set(NEW_CODE, issued(BUSINESS_TOKEN));
    world.meta.covers.set(BUSINESS_TOKEN, [SHOP]);
    assert.equal((await world.connect({ code: new SignupCode(NEW_CODE) })).status, "connected");
    const number = PhoneNumberDocument.parse(world.document(NUMBER));
    assert.deepEqual(
      [stateOf(world).state, number.disconnection, number.lifecycle],
      ["connected", null, "ready_to_register"],
    );
    assert.deepEqual(
      [number.customerSince, stateOf(world).customerSince],
      [since, since],
      "their history is theirs still",
    );
    assert.equal(world.store.number(SHOP_NUMBER).ledger.nextLookAt !== null, true, "and it is read again");
  });

  it("is not for the deployment's own account, nor for one of another customer", async () => {
    const world = await connectedWorld();
    const before = JSON.stringify(world.stored());
    const own = await leave(world, { wabaId: OWN_WABA, customerId: null });
    assert.deepEqual([own.status, "actor" in own && own.actor], ["own_account", "operator"]);
    assert.equal(JSON.stringify(world.stored()), before);
    assert.equal((await leave(world, { customerId: "beta" })).status, "not_connected");
    assert.equal(stateOf(world).state, "connected");
    assert.deepEqual(world.meta.requests, []);
  });
});

describe("what Meta does not do", () => {
  const REFUSALS = [
    ["the token is dead", refusal(190, 458, "The app was removed.")],
    ["the account is out of reach", refusal(100, 33, "Object does not exist")],
    ["access is missing", refusal(200, null, "(#200) No access")],
    ["the app is blocked", refusal(200, null, "API access blocked.")],
    ["Meta words it in a way nobody knows", refusal(4711, null, "Something new")],
  ] as const;
  for (const [name, reply] of REFUSALS) {
    it(`stops nothing where ${name}: the step says so, and the token is deleted`, async () => {
      const world = await connectedWorld();
      world.meta.unsubscribe = reply;
      world.meta.revoke = reply;
      const result = await leave(world);
      assert.ok(result.status === "disconnected");
      assert.deepEqual(
        result.steps.map(({ state }) => state),
        ["failed", "failed", "done", "done"],
      );
      assert.equal(result.steps[0]?.message, `Meta refused to unsubscribe the app: ${reply.error.message}`);
      assertGone(world);
    });
  }

  const OPEN = [
    ["outcome_unknown", { kind: "unreadable", reason: "no whole answer", httpStatus: null }],
    ["meta_unavailable", { kind: "unreadable", reason: "HTML", httpStatus: 502 }],
    ["meta_unavailable", refusal(2, null, "Service temporarily unavailable")],
    ["meta_unavailable", { kind: "not_sent", reason: "ECONNREFUSED" }],
    ["throttled", refusal(80008, null, "Too many calls")],
    ["throttled", { kind: "unreadable", reason: "HTML", httpStatus: 429 }],
  ] as const;
  for (const [status, reply] of OPEN) {
    it(`is ${status} after ${JSON.stringify(reply)}: the token stays, and the next call goes on`, async () => {
      const world = await connectedWorld();
      world.meta.unsubscribe = reply;
      const result = await leave(world);
      assert.ok(result.status === status && result.retryable);
      assert.ok(world.document(TOKEN) !== undefined);
      assert.equal(stateOf(world).state, "action_required", "the account says that it is not at its end");
      world.meta.unsubscribe = null;
      assert.deepEqual(await leave(world), { status: "disconnected", wabaId: SHOP, steps: DONE });
      assertGone(world);
    });
  }

  it("keeps the token where it came too late to take access back, and the next call does", async () => {
    const world = await connectedWorld();
    world.meta.revoke = { kind: "not_sent", reason: "too late" };
    const told = await leave(world);
    assert.deepEqual([told.status, "steps" in told && told.steps], ["meta_unavailable", DONE.slice(0, 1)]);
    assert.ok(world.document(TOKEN) !== undefined);
    world.meta.revoke = null;
    assert.deepEqual(await leave(world), { status: "disconnected", wabaId: SHOP, steps: DONE });
    assertGone(world);
  });

  it("believes the list of apps where the answer was lost", async () => {
    const world = await connectedWorld();
    const shop = world.meta.accounts.get(SHOP);
    if (shop !== undefined) shop.subscribed = false;
    world.meta.unsubscribe = { kind: "unreadable", reason: "no whole answer", httpStatus: null };
    assert.deepEqual(await leave(world), { status: "disconnected", wabaId: SHOP, steps: DONE });
  });

  it("takes back nothing that another account here may live on", async () => {
    for (const [owner, other] of [
      ["666000000000001", "666000000000001"],
      ["666000000000001", null],
      [null, "666000000000002"],
    ] as const) {
      const world = signupWorld();
      world.meta.owner = owner;
      await world.connect();
      await world.connected("777000000000020", "EAAinventedBusinessToken000000000000000000000009");
      const path = "whatsappAccounts/777000000000020";
      world.put(path, { ...world.document(path), businessId: other, customerId: "beta" });
      const result = await leave(world);
      assert.ok(result.status === "disconnected");
      assert.deepEqual([result.steps[1]?.state, world.meta.requests.includes("revoke")], ["skipped", false]);
      assertGone(world);
    }
  });

  it("does so where the others have left, or are of another portfolio", async () => {
    for (const change of [{ state: "disconnected" }, { businessId: "666000000000002" }]) {
      const world = await connectedWorld();
      await world.connected("777000000000020", "EAAinventedBusinessToken000000000000000000000009");
      const path = "whatsappAccounts/777000000000020";
      world.put(path, { ...world.document(path), ...change });
      assert.deepEqual(await leave(world), { status: "disconnected", wabaId: SHOP, steps: DONE });
    }
  });

  it("is no obstacle where the token cannot be opened any more, or is missing", async () => {
    for (const spoil of [
      (world: World) => world.put(TOKEN, { ...world.document(TOKEN), sealed: "a.b.c.d.e" }),
      (world: World) => world.put(TOKEN, {}),
    ]) {
      const world = await connectedWorld();
      spoil(world);
      const result = await leave(world);
      assert.deepEqual([result.status, world.meta.requests], ["disconnected", []]);
      assertGone(world);
    }
  });
});

describe("a disconnection that is asked for again under its requestId", () => {
  const mayPost = async () => ({ status: "outcome_unknown", retryAfterMs: null }) as const;

  it("says what is proven, and asks Meta for nothing", async () => {
    const world = await connectedWorld();
    const told = await leave(world, { mayPost });
    assert.deepEqual([told.status, world.meta.requests], ["outcome_unknown", []]);
    assert.ok(world.document(TOKEN) !== undefined);
    await leave(world);
    assert.equal((await leave(world, { mayPost })).status, "not_connected");
  });

  it("comes to its end where there is no token to ask Meta with", async () => {
    const world = await connectedWorld();
    world.put(TOKEN, {});
    assert.equal((await leave(world, { mayPost })).status, "disconnected");
    assertGone(world);
  });
});

describe("a disconnection that lost its lease", () => {
  it("is not told that the account is not connected, where it is", async () => {
    const world = await connectedWorld();
    const request = { wabaId: SHOP, customerId: "acme", attemptId: "overtaken" };
    assert.equal(await world.leaving.departures.begin(request), "overtaken");
    assert.equal(await world.leaving.departures.begin({ ...request, customerId: "beta" }), null);
    const leases = { ...world.leaving.leases, take: async () => ({ granted: true, openSince: null, now: 0 }) as const };
    assert.equal((await leave(world, {}, { leases })).status, "in_progress");
  });

  it("says in an answer that is kept that it may send nothing any more, and leaves the account as it was", async () => {
    const world = await connectedWorld();
    const before = stateOf(world);
    const { leases, departures } = world.leaving;
    for (const changed of [
      { leases: { ...leases, sending: async () => false } },
      { departures: { ...departures, leaving: async () => false } },
      { departures: { ...departures, leaving: () => Promise.reject(new Error("invented")) } },
    ])
      assert.equal((await leave(world, {}, changed)).status, "meta_unavailable");
    assert.deepEqual([world.meta.requests, stateOf(world)], [[], before]);
  });

  it("leaves an account alone that was connected again before its request was repeated", async () => {
    const world = await connectedWorld();
    const before = stateOf(world);
    const mayPost = async () => ({ status: "outcome_unknown", retryAfterMs: null }) as const;
    assert.equal((await leave(world, { mayPost })).status, "outcome_unknown");
    assert.deepEqual([world.meta.requests, stateOf(world)], [[], before]);
  });
});

describe("a token that another member's sign-up left behind", () => {
  const pendingOf = (world: World) =>
    world.store.documents
      .inside("whatsappPendingConnections")
      .map((path) => [world.document(path)?.["by"], world.document(path)?.["sealed"] !== null] as const);

  it("is gone with the account's, and another customer's or another account's is left alone", async () => {
    const world = await connectedWorld();
    const unproven = async (by: string, rest: { readonly customerId?: string; readonly wabaId?: string }) => {
      const code = `AQinventedCode-${by}`;
      world.meta.codes.set(code, issued(`EAAinvented-${by}`));
      assert.equal((await world.connect({ by, code: new SignupCode(code), ...rest })).status, "account_not_shared");
    };
    await unproven("uid-2", {});
    await unproven("uid-3", { customerId: "beta" });
    await unproven("uid-4", { wabaId: "777000000000020" });
    await leave(world);
    assert.deepEqual(
      new Map(pendingOf(world)),
      new Map([
        ["uid-1", false],
        ["uid-2", false],
        ["uid-3", true],
        ["uid-4", true],
      ]),
    );
    assert.equal((await world.connect({ by: "uid-2", code: null })).status, "code_refused");
  });

  it("stays where another call has the account now", async () => {
    const world = signupWorld();
    world.meta.covers.set(BUSINESS_TOKEN, []);
    assert.equal((await world.connect()).status, "account_not_shared");
    assert.equal(await world.leaving.departures.finish(world.ask(), "left"), false);
    assert.deepEqual(pendingOf(world), [["uid-1", true]]);
  });
});

describe("a disconnection that is cut off", () => {
  const dies = (): never => {
    throw new Error("The process dies.");
  };
  const CUTS = ["begin", "sharesAccess", "releaseNumbers", "finish"] as const;
  for (const cut of CUTS) {
    it(`before ${cut} is taken up by the next call`, async () => {
      const world = await connectedWorld();
      // A process that dies gives no lease back.
      const changed = {
        departures: { ...world.leaving.departures, [cut]: dies },
        leases: { ...world.leaving.leases, end: dies },
      };
      if (cut === "begin" || cut === "sharesAccess") await assert.rejects(world.disconnect({}, changed));
      else {
        const { status, ...told } = await leave(world, {}, changed);
        // Meta was asked already, so that it must not look as if nothing was sent.
        assert.deepEqual([status, "steps" in told && told.steps], ["outcome_unknown", DONE.slice(0, 2)]);
        assert.match(JSON.stringify(world.lines), /callUnrecorded[^}]*outcome_unknown/);
      }
      assert.equal((await leave(world)).status, "in_progress");
      if (cut === "begin" || cut === "sharesAccess")
        assert.equal((await world.connect({ code: null })).status, "in_progress", "connecting waits for it as well");
      world.clock.now += 120_001;
      assert.equal((await leave(world)).status, "disconnected");
      assertGone(world);
    });
  }

  it("of which the account was connected anew meanwhile changes nothing any more", async () => {
    const world = await connectedWorld();
    const ours = world.leaving.departures;
    const departures: World["leaving"]["departures"] = {
      ...ours,
      releaseNumbers: async (...given) => {
        world.clock.now += 120_001;
        const again = signupWorld().meta;
        Object.assign(world.meta, { codes: again.codes, covers: again.covers });
        assert.equal((await world.connect({ by: "uid-2" })).status, "connected");
        await ours.releaseNumbers(...given);
      },
    };
    const told = await leave(world, {}, { departures });
    assert.deepEqual([told.status, "steps" in told && told.steps], ["outcome_unknown", DONE.slice(0, 2)]);
    assert.deepEqual([stateOf(world).state, stateOf(world).by], ["connected", "uid-2"]);
    assert.ok(world.document(TOKEN) !== undefined);
    assert.equal(PhoneNumberDocument.parse(world.document(NUMBER)).disconnection, null);
  });
});
