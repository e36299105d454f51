import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ADVICE } from "../advice/advice.ts";
import { DEREGISTRATION_ADVICE } from "../advice/deregistration-advice.ts";
import { GIVE_UP_MS } from "../attempt/open-attempt.ts";
import { callFailure } from "../error/call-failure.ts";
import { refusedByLedger, stillOpen } from "./attempt.ts";

const NOW = Date.UTC(2030, 0, 1);
const MINUTE = 60_000;

describe("what the ledger refuses", () => {
  it("is in_progress for a lease and rate_limited otherwise, each until it ends", () => {
    for (const [reason, status] of [
      ["leased", "in_progress"],
      ["blocked", "rate_limited"],
      ["exhausted", "rate_limited"],
    ] as const) {
      const refusal = { reason, until: NOW + 3 * MINUTE };
      assert.deepEqual(refusedByLedger(ADVICE, refusal, NOW), callFailure(ADVICE, status, null, 3 * MINUTE));
      const advice = DEREGISTRATION_ADVICE;
      assert.deepEqual(refusedByLedger(advice, refusal, NOW), callFailure(advice, status, null, 3 * MINUTE));
    }
  });
});

describe("what is answered while an earlier outcome is open", () => {
  it("is what the earlier call was answered, and when it is given up", () => {
    for (const status of ["outcome_unknown", "meta_unavailable"] as const) {
      const answer = stillOpen(ADVICE, { status, reservedAt: NOW - 2 * MINUTE }, NOW);
      assert.deepEqual(answer, callFailure(ADVICE, status, null, GIVE_UP_MS - 2 * MINUTE));
    }
  });

  it("names a minute at least, since the number is read no more often by itself", () => {
    const answer = stillOpen(ADVICE, { status: "outcome_unknown", reservedAt: NOW - GIVE_UP_MS - MINUTE }, NOW);
    assert.deepEqual(answer, callFailure(ADVICE, "outcome_unknown", null, MINUTE));
  });

  it("waits for Meta where Meta accepted", () =>
    assert.deepEqual(stillOpen(ADVICE, { status: "awaiting_meta", reservedAt: NOW }, NOW), {
      status: "awaiting_meta",
    }));
});
