import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { graphError, NUMBER, WABA } from "../../testing/fixtures.ts";
import { PROPERTY_RUNS } from "../../testing/property-runs.ts";
import type { WebhookChange } from "./webhook-change.ts";
import { isPrivate, meaningOf } from "./webhook-meaning.ts";

const AT = Date.UTC(2030, 0, 1);
const DIGITS = "15550000001";

const change = (field: string, value: unknown, at: number | null = AT): WebhookChange => ({
  wabaId: WABA,
  field,
  at,
  value,
  event: null,
});
const claimOf = (field: string, value: unknown) => meaningOf(change(field, value)).claim;
const aboutNumber = { display_phone_number: DIGITS };

/** Every field that holds what users write, or who they are. */
const PRIVATE = (
  "messages message_echoes smb_message_echoes smb_app_state_sync history calls user_preferences user_id_update " +
  "group_lifecycle_update group_participants_update group_settings_update group_status_update messaging_handovers standby"
).split(" ");

describe("what an event is about", () => {
  it("the number whose digits it names", () => {
    const digits = { kind: "digits", digits: DIGITS, wabaId: WABA };
    assert.deepEqual(meaningOf(change("security", { ...aboutNumber, event: "PIN_CHANGED" })).subject, digits);
    assert.deepEqual(meaningOf(change("new_field", { display_phone_number: "+1 555-000-0001" })).subject, digits);
    assert.deepEqual(meaningOf(change("account_update", { phone_number: DIGITS, event: "X" })).subject, digits);
  });

  it("the number whose id it names", () => {
    const { subject } = meaningOf(change("messages", { metadata: { ...aboutNumber, phone_number_id: NUMBER } }));
    assert.deepEqual(subject, { kind: "id", phoneNumberId: NUMBER, wabaId: WABA });
    assert.deepEqual(meaningOf(change("new_field", { ...aboutNumber, phone_number_id: NUMBER })).subject, subject);
  });

  it("else the whole account, which a partner's event names inside", () => {
    assert.deepEqual(meaningOf(change("account_review_update", { decision: "APPROVED" })).subject, {
      kind: "account",
      wabaId: WABA,
    });
    const inside = meaningOf(
      change("account_update", { event: "PARTNER_REMOVED", waba_info: { waba_id: "777000000000099" } }),
    );
    assert.deepEqual(inside.subject, { kind: "account", wabaId: "777000000000099" });
  });

  it("which proves that events of a number arrive where it names the number and a time", () => {
    assert.equal(meaningOf(change("security", aboutNumber)).provesLifeAt, AT);
    assert.equal(meaningOf(change("security", aboutNumber, null)).provesLifeAt, null);
    assert.equal(meaningOf(change("account_update", { event: "PARTNER_ADDED" })).provesLifeAt, null);
  });
});

describe("what an event claims", () => {
  it("a decision on the display name", () => {
    assert.deepEqual(
      claimOf("phone_number_name_update", {
        ...aboutNumber,
        decision: "APPROVED",
        requested_verified_name: "Invented Ltd",
      }),
      { subject: "name", word: "APPROVED", detail: "Invented Ltd" },
    );
  });

  it("a change of quality or limit, in the old form and the new", () => {
    assert.deepEqual(
      claimOf("phone_number_quality_update", { ...aboutNumber, event: "FLAGGED", current_limit: "TIER_1K" }),
      {
        subject: "quality",
        word: "FLAGGED",
        detail: "TIER_1K",
      },
    );
    const newer = { ...aboutNumber, event: "UPGRADE", max_daily_conversations_per_business: 2000 };
    assert.equal(claimOf("phone_number_quality_update", newer)?.detail, "2000");
    assert.equal(claimOf("phone_number_quality_update", { ...newer, current_limit: "TIER_1K" })?.detail, "TIER_1K");
    assert.equal(claimOf("phone_number_quality_update", aboutNumber), null, "no word, no claim");
  });

  it("the review of the account, its capabilities, an alert, the security of the PIN", () => {
    assert.deepEqual(claimOf("account_review_update", { decision: "REJECTED" }), {
      subject: "review",
      word: "REJECTED",
      detail: null,
    });
    assert.deepEqual(
      claimOf("business_capability_update", {
        max_phone_numbers_per_waba: 25,
        max_daily_conversations_per_business: 2000,
        max_of_nothing: null,
        another_field: 3,
      }),
      {
        subject: "capability",
        word: "max_daily_conversations_per_business=2000, max_phone_numbers_per_waba=25",
        detail: null,
      },
    );
    assert.equal(claimOf("business_capability_update", { another_field: 3 }), null);
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, turn) => [`max_of_kind_${turn}`, turn]));
    assert.equal(claimOf("business_capability_update", many)?.word.length, 1000, "what is kept has an end");
    assert.deepEqual(claimOf("account_alerts", { alert_info: { alert_type: "X", alert_description: "Why" } }), {
      subject: "alert",
      word: "X",
      detail: "Why",
    });
    assert.equal(claimOf("account_alerts", { alert_type: "Y" })?.word, "Y");
    assert.equal(claimOf("account_alerts", { alert_description: "Why" }), null);
    assert.deepEqual(claimOf("security", { ...aboutNumber, event: "PIN_RESET_REQUEST" }), {
      subject: "security",
      word: "PIN_RESET_REQUEST",
      detail: null,
    });
  });

  it("different things in updates of the account, each by itself", () => {
    const update = (value: object) => claimOf("account_update", value);
    assert.deepEqual(
      update({ event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "REINSTATE", waba_ban_date: "May 1" } }),
      {
        subject: "standing",
        word: "REINSTATE",
        detail: "May 1",
      },
    );
    const restriction_info = [
      { restriction_type: "RESTRICTED_X", expiration: 1_893_456_000 },
      { restriction_type: "RESTRICTED_Y" },
      { expiration: 1 },
    ];
    assert.deepEqual(update({ event: "ACCOUNT_RESTRICTION", restriction_info }), {
      subject: "restriction",
      word: "ACCOUNT_RESTRICTION",
      detail: "RESTRICTED_X until 2030-01-01T00:00:00.000Z, RESTRICTED_Y",
    });
    assert.equal(update({ event: "ACCOUNT_RESTRICTION", restriction_info: [] })?.detail, null, "nothing is restricted");
    const long = Array.from({ length: 100 }, (_, turn) => ({ restriction_type: `RESTRICTED_${turn}` }));
    const cut = update({ event: "ACCOUNT_RESTRICTION", restriction_info: long })?.detail;
    assert.equal(cut?.length, 1000, "what is kept has an end");
    assert.deepEqual(update({ event: "DISABLED_UPDATE" }), {
      subject: "standing",
      word: "DISABLED_UPDATE",
      detail: null,
    });
    assert.deepEqual(update({ event: "ACCOUNT_VIOLATION", violation_info: { violation_type: "SPAM" } }), {
      subject: "violation",
      word: "ACCOUNT_VIOLATION",
      detail: "SPAM",
    });
    for (const event of [
      "PARTNER_ADDED",
      "PARTNER_REMOVED",
      "PARTNER_APP_INSTALLED",
      "PARTNER_APP_UNINSTALLED",
      "ACCOUNT_OFFBOARDED",
      "ACCOUNT_RECONNECTED",
      "ACCOUNT_DELETED",
    ]) {
      const claim = { subject: "access", word: event, detail: "888000000000001" };
      assert.deepEqual(update({ event, waba_info: { partner_app_id: "888000000000001" } }), claim);
    }
    for (const event of ["SOMETHING_NEW", "constructor"]) assert.equal(update({ event }), null);
    assert.equal(update({}), null);
  });

  it("nothing, where the field is not known or holds something else", () => {
    assert.equal(claimOf("something_new", { event: "X" }), null);
    for (const value of [null, 3, "text", [], [{ event: "X" }]]) {
      for (const field of ["account_update", "business_capability_update", "account_alerts", "security"]) {
        assert.equal(claimOf(field, value), null);
      }
    }
    assert.equal(claimOf("constructor", { event: "X" }), null);
  });
});

describe("messages", () => {
  const metadata = { ...aboutNumber, phone_number_id: NUMBER };
  const seconds = String(AT / 1000);

  it("yield statuses, with the mark of their sender and why they failed", () => {
    const sent = { id: "wamid.A", status: "delivered", timestamp: seconds, recipient_id: "15550000099" };
    const failed = {
      id: "wamid.B",
      status: "failed",
      timestamp: seconds,
      biz_opaque_callback_data: "mark",
      errors: [{ code: 131_026, title: "Undeliverable", error_data: { details: "Not on WhatsApp" } }],
    };
    const { statuses, provesLifeAt } = meaningOf(change("messages", { metadata, statuses: [sent, failed] }, null));
    assert.deepEqual(statuses[0], {
      phoneNumberId: NUMBER,
      messageId: "wamid.A",
      status: "delivered",
      at: AT,
      mark: null,
      error: null,
    });
    assert.equal(statuses[1]?.mark, "mark");
    assert.deepEqual(
      statuses[1].error,
      graphError(131_026, {
        type: null,
        message: "Undeliverable",
        details: "Not on WhatsApp",
        fbtraceId: null,
        httpStatus: 200,
      }),
    );
    assert.equal(provesLifeAt, AT);
    assert.ok(!JSON.stringify(statuses).includes("15550000099"), "who got it is left behind");
  });

  it("say why they failed in Graph's words, as far as there are any", () => {
    const errorOf = (error: unknown) => {
      const entry = { id: "wamid.A", status: "failed", timestamp: seconds, errors: [error] };
      return meaningOf(change("messages", { metadata, statuses: [entry] })).statuses[0]?.error;
    };
    assert.equal(errorOf({ code: 131_000, title: "Title", message: "Message" })?.message, "Message");
    assert.deepEqual([errorOf({ code: 131_000 })?.message, errorOf({ code: 131_000 })?.details], ["", null]);
    for (const none of [{ title: "No code" }, "text", null]) assert.equal(errorOf(none), null);
  });

  it("prove that events arrive by the newest time in them", () => {
    const entries = [60, 120, 90].map((s) => ({ id: "x", status: "sent", timestamp: String(AT / 1000 + s) }));
    const lifeOf = (field: string, value: object, at: number | null = AT) =>
      meaningOf(change(field, { metadata, ...value }, at)).provesLifeAt;
    assert.equal(lifeOf("messages", { statuses: entries }), AT + 120_000);
    assert.equal(lifeOf("messages", { messages: entries }), AT + 120_000);
    assert.equal(lifeOf("messages", { statuses: entries }, AT + 300_000), AT + 300_000);
    assert.equal(lifeOf("messages", { messages: [{}, null] }, null), null);
    assert.equal(lifeOf("history", { messages: entries, statuses: entries }, null), null, "that was long ago");
  });

  it("leave behind what cannot be a status", () => {
    const entries = [
      null,
      1,
      {},
      { id: "x", status: "sent" },
      { id: "x", status: "sent", timestamp: "soon" },
      { id: "x", timestamp: seconds },
      { status: "sent", timestamp: seconds },
    ];
    assert.deepEqual(meaningOf(change("messages", { metadata, statuses: entries })).statuses, []);
    assert.deepEqual(
      meaningOf(change("messages", { statuses: [{ id: "x", status: "sent", timestamp: seconds }] })).statuses,
      [],
    );
  });

  it("of users prove that events arrive, and nothing else of them is looked at", () => {
    const messages = [{ from: "15550000099", timestamp: seconds, text: { body: "Hello" } }];
    const meaning = meaningOf(change("messages", { metadata, messages, contacts: [{ wa_id: "15550000099" }] }, null));
    assert.equal(meaning.provesLifeAt, AT);
    assert.deepEqual([meaning.claim, meaning.statuses], [null, []]);
    assert.ok(!JSON.stringify(meaning).includes("Hello") && !JSON.stringify(meaning).includes("15550000099"));
  });

  it("and all else that users write are private", () => {
    for (const field of PRIVATE) assert.ok(isPrivate(field), field);
    for (const field of ["account_update", "something_new"]) assert.ok(!isPrivate(field), field);
  });
});

describe("reading a change", () => {
  it("never throws, whatever it holds", () => {
    const field = fc.oneof(
      fc.constantFrom("messages", "account_update", "account_alerts", "security", "business_capability_update"),
      fc.constantFrom("phone_number_name_update", "phone_number_quality_update", "account_review_update", "__proto__"),
      fc.string(),
    );
    const names = ["event", "metadata", "statuses", "waba_info", "display_phone_number", "restriction_info", "errors"];
    const value = fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom(...names), fc.jsonValue()));
    fc.assert(
      fc.property(field, value, (name, json) => {
        const meaning = meaningOf(change(name, json));
        assert.ok(["id", "digits", "account"].includes(meaning.subject.kind));
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });
});
