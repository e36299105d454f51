import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { simulatedMeta, type SimulatedMeta } from "../../../graph-simulator/testing/simulated-meta.ts";
import { AccountAttemptDocument } from "../contract/account-attempt.ts";
import { WebhookConnectionResult } from "../contract/connect-webhook.ts";
import type { CallReply } from "../domain/reply.ts";
import { NEEDED_FIELDS } from "../domain/webhook-fields.ts";
import { firestoreAccountLeases } from "../firestore/account-leases.ts";
import { metaGraph } from "../graph/meta-graph.ts";
import { graphError, WABA } from "../testing/fixtures.ts";
import { oneDuringTheOther } from "../testing/one-during-the-other.ts";
import { webhookServer, type WebhookServer } from "../testing/webhook-server.ts";
import { connectWebhook, type WebhookConnectionAsk, type WebhookConnectionPorts } from "./connect-webhook.ts";

const APP = "888000000000001";
const WORD = "invented0word";
const FOREIGN = "https://other.example.com/hook";
const UNSUBSCRIBED = "777000000000003";

let meta: SimulatedMeta;
let webhook: WebhookServer;
before(async () => {
  meta = await simulatedMeta();
  webhook = await webhookServer({ appSecret: "simulator-app-secret", verifyToken: WORD, take: async () => undefined });
});
after(async () => {
  await meta[Symbol.asyncDispose]();
  await webhook[Symbol.asyncDispose]();
});
afterEach(() => {
  meta.simulator.state.reset();
  meta.simulator.state.webhooks.aim(null);
  meta.simulator.clearRequests();
});

const ours = (): string => `${webhook.url}metaWebhook`;

const portsOf = (graph: Partial<WebhookConnectionPorts["graph"]> = {}): WebhookConnectionPorts => ({
  graph: {
    ...metaGraph({
      baseUrl: meta.simulator.url,
      version: "v25.0",
      token: "SIMULATOR-SYSTEM-USER-TOKEN",
      appSecret: "simulator-app-secret",
    }),
    ...graph,
  },
  leases: firestoreAccountLeases(meta.store.db),
  clock: meta.clock,
  journal: meta.accountJournal,
});

let calls = 0;
const connect = async (
  rest: Partial<WebhookConnectionAsk> = {},
  ports = portsOf(),
): Promise<WebhookConnectionResult> => {
  calls += 1;
  const request: WebhookConnectionAsk = {
    wabaId: WABA,
    customerId: null,
    businessId: null,
    callId: `call-${calls}`,
    by: "uid-1",
    callbackUrl: ours(),
    verifyToken: WORD,
    hasAppSecret: true,
    appId: null,
    mayOverride: false,
    ...rest,
  };
  return WebhookConnectionResult.parse(await connectWebhook(ports, request));
};

/** Makes the app hear of these fields at this address. */
const appHears = (callbackUrl: string | null, fields: readonly string[] = NEEDED_FIELDS, active = true): void => {
  const subscriptions =
    callbackUrl === null && fields.length === 0
      ? []
      : [{ object: "whatsapp_business_account", callbackUrl, active, fields: [...fields] }];
  meta.simulator.state.patchApp(APP, { subscriptions });
};
const account = (id = WABA) => meta.simulator.state.wabas.get(id) ?? assert.fail();
const app = () =>
  meta.simulator.state.apps.get(APP)?.subscriptions.find(({ object }) => object === "whatsapp_business_account");
/** The requests that changed something, by their ends. */
const posts = (): string[] => meta.simulator.requests({ method: "POST" }).map(({ endpoint }) => endpoint ?? "");

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
    assert.equal((await connect()).status, "connected");
    assert.deepEqual(posts(), []);
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
      meta.store.documents.read(`whatsappAccounts/${wabaId}/whatsappAttempts/call-${calls}`)?.fields,
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
    meta.accountLines.length = 0;
    appHears(null, []);
    await connect({ wabaId: UNSUBSCRIBED });
    await connect({ wabaId: UNSUBSCRIBED, verifyToken: `${WORD}2` });
    appHears(null, []);
    await connect({ verifyToken: `${WORD}2` });
    const events = meta.accountLines.map(({ event }) => event);
    assert.deepEqual(events.filter((event) => event === "accountCallSent").length, 3);
    assert.deepEqual(events.filter((event) => event === "accountCallEnded").length, 3);
    const told = JSON.stringify(meta.accountLines);
    for (const secret of [WORD, "SIMULATOR-SYSTEM-USER-TOKEN", "simulator-app-secret"])
      assert.ok(!told.includes(secret), secret);
  });
});

describe("connecting the webhook fails", () => {
  it("before Meta is asked where the deployment lacks secret, word or a usable address", async () => {
    for (const rest of [
      { hasAppSecret: false },
      { verifyToken: "" },
      { verifyToken: "with+plus" },
      { callbackUrl: `https://example.com/${"x".repeat(200)}` },
    ]) {
      assert.equal((await connect(rest)).status, "not_configured");
    }
    assert.equal(meta.simulator.requests().length, 0);
  });

  it("where the handshake fails, in Meta's words and without the word itself", async () => {
    appHears(null, []);
    const result = await connect({ verifyToken: "another0word" });
    assert.ok(result.status === "handshake_failed");
    assert.match(result.graphError?.message ?? "", /HTTP Status Code = 403/);
    assert.ok(!JSON.stringify(result).includes("another0word"));
    assert.equal(app(), undefined, "nothing was changed");
  });

  it("only where the webhook is still too slow when Meta calls it again: the first call may have woken it", async () => {
    const message = "(#2200) Callback verification failed: curl_errno = 28; curl_error = Operation timed out";
    const tooSlow = { kind: "refused", error: graphError(2200, { message }), regainAccessMs: null } as const;
    const { graph } = portsOf();
    for (const [slow, status, asked] of [
      [1, "connected", 2],
      [9, "handshake_failed", 2],
    ] as const) {
      appHears(null, []);
      let turns = 0;
      const ports = portsOf({
        subscribeWebhook: async (request, ms) => {
          turns += 1;
          return turns <= slow ? tooSlow : graph.subscribeWebhook(request, ms);
        },
      });
      assert.deepEqual([(await connect({}, ports)).status, turns], [status, asked]);
    }
  });

  it("with proof where the token has no access, and where it is no longer valid", async () => {
    const denied = await connect({ wabaId: "777000000000002" });
    assert.ok(denied.status === "missing_permission" && denied.cause === "asset_not_assigned");
    meta.simulator.state.patchToken("SIMULATOR-SYSTEM-USER-TOKEN", { expiresAt: 1 });
    assert.equal((await connect()).status, "invalid_token");
    assert.deepEqual(posts(), []);
  });

  it("where the app's subscriptions cannot be read: then nobody knows what may be changed", async () => {
    const late = async () => ({ ok: false, failure: { kind: "timeout", reason: "late" } }) as const;
    for (const graph of [{ appSubscription: late }, { subscribedApps: late }])
      assert.equal((await connect({}, portsOf(graph))).status, "meta_unavailable");
    assert.deepEqual(posts(), []);
  });

  it("unless reading shows that a lost answer did its work", async () => {
    appHears(ours());
    const { graph } = portsOf();
    const swallowed = portsOf({
      subscribeApp: async (request, ms) => {
        await graph.subscribeApp(request, ms);
        return { kind: "unreadable", reason: "reset", httpStatus: null };
      },
    });
    assert.equal((await connect({ wabaId: UNSUBSCRIBED }, swallowed)).status, "connected");
  });

  const replies: readonly (readonly [CallReply, string])[] = [
    [{ kind: "unreadable", reason: "reset", httpStatus: null }, "outcome_unknown"],
    [{ kind: "unreadable", reason: "page", httpStatus: 502 }, "meta_unavailable"],
    [{ kind: "not_sent", reason: "ECONNREFUSED" }, "meta_unavailable"],
    [{ kind: "accepted" }, "outcome_unknown"],
    [{ kind: "refused", error: graphError(80_008), regainAccessMs: null }, "throttled"],
    [{ kind: "refused", error: graphError(999_999), regainAccessMs: null }, "unknown_error"],
  ];
  for (const [reply, status] of replies) {
    it(`as ${status} where the answer is ${reply.kind}${"error" in reply ? ` ${reply.error.code}` : ""} and reading shows nothing`, async () => {
      appHears(ours());
      const ports = portsOf({ subscribeApp: async () => reply });
      assert.equal((await connect({ wabaId: UNSUBSCRIBED }, ports)).status, status);
    });
  }

  it("as missing fields where Meta refuses the override for want of them", async () => {
    appHears(FOREIGN);
    const message = "(#100) Before override the current callback uri, your app must be subscribed to receive messages";
    const reply = { kind: "refused", error: graphError(100, { message }), regainAccessMs: null } as const;
    const result = await connect({ mayOverride: true }, portsOf({ subscribeApp: async () => reply }));
    assert.ok(result.status === "fields_missing");
    assert.deepEqual(result.fields.missing, ["messages"]);
  });

  it("by sending nothing where the lease is in doubt, or the instance was frozen on the way", async () => {
    const leases = firestoreAccountLeases(meta.store.db);
    const doubtful = { ...portsOf(), leases: { ...leases, take: async () => assert.fail("Firestore is down") } };
    await assert.rejects(connect({}, doubtful), /Firestore is down/);
    appHears(null, []);
    const frozen = { ...portsOf(), clock: { ...meta.clock, stopwatch: () => () => 600_000 } };
    assert.equal((await connect({}, frozen)).status, "meta_unavailable");
    assert.deepEqual(posts(), []);
  });
});
