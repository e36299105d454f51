import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, it } from "node:test";
import { AccountAttemptDocument } from "../contract/account-attempt.ts";
import { AccountDocument, type AccountStep } from "../contract/account.ts";
import { PhoneNumberDocument } from "../contract/phone-number.ts";
import { AccessToken } from "../domain/access-token.ts";
import { SignupCode } from "../domain/signup-code.ts";
import { metaView } from "../testing/fixtures.ts";
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
      const account = world.document(ACCOUNT);
      if (account !== undefined) {
        const { state, steps } = AccountDocument.parse(account);
        assert.deepEqual(
          [state, steps.map(stateOf)],
          ["action_required", ["done", "done", "done", "skipped", "skipped"]],
          "the account says how far it has come",
        );
      }
      world.clock.now += 120_001;
      assert.equal((await world.connect({ code: null })).status, "connected");
      assert.equal(world.meta.requests.filter((request) => request === "exchange").length, 1);
      assert.ok(!JSON.stringify(world.stored()).includes(BUSINESS_TOKEN), "nor shows one");
    });
  }
});

describe("two calls that connect one account", () => {
  /** Makes a call of another of the customer's members while the first one does something. */
  const during = (world: World, port: "subscribedApps" | "subscribeApp" | "readNumber", work: () => Promise<unknown>) =>
    world.answering((graph) => ({
      [port]: async (...given: never[]): Promise<never> => {
        await work();
        return Reflect.apply(graph[port], graph, given) as never;
      },
    }));

  for (const port of ["subscribedApps", "subscribeApp"] as const) {
    it(`are made one after the other: the second is in_progress during ${port}, and changes nothing`, async () => {
      const world = signupWorld();
      const second = { ...withOther(world), customerId: "acme" };
      world.meta.covers.set(OTHER_TOKEN, [SHOP]);
      const answers: unknown[] = [];
      let between = "";
      const first = await world.connect(
        {},
        during(world, port, async () => {
          const before = JSON.stringify([world.document(ACCOUNT), world.document(TOKEN)]);
          const { status, steps, ...rest } = await world.connect(second);
          answers.push(status, "retryAt" in rest && rest.retryAt, steps.map(stateOf));
          between = JSON.stringify([world.document(ACCOUNT), world.document(TOKEN)]);
          assert.equal(between, before);
        }),
      );
      const waits = ["in_progress", soonest(world), ["done", "done", "failed", "skipped", "skipped"]];
      assert.deepEqual([first.status, answers], ["connected", waits]);
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

  it("of which the first was frozen while it read the numbers: it is in_progress, and the account stays as the second has left it", async () => {
    const world = signupWorld();
    let isSecond = false;
    const thawing = during(world, "readNumber", async () => {
      if (isSecond) return;
      isSecond = true;
      world.clock.now += 120_001;
      assert.equal((await world.connect({ code: null, by: "uid-2" })).status, "connected");
    });
    const first = await world.connect({}, thawing);
    assert.deepEqual(
      [first.status, first.steps.map(stateOf)],
      ["in_progress", ["done", "done", "done", "done", "failed"]],
    );
    const { by, state, steps } = AccountDocument.parse(world.document(ACCOUNT));
    assert.deepEqual([by, state, new Set(steps.map(stateOf))], ["uid-2", "connected", new Set(["done"])]);
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

const stateOf = ({ state }: AccountStep): string => state;

/** When the lease of a call runs out that comes in now. */
const soonest = ({ clock }: World): string => new Date(clock.now + 120_000).toISOString();

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
      assert.deepEqual(result.steps.map(stateOf), ["done", "done", "failed", "skipped", "skipped"]);
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
      const result = await world.connect();
      assert.deepEqual(
        [result.status, result.steps.map(stateOf)],
        ["account_taken", ["done", "done", "done", "done", "failed"]],
      );
      const { state, steps } = AccountDocument.parse(world.document(ACCOUNT));
      assert.deepEqual([state, steps], ["action_required", result.steps], "its document says so as well");
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

  it("counts a wait from when its end was noted", async () => {
    const world = signupWorld();
    const { accounts, pending } = world.ports;
    const claim = async () => ({ kind: "held", until: world.clock.now + 120_000, now: world.clock.now }) as const;
    const end = async (): Promise<number> => world.clock.now + 5000;
    const result = await world.connect({}, { accounts: { ...accounts, claim }, pending: { ...pending, end } });
    const retryAt = "retryAt" in result ? result.retryAt : null;
    assert.deepEqual([result.status, retryAt], ["in_progress", new Date(world.clock.now + 125_000).toISOString()]);
  });

  it("waits while its own earlier call is under way, and alone", async () => {
    const world = signupWorld();
    await world.ports.pending.begin(world.ask(), null);
    const result = await world.connect();
    assert.deepEqual(
      [result.status, "retryAt" in result && result.retryAt, result.steps.map(stateOf)],
      ["in_progress", soonest(world), ["failed", "skipped", "skipped", "skipped", "skipped"]],
    );
    assert.notEqual((await world.connect({ by: "uid-2" })).status, "in_progress");
  });
});
