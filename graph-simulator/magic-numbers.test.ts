import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { RegistrationStatus } from "../functions/src/contract/register-phone-number.ts";
import { MAGIC_NUMBERS } from "./magic-numbers.ts";
import type { MagicNumber } from "./magic/magic-number.ts";
import { FAMILIES } from "./magic/magic-number.ts";
import { simulatorForTests, statusOf } from "./testing/ask.ts";
import { registerRaw } from "./testing/raw.ts";

test("ids are 15 digits, of a known family, and given once", () => {
  const ids = MAGIC_NUMBERS.map((row) => row.id);
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids) {
    assert.match(id, /^\d{15}$/);
    assert.ok(Object.hasOwn(FAMILIES, id.slice(0, 3)), `${id} has a prefix that FAMILIES does not explain`);
  }
});

test("every status that Meta can cause has a row", () => {
  const causedByMeta = RegistrationStatus.options.filter((status) => status !== "in_progress");
  const covered = new Set(MAGIC_NUMBERS.map((row) => row.status));
  assert.deepEqual(
    causedByMeta.filter((status) => !covered.has(status)),
    [],
  );
});

test("missing_permission rows, and no others, say their cause", () => {
  for (const row of MAGIC_NUMBERS) {
    assert.equal(row.cause !== undefined, row.status === "missing_permission", row.id);
  }
});

describe("each row keeps what it promises, as far as Graph's own answers show it", { concurrency: true }, async () => {
  const simulator = await simulatorForTests();
  const refusedCodes: Partial<Record<MagicNumber["status"], RegExp>> = {
    missing_permission: /^(3|10|2\d\d|131005|100)$/,
    number_on_business_app: /^100$/,
    invalid_token: /^(0|102|104|190)$/,
    pin_mismatch: /^133005$/,
    pin_locked: /^13300[89]$/,
    verification_required: /^133006$/,
    rate_limited: /^133016$/,
    throttled: /^(4|17|613|80007|80008|130429)$/,
    recently_deleted: /^133015$/,
    incomplete_deregistration: /^133000$/,
    account_locked: /^(131031|368)$/,
    invalid_parameter: /^(100|131008|131009|33)$/,
    unknown_error: /^999999$/,
  };
  for (const row of MAGIC_NUMBERS) {
    test(`${row.id}: ${row.title}`, async () => {
      const before = await statusWithin(row.id);
      const answer =
        row.posts === 0 ? null : await registerRaw(simulator, row.id, { patienceMs: patience(row.id, "register") });
      const afterwards = await statusWithin(row.id);
      if (row.status === "registered") {
        assert.equal(afterwards, "CONNECTED");
        assert.equal(before, row.posts === 0 ? "CONNECTED" : "PENDING");
        return;
      }
      assert.notEqual(afterwards, "CONNECTED", "only `registered` may end up connected");
      if (row.status === "awaiting_meta") {
        assert.equal(answer?.body, '{"success":true}');
        return;
      }
      assert.notEqual(answer?.body, '{"success":true}');
      if (answer === null) return;
      const code = /"code":(\d+)/.exec(answer.body ?? "")?.[1];
      const expected = refusedCodes[row.status];
      if (code === undefined) {
        assert.ok(["outcome_unknown", "throttled", "meta_unavailable"].includes(row.status));
        if (row.status === "throttled") assert.equal(answer.status, 429);
        if (row.status === "meta_unavailable") assert.ok(answer.status !== null && answer.status >= 500);
      } else if (row.status === "meta_unavailable") {
        assert.match(code, /^(1|2|131000|131016|133004)$/);
      } else {
        assert.ok(expected !== undefined);
        assert.match(code, expected);
      }
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
});
