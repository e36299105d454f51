import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { MetaView } from "../contract/phone-number.ts";
import { accessReads, metaView, NUMBER, WABA } from "../testing/fixtures.ts";
import { record } from "../testing/number-facts.ts";
import { numberPlatform } from "./diagnosis/number-checks.ts";
import { registration } from "./diagnosis/registration-checks.ts";
import { LIFECYCLE_RULES } from "./lifecycle/lifecycle-rules.ts";
import { lifecycleOf } from "./lifecycle/lifecycle.ts";
import { isKnownStatus, isNew, isTurnedOff, numberStatus, saysNotRegistered, STATUS_WORDS } from "./number-status.ts";
import { stopBeforeSettingPin } from "./outcome/two-step-pin.ts";

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

describe("a number that is on the Business app as well", () => {
  for (const status of WORDS) {
    it(`is coexistent to all where Meta calls it ${status} and that is registered, and else on the app alone`, () => {
      const view = metaView({ status, platformType: "CLOUD_API", isOnBusinessApp: true });
      const registeredToo = numberStatus(status).registered === "yes";
      const number = { ok: true, value: view } as const;
      const last = { ok: true, value: null } as const;
      const pinEnabled = { ok: true, value: true } as const;
      const { finding } = registration.judge({ number, pinEnabled, lastRegistration: last }, SUBJECT);
      assert.equal(finding.startsWith("The number is registered"), registeredToo, finding);
      assert.equal(numberPlatform.judge({ number }, SUBJECT).state, registeredToo ? "pass" : "fail");
      assert.equal(stopBeforeSettingPin(accessReads({ view }))?.status === "number_on_business_app", !registeredToo);
      const { word, reasons } = lifecycleOf({ meta: view });
      const isAlone = reasons.some(({ code }) => code === "number_on_business_app");
      assert.ok(!registeredToo || !isAlone, `${word} ${reasons.map(({ code }) => code).join()}`);
      if (registeredToo && numberStatus(status).reason === null) assert.equal(word, "coexistence");
    });
  }
});

describe("the words of the lifecycle's table", () => {
  it("are those that Meta's words for a number give", () => {
    const named = LIFECYCLE_RULES.filter(({ when }) => when.startsWith("Meta's status is "));
    assert.equal(named.length, 3);
    for (const { when, fits } of named) {
      const fitting = WORDS.filter((status) => fits({ meta: metaView({ status, platformType: "CLOUD_API" }) }));
      assert.deepEqual(when.match(/\b[A-Z_]{4,}\b/gu)?.toSorted(), fitting.toSorted(), when);
    }
  });
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
