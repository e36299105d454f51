import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { applyWebhook } from "../app/apply-webhook.ts";
import type { WebhookPorts } from "../app/webhook-ports.ts";
import { AccountDocument } from "../contract/account.ts";
import { PhoneNumberDocument } from "../contract/phone-number.ts";
import { parseDelivery } from "../handlers/webhook/delivery.ts";
import { APP, OWN_WABA, SHOP, SHOP_NUMBER, signupWorld } from "../testing/signup-world.ts";
import { payload, quality } from "../testing/webhook-payloads.ts";
import { firestoreAccountStanding } from "./account-standing.ts";
import { firestoreConnectedAccounts } from "./connected-accounts.ts";
import { firestoreDeliveries } from "./deliveries.ts";
import { firestoreMessageTrail } from "./message-trail.ts";

const ACCOUNT = `whatsappAccounts/${SHOP}`;
const TOKEN = `whatsappAccountTokens/${SHOP}`;
const NUMBER = `whatsappNumbers/${SHOP_NUMBER}`;
const ACME = { wabaId: SHOP, customerId: "acme" };

type World = ReturnType<typeof signupWorld>;

async function connectedWorld(): Promise<World> {
  const world = signupWorld();
  assert.equal((await world.connect()).status, "connected");
  world.clock.now += 60_000;
  return world;
}

/** What Meta says under the id of our own portfolio, at a time in ms. */
async function tell(
  world: World,
  value: Record<string, unknown>,
  {
    at = world.clock.now,
    field = "account_update",
    changed = {},
  }: { readonly at?: number; readonly field?: string; readonly changed?: Partial<WebhookPorts> } = {},
): Promise<void> {
  const { db } = world.store;
  const ports: WebhookPorts = {
    deliveries: firestoreDeliveries(db, OWN_WABA),
    accounts: firestoreConnectedAccounts(db),
    standing: firestoreAccountStanding(db),
    trail: firestoreMessageTrail(db),
    journal: new Proxy({}, { get: () => () => undefined }) as never,
    appId: APP,
    manages: () => false,
    namedIds: [],
    managesAccount: (wabaId) => wabaId === OWN_WABA,
    ...changed,
  };
  const raw = payload([{ field, value: { waba_info: { waba_id: SHOP }, ...value } }], {
    wabaId: "666000000000009",
    time: Math.floor(at / 1000),
  });
  const parsed = parseDelivery(raw);
  assert.ok(parsed.ok);
  await applyWebhook(ports, {
    changes: parsed.changes,
    configuredWabaId: OWN_WABA,
    receivedAt: world.clock.now + 1000,
  });
}

const stateOf = (world: World) => AccountDocument.parse(world.document(ACCOUNT));
const numberOf = (world: World) => PhoneNumberDocument.parse(world.document(NUMBER));

const REMOVED = { event: "PARTNER_REMOVED", disconnection_info: { reason: "USER_RE_REGISTERED", initiated_by: "X" } };
const UNINSTALLED = { event: "PARTNER_APP_UNINSTALLED", waba_info: { waba_id: SHOP, partner_app_id: APP } };

describe("a customer who leaves at Meta", () => {
  for (const value of [REMOVED, UNINSTALLED]) {
    it(`by ${value.event} is disconnected with the reason, and the token is gone`, async () => {
      const world = await connectedWorld();
      await tell(world, value);
      const { state, reason, token } = stateOf(world);
      assert.deepEqual([state, token], ["disconnected", { state: "deleted", expiresAt: null }]);
      assert.ok(reason?.includes(value.event) === true);
      if (value === REMOVED) assert.ok(reason.includes("USER_RE_REGISTERED"));
      assert.equal(world.document(TOKEN), undefined);
      assert.deepEqual([numberOf(world).lifecycle, numberOf(world).disconnection?.reason], ["disconnected", reason]);
      assert.equal((await world.disconnect()).status, "not_connected");
    });
  }

  it("may have left before connecting anew: such an event comes again for days, and changes nothing", async () => {
    const world = await connectedWorld();
    const before = world.document(ACCOUNT);
    await tell(world, REMOVED, { at: Date.parse(stateOf(world).connectedAt) - 1000 });
    assert.deepEqual([world.document(ACCOUNT), numberOf(world).disconnection], [before, null]);
    assert.ok(world.document(TOKEN) !== undefined);
  });

  const OTHERS = [
    [
      "another partner's app",
      { event: "PARTNER_APP_UNINSTALLED", waba_info: { waba_id: SHOP, partner_app_id: "888000000000009" } },
    ],
    ["an app that is not named", { event: "PARTNER_APP_UNINSTALLED" }],
    ["a phone that is set up anew", { event: "ACCOUNT_OFFBOARDED" }],
    ["another account", { ...REMOVED, waba_info: { waba_id: "777000000000077" } }],
    ["a restriction", { event: "ACCOUNT_RESTRICTION" }],
  ] as const;
  for (const [name, value] of OTHERS) {
    it(`is not told by an event about ${name}`, async () => {
      const world = await connectedWorld();
      const before = world.document(ACCOUNT);
      await tell(world, value);
      assert.deepEqual(world.document(ACCOUNT), before);
      assert.ok(world.document(TOKEN) !== undefined);
    });
  }

  it("is told by the next delivery of the same event where the first one broke off", async () => {
    const world = await connectedWorld();
    const dies = { left: () => Promise.reject(new Error("Firestore is away")) };
    await assert.rejects(tell(world, REMOVED, { changed: { standing: dies } }));
    assert.equal(stateOf(world).state, "connected");
    await tell(world, REMOVED);
    assert.equal(stateOf(world).state, "disconnected");
  });

  it("sends events for a while that are taken in and change nothing", async () => {
    const world = await connectedWorld();
    await tell(world, REMOVED);
    const before = JSON.stringify(world.stored());
    for (const event of [REMOVED, UNINSTALLED, { event: "ACCOUNT_RECONNECTED" }, { event: "PARTNER_ADDED" }])
      await tell(world, event);
    await tell(world, quality("15550000001", "FLAGGED").value, { field: "phone_number_quality_update" });
    assert.equal(JSON.stringify(world.stored()), before);
  });
});

describe("a customer's token", () => {
  const seen = (state: "valid" | "expires_soon" | "invalid") => ({
    state,
    expiresAt: null,
    at: "2030-01-01T00:00:00.000Z",
  });

  it("that is dead asks for action, and a live one takes that back", async () => {
    const world = await connectedWorld();
    const standing = firestoreAccountStanding(world.store.db);
    await standing.tokenSeen(ACME, seen("invalid"));
    assert.deepEqual([stateOf(world).state, stateOf(world).token.state], ["action_required", "invalid"]);
    assert.ok(stateOf(world).reason !== null);
    await standing.tokenSeen(ACME, seen("expires_soon"));
    assert.deepEqual(
      [stateOf(world).state, stateOf(world).reason, stateOf(world).token.state],
      ["connected", null, "expires_soon"],
    );
  });

  it("says nothing of a step that failed: that stays", async () => {
    const world = await connectedWorld();
    world.put(ACCOUNT, { ...world.document(ACCOUNT), state: "action_required", reason: "A step failed." });
    const standing = firestoreAccountStanding(world.store.db);
    for (const state of ["invalid", "valid"] as const) await standing.tokenSeen(ACME, seen(state));
    assert.deepEqual([stateOf(world).state, stateOf(world).reason], ["action_required", "A step failed."]);
  });

  it("that was another customer's, or is gone, changes nothing", async () => {
    const world = await connectedWorld();
    const standing = firestoreAccountStanding(world.store.db);
    const before = world.document(ACCOUNT);
    await standing.tokenSeen({ ...ACME, customerId: "beta" }, seen("invalid"));
    await standing.tokenSeen({ ...ACME, wabaId: "777000000000077" }, seen("invalid"));
    assert.deepEqual(world.document(ACCOUNT), before);
    await world.disconnect();
    await standing.tokenSeen(ACME, seen("valid"));
    assert.equal(stateOf(world).token.state, "deleted");
  });
});
