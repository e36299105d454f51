import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { MetaView } from "../contract/phone-number.ts";
import { metaView, NUMBER, WABA } from "../testing/fixtures.ts";
import { record } from "../testing/number-facts.ts";
import { registration } from "./diagnosis/registration-checks.ts";
import { lifecycleOf } from "./lifecycle/lifecycle.ts";
import { isKnownStatus, isNew, isTurnedOff, numberStatus, saysNotRegistered, STATUS_WORDS } from "./number-status.ts";

const WORDS = [...STATUS_WORDS];

describe("a number's status", () => {
  it("says nothing of registering where the word is not known, or is one of an object's own", () => {
    for (const word of ["SHINY", "toString", "__proto__", "", null, undefined]) {
      assert.deepEqual(numberStatus(word), { registered: "unsaid", reason: null, suspended: false, left: false });
    }
    assert.ok(!isKnownStatus("toString"));
  });

  it("says of registering what its word says", () => {
    const saying = (what: string): string[] => WORDS.filter((word) => numberStatus(word).registered === what);
    assert.deepEqual(saying("yes"), ["CONNECTED", "FLAGGED", "RATE_LIMITED"]);
    assert.deepEqual(saying("no"), ["PENDING", "DISCONNECTED", "DELETED", "MIGRATED"]);
    assert.deepEqual(
      [isTurnedOff, isNew].map((is) => WORDS.filter((status) => is({ status }))),
      [["PENDING", "DISCONNECTED"], ["PENDING"]],
    );
    assert.deepEqual(saying("unsaid"), ["RESTRICTED", "BANNED", "UNVERIFIED", "OFFLINE", "UNKNOWN"]);
  });

  for (const status of WORDS) {
    it(`${status} means the same to the number's document as to the diagnosis`, () => {
      const view = metaView({ status, platformType: "CLOUD_API" });
      const { word } = lifecycleOf({ registration: record("registered"), meta: { ...view, observedAt: LATER } });
      const facts = {
        number: { ok: true, value: view },
        pinEnabled: { ok: true, value: true },
        lastRegistration: { ok: true, value: null },
      } as const;
      const { finding } = registration.judge(facts, SUBJECT);
      const gone = word === "disconnected";
      assert.equal(gone, saysNotRegistered({ status }), `the document says ${word}`);
      assert.equal(finding.includes("is not registered"), saysNotRegistered({ status }), finding);
    });
  }
});

describe("a number of which we have no record", () => {
  const judged = (view: MetaView) => {
    const { word } = lifecycleOf({ meta: view });
    const last = { ok: true, value: null } as const;
    const pinEnabled = { ok: true, value: true } as const;
    const { finding } = registration.judge(
      { number: { ok: true, value: view }, pinEnabled, lastRegistration: last },
      SUBJECT,
    );
    return { word, finding };
  };

  it("is nothing to register in its document where the diagnosis calls it registered, and the other way round", () => {
    for (const status of WORDS) {
      const { word, finding } = judged(metaView({ status, platformType: "CLOUD_API" }));
      const isRegistered = numberStatus(status).registered === "yes";
      assert.equal(finding.startsWith("The number is registered"), isRegistered, finding);
      assert.equal(["connected", "action_required"].includes(word), isRegistered, `${status}: ${word}`);
    }
    const elsewhere = judged(metaView({ status: "CONNECTED", platformType: "ON_PREMISE" }));
    assert.equal(elsewhere.word, "ready_to_register");
    assert.match(elsewhere.finding, /is not registered with the Cloud API/);
  });
});

const LATER = "2031-01-01T00:00:00.000Z";

const SUBJECT = {
  phoneNumberId: NUMBER,
  wabaId: WABA,
  accountIsKnown: true,
  expectedAppId: null,
  businessId: null,
  provesAppSecret: false,
  graphVersion: "v25.0",
  ownWebhook: null,
  now: Date.UTC(2031, 0, 1),
};
