import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, it } from "node:test";
import { AccountAttemptDocument } from "../contract/account-attempt.ts";
import { AccountDocument } from "../contract/account.ts";
import { AccountConnectionResult } from "../contract/connect-account.ts";
import { PhoneNumberDocument } from "../contract/phone-number.ts";
import { AccessToken } from "../domain/access-token.ts";
import { SignupCode } from "../domain/signup-code.ts";
import { graphError, metaView, tokenFacts } from "../testing/fixtures.ts";
import {
  BUSINESS_TOKEN,
  CODE,
  issued,
  OWN_WABA,
  refusal,
  SHOP,
  SHOP_NUMBER,
  signupWorld,
} from "../testing/signup-world.ts";
import { tokenVault } from "../vault/token-vault.ts";

const OTHER_CODE = "AQinventedCode-000000000000000000000002";
const OTHER_TOKEN = "EAAinventedBusinessToken000000000000000000000002";
const DONE = ["token", "permissions", "account", "webhook", "numbers"].map((id) => ({ id, state: "done" }));
const ACCOUNT = `whatsappAccounts/${SHOP}`;
const TOKEN = `whatsappAccountTokens/${SHOP}`;
const LEASE = `whatsappAccountLeases/${SHOP}`;

type World = ReturnType<typeof signupWorld>;

/** Another customer with a good code of their own, for an account of their own. */
function withOther(world: World) {
  world.meta.codes.set(OTHER_CODE, issued(OTHER_TOKEN));
  world.meta.covers.set(OTHER_TOKEN, ["777000000000020"]);
  world.meta.accounts.set("777000000000020", { numbers: { "550000000000020": metaView() }, subscribed: false });
  return { by: "uid-2", customerId: "beta", code: new SignupCode(OTHER_CODE) };
}

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
    assert.equal((await world.connect({ appId: null })).status, "not_configured");
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

  it("sends no subscription that cannot be written down first, says so in the log, and is taken up without a new code", async () => {
    const world = signupWorld();
    const sending = () => Promise.reject(new Error("Firestore is down"));
    const result = await world.connect({}, { leases: { ...world.ports.leases, sending } });
    assert.equal(result.status, "in_progress");
    assert.ok(!world.meta.requests.includes("subscribe"));
    assert.match(JSON.stringify(world.lines), /accountCallUnrecorded/);
    assert.equal((await world.connect({ code: null })).status, "connected");
  });

  it("keeps it open what became of a subscription where the call breaks off after it, as every call about an account does", async () => {
    const world = signupWorld();
    const adopt = () => Promise.reject(new Error("a defect"));
    await assert.rejects(world.connect({}, { accounts: { ...world.ports.accounts, adopt } }), /a defect/);
    const { lease, openSince } = world.document(LEASE) ?? {};
    assert.deepEqual([lease, openSince === null], [null, false]);
    assert.equal((await world.connect({ code: null })).status, "connected");
  });

  it("believes the list of apps where the answer to the subscription was lost", async () => {
    const world = signupWorld();
    world.meta.subscribe = { kind: "unreadable", reason: "no whole answer", httpStatus: null };
    assert.equal((await world.connect()).status, "outcome_unknown");
    const shop = world.meta.accounts.get(SHOP);
    if (shop !== undefined) shop.subscribed = true;
    assert.equal((await world.connect({ code: null })).status, "connected");
    assert.equal(world.meta.requests.filter((name) => name === "subscribe").length, 1);
  });
});

describe("a token that was kept for a sign-up, and whose key is gone", () => {
  it("stands in nobody's way: a new code serves, and without one the sign-up begins anew", async () => {
    const world = signupWorld();
    world.meta.covers.set(BUSINESS_TOKEN, []);
    assert.equal((await world.connect()).status, "account_not_shared");
    const [path = "", kept] = Object.entries(world.stored())[0] ?? [];
    const withOtherKey = tokenVault([randomBytes(32).toString("base64url")]);
    const sealed = await withOtherKey.seal(new AccessToken(BUSINESS_TOKEN), path);
    world.put(path, { ...(kept as object), sealed });
    world.meta.covers.set(BUSINESS_TOKEN, [SHOP]);
    assert.equal((await world.connect({ code: null })).status, "code_refused");
    world.meta.codes.set(OTHER_CODE, issued(BUSINESS_TOKEN));
    assert.equal((await world.connect({ code: new SignupCode(OTHER_CODE) })).status, "connected");
  });
});

describe("a call that is cut off", () => {
  const CUTS: readonly (readonly [string, (world: World) => object])[] = [
    ["before the proof", () => ({ graphOf: dies })],
    ["before the account is claimed", ({ ports }) => ({ accounts: { ...ports.accounts, claim: dies } })],
    ["before a number is taken over", ({ ports }) => ({ accounts: { ...ports.accounts, adopt: dies } })],
    ["before its end is noted", ({ ports }) => ({ accounts: { ...ports.accounts, note: dies } })],
  ];
  for (const [name, cut] of CUTS) {
    it(`${name} loses no token, and the next one goes on without a new code`, async () => {
      const world = signupWorld();
      // A process that dies gives no lease back.
      const pending = { ...world.ports.pending, end: dies };
      await assert.rejects(world.connect({}, { ...cut(world), pending }));
      assert.equal((await world.connect({ code: null })).status, "in_progress");
      world.clock.now += 120_001;
      assert.equal((await world.connect({ code: null })).status, "connected");
      assert.equal(world.meta.requests.filter((request) => request === "exchange").length, 1);
      assert.ok(!JSON.stringify(world.stored()).includes(BUSINESS_TOKEN), "nor shows one");
    });
  }
});

describe("two calls that connect one account", () => {
  /** Makes a call of another of the customer's members while the first one does something. */
  const during = (world: World, port: "subscribedApps" | "subscribeApp", work: () => Promise<unknown>) => ({
    graphOf: (token: AccessToken) => {
      const graph = world.ports.graphOf(token);
      const wrapped = async (...given: never[]): Promise<never> => {
        await work();
        return Reflect.apply(graph[port], graph, given) as never;
      };
      return { ...graph, [port]: wrapped };
    },
  });

  for (const port of ["subscribedApps", "subscribeApp"] as const) {
    it(`are made one after the other: the second is in_progress during ${port}, and changes nothing`, async () => {
      const world = signupWorld();
      const second = { ...withOther(world), customerId: "acme" };
      world.meta.covers.set(OTHER_TOKEN, [SHOP]);
      const statuses: unknown[] = [];
      let between = "";
      const first = await world.connect(
        {},
        during(world, port, async () => {
          const before = JSON.stringify([world.document(ACCOUNT), world.document(TOKEN)]);
          const { status, ...rest } = await world.connect(second);
          statuses.push(status, "retryAt" in rest && rest.retryAt !== null);
          between = JSON.stringify([world.document(ACCOUNT), world.document(TOKEN)]);
          assert.equal(between, before);
        }),
      );
      assert.deepEqual([first.status, statuses], ["connected", ["in_progress", true]]);
      assert.equal((await world.connect({ ...second, code: null })).status, "connected", "its token is not lost");
    });
  }

  it("of which the first was frozen: it sends nothing, and notes nothing over what the second has done", async () => {
    const world = signupWorld();
    const thawing = during(world, "subscribedApps", async () => {
      world.clock.now += 120_001;
      assert.equal((await world.connect({ code: null, by: "uid-2" })).status, "connected");
    });
    const { requests } = world.meta;
    const first = await world.connect({}, thawing);
    assert.equal(AccountDocument.parse(world.document(ACCOUNT)).by, "uid-2");
    assert.deepEqual([first.status, requests.filter((name) => name === "subscribe").length], ["in_progress", 1]);
  });

  it("of which the first was frozen and then refused: the account stays as the second has left it", async () => {
    const world = signupWorld();
    let isSecond = false;
    const thawing = during(world, "subscribeApp", async () => {
      if (isSecond) return;
      isSecond = true;
      world.clock.now += 120_001;
      await world.connect({ code: null, by: "uid-2" });
      world.meta.subscribe = refusal(4711);
    });
    assert.equal((await world.connect({}, thawing)).status, "unknown_error");
    assert.equal(AccountDocument.parse(world.document(ACCOUNT)).state, "connected");
  });

  it("have their places in the account's history", async () => {
    const world = signupWorld();
    await world.connect();
    const [path = ""] = world.store.documents.inside(`${ACCOUNT}/whatsappAttempts`);
    const { operation, status, changes, by } = AccountAttemptDocument.parse(world.document(path));
    assert.deepEqual([operation, status, changes, by], ["connect_account", "connected", ["subscribe_app"], "uid-1"]);
  });
});

const dies = (): never => {
  throw new Error("The process dies.");
};

describe("another customer", () => {
  it("reaches nothing of an account with a good code of their own: it answers and stays as if nobody had it", async () => {
    const world = signupWorld();
    await world.connect();
    const before = JSON.stringify([
      world.document(ACCOUNT),
      world.document(TOKEN),
      world.store.number(SHOP_NUMBER).document,
    ]);
    const stranger = withOther(world);
    const here = await world.connect(stranger);
    const nowhere = await world.connect({ ...stranger, code: null, wabaId: "777000000000099" });
    assert.deepEqual([here.status, nowhere.status], ["account_not_shared", "code_refused"]);
    assert.equal((await world.connect({ ...stranger, code: null })).status, "account_not_shared");
    assert.equal((await world.connect({ by: "uid-3", customerId: "beta", code: null })).status, "code_refused");
    assert.equal(
      (await world.connect({ by: "uid-3", customerId: "beta" })).status,
      "code_refused",
      "a code that was used",
    );
    const after = JSON.stringify([
      world.document(ACCOUNT),
      world.document(TOKEN),
      world.store.number(SHOP_NUMBER).document,
    ]);
    assert.equal(after, before);
  });

  it("learns only that an account is taken, also where Meta lets them have it", async () => {
    const world = signupWorld();
    await world.connect();
    const before = JSON.stringify([world.document(ACCOUNT), world.document(TOKEN), world.document(LEASE)]);
    const second = withOther(world);
    world.meta.covers.set(OTHER_TOKEN, [SHOP]);
    for (const code of [second.code, null]) {
      const result = await world.connect({ ...second, code });
      assert.equal(result.status, "account_taken");
      assert.ok(!JSON.stringify(result).includes("acme"));
    }
    assert.equal(JSON.stringify([world.document(ACCOUNT), world.document(TOKEN), world.document(LEASE)]), before);
  });

  it("gets an account that was left, and learns nothing of who acted on its numbers before, or how", async () => {
    const world = signupWorld();
    await world.connect();
    const number = `whatsappNumbers/${SHOP_NUMBER}`;
    const at = new Date(world.clock.now).toISOString();
    const registration = { status: "registered", at, by: "uid-1", message: "m", retryAt: null, graphError: null };
    world.put(number, { ...world.document(number), registration, nameApprovedAt: at });
    await world.disconnect();
    world.clock.now += 60_000;
    const second = { ...withOther(world), phoneNumberId: null };
    world.meta.covers.set(OTHER_TOKEN, [SHOP]);
    const result = await world.connect(second);
    assert.ok(result.status === "connected");
    assert.deepEqual(result.phoneNumberIds, [SHOP_NUMBER], "its numbers go with it");
    const document = PhoneNumberDocument.parse(world.document(number));
    const since = new Date(world.clock.now).toISOString();
    assert.deepEqual(
      [document.customerId, document.customerSince, document.disconnection, document.lifecycle],
      ["beta", since, null, "ready_to_register"],
    );
    assert.deepEqual([document.registration, document.nameApprovedAt], [undefined, undefined]);
    const account = AccountDocument.parse(world.document(ACCOUNT));
    assert.deepEqual([account.customerSince, account.by], [since, "uid-2"]);
  });

  it("gets a number that nobody had, without what stands in its document", async () => {
    const world = signupWorld();
    const number = `whatsappNumbers/${SHOP_NUMBER}`;
    world.put(number, { wabaId: OWN_WABA, webhook: { provenAt: null, claims: {} }, lifecycle: "draft" });
    await world.connect();
    const document = PhoneNumberDocument.parse(world.document(number));
    assert.deepEqual(
      [document.customerSince, document.webhook, document.wabaId],
      [new Date(world.clock.now).toISOString(), undefined, SHOP],
    );
  });

  it("does not get a number that is managed here for somebody else", async () => {
    const number = `whatsappNumbers/${SHOP_NUMBER}`;
    const addedAt = "2029-12-31T00:00:00.000Z";
    for (const held of [
      { customerId: "beta", wabaId: "777000000000020" },
      { customerId: null, wabaId: SHOP, addedAt },
      { customerId: "not an id", wabaId: SHOP },
    ]) {
      const world = signupWorld();
      world.put(number, held);
      const before = JSON.stringify(world.document(number));
      assert.equal((await world.connect()).status, "account_taken");
      const rest = await world.connect({ code: null, phoneNumberId: null });
      assert.ok(rest.status === "connected" && rest.phoneNumberIds.length === 0);
      assert.equal(JSON.stringify(world.document(number)), before);
    }
  });

  it("does not get the deployment's own account or numbers", async () => {
    const world = signupWorld();
    assert.equal((await world.connect({ isOwn: (id) => id === SHOP_NUMBER })).status, "account_taken");
    world.meta.covers.set(BUSINESS_TOKEN, [OWN_WABA]);
    world.meta.accounts.set(OWN_WABA, { numbers: { [SHOP_NUMBER]: metaView() }, subscribed: true });
    world.meta.codes.set(CODE, issued(BUSINESS_TOKEN));
    assert.equal((await world.connect({ wabaId: OWN_WABA })).status, "account_taken");
    assert.ok(Object.keys(world.stored()).every((path) => path.startsWith("whatsappPendingConnections/")));
  });

  it("waits while its own earlier call is under way, and alone", async () => {
    const world = signupWorld();
    await world.ports.pending.begin(world.ask(), null);
    assert.equal((await world.connect()).status, "in_progress");
    assert.notEqual((await world.connect({ by: "uid-2" })).status, "in_progress");
  });
});
