import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { graphError } from "../../testing/fixtures.ts";
import { budget } from "../../testing/number-facts.ts";
import { adviceOnProof } from "../advice/access-advice.ts";
import { ADVICE } from "../advice/advice.ts";
import { forCustomers } from "../advice/for-customers.ts";
import {
  accessFailure,
  callFailure,
  factsOf,
  failedAnswer,
  isFailure,
  retryAtOf,
  retryTime,
  toldOf,
  type AccessProof,
} from "./call-failure.ts";

const NOW = Date.UTC(2030, 0, 1);
const at = (ms: number): string => new Date(NOW + ms).toISOString();
const ERROR = graphError(190);
const FAILED = callFailure(ADVICE, "invalid_token", ERROR, 5000);
const PROOF: AccessProof = {
  cause: "scope_not_granted",
  missing: ["whatsapp_business_management"],
  evidence: {
    tokenIsValid: true,
    tokenIsSystemUser: true,
    requiredScopesGranted: false,
    requiredPermissionsGranted: false,
    wabaInGranularTargets: null,
    systemUserMayManage: null,
    numberReadable: null,
    numberInWaba: null,
    platformAllowsCloudApi: null,
  },
};

describe("a call that failed", () => {
  it("carries what its table says, Meta's error and the wait", () => {
    assert.deepEqual(FAILED, {
      status: "invalid_token",
      advice: ADVICE.invalid_token,
      graphError: ERROR,
      retryAfterMs: 5000,
    });
    const bare = callFailure(ADVICE, "invalid_token");
    assert.deepEqual([bare.graphError, bare.retryAfterMs], [null, null]);
  });

  it("is told from one that ended well", () => {
    assert.deepEqual([isFailure(FAILED), isFailure({ status: "registered" })], [true, false]);
    assert.equal(factsOf(FAILED), FAILED);
    assert.deepEqual(factsOf({ status: "registered" }), { advice: null, graphError: null, retryAfterMs: null });
  });

  it("has other steps in a customer's account", () => {
    assert.equal(toldOf({ customerId: null }, FAILED), FAILED);
    assert.deepEqual(toldOf({ customerId: "acme" }, FAILED), { ...FAILED, advice: forCustomers(FAILED.advice) });
    assert.notDeepEqual(forCustomers(FAILED.advice), FAILED.advice);
    const done = { status: "registered" };
    assert.equal(toldOf({ customerId: "acme" }, done), done);
  });

  it("is answered with everything that a person can act on", () => {
    const { message, actor, retryable, resolution } = ADVICE.invalid_token;
    assert.deepEqual(failedAnswer(FAILED, { phoneNumberId: "1" }, at(5000)), {
      status: "invalid_token",
      phoneNumberId: "1",
      message,
      actor,
      retryable,
      resolution: [...resolution],
      retryAt: at(5000),
      graphError: ERROR,
    });
  });

  it("for want of access is answered with the proof", () => {
    const failed = accessFailure(PROOF, graphError(100));
    assert.deepEqual(failed, {
      status: "missing_permission",
      advice: adviceOnProof(PROOF, graphError(100)),
      graphError: graphError(100),
      retryAfterMs: null,
      access: PROOF,
    });
    const answer: object = failedAnswer(failed, {}, null);
    assert.deepEqual(
      { ...answer, ...PROOF, missing: [...PROOF.missing] },
      answer,
      "the cause, what is missing and the evidence stand in the answer",
    );
    assert.ok(!("access" in answer));
  });

  it("may be made again at a time that its wait names, or the budget", () => {
    assert.equal(retryAtOf(FAILED, NOW), at(5000));
    assert.equal(retryAtOf(callFailure(ADVICE, "rate_limited"), NOW), null);
    const attempts = budget({ nextFreeAt: at(1), blockedUntil: null });
    const blocked = budget({ nextFreeAt: at(1), blockedUntil: at(2) });
    assert.equal(retryTime(FAILED, blocked, NOW), at(5000));
    assert.equal(retryTime(callFailure(ADVICE, "invalid_token"), blocked, NOW), null);
    const [ours, metas] = [callFailure(ADVICE, "rate_limited"), callFailure(ADVICE, "rate_limited", ERROR)];
    assert.deepEqual(
      [retryTime(ours, blocked, NOW), retryTime(ours, attempts, NOW), retryTime(metas, blocked, NOW)],
      [at(2), at(1), at(2)],
    );
    assert.equal(retryTime(metas, attempts, NOW), null, "our own count was wrong");
  });
});
