import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { graphError, tokenFacts, WABA } from "../../testing/fixtures.ts";
import { accountProof, type AccountReads } from "./account-access.ts";

const MANAGEMENT = "whatsapp_business_management";
const MESSAGING = "whatsapp_business_messaging";
const elsewhere = [{ scope: MANAGEMENT, targetIds: ["777000000000009"] }];

const reads = (rest: Partial<AccountReads> = {}): AccountReads => ({
  token: tokenFacts(),
  grants: null,
  assigned: null,
  readable: false,
  refusal: null,
  ...rest,
});
const proof = (rest: Partial<AccountReads>) => accountProof(reads(rest), WABA, null);

describe("why a call about an account lacks access", () => {
  it("says nothing of a number, for none was asked for", () => {
    const { evidence } = proof({ refusal: graphError(100, { subcode: 33 }) });
    const { numberReadable, numberInWaba, platformAllowsCloudApi } = evidence;
    assert.deepEqual([numberReadable, numberInWaba, platformAllowsCloudApi], [null, null, null]);
  });

  it("goes by the lists of a token whose account cannot be read", () => {
    assert.deepEqual(proof({ token: tokenFacts({ scopes: [MESSAGING] }) }).missing, [MANAGEMENT]);
    assert.equal(proof({ token: tokenFacts({ granularScopes: elsewhere }) }).cause, "asset_not_assigned");
  });

  it("believes the account that could be read, and not a list that leaves it or its permission out", () => {
    const { cause, missing, evidence } = proof({
      token: tokenFacts({ scopes: [MESSAGING], granularScopes: elsewhere }),
      readable: true,
    });
    assert.deepEqual([cause, missing], ["unproven", []]);
    assert.deepEqual([evidence.requiredScopesGranted, evidence.wabaInGranularTargets], [true, null]);
    assert.equal(evidence.tokenIsValid, true);
    assert.equal(evidence.tokenIsSystemUser, true);
  });

  it("adds nothing else to what the lists say", () => {
    assert.deepEqual(proof({ token: tokenFacts({ scopes: [] }), readable: true }).missing, [MESSAGING]);
    const unlisted = proof({ token: tokenFacts({ scopes: null, granularScopes: null }), readable: true });
    assert.deepEqual([unlisted.cause, unlisted.missing], ["unproven", []]);
    assert.equal(unlisted.evidence.requiredScopesGranted, null);
    const unread = proof({ token: null, readable: true });
    assert.deepEqual([unread.cause, unread.evidence.tokenIsValid], ["unproven", null]);
  });
});
