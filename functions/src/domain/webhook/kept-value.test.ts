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

const [WORD, ID, COUNT, DIALLED, TEXT] = ["SOME_WORD", "980198427658004", 250, "+1 (555) 078-3881", "April 17, 2025"];

const TEMPLATE = { message_template_id: ID, message_template_name: WORD, message_template_language: WORD };
const ALERT = { alert_severity: WORD, alert_status: WORD, alert_type: WORD, alert_description: TEXT };
const OFFBOARDING = { waba_id: ID, reason: WORD, timestamp: COUNT };
const USERNAME = { display_phone_number: DIALLED, status: WORD, context: WORD };

type Event = { readonly [key: string]: string | number | Event | undefined };

/** One event of every field, with all that is kept of it. */
const WHOLE: Readonly<Record<string, Event>> = {
  account_update: {
    ban_info: { waba_ban_date: TEXT, waba_ban_state: WORD },
    disconnection_info: { initiated_by: WORD, reason: WORD },
    event: WORD,
    phone_number: DIALLED,
    restriction_info: { expiration: COUNT, restriction_type: WORD },
    violation_info: { violation_type: WORD },
    waba_info: { owner_business_id: ID, partner_app_id: ID, solution_id: ID, waba_id: ID },
  },
  account_offboarded: OFFBOARDING,
  account_reconnected: OFFBOARDING,
  account_review_update: { decision: WORD },
  account_alerts: { ...ALERT, alert_info: ALERT, entity_id: ID, entity_type: WORD },
  business_capability_update: {
    max_daily_conversation_per_phone: COUNT,
    max_daily_conversations_per_business: COUNT,
    max_phone_numbers_per_business: COUNT,
    max_phone_numbers_per_waba: COUNT,
  },
  phone_number_name_update: {
    display_phone_number: DIALLED,
    decision: WORD,
    rejection_reason: WORD,
    requested_verified_name: TEXT,
  },
  phone_number_quality_update: {
    display_phone_number: DIALLED,
    current_limit: WORD,
    event: WORD,
    max_daily_conversations_per_business: COUNT,
    old_limit: WORD,
  },
  security: { display_phone_number: DIALLED, event: WORD },
  business_username_update: USERNAME,
  business_username_updates: USERNAME,
  message_template_status_update: { ...TEMPLATE, event: WORD, reason: WORD },
  message_template_quality_update: { ...TEMPLATE, new_quality_score: WORD, previous_quality_score: WORD },
  template_category_update: { ...TEMPLATE, correct_category: WORD, new_category: WORD, previous_category: WORD },
  partner_solutions: { event: WORD, solution_id: ID, solution_status: WORD },
};

/** The event with values of another kind: what should be a text is a fraction, and all else is a text. */
const spoilt = (event: Event): Event =>
  Object.fromEntries(
    Object.entries(event).map(([key, value]) => [
      key,
      typeof value === "object" ? spoilt(value) : value === TEXT ? 5.5 : TEXT,
    ]),
  );

/** What is left of the event then: the objects in it, empty. */
const emptied = (event: Event): Event =>
  Object.fromEntries(
    Object.entries(event).flatMap(([key, value]) => (typeof value === "object" ? [[key, emptied(value)]] : [])),
  );

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

  it("is every key of the list, where its value is what it should be", () => {
    for (const [field, value] of Object.entries(WHOLE)) {
      assert.deepEqual(keptValue(field, { ...value, another: WORD }), value, field);
      assert.deepEqual(keptValue(field, spoilt(value)), emptied(value), field);
    }
    assert.deepEqual(Object.keys(WHOLE).toSorted(), KEPT_FIELDS);
  });

  it("is of each kind what is wholly of that kind", () => {
    const kept = (field: string, key: string, value: unknown): unknown => keptValue(field, { [key]: value })?.[key];
    const kinds: readonly (readonly [
      field: string,
      key: string,
      right: readonly string[],
      wrong: readonly string[],
    ])[] = [
      ["security", "event", ["A", "a-b_1", "A".repeat(512)], ["", "1A", " A", "A B", "A!", "A".repeat(513)]],
      ["partner_solutions", "solution_id", ["12345", "1".repeat(20)], ["1234", "1".repeat(21), "x12345", "12345x"]],
      ["security", "display_phone_number", ["12345", "+1 (2)-3.4"], ["1234", "a12345", "12345a", "1".repeat(32)]],
    ];
    for (const [field, key, right, wrong] of kinds) {
      for (const value of right) assert.equal(kept(field, key, value), value, value);
      for (const value of wrong) assert.equal(kept(field, key, value), undefined, value);
    }
    assert.equal(kept("phone_number_name_update", "requested_verified_name", ""), undefined);
    const count = (value: unknown) => kept("business_capability_update", "max_phone_numbers_per_waba", value);
    assert.deepEqual(["-1", "0", "1".repeat(13), -1].map(count), [-1, 0, 1_111_111_111_111, -1]);
    for (const value of ["x1", "1x", "--1", "1".repeat(14), 1.5, "", null, true, {}])
      assert.equal(count(value), undefined);
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
