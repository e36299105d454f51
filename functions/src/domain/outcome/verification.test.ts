import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { accessReads, graphError, metaView, tokenFacts } from "../../testing/fixtures.ts";
import { record } from "../../testing/number-facts.ts";
import { CODE_REQUEST_ADVICE } from "../advice/verification-advice.ts";
import type { AccessReads } from "../diagnosis/access-findings.ts";
import { stopBeforeVerifying } from "./verification.ts";

const UNVERIFIED = metaView({ codeVerificationStatus: "NOT_VERIFIED" });
const dead = tokenFacts({ isValid: false });

describe("what is known before a number is verified", () => {
  const stops: readonly (readonly [string, AccessReads, string | undefined])[] = [
    ["nothing could be read", accessReads(), undefined],
    ["the number is not verified", accessReads({ view: UNVERIFIED }), undefined],
    ["Meta says nothing of it", accessReads({ view: metaView({ codeVerificationStatus: null }) }), undefined],
    [
      "the number is verified, whatever the token is",
      accessReads({ view: metaView(), token: dead }),
      "already_verified",
    ],
    ["the token is no good", accessReads({ view: UNVERIFIED, token: dead }), "invalid_token"],
    ["the number is refused for the token's sake", accessReads({ numberRefusal: graphError(190) }), "invalid_token"],
    ["the app holds it", accessReads({ view: { ...UNVERIFIED, isOnBusinessApp: true } }), "number_on_business_app"],
    ["only its platform is the app's", accessReads({ view: { ...UNVERIFIED, platformType: "ON_PREMISE" } }), undefined],
  ];
  for (const [situation, reads, status] of stops) {
    it(`stops at ${status ?? "nothing"} when ${situation}`, () =>
      assert.equal(stopBeforeVerifying(reads, CODE_REQUEST_ADVICE, null)?.status, status));
  }

  it("goes on with a verified number where Meta itself asked for a verification", () => {
    const reads = accessReads({ view: metaView() });
    const stop = (code: number | null) => {
      const graph = code === null ? null : graphError(code);
      const known = record("verification_required", { graphError: graph });
      return stopBeforeVerifying(reads, CODE_REQUEST_ADVICE, known)?.status;
    };
    assert.equal(stop(133_006), undefined);
    assert.equal(stop(null), "already_verified", "it was our own reading that asked");
  });
});
