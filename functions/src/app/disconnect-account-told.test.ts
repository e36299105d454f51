import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ACCOUNT, auditsOf, connectedWorld, DONE, leave, type World } from "../testing/leaving-world.ts";
import { APP, BUSINESS_TOKEN, refusal, SHOP } from "../testing/signup-world.ts";

const TOKEN = `whatsappAccountTokens/${SHOP}`;
const NEIGHBOUR = "777000000000020";
const NO_ANSWER = { kind: "unreadable", reason: "no whole answer", httpStatus: null } as const;
const BUSY = refusal(2, null, "Service temporarily unavailable");

/** What the steps of an answer say, and what the audit document of the call says. */
async function told(world: World) {
  const result = await leave(world);
  assert.ok("steps" in result);
  const audit = auditsOf(world).at(-1);
  assert.equal(audit?.status, result.status);
  return { result, messages: result.steps.map(({ message }) => message), audit };
}

describe("what is told of a disconnection", () => {
  it("is nothing beside the steps where all was done, or nothing was left to do", async () => {
    const world = await connectedWorld();
    const { messages, audit } = await told(world);
    assert.deepEqual(messages, [undefined, undefined, undefined, undefined]);
    assert.deepEqual([audit?.message, audit?.graphError], [null, null]);
    await leave(world);
    const again = auditsOf(world).at(-1);
    assert.deepEqual([again?.status, again?.message, again?.changes], ["not_connected", null, []]);
  });

  it("is every refusal of Meta's, in its words", async () => {
    const world = await connectedWorld();
    world.meta.unsubscribe = refusal(100, 33, "Object does not exist");
    world.meta.revoke = refusal(200, null, "(#200) No access");
    const { messages, audit } = await told(world);
    const refusals = [
      "Meta refused to unsubscribe the app: Object does not exist",
      "Meta refused to take the access back: (#200) No access",
    ];
    assert.deepEqual(messages, [...refusals, undefined, undefined]);
    assert.deepEqual([audit?.message, audit?.graphError], [refusals.join(" "), null]);
  });

  it("is what the customer can do where taking the access back got no answer", async () => {
    const world = await connectedWorld();
    world.meta.revoke = NO_ANSWER;
    const { result, messages, audit } = await told(world);
    assert.equal(result.status, "disconnected");
    assert.match(messages[1] ?? "", /no answer.*customer can remove the app/);
    assert.equal(audit?.message, messages[1], "and nothing of the steps that are done");
  });

  it("is that there was no token to ask Meta with", async () => {
    const world = await connectedWorld();
    world.put(TOKEN, {});
    const { result, messages, audit } = await told(world);
    assert.deepEqual(
      result.steps.map(({ id, state }) => [id, state]),
      [
        ["webhook", "failed"],
        ["access", "failed"],
        ["numbers", "done"],
        ["token", "done"],
      ],
    );
    assert.match(messages[0] ?? "", /No token is left/);
    assert.equal(messages[1], messages[0]);
    assert.equal(audit?.message, `${messages[0]} ${messages[0]}`);
    assert.deepEqual(audit.changes, []);
  });

  it("is why the access was not taken back: the owner is not known, or owns another account here", async () => {
    for (const [owner, why] of [
      [null, /has not said which portfolio/],
      ["666000000000001", /Another account here/],
    ] as const) {
      const world = await connectedWorld();
      await world.connected(NEIGHBOUR, BUSINESS_TOKEN);
      world.put(ACCOUNT, { ...world.document(ACCOUNT), businessId: owner });
      const { messages, audit } = await told(world);
      assert.match(messages[1] ?? "", why);
      assert.equal(audit?.message, messages[1]);
      assert.deepEqual(audit.changes, ["unsubscribe_app"]);
    }
  });

  it("is Meta's error and the wait that it names, where it wants to be asked later", async () => {
    const world = await connectedWorld();
    world.meta.unsubscribe = { ...refusal(80008, null, "Too many calls"), regainAccessMs: 90_000 };
    const { result, audit } = await told(world);
    const { error } = world.meta.unsubscribe;
    assert.ok(result.status === "throttled");
    assert.deepEqual([result.graphError, result.retryAt], [error, "2030-01-01T00:01:30.000Z"]);
    assert.deepEqual([audit?.graphError, audit?.message], [error, result.message]);
    assert.deepEqual(audit?.changes, ["unsubscribe_app", "revoke_access"]);
  });
});

describe("the list of apps, after an answer that says nothing of what was done", () => {
  const app = (id: string) => ({ id, name: "Invented app", override: null });
  type Apps = Awaited<ReturnType<ReturnType<World["leaving"]["graphOf"]>["subscribedApps"]>>;
  const listing = (world: World, apps: Apps) => ({
    graphOf: (token: Parameters<World["leaving"]["graphOf"]>[0]) => ({
      ...world.leaving.graphOf(token),
      subscribedApps: async () => apps,
    }),
  });

  for (const reply of [NO_ANSWER, BUSY]) {
    const open = reply.kind === "refused" ? "meta_unavailable" : "outcome_unknown";
    const name = reply.kind === "refused" ? "of a busy server" : "that was lost";

    it(`proves it where other apps alone are left (answer ${name})`, async () => {
      const world = await connectedWorld();
      world.meta.unsubscribe = reply;
      const others = listing(world, { ok: true, value: [app("888000000000002"), app("888000000000003")] });
      assert.deepEqual(await leave(world, {}, others), { status: "disconnected", wabaId: SHOP, steps: DONE });
    });

    it(`leaves it open where the app is in it, among others (answer ${name})`, async () => {
      const world = await connectedWorld();
      world.meta.unsubscribe = reply;
      const both = listing(world, { ok: true, value: [app("888000000000002"), app(APP)] });
      const result = await leave(world, {}, both);
      assert.ok(result.status === open);
      assert.deepEqual(result.graphError, reply.kind === "refused" ? reply.error : null);
      assert.deepEqual(world.meta.requests, ["unsubscribe"]);
    });

    it(`leaves it open where it cannot be read, or nobody knows which app is ours (answer ${name})`, async () => {
      const world = await connectedWorld();
      world.meta.unsubscribe = reply;
      const unread = listing(world, { ok: false, failure: BUSY });
      assert.equal((await leave(world, {}, unread)).status, open);
      const anothers = listing(world, { ok: true, value: [app("888000000000002")] });
      assert.equal((await leave(world, { appId: null }, anothers)).status, open);
      assert.deepEqual(world.meta.requests, ["unsubscribe", "unsubscribe"]);
      assert.ok(world.document(TOKEN) !== undefined);
    });
  }
});

describe("the journal of a disconnection", () => {
  const error = new Error("invented");
  const fails = () => Promise.reject(error);
  const CALL = { call: "disconnect_account", wabaId: SHOP, attemptId: "call-a" };
  const sent = () => ({ event: "callSent", entry: CALL });
  const ended = (facts: object) => ({ event: "callEnded", entry: { ...CALL, ...facts } });
  const unrecorded = (status: string) => ({ event: "callUnrecorded", entry: { ...CALL, status, error } });

  it("says of a call that could not note that the customer is leaving that Meta was not asked", async () => {
    const world = await connectedWorld();
    world.lines.length = 0;
    const departures = { ...world.leaving.departures, leaving: fails };
    assert.equal((await leave(world, { attemptId: "call-a" }, { departures })).status, "meta_unavailable");
    assert.deepEqual(world.lines, [
      unrecorded("meta_unavailable"),
      ended({ status: "meta_unavailable", phoneNumberId: null, graphError: null }),
    ]);
  });

  it("says of a call that could not delete the token that its outcome is open", async () => {
    const world = await connectedWorld();
    world.lines.length = 0;
    const departures = { ...world.leaving.departures, finish: fails };
    assert.equal((await leave(world, { attemptId: "call-a" }, { departures })).status, "outcome_unknown");
    assert.deepEqual(world.lines, [
      sent(),
      sent(),
      unrecorded("outcome_unknown"),
      ended({ status: "outcome_unknown", phoneNumberId: null, graphError: null }),
    ]);
  });
});
