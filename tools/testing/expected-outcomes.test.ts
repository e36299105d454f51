import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { describe, test } from "node:test";
import { RegistrationStatus } from "../../functions/src/contract/register-phone-number.ts";
import { EXPECTED_OF_TOKENS, expectedOf, EXPECTED_OUTCOMES } from "../../functions/src/testing/expected-outcomes.ts";
import { MAGIC_NUMBERS } from "../../graph-simulator/magic-numbers.ts";
import { MAGIC_TOKENS } from "../../graph-simulator/magic/tokens.ts";
import { ask, codeIn, errorIn, simulatorForTests, statusOf } from "../../graph-simulator/testing/ask.ts";
import { registerRaw } from "../../graph-simulator/testing/raw.ts";

const REGISTRATION = { messaging_product: "whatsapp", pin: "123456" };

test("every magic number has an expectation, and every expectation a magic number", () => {
  assert.deepEqual(Object.keys(EXPECTED_OUTCOMES).toSorted(), MAGIC_NUMBERS.map(({ id }) => id).toSorted());
});

test("every magic token has an expectation, and every expectation a magic token", () => {
  assert.deepEqual(Object.keys(EXPECTED_OF_TOKENS).toSorted(), MAGIC_TOKENS.map(({ token }) => token).toSorted());
});

test("every status that Meta can cause is expected of a number", () => {
  const covered = new Set(Object.values(EXPECTED_OUTCOMES).map(({ status }) => status));
  const causedByMeta = RegistrationStatus.options.filter((status) => status !== "in_progress");
  assert.deepEqual(
    causedByMeta.filter((status) => !covered.has(status)),
    [],
  );
});

test("missing_permission, and nothing else, says its cause", () => {
  for (const [id, { status, cause }] of Object.entries({ ...EXPECTED_OUTCOMES, ...EXPECTED_OF_TOKENS })) {
    assert.equal(cause !== undefined, status === "missing_permission", id);
  }
});

/** Statuses that no error of Graph's leads to. */
const NO_ERROR = new Set<string>(["registered", "awaiting_meta", "outcome_unknown", "in_progress"]);

describe(
  "the simulator answers a registration so that what is expected can come of it",
  { concurrency: true },
  async () => {
    const simulator = await simulatorForTests();
    for (const row of MAGIC_NUMBERS) {
      const { status, posts } = expectedOf(row.id);
      test(`${row.id}: ${row.title} -> ${status}`, async () => {
        const before = await statusWithin(row.id);
        const patienceMs = patience(row.id, "register");
        const answer = posts === 0 ? null : await registerRaw(simulator, row.id, { patienceMs });
        const afterwards = await statusWithin(row.id);
        if (status === "registered") {
          assert.equal(afterwards, "CONNECTED");
          if (posts === 0) assert.equal(before, "CONNECTED");
          return;
        }
        if (posts === 1) assert.notEqual(afterwards, "CONNECTED", "only `registered` may end up connected");
        if (status === "awaiting_meta") {
          assert.equal(answer?.body, '{"success":true}');
          return;
        }
        assert.notEqual(answer?.body, '{"success":true}');
        if (answer === null) return;
        const code = /"code":(\d+)/.exec(answer.body ?? "")?.[1];
        if (code !== undefined) {
          assert.ok(!NO_ERROR.has(status), `#${code} leads to ${status}`);
          return;
        }
        assert.ok(["outcome_unknown", "throttled", "meta_unavailable"].includes(status));
        if (status === "throttled") assert.equal(answer.status, 429);
        if (status === "meta_unavailable") assert.ok(answer.status !== null && answer.status >= 500);
      });
    }

    /** How long to wait for a call: not long where the row says that no answer comes, or none in time. */
    function patience(id: string, endpoint: "read_node" | "register"): number {
      const kind = simulator.state.numbers.get(id)?.faults[endpoint]?.kind;
      // Long enough for a busy machine to have read the request before it is given up.
      return kind === "hang" || kind === "drip" ? 5000 : 30_000;
    }

    function statusWithin(id: string): Promise<unknown> {
      return Promise.race([
        statusOf(simulator, id),
        new Promise((resolve) => {
          setTimeout(resolve, patience(id, "read_node"), null).unref();
        }),
      ]);
    }
  },
);

test("each magic token: registering with the configured app's proof", async () => {
  const simulator = await simulatorForTests();
  for (const { token } of MAGIC_TOKENS) {
    simulator.state.reset();
    const { status, posts } = EXPECTED_OF_TOKENS[token] ?? { status: null, posts: 1 };
    const proof = createHmac("sha256", "simulator-app-secret").update(token).digest("hex");
    const path = `550000000000001/register?appsecret_proof=${proof}`;
    const answer = await ask(simulator, "POST", path, { token, body: REGISTRATION });
    // A call that stops before it posts may stop although Meta would have accepted.
    if (posts === 1) assert.equal(codeIn(answer) === "none", status === "registered", token);
    else if (codeIn(answer) === "none") continue;
    if (status === "invalid_token") assert.equal(errorIn(answer).code, 190, token);
    if (status === "missing_permission") assert.ok([100, 200].includes(errorIn(answer).code), token);
  }
});
