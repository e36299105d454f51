import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Actor } from "../../contract/failure.ts";
import type { TestMessageFailureStatus } from "../../contract/send-test-message.ts";
import { graphError } from "../../testing/fixtures.ts";
import { nonDelivery } from "./test-message.ts";

type Row = readonly [codes: readonly number[], status: TestMessageFailureStatus, actor: Actor, waitingHelps: boolean];

/** Every error of sending that Meta lists or that logs show (Meta, Cloud API error codes; the standing is in the catalogue). */
const ROWS: readonly Row[] = [
  [[4, 80_007, 130_429, 131_056], "throttled", "meta", true],
  [[2, 131_000, 131_016, 131_057, 2_494_100], "meta_unavailable", "meta", true],
  [[131_064], "templates_misclassified", "operator", true],
  [[131_048], "spam_limited", "operator", false],
  [[131_049], "held_back_by_meta", "operator", true],
  [[130_472], "recipient_in_experiment", "operator", false],
  [[131_047], "outside_conversation_window", "operator", false],
  [[132_001], "template_not_found", "operator", false],
  [[131_058, 132_015, 132_016, 132_007, 132_068, 132_069], "template_not_usable", "operator", false],
  [[132_000, 132_005, 132_012, 132_018, 131_063], "template_not_usable", "operator", false],
  [[131_008, 131_009, 131_051], "invalid_parameter", "operator", false],
  [[135_000], "unexplained_refusal", "operator", false],
  [[131_042], "payment_issue", "customer", false],
  [[131_037], "display_name_not_approved", "customer", false],
  [[131_045], "certificate_error", "operator", false],
  [[133_010], "not_registered", "operator", false],
  [[131_026, 131_021, 131_062], "recipient_unreachable", "operator", false],
  [[131_030], "recipient_not_allowed", "operator", false],
  [[131_050], "recipient_opted_out", "operator", false],
  [[130_403], "recipient_blocked", "operator", false],
  [[368, 131_031], "account_locked", "customer", false],
  [[130_497], "country_restricted", "customer", false],
  [[190], "invalid_token", "operator", false],
  [[3, 10, 200, 131_005], "missing_permission", "operator", false],
  [[131_055, 131_060, 131_065, 134_011, 134_100, 134_101, 134_102, 137_000], "special_product", "operator", false],
];

describe("an error of sending says what it is, who acts and whether waiting helps, also where it comes in a status", () => {
  for (const [codes, status, actor, waitingHelps] of ROWS) {
    for (const code of codes) {
      it(`${code}: ${status}`, () => {
        const failure = nonDelivery(graphError(code), 0);
        assert.deepEqual([failure.status, failure.actor, failure.retryable], [status, actor, waitingHelps]);
        assert.equal(failure.retryAt, code === 131_049 ? "1970-01-02T00:00:00.000Z" : null);
      });
    }
  }

  it("wrapped in #100 by its code in the subcode, it means the same", () => {
    const wrapped = graphError(100, { subcode: 131_037, message: "(#100) Invalid parameter" });
    assert.equal(nonDelivery(wrapped, 0).status, "display_name_not_approved");
  });
});
