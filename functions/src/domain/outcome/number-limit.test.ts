import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { reachedLimit } from "./number-limit.ts";

describe("the limit of numbers", () => {
  const cases: readonly (readonly [
    numbers: number | null,
    verification: string | null,
    tier: string | null,
    limit: number | null,
  ])[] = [
    [2, "pending_submission", "TIER_250", 2],
    [1, "pending_submission", "TIER_250", null],
    [3, "pending_submission", "TIER_250", null],
    [2, "verified", "TIER_250", null],
    [2, "pending_submission", "TIER_2K", null],
    [2, "pending_submission", null, null],
    [2, null, "TIER_250", null],
    [20, "verified", "TIER_2K", 20],
    [20, null, null, 20],
    [21, "verified", "TIER_2K", null],
    [null, "pending_submission", "TIER_250", null],
  ];
  for (const [numbers, businessVerificationStatus, messagingLimit, limit] of cases) {
    it(`is ${limit === null ? "not proven to be reached" : `${limit}, and reached,`} with ${numbers} numbers, ${businessVerificationStatus}, ${messagingLimit}`, () => {
      const reached = reachedLimit({ numbers, businessVerificationStatus, messagingLimit });
      assert.equal(reached?.limit ?? null, limit);
    });
  }
});
