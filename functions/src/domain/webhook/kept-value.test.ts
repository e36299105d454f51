import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { PROPERTY_RUNS } from "../../testing/property-runs.ts";
import { KEPT_FIELDS, keptValue } from "./kept-value.ts";

/** What must be found nowhere: a person's name and number, what somebody bought, and a message's id. */
const CANARIES = {
  name: "Ada Invented",
  number: "+1 555 000 0099",
  digits: "15550000099",
  wamid: "wamid.SU5WRU5URUQ=",
};

describe("what is kept of an event", () => {
  it("is what the list names, as Meta's own examples have it", () => {
    const cases: readonly (readonly [string, object, object])[] = [
      [
        "security",
        { display_phone_number: "15550783881", event: "PIN_RESET_REQUEST", requester: "61555822107539" },
        { display_phone_number: "15550783881", event: "PIN_RESET_REQUEST" },
      ],
      [
        "account_update",
        {
          event: "ACCOUNT_RESTRICTION",
          restriction_info: [{ restriction_type: "RESTRICTED_X", expiration: 1_789_600_000, remediation: "Review." }],
        },
        {
          event: "ACCOUNT_RESTRICTION",
          restriction_info: [{ restriction_type: "RESTRICTED_X", expiration: 1_789_600_000 }],
        },
      ],
      [
        "account_update",
        {
          event: "PARTNER_ADDED",
          waba_info: {
            waba_id: "980198427658004",
            owner_business_id: 2_329_417_887_457_253,
            solution_partner_business_ids: ["2949482758682047"],
          },
        },
        {
          event: "PARTNER_ADDED",
          waba_info: { waba_id: "980198427658004", owner_business_id: "2329417887457253" },
        },
      ],
      [
        "account_update",
        { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "REINSTATE", waba_ban_date: "April 17, 2025" } },
        { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "REINSTATE", waba_ban_date: "April 17, 2025" } },
      ],
      [
        "business_username_updates",
        { display_phone_number: "15550000001", status: "deleted", context: "revoked", username: "ada" },
        { display_phone_number: "15550000001", status: "deleted", context: "revoked" },
      ],
      [
        "business_capability_update",
        { max_phone_numbers_per_waba: "25", max_of_ada: 1 },
        { max_phone_numbers_per_waba: 25 },
      ],
    ];
    for (const [field, value, kept] of cases) {
      const { owner_business_id: _, ...rest } = { owner_business_id: null, ...keptValue(field, value) };
      assert.deepEqual(JSON.parse(JSON.stringify(rest)), JSON.parse(JSON.stringify(kept)), field);
    }
  });

  it("is nothing of a field that is not listed", () => {
    for (const field of ["messages", "automatic_events", "something_new", "constructor", "__proto__"]) {
      assert.equal(keptValue(field, { event: "X" }), null);
    }
  });

  it("is nothing of people, under whatever key they stand", () => {
    const people = fc.dictionary(fc.string(), fc.constantFrom(...Object.values(CANARIES)));
    const nested = fc.letrec((tie) => ({
      node: fc.oneof({ depthSize: "small" }, people, fc.dictionary(fc.string(), tie("node")), fc.array(tie("node"))),
    })).node;
    fc.assert(
      fc.property(fc.constantFrom(...KEPT_FIELDS), nested, (field, value) => {
        const kept = JSON.stringify(keptValue(field, value));
        for (const canary of Object.values(CANARIES)) assert.ok(!kept.includes(canary), kept);
      }),
      { numRuns: PROPERTY_RUNS },
    );
    const words = ["event", "decision", "reason", "status", "context", "initiated_by", "alert_type", "current_limit"];
    for (const field of KEPT_FIELDS) {
      for (const canary of Object.values(CANARIES)) {
        const value = Object.fromEntries(words.map((name) => [name, canary]));
        const nestedToo = { ...value, disconnection_info: value, waba_info: value, alert_info: value };
        assert.ok(!JSON.stringify(keptValue(field, nestedToo)).includes(canary), `${field}: ${canary}`);
      }
    }
  });

  it("has an end, and is text that Firestore takes", () => {
    const half = { alert_type: "X", alert_description: `${"x".repeat(499)}\u{1F600}` };
    const kept = JSON.stringify(keptValue("account_alerts", half));
    assert.ok(!/\\uD83D/i.test(kept));
    const many = { restriction_info: Array.from({ length: 150_000 }, () => ({ restriction_type: "R".repeat(500) })) };
    assert.ok(JSON.stringify(keptValue("account_update", many)).length < 20_000);
    for (const value of [null, 3, "text", [], [{ event: "X" }], undefined]) {
      assert.deepEqual(keptValue("account_update", value), {});
    }
  });
});
