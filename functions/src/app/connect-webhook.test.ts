import assert from "node:assert/strict";
import { after, afterEach, describe, it } from "node:test";
import {
  APP,
  FOREIGN,
  UNSUBSCRIBED,
  webhookConnections,
  WORD,
} from "../../../graph-simulator/testing/webhook-connections.ts";
import { AccountAttemptDocument } from "../contract/account-attempt.ts";
import { NEEDED_FIELDS } from "../domain/webhook-fields.ts";
import { WABA } from "../testing/fixtures.ts";
import { oneDuringTheOther } from "../testing/one-during-the-other.ts";

const world = await webhookConnections();
const { meta, ours, portsOf, connect, lastCall, appHears, account, app, posts, looks } = world;
after(() => world[Symbol.asyncDispose]());
afterEach(() => world.reset());

describe("connecting the webhook", () => {
  it("sets the app's address where it has none, with every field that is needed, and subscribes the account", async () => {
    appHears(null, []);
    const result = await connect({ wabaId: UNSUBSCRIBED });
    assert.ok(result.status === "connected");
    assert.deepEqual(
      [result.wabaId, result.callbackUrl, result.overridden, result.fields.missing],
      [UNSUBSCRIBED, ours(), false, []],
    );
    assert.deepEqual(account(UNSUBSCRIBED).subscribedApps, [APP]);
    assert.deepEqual([app()?.callbackUrl, app()?.fields.toSorted()], [ours(), NEEDED_FIELDS.toSorted()]);
    assert.deepEqual(posts(), ["subscribe_webhook", "subscribe_app"]);
  });

  it("asked twice changes nothing", async () => {
    appHears(null, []);
    await connect();
    meta.simulator.clearRequests();
    const mayPost = async () => assert.fail("it has nothing to post");
    assert.equal((await connect({ mayPost })).status, "connected");
    assert.deepEqual([posts(), looks()], [[], 1]);
  });

  it("subscribes the app beside another that hears of the account already", async () => {
    const another = "888000000000002";
    appHears(ours());
    meta.simulator.state.patchWaba(UNSUBSCRIBED, {
      subscribedApps: [another],
      callbackOverrides: { [another]: ours() },
    });
    assert.equal((await connect({ wabaId: UNSUBSCRIBED })).status, "connected");
    assert.deepEqual([posts(), account(UNSUBSCRIBED).subscribedApps], [["subscribe_app"], [another, APP]]);
  });

  it("takes an address of as many characters as Meta does", async () => {
    const callbackUrl = `${ours()}/${"x".repeat(199 - ours().length)}`;
    assert.equal(callbackUrl.length, 200);
    appHears(callbackUrl);
    assert.equal((await connect({ callbackUrl })).status, "connected");
    assert.equal((await connect({ callbackUrl: `${callbackUrl}x` })).status, "not_configured");
  });

  it("adds the fields that the app lacks where the address is ours, and leaves those that it has, and other products alone", async () => {
    const page = { object: "page", callbackUrl: FOREIGN, active: true, fields: ["feed"] };
    appHears(ours(), ["messages", "calls"]);
    meta.simulator.state.patchApp(APP, {
      subscriptions: [page, ...(meta.simulator.state.apps.get(APP)?.subscriptions ?? [])],
    });
    assert.equal((await connect()).status, "connected");
    assert.deepEqual(app()?.fields.toSorted(), [...NEEDED_FIELDS, "calls"].toSorted());
    assert.deepEqual(
      meta.simulator.state.apps.get(APP)?.subscriptions.find(({ object }) => object === "page"),
      page,
    );
    appHears(ours(), NEEDED_FIELDS, false);
    assert.equal((await connect()).status, "connected");
    assert.equal(app()?.active, true, "what was switched off is on again");
  });

  it("takes nothing from another address unless the deployment asks for it", async () => {
    appHears(FOREIGN);
    const result = await connect({ wabaId: UNSUBSCRIBED });
    assert.ok(result.status === "callback_elsewhere");
    assert.equal(result.address, FOREIGN);
    assert.match(JSON.stringify(result.resolution), /WEBHOOK_OVERRIDE/);
    assert.deepEqual([posts(), account(UNSUBSCRIBED).subscribedApps], [[], []]);

    meta.simulator.state.patchWaba(WABA, { callbackOverrides: { [APP]: `${FOREIGN}?secret=1` } });
    appHears(ours());
    const overridden = await connect();
    assert.ok(overridden.status === "callback_elsewhere");
    assert.equal(overridden.address, FOREIGN, "an address is told without its query");
    assert.deepEqual(posts(), []);
  });

  it("overrides another address where that is asked for, never the app's own, and repairs with the body", async () => {
    appHears(FOREIGN);
    const result = await connect({ wabaId: UNSUBSCRIBED, mayOverride: true });
    assert.ok(result.status === "connected" && result.overridden);
    assert.match(result.message, /a number that has an address of its own.* still go to the app's own address/);
    assert.deepEqual(account(UNSUBSCRIBED).callbackOverrides, { [APP]: ours() });
    assert.deepEqual([posts(), app()?.callbackUrl], [["subscribe_app", "subscribe_app"], FOREIGN]);
    meta.simulator.clearRequests();
    assert.equal((await connect({ wabaId: UNSUBSCRIBED })).status, "connected", "it is so already, whatever the param");
    meta.simulator.state.patchWaba(UNSUBSCRIBED, { callbackOverrides: { [APP]: FOREIGN } });
    assert.equal((await connect({ wabaId: UNSUBSCRIBED, mayOverride: true })).status, "connected");
    assert.deepEqual(posts(), ["subscribe_app"], "a plain POST would clear it first");
  });

  it("keeps an override that is ours where the app's own address is ours too: a plain POST would clear it", async () => {
    appHears(ours());
    meta.simulator.state.patchWaba(WABA, { callbackOverrides: { [APP]: ours() } });
    const result = await connect();
    assert.ok(result.status === "connected" && !result.overridden);
    assert.deepEqual([posts(), account().callbackOverrides], [[], { [APP]: ours() }]);
  });

  it("names each field that another's address lacks", async () => {
    appHears(FOREIGN, ["messages", "account_update"]);
    const result = await connect({ mayOverride: true });
    assert.ok(result.status === "fields_missing" && result.overridden);
    assert.deepEqual(result.fields.subscribed, ["messages", "account_update"]);
    assert.deepEqual(
      result.resolution.map(({ title }) => title),
      result.fields.missing.map((field) => `Switch on the field ${field}`),
    );
    assert.ok(result.fields.missing.includes("security"));
  });

  it("names every field where the events would come here past an app of another's address that is switched off", async () => {
    appHears(FOREIGN, NEEDED_FIELDS, false);
    meta.simulator.state.patchWaba(WABA, { callbackOverrides: { [APP]: ours() } });
    for (const mayOverride of [false, true]) {
      const result = await connect({ mayOverride });
      assert.ok(result.status === "fields_missing" && !result.overridden && !result.retryable);
      assert.deepEqual(result.fields, { subscribed: [], missing: NEEDED_FIELDS });
    }
    assert.deepEqual(posts(), []);
  });

  it("asks for no override that Meta would refuse: the field messages comes first", async () => {
    appHears(FOREIGN, ["account_update"]);
    const result = await connect({ wabaId: UNSUBSCRIBED, mayOverride: true });
    assert.ok(result.status === "fields_missing" && !result.overridden);
    assert.equal(result.resolution[0]?.title, "Switch on the field messages");
    assert.deepEqual([posts(), account(UNSUBSCRIBED).subscribedApps], [[], []]);
  });

  it("lets one call at a time change an account", async () => {
    appHears(null, []);
    const results = await oneDuringTheOther(() => connect(), 2);
    assert.deepEqual(results.map(({ status }) => status).toSorted(), ["connected", "in_progress", "in_progress"]);
  });
});

describe("the account's record of connecting the webhook", () => {
  /** What the audit document of the last call says. */
  const last = (wabaId: string): AccountAttemptDocument =>
    AccountAttemptDocument.parse(
      meta.store.documents.read(`whatsappAccounts/${wabaId}/whatsappAttempts/${lastCall()}`)?.fields,
    );

  it("says who had what changed, when, and from which address the events were taken", async () => {
    appHears(null, []);
    await connect({ wabaId: UNSUBSCRIBED, by: "uid-7" });
    const { operation, by, changes, status, callbackUrl, replacedUrl, reservedAt, settledAt } = last(UNSUBSCRIBED);
    assert.deepEqual(
      [operation, by, changes, status, callbackUrl, replacedUrl],
      ["connect_webhook", "uid-7", ["set_callback", "subscribe_app"], "connected", ours(), null],
    );
    assert.ok(settledAt !== null && reservedAt <= settledAt);
    meta.simulator.state.patchWaba(WABA, { callbackOverrides: { [APP]: `${FOREIGN}?secret=1` } });
    await connect({ mayOverride: true });
    assert.deepEqual([last(WABA).changes, last(WABA).replacedUrl], [["override_callback"], FOREIGN]);
  });

  it("says too that nothing was left to change, or what stood in the way, and never the word or the token", async () => {
    appHears(ours());
    await connect();
    assert.deepEqual([last(WABA).changes, last(WABA).status, last(WABA).message], [[], "connected", null]);
    appHears(FOREIGN);
    const refused = await connect();
    assert.ok(refused.status === "callback_elsewhere");
    assert.deepEqual([last(WABA).changes, last(WABA).message], [[], refused.message]);
    appHears(null, []);
    const failed = await connect({ verifyToken: "another0word" });
    assert.ok(failed.status === "handshake_failed");
    assert.deepEqual([last(WABA).changes, last(WABA).graphError], [["set_callback"], failed.graphError]);
    const everything = JSON.stringify(
      meta.store.documents
        .inside(`whatsappAccounts/${WABA}/whatsappAttempts`)
        .map((path) => meta.store.documents.read(path)),
    );
    for (const secret of [WORD, "another0word", "SIMULATOR-SYSTEM-USER-TOKEN", "simulator-app-secret"])
      assert.ok(!everything.includes(secret), secret);
  });
});

describe("the log of connecting the webhook", () => {
  it("tells of every POST and of the end, and never holds the word, the token or the secret", async () => {
    appHears(null, []);
    await connect({ wabaId: UNSUBSCRIBED });
    await connect({ wabaId: UNSUBSCRIBED, verifyToken: `${WORD}2` });
    appHears(null, []);
    await connect({ verifyToken: `${WORD}2` });
    const events = meta.lines.map(({ event }) => event);
    assert.deepEqual(events.filter((event) => event === "callSent").length, 3);
    assert.deepEqual(events.filter((event) => event === "callEnded").length, 3);
    const told = JSON.stringify(meta.lines);
    for (const secret of [WORD, "SIMULATOR-SYSTEM-USER-TOKEN", "simulator-app-secret"])
      assert.ok(!told.includes(secret), secret);
  });

  const failure = { kind: "timeout", reason: "late" } as const;
  const late = async () => ({ ok: false, failure }) as const;
  for (const [read, graph] of [
    ["token", { inspectToken: late }],
    ["subscribedApps", { subscribedApps: late }],
    ["appSubscription", { appSubscription: late }],
  ] as const) {
    it(`names ${read} alone where that alone cannot be read`, async () => {
      appHears(ours());
      await connect({ appId: APP }, portsOf(graph));
      assert.deepEqual(
        meta.lines.filter(({ event }) => event === "readFailed").map(({ entry }) => entry),
        [{ wabaId: WABA, read, failure }],
      );
    });
  }
});
