import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { POST_BY_MS, REPEAT_WAITS_MS, REQUEST_RUNS_MS } from "../contract/patience.ts";
import { GIVE_UP_MS } from "../domain/attempt/open-attempt.ts";
import { REQUEST_KEPT_MS } from "../domain/request-record.ts";
import { NUMBER } from "../testing/fixtures.ts";
import { oneDuringTheOther } from "../testing/one-during-the-other.ts";
import { recordingJournal } from "../testing/recording-journal.ts";
import { requestStage, type MayPost, type GivenAnswer } from "../testing/request-stage.ts";
import { idempotentCall } from "./idempotent-call.ts";
import type { KeyedRequest, PostRefusal } from "./ports.ts";

/** The call's instance dies. */
const dies = (): Promise<never> => Promise.withResolvers<never>().promise;

describe("a request with an id of its caller's", () => {
  it("is posted once, and answered the same word for word", async () => {
    const { time, answered, request, posts, passes, lines } = requestStage();
    const first = await time.run(() => answered(request()));
    await passes(REQUEST_KEPT_MS - 2000);
    const second = await time.run(() => answered(request()));
    assert.deepEqual([second, posts], [first, ["call-1"]]);
    assert.deepEqual(lines, [
      {
        event: "requestRepeated",
        entry: { call: "send_message", subject: NUMBER, attemptId: "call-2", standing: "answered" },
      },
    ]);
  });

  it("is a new one a day later", async () => {
    const { time, answered, request, posts, passes } = requestStage();
    await time.run(() => answered(request()));
    await passes(REQUEST_KEPT_MS - 1000);
    await time.run(() => answered(request()));
    assert.deepEqual(posts, ["call-1", "call-2"]);
  });

  it("is another one for another caller, number, operation or id", async () => {
    const { time, answered, request, posts } = requestStage();
    const others: Partial<KeyedRequest>[] = [
      { by: "uid-2" },
      { subject: "550000000000002" },
      { operation: "request_code" },
      { requestId: "request-2" },
    ];
    for (const rest of [{}, ...others]) await time.run(() => answered(request(rest)));
    assert.equal(posts.length, 5);
  });

  it("is refused where the id is that of a request for something else", async () => {
    const { time, call, answered, request, posts } = requestStage();
    await time.run(() => answered(request()));
    for (const asked of [{ to: "4915112345678" }, { to: "4915112345679", template: "account_ready" }, {}]) {
      assert.deepEqual(await time.run(() => call(request({ asked }))), { kind: "other_request" });
    }
    const reordered = { template: "account_ready", language: undefined, to: "4915112345678" };
    assert.equal((await time.run(() => answered(request({ asked: reordered })))).of, "call-1");
    assert.equal(posts.length, 1);
  });

  it("is refused so while the first is under way, too", async () => {
    const { time, call, request } = requestStage();
    const asks = [request(), request({ asked: { to: "1" } })].values();
    const [, other] = await time.run(() => oneDuringTheOther(() => call(asks.next().value ?? request())));
    assert.deepEqual(other, { kind: "other_request" });
  });

  it("that comes twice at once is posted once, and both get the answer", async () => {
    const { time, answered, request, posts } = requestStage();
    const all = await time.run(() => oneDuringTheOther(() => answered(request()), 2));
    assert.equal(posts.length, 1);
    for (const told of all) assert.deepEqual(told, { status: "sent", of: posts[0] });
  });

  it("is begun by one call of many in the same moment", async () => {
    const { requests, request } = requestStage();
    const standings = await Promise.all(Array.from({ length: 5 }, () => requests.begin(request())));
    const words = standings.map(({ kind }) => kind).toSorted();
    assert.deepEqual(words, ["begun", "running", "running", "running", "running"]);
  });

  it("is begun once by a call that asks again, because it missed the answer", async () => {
    const { requests, request } = requestStage();
    const asked = request();
    const standings = [await requests.begin(asked), await requests.begin(asked)];
    assert.deepEqual(
      standings,
      Array.from({ length: 2 }, () => ({ kind: "begun", openForMs: null })),
    );
  });

  it("that comes again is answered soon after the first: the sooner the shorter that took, and within two seconds", async () => {
    for (const takesMs of [100, 1000, 7000, 13_000]) {
      const { time, answered, request, posting, passes } = requestStage();
      const first = request();
      const began = time.now();
      void answered(first, posting(first, takesMs));
      await passes(1);
      assert.equal((await time.run(() => answered(request()))).of, "call-1", String(takesMs));
      const lateMs = time.now() - began - takesMs;
      assert.ok(lateMs <= Math.min(Math.max(takesMs, 250), 2000), `${takesMs}: ${lateMs}`);
    }
  });

  it("that comes again is looked at until 15 seconds have passed, the last one included", async () => {
    const { time, requests, request, answered, passes } = requestStage();
    void answered(request(), dies);
    await passes(1);
    const looks: number[] = [];
    const began = time.now();
    const slow = {
      ...requests,
      begin: async (asked: KeyedRequest) => {
        // Meanwhile a quarter more than a second passes, so that a look is due in the last moment.
        if (looks.length === 0) await time.sleep(1250);
        looks.push(time.now() - began);
        return requests.begin(asked);
      },
    };
    const { journal } = recordingJournal();
    const ports = { requests: slow, clock: time.clock(), journal };
    await time.run(() => idempotentCall(ports, request(), async () => ({ status: "in_progress" })));
    assert.deepEqual([looks.slice(0, 5), looks.at(-1)], [[1250, 1500, 2000, 3000, 5000], REPEAT_WAITS_MS]);
  });

  it("is answered in_progress when the first takes longer than one waits, and its answer afterwards", async () => {
    const { time, answered, request, posting, posts, passes } = requestStage();
    const slow = request();
    const first = answered(slow, posting(slow, 60_000));
    await passes(1);
    const began = time.now();
    const refusals: (PostRefusal | null)[] = [];
    const second = answered(request(), async (mayPost) => {
      refusals.push(await mayPost());
      return { status: "in_progress" };
    });
    await time.run(() => second);
    const waited = time.now() - began;
    const endsInMs = REQUEST_RUNS_MS - waited - 1;
    assert.deepEqual(refusals, [{ status: "in_progress", retryAfterMs: endsInMs }]);
    assert.ok(waited > REPEAT_WAITS_MS / 2 && waited <= REPEAT_WAITS_MS, String(waited));
    await passes(60_000);
    assert.deepEqual([await time.run(() => answered(request())), posts], [await first, ["call-1"]]);
  });

  it("whose first call died before its POST is carried out by the next, once that call is over for certain", async () => {
    const { time, answered, request, posts, passes } = requestStage();
    void answered(request(), dies);
    await passes(REQUEST_RUNS_MS - REPEAT_WAITS_MS - 1000);
    assert.equal((await time.run(() => answered(request()))).status, "in_progress");
    await passes(REPEAT_WAITS_MS);
    assert.equal((await time.run(() => answered(request()))).of, "call-3");
    assert.deepEqual(posts, ["call-3"]);
  });

  it("whose first call died at its POST is never posted again", async () => {
    const { time, answered, request, posts, passes, posting, lines } = requestStage();
    const first = request();
    void answered(first, (mayPost) => posting(first, 0)(mayPost).then(dies));
    await passes(REQUEST_RUNS_MS + 1000);
    assert.deepEqual(await time.run(() => answered(request())), { status: "outcome_unknown" });
    assert.deepEqual(
      lines.map(({ event }) => event),
      ["requestRepeated"],
    );
    await passes(REQUEST_KEPT_MS / 2);
    assert.deepEqual(await time.run(() => answered(request())), { status: "outcome_unknown" });
    assert.deepEqual(posts, ["call-1"]);
  });

  /** A call that is asked again and posts nothing; with what it is refused. */
  const looking = () => {
    const refusals: (PostRefusal | null)[] = [];
    const run = async (mayPost: MayPost): Promise<GivenAnswer> => {
      refusals.push(await mayPost());
      return { status: "outcome_unknown" };
    };
    return { run, refusals };
  };

  for (const operation of ["register", "deregister"] as const) {
    it(`whose first call died at its POST says when asking again makes sense: ${operation}`, async () => {
      const { time, answered, request, passes, posting } = requestStage();
      const first = request({ operation });
      void answered(first, (mayPost) => posting(first, 0)(mayPost).then(dies));
      const { run, refusals } = looking();
      const repeated = (): Promise<GivenAnswer> => answered(request({ operation }), run);
      await passes(REQUEST_RUNS_MS + 1000);
      await time.run(repeated);
      await passes(GIVE_UP_MS);
      await time.run(repeated);
      assert.deepEqual(refusals, [
        { status: "outcome_unknown", retryAfterMs: GIVE_UP_MS - REQUEST_RUNS_MS - 1000 },
        { status: "outcome_unknown", retryAfterMs: 60_000 },
      ]);
    });
  }

  for (const operation of ["send_message", "request_code", "verify_code", "set_pin", "add_number"] as const) {
    it(`whose first call died at its POST names no time where nothing watches what became of it: ${operation}`, async () => {
      const { time, answered, request, passes, posting } = requestStage();
      const first = request({ operation });
      void answered(first, (mayPost) => posting(first, 0)(mayPost).then(dies));
      const { run, refusals } = looking();
      await passes(REQUEST_RUNS_MS + 1000);
      await time.run(() => answered(request({ operation }), run));
      assert.deepEqual(refusals, [{ status: "outcome_unknown", retryAfterMs: null }]);
    });
  }

  it("is open since its POST, however many repeated calls have died since", async () => {
    const { time, answered, request, passes, posting } = requestStage();
    const first = request({ operation: "register" });
    const beforePost = 5000;
    void answered(first, async (mayPost) => {
      await time.sleep(beforePost);
      return posting(first, 0)(mayPost).then(dies);
    });
    await passes(REQUEST_RUNS_MS + 1000);
    void answered(request({ operation: "register" }), dies);
    await passes(REQUEST_RUNS_MS + 1000);
    const { run, refusals } = looking();
    await time.run(() => answered(request({ operation: "register" }), run));
    const openForMs = 2 * (REQUEST_RUNS_MS + 1000) - beforePost;
    assert.deepEqual(refusals, [{ status: "outcome_unknown", retryAfterMs: GIVE_UP_MS - openForMs }]);
  });

  for (const [operation, status, isKept] of [
    ["register", "registered", true],
    ["deregister", "deregistered", true],
    ["verify_code", "already_verified", true],
    ["add_number", "already_added", true],
    ["connect_webhook", "connected", true],
    ["register", "awaiting_meta", false],
    ["register", "invalid_token", false],
    ["register", "app_blocked", false],
    ["register", "missing_permission", false],
    ["register", "number_on_business_app", false],
    ["register", "verification_required", false],
    ["register", "rate_limited", false],
    ["set_pin", "meta_unavailable", false],
    ["send_message", "template_needed", false],
    ["add_number", "registered", false],
  ] as const) {
    it(`whose first call died at its POST ${isKept ? "keeps" : "does not keep"} that the next one is answered ${status}: ${operation}`, async () => {
      const { time, answered, request, passes, posting, posts } = requestStage();
      const first = request({ operation });
      void answered(first, (mayPost) => posting(first, 0)(mayPost).then(dies));
      await passes(REQUEST_RUNS_MS + 1000);
      assert.equal((await time.run(() => answered(request({ operation })))).status, "outcome_unknown");
      const told: GivenAnswer = { status, of: "the second" };
      assert.deepEqual(await time.run(() => answered(request({ operation }), async () => told)), told);
      const later: GivenAnswer = { status: "x", of: "the third" };
      assert.deepEqual(
        await time.run(() => answered(request({ operation }), async () => later)),
        isKept ? told : later,
      );
      assert.equal(posts.length, 1);
    });
  }

  it("keeps that its own POST is of unknown outcome", async () => {
    const { time, answered, request } = requestStage();
    const unknown = { status: "outcome_unknown", of: "the first" };
    const run = async (mayPost: MayPost): Promise<GivenAnswer> => {
      await mayPost();
      return unknown;
    };
    assert.deepEqual(await time.run(() => answered(request(), run)), unknown);
    assert.deepEqual(await time.run(() => answered(request())), unknown);
  });

  it("is not posted by a call that was frozen and overtaken", async () => {
    const { time, answered, request, posts, passes, posting } = requestStage();
    const frozen = request();
    const told = answered(frozen, async (mayPost) => {
      await time.sleep(REQUEST_RUNS_MS + 60_000);
      return posting(frozen, 0)(mayPost);
    });
    await passes(REQUEST_RUNS_MS + 1000);
    const next = await time.run(() => answered(request()));
    await passes(60_000);
    assert.deepEqual([await told, posts], [{ status: "in_progress" }, ["call-2"]]);
    assert.deepEqual(await time.run(() => answered(request())), next, "the late call's end changes nothing");
  });

  it("is not posted later than 25 seconds after it came in, the waiting included", async () => {
    for (const [ms, status] of [
      [POST_BY_MS, "sent"],
      [POST_BY_MS + 1, "meta_unavailable"],
    ] as const) {
      const { time, answered, request, posts, posting } = requestStage();
      const late = request();
      const told = await time.run(() =>
        answered(late, async (mayPost) => {
          await time.sleep(ms);
          return posting(late, 0)(mayPost);
        }),
      );
      assert.deepEqual([told.status, posts.length], [status, status === "sent" ? 1 : 0]);
    }
  });

  it("is begun anew after a call that threw, or that another call kept out", async () => {
    const { time, call, answered, request, posts } = requestStage();
    const thrown = time.run(() => call(request(), () => Promise.reject(new TypeError("our own fault"))));
    await assert.rejects(thrown, { message: "our own fault" });
    assert.equal(
      (await time.run(() => answered(request(), async () => ({ status: "in_progress" })))).status,
      "in_progress",
    );
    assert.equal((await time.run(() => answered(request({ asked: { to: "1" } })))).of, "call-3");
    assert.deepEqual(posts, ["call-3"]);
  });

  it("is not posted again after a call that threw although it had posted", async () => {
    const { time, call, answered, request, posts, posting } = requestStage();
    const first = request();
    const thrown = time.run(() =>
      call(first, async (mayPost) => {
        await posting(first, 0)(mayPost);
        throw new TypeError("a defect");
      }),
    );
    await assert.rejects(thrown, { message: "a defect" });
    assert.equal((await time.run(() => answered(request()))).status, "outcome_unknown");
    assert.equal(posts.length, 1);
  });

  it("keeps an answer that spent nothing, too", async () => {
    const { time, answered, request } = requestStage();
    const kept = { status: "not_registered" };
    await time.run(() => answered(request(), async () => kept));
    assert.deepEqual(await time.run(() => answered(request())), kept);
  });
});
