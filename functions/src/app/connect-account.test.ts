import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { AccountDocument } from "../contract/account.ts";
import { AccountConnectionResult } from "../contract/connect-account.ts";
import { graphError, metaView, tokenFacts } from "../testing/fixtures.ts";
import {
  BUSINESS_TOKEN,
  CODE,
  issued,
  OUT_OF_REACH,
  refusal,
  SHOP,
  SHOP_NUMBER,
  signupWorld,
} from "../testing/signup-world.ts";
import type { ConnectingGraph } from "./customer-ports.ts";

const DONE = ["token", "permissions", "account", "webhook", "numbers"].map((id) => ({ id, state: "done" }));
const ACCOUNT = `whatsappAccounts/${SHOP}`;
const LEASE = `whatsappAccountLeases/${SHOP}`;

type World = ReturnType<typeof signupWorld>;

describe("connecting a customer's account", () => {
  it("exchanges, proves, subscribes and reads, and says what comes next", async () => {
    const world = signupWorld();
    const result = AccountConnectionResult.parse(await world.connect());
    assert.deepEqual(result, {
      status: "connected",
      wabaId: SHOP,
      customerId: "acme",
      phoneNumberIds: [SHOP_NUMBER],
      steps: DONE,
      next: "register",
    });
    assert.equal(world.meta.requests[0], "exchange", "the code lives seconds");
    const account = AccountDocument.parse(world.document(ACCOUNT));
    assert.deepEqual(
      [account.state, account.reason, account.customerId, account.businessId, account.name, account.phoneNumberIds],
      ["connected", null, "acme", "666000000000001", "Invented Shop", [SHOP_NUMBER]],
    );
    const number = world.store.number(SHOP_NUMBER);
    assert.deepEqual([number.document?.customerId, number.document?.wabaId], ["acme", SHOP]);
    assert.equal(number.ledger.nextLookAt, world.clock.now, "it is read soon");
    assert.equal((await world.ports.tokens.tokenOf({ wabaId: SHOP, customerId: "acme" }))?.reveal(), BUSINESS_TOKEN);
    const [pending = "", ...others] = world.store.documents.inside("whatsappPendingConnections");
    assert.deepEqual([world.document(pending)?.["sealed"], others], [null, []], "the token lies in one place");
  });

  it("shows token, code and keys nowhere: in no document, line or answer", async () => {
    const world = signupWorld();
    const answers = [await world.connect(), await world.connect({ code: null }), await world.connect()];
    const all = JSON.stringify([world.stored(), world.lines, answers]);
    for (const secret of [BUSINESS_TOKEN, CODE]) assert.ok(!all.includes(secret));
  });

  const nexts = [
    ["verify", metaView({ codeVerificationStatus: "NOT_VERIFIED" })],
    ["register", metaView({ codeVerificationStatus: "EXPIRED" })],
    ["ready", metaView({ status: "CONNECTED", platformType: "CLOUD_API" })],
    ["nothing_to_register", metaView({ status: "CONNECTED", platformType: "CLOUD_API", isOnBusinessApp: true })],
    ["nothing_to_register", metaView({ status: "DISCONNECTED", platformType: "ON_PREMISE", isOnBusinessApp: null })],
  ] as const;
  for (const [next, view] of nexts) {
    it(`says ${next} of a number that is ${view.status}, ${view.codeVerificationStatus}, ${view.isOnBusinessApp}`, async () => {
      const world = signupWorld();
      world.meta.accounts.set(SHOP, { numbers: { [SHOP_NUMBER]: view }, subscribed: false });
      for (const phoneNumberId of [SHOP_NUMBER, null]) {
        const result = await world.connect({ phoneNumberId, code: phoneNumberId === null ? null : world.ask().code });
        assert.ok(result.status === "connected" && result.next === next);
      }
    });
  }

  it("says what the number needs that was named, and where none was, what any of the account's does", async () => {
    const world = signupWorld();
    const numbers = {
      [SHOP_NUMBER]: metaView({ status: "CONNECTED", platformType: "CLOUD_API" }),
      "550000000000011": metaView({ codeVerificationStatus: "NOT_VERIFIED" }),
    };
    world.meta.accounts.set(SHOP, { numbers, subscribed: false });
    const answers: unknown[] = [];
    for (const phoneNumberId of [...Object.keys(numbers), null]) {
      const result = await world.connect({ phoneNumberId, code: answers.length === 0 ? world.ask().code : null });
      assert.ok(result.status === "connected");
      assert.deepEqual(result.phoneNumberIds, Object.keys(numbers));
      answers.push(result.next);
    }
    assert.deepEqual(answers, ["ready", "verify", "verify"]);
  });

  it("has a number that was named registered next where it could not be read, which reads it first, and has it read soon", async () => {
    const world = signupWorld();
    const unread = world.answering(() => ({ readNumber: async () => OUT_OF_REACH }));
    for (const [phoneNumberId, next] of [
      [SHOP_NUMBER, "register"],
      [null, "nothing_to_register"],
    ] as const) {
      const result = await world.connect(
        { phoneNumberId, code: phoneNumberId === null ? null : world.ask().code },
        unread,
      );
      assert.ok(result.status === "connected");
      assert.deepEqual([result.phoneNumberIds, result.next], [[SHOP_NUMBER], next]);
    }
    const { document, ledger } = world.store.number(SHOP_NUMBER);
    assert.deepEqual(
      [document?.customerId, document?.meta, ledger.nextLookAt],
      ["acme", undefined, world.clock.now],
      "it is the customer's all the same",
    );
  });

  it("reads twenty of very many numbers, the named one among them, and leaves the rest to be read soon", async () => {
    const world = signupWorld();
    const ids = Array.from({ length: 45 }, (_, index) => `5500000000001${String(index).padStart(2, "0")}`);
    const [named = ""] = ids.slice(22);
    const isReady = metaView({ status: "CONNECTED", platformType: "CLOUD_API" });
    const numbers = Object.fromEntries(ids.map((id) => [id, id === named ? isReady : metaView()]));
    world.meta.accounts.set(SHOP, { numbers, subscribed: false });
    const result = await world.connect({ phoneNumberId: named });
    assert.ok(result.status === "connected");
    assert.deepEqual([result.next, result.phoneNumberIds], ["ready", ids]);
    assert.equal(world.meta.requests.filter((name) => name === "number").length, 20);
    const stored = ids.map((id) => world.store.number(id));
    const read = ids.filter((_, index) => stored[index]?.document?.meta !== undefined);
    assert.deepEqual(read, [...ids.slice(0, 19), named]);
    for (const { document, ledger } of stored)
      assert.deepEqual([document?.customerId, ledger.nextLookAt], ["acme", world.clock.now]);
  });

  it("subscribes the app beside another's, which does not stand for it", async () => {
    const world = signupWorld();
    const others = [{ id: "888000000000009", name: "Another's app", override: null }];
    const result = await world.connect(
      {},
      world.answering(() => ({ subscribedApps: async () => ({ ok: true, value: others }) })),
    );
    assert.equal(result.status, "connected");
    assert.equal(world.meta.accounts.get(SHOP)?.subscribed, true);
  });

  it("has nothing to register in an account without a number", async () => {
    const world = signupWorld();
    world.meta.accounts.set(SHOP, { numbers: {}, subscribed: true });
    const result = await world.connect({ phoneNumberId: null });
    assert.ok(result.status === "connected" && result.next === "nothing_to_register");
    assert.ok(!world.meta.requests.includes("subscribe"), "a POST would clear an address that is set for its events");
  });

  it("believes a read more than Meta's list of permissions, and tells what the list leaves out", async () => {
    const world = signupWorld();
    const scopes = ["whatsapp_business_manage_events", "whatsapp_business_messaging"];
    world.meta.facts = () => tokenFacts({ scopes, granularScopes: null });
    const result = await world.connect();
    assert.equal(result.status, "connected");
    assert.match(result.steps[1]?.message ?? "", /whatsapp_business_management/);
  });
});

describe("a sign-up that goes wrong", () => {
  const EXCHANGES = [
    ["code_expired", refusal(100, 36007, "This authorization code has expired.")],
    ["code_refused", refusal(100, 36009, "This authorization code has been used.")],
    ["code_refused", refusal(100, 36008)],
    ["code_refused", refusal(100, null, "Error validating verification code.")],
    ["code_refused", refusal(100, null, "This authorization code has been used.")],
    ["unknown_error", refusal(4711)],
    ["unknown_error", refusal(100, null, "Something else altogether")],
    ["invalid_token", refusal(190)],
    ["account_locked", refusal(368)],
    ["app_blocked", refusal(200, null, "API access blocked.")],
    ["throttled", refusal(4)],
    ["invalid_parameter", refusal(100, null, "Missing client_id parameter.")],
    ["not_configured", refusal(1, null, "Error validating client secret.")],
    ["not_configured", refusal(101)],
    ["outcome_unknown", refusal(1, null, "An unknown error occurred")],
    ["outcome_unknown", { kind: "unreadable", reason: "no whole answer", httpStatus: null }],
    ["outcome_unknown", { kind: "unreadable", reason: "HTML", httpStatus: 502 }],
  ] as const;
  for (const [status, reply] of EXCHANGES) {
    const name = reply.kind === "refused" ? `${reply.error.code}/${reply.error.subcode}` : reply.reason;
    it(`is ${status} where the exchange is answered ${name}, and is sent once, whoever asks again`, async () => {
      const world = signupWorld();
      world.meta.codes.set(CODE, reply);
      const result = AccountConnectionResult.parse(await world.connect());
      assert.equal(result.status, status);
      assert.deepEqual(result.steps[0]?.state, "failed");
      assert.equal((await world.connect()).status, "code_refused");
      assert.deepEqual(world.meta.requests, ["exchange"]);
      assert.equal(world.document(ACCOUNT), undefined);
    });
  }

  it("says what to do besides, and that the sign-up begins anew, whatever the exchange is refused for", async () => {
    for (const [code, first] of [
      [190, "Start the sign-up again"],
      [368, "Check the account"],
      [4711, "Read Meta's own words"],
    ] as const) {
      const world = signupWorld();
      world.meta.codes.set(CODE, refusal(code));
      const result = await world.connect();
      assert.ok(result.status !== "connected");
      const titles = result.resolution.map(({ title }) => title);
      assert.deepEqual([titles[0], titles.at(-1)], [first, "Start the sign-up again"]);
      assert.equal(titles.filter((title) => title === titles.at(-1)).length, 1);
    }
  });

  it("passes on how long Meta throttles the exchange", async () => {
    const world = signupWorld();
    world.meta.codes.set(CODE, { kind: "refused", error: graphError(4), regainAccessMs: 300_000 });
    const result = await world.connect();
    assert.ok(result.status === "throttled");
    assert.ok(result.retryAt !== null && Date.parse(result.retryAt) >= 300_000);
  });

  it("sends the code again only where no byte of the request left, and then once", async () => {
    const world = signupWorld();
    world.meta.codes.set(CODE, { kind: "not_sent", reason: "ECONNREFUSED" });
    assert.equal((await world.connect()).status, "meta_unavailable");
    assert.deepEqual(world.meta.requests, ["exchange", "exchange"]);
    world.meta.codes.set(CODE, issued(BUSINESS_TOKEN));
    assert.equal((await world.connect()).status, "connected", "the same code serves still");
  });

  const PROOFS: readonly (readonly [string, (world: World) => void])[] = [
    ["wrong_app", ({ meta }) => (meta.facts = () => tokenFacts({ appId: "888000000000009" }))],
    ["invalid_token", ({ meta }) => (meta.facts = () => tokenFacts({ isValid: false }))],
    ["account_not_shared", ({ meta }) => meta.covers.set(BUSINESS_TOKEN, [])],
    ["account_not_shared", ({ meta }) => meta.accounts.set(SHOP, { numbers: {}, subscribed: false })],
  ];
  for (const [status, change] of PROOFS) {
    it(`is ${status}, touches nothing but the caller's own record, and goes on without a code once that is mended`, async () => {
      const world = signupWorld();
      change(world);
      assert.equal((await world.connect()).status, status);
      const paths = Object.keys(world.stored());
      assert.ok(
        paths.every((path) => path.startsWith("whatsappPendingConnections/")),
        paths.join(),
      );
      const mended = signupWorld().meta;
      Object.assign(world.meta, { ...mended, requests: world.meta.requests });
      assert.equal((await world.connect({ code: null })).status, "connected");
      assert.equal(world.meta.requests.filter((name) => name === "exchange").length, 1);
    });
  }

  it("is not_configured, and asks nobody, where the deployment lacks what it takes", async () => {
    const world = signupWorld();
    const result = await world.connect({ appId: null });
    assert.deepEqual(
      [result.status, result.steps.map(({ state }) => state)],
      ["not_configured", ["failed", "skipped", "skipped", "skipped", "skipped"]],
    );
    assert.deepEqual([world.meta.requests, world.stored()], [[], {}]);
  });

  it("is taken up without a new code after a refused subscription", async () => {
    const world = signupWorld();
    world.meta.subscribe = { kind: "not_sent", reason: "ECONNREFUSED" };
    const result = await world.connect();
    assert.equal(result.status, "meta_unavailable");
    assert.deepEqual(
      result.steps.map(({ state }) => state),
      ["done", "done", "done", "failed", "skipped"],
    );
    assert.equal(AccountDocument.parse(world.document(ACCOUNT)).state, "action_required");
    world.meta.subscribe = null;
    assert.equal(
      (await world.connect({ code: null, by: "uid-9" })).status,
      "connected",
      "by any member of the customer",
    );
    assert.equal(AccountDocument.parse(world.document(ACCOUNT)).state, "connected");
  });

  it("has the customer sign up again where Meta refuses the subscription for want of access", async () => {
    const world = signupWorld();
    world.meta.subscribe = { kind: "refused", error: graphError(10), regainAccessMs: null };
    const result = await world.connect();
    assert.ok(result.status === "missing_permission");
    assert.doesNotMatch(JSON.stringify([result, world.stored()]), /system user|META_SYSTEM_USER_TOKEN/iu);
  });

  it("sends no subscription that cannot be written down first, says so in the log, and is taken up without a new code", async () => {
    const world = signupWorld();
    const sending = () => Promise.reject(new Error("Firestore is down"));
    const result = await world.connect({}, { leases: { ...world.ports.leases, sending } });
    assert.equal(result.status, "meta_unavailable");
    assert.ok(!world.meta.requests.includes("subscribe"));
    assert.match(JSON.stringify(world.lines), /callUnrecorded/);
    assert.equal((await world.connect({ code: null })).status, "connected");
  });

  it("asks before it subscribes, too, where it is taken up without a code", async () => {
    const world = signupWorld();
    await world.connect({}, { leases: { ...world.ports.leases, sending: () => Promise.reject(new Error("down")) } });
    const mayPost = async () => ({ status: "outcome_unknown", retryAfterMs: null }) as const;
    assert.equal((await world.connect({ code: null, mayPost })).status, "outcome_unknown");
    assert.ok(!world.meta.requests.includes("subscribe"));
  });

  it("keeps it open what became of a subscription where the call breaks off after it, as every call about an account does", async () => {
    const world = signupWorld();
    const adopt = () => Promise.reject(new Error("a defect"));
    await assert.rejects(world.connect({}, { accounts: { ...world.ports.accounts, adopt } }), /a defect/);
    const { lease, openSince } = world.document(LEASE) ?? {};
    assert.deepEqual([lease, openSince === null], [null, false]);
    assert.equal((await world.connect({ code: null })).status, "connected");
  });

  it("is not one where the subscription was carried out and only its answer was lost: the list of apps is believed", async () => {
    const lost = { kind: "unreadable", reason: "no whole answer", httpStatus: null } as const;
    for (const reply of [lost, refusal(2)]) {
      const world = signupWorld();
      const subscribeApp: ConnectingGraph["subscribeApp"] = async () => {
        world.meta.accounts.set(SHOP, { numbers: { [SHOP_NUMBER]: metaView() }, subscribed: true });
        return reply;
      };
      assert.equal(
        (
          await world.connect(
            {},
            world.answering(() => ({ subscribeApp })),
          )
        ).status,
        "connected",
      );
      assert.equal(AccountDocument.parse(world.document(ACCOUNT)).state, "connected");
    }
  });

  it("is not_configured where Meta does not know the app that is to be subscribed", async () => {
    const world = signupWorld();
    world.meta.subscribe = refusal(101);
    assert.equal((await world.connect()).status, "not_configured");
  });

  it("proves by reads of this very account why it may not be subscribed to", async () => {
    const world = signupWorld();
    world.meta.subscribe = refusal(10, null, "(#10) Application does not have permission for this action");
    const reads: unknown[] = [];
    const watched = world.answering((graph) => ({
      readWaba: (...given) => {
        reads.push(given[0]);
        return graph.readWaba(...given);
      },
      assignedUsers: async () => {
        reads.push("assigned users");
        return { ok: true, value: [] };
      },
    }));
    const result = AccountConnectionResult.parse(await world.connect({}, watched));
    assert.ok(result.status === "missing_permission");
    assert.equal(result.cause, "unproven");
    assert.deepEqual(reads, [SHOP, SHOP]);
  });

  it("believes the list of apps where the answer to the subscription was lost, also when it shows the app later", async () => {
    const world = signupWorld();
    world.meta.subscribe = { kind: "unreadable", reason: "no whole answer", httpStatus: null };
    assert.equal((await world.connect()).status, "outcome_unknown");
    const shop = world.meta.accounts.get(SHOP);
    if (shop !== undefined) shop.subscribed = true;
    assert.equal((await world.connect({ code: null })).status, "connected");
    assert.equal(world.meta.requests.filter((name) => name === "subscribe").length, 1);
  });
});
