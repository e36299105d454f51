import assert from "node:assert/strict";
import { after, afterEach, describe, it } from "node:test";
import { FOREIGN, UNSUBSCRIBED, webhookConnections } from "../../../graph-simulator/testing/webhook-connections.ts";
import type { CallReply } from "../domain/reply.ts";
import { NEEDED_FIELDS } from "../domain/webhook-fields.ts";
import { firestoreAccountLeases } from "../firestore/account-leases.ts";
import { steppedClock } from "../testing/clocks-by-hand.ts";
import { graphError, tokenFacts } from "../testing/fixtures.ts";

const world = await webhookConnections();
const { meta, ours, portsOf, connect, appHears, app, posts, looks } = world;
after(() => world[Symbol.asyncDispose]());
afterEach(() => world.reset());

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

  it("where Meta calls the token invalid, or names no app of it and none is configured, before more is read", async () => {
    const late = { ok: false, failure: { kind: "timeout", reason: "late" } } as const;
    for (const [token, status] of [
      [{ ok: true, value: tokenFacts({ isValid: false }) }, "invalid_token"],
      [{ ok: true, value: tokenFacts({ appId: null }) }, "not_configured"],
      [late, "meta_unavailable"],
    ] as const)
      assert.equal((await connect({}, portsOf({ inspectToken: async () => token }))).status, status);
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

  it("without a second POST where Meta refuses the first for another reason, in words of a handshake that took too long", async () => {
    appHears(null, []);
    let turns = 0;
    const error = graphError(2, { message: "(#2) Service temporarily unavailable: operation timed out" });
    const ports = portsOf({
      subscribeWebhook: async () => {
        turns += 1;
        return { kind: "refused", error, regainAccessMs: null };
      },
    });
    assert.deepEqual([(await connect({}, ports)).status, turns, posts()], ["meta_unavailable", 1, []]);
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

  const unreadable = (httpStatus: number | null) => ({ kind: "unreadable", reason: "lost", httpStatus }) as const;
  const refusedWith = (code: number) => ({ kind: "refused", error: graphError(code), regainAccessMs: null }) as const;
  const saying = (reply: CallReply): string => {
    if (reply.kind === "refused") return `refused with ${reply.error.code}`;
    return reply.kind === "unreadable" ? `unreadable with ${reply.httpStatus ?? "no status"}` : reply.kind;
  };

  for (const reply of [unreadable(null), unreadable(502), refusedWith(2)]) {
    it(`unless reading shows that the work was done although the answer was ${saying(reply)}`, async () => {
      appHears(ours());
      const { graph } = portsOf();
      const swallowed = portsOf({
        subscribeApp: async (request, ms) => {
          await graph.subscribeApp(request, ms);
          return reply;
        },
      });
      assert.equal((await connect({ wabaId: UNSUBSCRIBED }, swallowed)).status, "connected");
      assert.deepEqual([posts(), looks()], [["subscribe_app"], 2]);
    });
  }

  /** What was not sent, or not carried out, need not be looked for: then there is one look, before the POST. */
  const replies: readonly (readonly [CallReply, status: string, looks: number])[] = [
    [unreadable(null), "outcome_unknown", 3],
    [unreadable(502), "meta_unavailable", 3],
    [unreadable(429), "throttled", 1],
    [{ kind: "not_sent", reason: "ECONNREFUSED" }, "meta_unavailable", 1],
    [{ kind: "accepted" }, "outcome_unknown", 3],
    [refusedWith(2), "meta_unavailable", 3],
    [refusedWith(80_008), "throttled", 1],
    [refusedWith(999_999), "unknown_error", 1],
  ];
  for (const [reply, status, times] of replies) {
    it(`as ${status} after ${times === 1 ? "one look" : "three looks"} where the answer is ${saying(reply)} and reading shows nothing`, async () => {
      appHears(ours());
      const ports = portsOf({ subscribeApp: async () => reply });
      assert.deepEqual([(await connect({ wabaId: UNSUBSCRIBED }, ports)).status, looks()], [status, times]);
    });
  }

  /** Ports whose reads after the POST take so long; the first of them shows what was there before it. */
  const showingLate = (readMs: number) => {
    const { graph, ...ports } = portsOf();
    const before = graph.subscribedApps(UNSUBSCRIBED, 4000);
    const clock = steppedClock();
    let turns = 0;
    const slow: typeof ports & { graph: typeof graph } = {
      ...ports,
      clock,
      graph: {
        ...graph,
        subscribedApps: async (...about) => {
          turns += 1;
          if (turns > 1) clock.pass(readMs);
          return turns <= 2 ? before : graph.subscribedApps(...about);
        },
      },
    };
    return { ports: slow, slept: clock.slept };
  };

  it("unless a second look shows what the first did not yet, for which seven seconds are left at most", async () => {
    for (const [readMs, status, pauses] of [
      [5499, "connected", [0, 1500]],
      [5500, "outcome_unknown", [0]],
    ] as const) {
      world.reset();
      appHears(ours());
      const { ports, slept } = showingLate(readMs);
      assert.deepEqual([(await connect({ wabaId: UNSUBSCRIBED }, ports)).status, slept], [status, pauses]);
    }
  });

  it("as missing fields where Meta refuses the override for want of them", async () => {
    appHears(FOREIGN);
    const message = "(#100) Before override the current callback uri, your app must be subscribed to receive messages";
    const reply = { kind: "refused", error: graphError(100, { message }), regainAccessMs: null } as const;
    const result = await connect({ mayOverride: true }, portsOf({ subscribeApp: async () => reply }));
    assert.ok(result.status === "fields_missing" && !result.overridden);
    assert.deepEqual(result.fields, { subscribed: NEEDED_FIELDS, missing: ["messages"] });
    appHears(FOREIGN, ["messages", "security"]);
    const more = await connect({ mayOverride: true }, portsOf({ subscribeApp: async () => reply }));
    assert.ok(more.status === "fields_missing" && !more.overridden);
    assert.deepEqual(
      more.fields.missing,
      NEEDED_FIELDS.filter((field) => field !== "messages" && field !== "security"),
    );
  });

  it("by sending nothing where the lease is in doubt, or the instance was frozen on the way", async () => {
    const leases = firestoreAccountLeases(meta.store.db);
    const doubtful = { ...portsOf(), leases: { ...leases, take: async () => assert.fail("Firestore is down") } };
    await assert.rejects(connect({}, doubtful), /Firestore is down/);
    appHears(null, []);
    for (const sending of [async () => false, async () => assert.fail("Firestore is down")]) {
      const lost = { ...portsOf(), leases: { ...leases, sending } };
      assert.equal((await connect({}, lost)).status, "meta_unavailable");
    }
    const frozen = { ...portsOf(), clock: { ...meta.clock, stopwatch: () => () => 600_000 } };
    assert.equal((await connect({}, frozen)).status, "meta_unavailable");
    assert.deepEqual(posts(), []);
  });
});
