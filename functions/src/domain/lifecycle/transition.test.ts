import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CONNECTED, metaView } from "../../testing/fixtures.ts";
import { record } from "../../testing/number-facts.ts";
import type { NumberFacts } from "./number-facts.ts";
import { changedDocument } from "./phone-number-document.ts";
import { numberSnapshot, transitionOf } from "./transition.ts";

const documentOf = (facts: NumberFacts) => changedDocument(facts, {}, Date.UTC(2030, 0, 1));

describe("the situation of a number", () => {
  it("is in Meta's words and our own, and says null where there are none", () => {
    assert.deepEqual(numberSnapshot({ registration: record("registered"), meta: CONNECTED }), {
      lifecycle: "connected",
      reasons: ["no_webhook_yet"],
      registration: "registered",
      status: "CONNECTED",
      codeVerificationStatus: "VERIFIED",
      nameStatus: "APPROVED",
      verifiedName: "Invented Ltd",
      qualityRating: "UNKNOWN",
      platformType: "CLOUD_API",
    });
    assert.deepEqual(numberSnapshot({}), {
      lifecycle: "draft",
      reasons: ["ownership_unknown"],
      registration: null,
      status: null,
      codeVerificationStatus: null,
      nameStatus: null,
      verifiedName: null,
      qualityRating: null,
      platformType: null,
    });
  });
});

describe("a transition", () => {
  const pending = { meta: metaView() };

  it("names what changed, with all of before and after", () => {
    const after = documentOf({ registration: record("registered"), meta: CONNECTED });
    assert.deepEqual(transitionOf(pending, after), {
      changed: ["lifecycle", "reasons", "registration", "status", "platformType"],
      from: numberSnapshot(pending),
      to: numberSnapshot(after),
    });
  });

  it("is not the first sight of a number, nor what changes no word", () => {
    assert.equal(transitionOf(null, documentOf(pending)), null);
    const again = { meta: metaView({ observedAt: "2030-01-02T00:00:00.000Z", displayPhoneNumber: "+1 555" }) };
    assert.equal(transitionOf(pending, documentOf(again)), null);
  });
});
