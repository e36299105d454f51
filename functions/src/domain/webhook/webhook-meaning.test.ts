import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { graphError, NUMBER, WABA } from "../../testing/fixtures.ts";
import { PROPERTY_RUNS } from "../../testing/property-runs.ts";
import { keptValue } from "./kept-value.ts";
import type { WebhookChange } from "./webhook-change.ts";
import { meaningOf } from "./webhook-meaning.ts";

const AT = Date.UTC(2030, 0, 1);
const DIGITS = "15550000001";

const change = (field: string, value: unknown, at: number | null = AT): WebhookChange => ({
  wabaId: WABA,
  isWaba: true,
  field,
  at,
  value,
  event: null,
});
const APP = "888000000000001";
/** What it means to a deployment with this app, an hour after. */
const meant = (one: WebhookChange) => meaningOf(one, { now: AT + 3_600_000, appId: APP });
const claimOf = (field: string, value: unknown) => meant(change(field, value)).claim;
const aboutNumber = { display_phone_number: DIGITS };

/** Every field that holds what users write, or who they are. */
const PRIVATE = (
  "messages message_echoes smb_message_echoes smb_app_state_sync history calls user_preferences user_id_update " +
  "group_lifecycle_update group_participants_update group_settings_update group_status_update messaging_handovers standby automatic_events tracking_events flows something_new"
).split(" ");

describe("what an event is about", () => {
  it("the number whose digits it names", () => {
    const digits = { kind: "digits", digits: DIGITS, wabaId: WABA };
    assert.deepEqual(meant(change("security", { ...aboutNumber, event: "PIN_CHANGED" })).subject, digits);
    assert.deepEqual(meant(change("new_field", { display_phone_number: "+1 555-000-0001" })).subject, digits);
    assert.deepEqual(meant(change("account_update", { phone_number: DIGITS, event: "X" })).subject, {
      kind: "account",
      digits: DIGITS,
      wabaId: WABA,
    });
  });

  it("the number whose id it names", () => {
    const { subject } = meant(change("messages", { metadata: { ...aboutNumber, phone_number_id: NUMBER } }));
    assert.deepEqual(subject, { kind: "id", phoneNumberId: NUMBER, wabaId: WABA });
    assert.deepEqual(meant(change("new_field", { ...aboutNumber, phone_number_id: NUMBER })).subject, subject);
  });

  it("the account and the number that it names, in the fields of accounts", () => {
    for (const field of [
      "account_update",
      "account_offboarded",
      "account_reconnected",
      "account_review_update",
      "account_alerts",
      "business_capability_update",
    ])
      assert.deepEqual(
        meant(change(field, { ...aboutNumber, phone_number_id: NUMBER })).subject,
        { kind: "account", digits: DIGITS, wabaId: WABA },
        field,
      );
  });

  it("else the whole account, which a partner's event names inside", () => {
    assert.deepEqual(meant(change("new_field", {})).subject, { kind: "account", digits: null, wabaId: WABA });
    assert.deepEqual(meant(change("account_review_update", { decision: "APPROVED" })).subject, {
      kind: "account",
      digits: null,
      wabaId: WABA,
    });
    const inside = meant(
      change("account_update", { event: "PARTNER_REMOVED", waba_info: { waba_id: "777000000000099" } }),
    );
    assert.deepEqual(inside.subject, { kind: "account", digits: null, wabaId: "777000000000099" });
  });

  it("which proves that events of a number arrive where it names the number and a time", () => {
    assert.equal(meant(change("security", aboutNumber)).provesLifeAt, AT);
    assert.equal(meant(change("security", aboutNumber, null)).provesLifeAt, null);
    assert.equal(meant(change("account_update", { event: "PARTNER_ADDED" })).provesLifeAt, null);
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
    for (const [subject, word] of [
      ["quality", "UNFLAGGED"],
      ["limit", "UPGRADE"],
      ["limit", "DOWNGRADE"],
      ["limit", "ONBOARDING"],
      ["throughput", "THROUGHPUT_UPGRADE"],
    ] as const) {
      assert.equal(claimOf("phone_number_quality_update", { ...aboutNumber, event: word })?.subject, subject);
    }
    assert.equal(claimOf("phone_number_quality_update", { ...aboutNumber, event: "SOMETHING_NEW" }), null);
    const newer = { ...aboutNumber, event: "UPGRADE", max_daily_conversations_per_business: 2000 };
    assert.equal(claimOf("phone_number_quality_update", newer)?.detail, "2000");
    assert.equal(claimOf("phone_number_quality_update", { ...newer, current_limit: "TIER_1K" })?.detail, "TIER_1K");
    assert.equal(claimOf("phone_number_quality_update", aboutNumber), null, "no word, no claim");
  });

  it("the review of the account, its capabilities, an alert, the security of the PIN", () => {
    assert.deepEqual([claimOf("account_review_update", {}), claimOf("phone_number_name_update", {})], [null, null]);
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
    assert.deepEqual(claimOf("account_alerts", { alert_info: { alert_type: "X", alert_description: "Why" } }), {
      subject: "alert",
      word: "X",
      detail: "Why",
    });
    assert.equal(claimOf("account_alerts", { alert_type: "Y" })?.word, "Y");
    assert.equal(claimOf("account_alerts", { alert_description: "Why" }), null);
    for (const [subject, word] of [
      ["pin", "PIN_CHANGED"],
      ["pin", "PIN_REQUEST_SUCCESS"],
      ["pin", "PIN_RESET_SUCCESS"],
      ["pin_reset", "PIN_RESET_REQUEST"],
    ] as const) {
      assert.deepEqual(claimOf("security", { ...aboutNumber, event: word }), { subject, word, detail: null });
    }
    assert.equal(claimOf("security", { ...aboutNumber, event: "SOMETHING_NEW" }), null);
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
    const ending = [1_893_456_000, 1_893_459_600].map((expiration) => ({
      restriction_type: "RESTRICTED_X",
      expiration,
    }));
    assert.equal(
      update({ event: "ACCOUNT_RESTRICTION", restriction_info: ending })?.until,
      "2030-01-01T01:00:00.000Z",
      "when the last one ends",
    );
    const long = Array.from({ length: 100 }, (_, turn) => ({
      restriction_type: `RESTRICTED_${"X".repeat(90)}_${turn}`,
    }));
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
    for (const [subject, event] of [
      ["partner", "PARTNER_ADDED"],
      ["partner", "PARTNER_REMOVED"],
      ["app", "PARTNER_APP_INSTALLED"],
      ["app", "PARTNER_APP_UNINSTALLED"],
      ["link", "ACCOUNT_OFFBOARDED"],
      ["link", "ACCOUNT_RECONNECTED"],
      ["deletion", "ACCOUNT_DELETED"],
    ] as const) {
      assert.deepEqual(update({ event }), { subject, word: event, detail: null });
    }
    for (const event of ["SOMETHING_NEW", "constructor"]) assert.equal(update({ event }), null);
    assert.equal(update({}), null);
  });

  it("the going of an app where it is this one, or nobody knows which", () => {
    const gone = (partner_app_id?: string) =>
      change("account_update", { event: "PARTNER_APP_UNINSTALLED", waba_info: { waba_id: WABA, partner_app_id } });
    assert.deepEqual(meant(gone(APP)).claim, { subject: "app", word: "PARTNER_APP_UNINSTALLED", detail: APP });
    assert.equal(meant(gone("333000000000001")).claim, null, "that was another partner's");
    assert.equal(meant(gone()).claim?.subject, "app");
    const unconfigured = meaningOf(gone("333000000000001"), { now: AT, appId: null });
    assert.equal(unconfigured.claim?.detail, "333000000000001");
  });

  it("why a business left, and who began it", () => {
    const left = (disconnection_info: unknown) =>
      claimOf("account_update", { event: "PARTNER_REMOVED", disconnection_info })?.detail;
    assert.equal(left({ reason: "PRIMARY_INACTIVITY", initiated_by: "META" }), "PRIMARY_INACTIVITY, initiated by META");
    assert.equal(left({ reason: "CHANGE_NUMBER" }), "CHANGE_NUMBER");
    assert.equal(left({ initiated_by: "BUSINESS" }), "initiated by BUSINESS");
    for (const none of [undefined, {}, "CHANGE_NUMBER", { initiated_by: "+1 555 000 0099" }])
      assert.equal(left(none), null);
  });

  it("the coming and going of the Business app also where that is a field of its own", () => {
    const value = { waba_id: "777000000000099", timestamp: AT / 1000, reason: "USER_INITIATED" };
    const { subject, claim } = meant(change("account_offboarded", value));
    assert.deepEqual(subject, { kind: "account", digits: null, wabaId: "777000000000099" });
    assert.deepEqual(claim, { subject: "link", word: "ACCOUNT_OFFBOARDED", detail: "USER_INITIATED" });
    assert.equal(claimOf("account_reconnected", {})?.word, "ACCOUNT_RECONNECTED");
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
    const { statuses, provesLifeAt } = meant(change("messages", { metadata, statuses: [sent, failed] }, null));
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
      return meant(change("messages", { metadata, statuses: [entry] })).statuses[0]?.error;
    };
    assert.equal(errorOf({ code: 131_000, title: "Title", message: "Message" })?.message, "Message");
    assert.deepEqual([errorOf({ code: 131_000 })?.message, errorOf({ code: 131_000 })?.details], ["", null]);
    for (const none of [{ title: "No code" }, "text", null]) assert.equal(errorOf(none), null);
  });

  it("prove that events arrive by the newest time in them", () => {
    const entries = [60, 120, 90].map((s) => ({ id: "x", status: "sent", timestamp: String(AT / 1000 + s) }));
    const lifeOf = (field: string, value: object, at: number | null = AT) =>
      meant(change(field, { metadata, ...value }, at)).provesLifeAt;
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
    assert.deepEqual(meant(change("messages", { metadata, statuses: entries })).statuses, []);
    assert.deepEqual(
      meant(change("messages", { statuses: [{ id: "x", status: "sent", timestamp: seconds }] })).statuses,
      [],
    );
  });

  it("of users prove that events arrive, and nothing else of them is looked at", () => {
    const messages = [{ from: "15550000099", timestamp: seconds, text: { body: "Hello" } }];
    const meaning = meant(change("messages", { metadata, messages, contacts: [{ wa_id: "15550000099" }] }, null));
    assert.equal(meaning.provesLifeAt, AT);
    assert.deepEqual([meaning.claim, meaning.statuses], [null, []]);
    assert.ok(!JSON.stringify(meaning).includes("Hello") && !JSON.stringify(meaning).includes("15550000099"));
  });

  it("and all else that users write are kept nothing of", () => {
    for (const field of PRIVATE)
      assert.equal(keptValue(field, { event: "X", display_phone_number: DIGITS }), null, field);
  });
});

describe("the time of an event", () => {
  it("of the future is none", () => {
    const [past, future] = [AT, Date.UTC(2099)];
    assert.equal(meant(change("security", aboutNumber, past)).at, past);
    assert.deepEqual([meant(change("security", aboutNumber, future)).at], [null]);
    assert.equal(meant(change("security", aboutNumber, future)).provesLifeAt, null);
  });

  it("is found among any number of times, and one of the future is passed over", () => {
    const times = Array.from({ length: 150_000 }, () => ({ timestamp: String(AT / 1000) }));
    const messages = [...times, { timestamp: String(Date.UTC(2099) / 1000) }];
    const metadata = { ...aboutNumber, phone_number_id: NUMBER };
    assert.equal(meant(change("messages", { metadata, messages }, null)).provesLifeAt, AT);
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
        const meaning = meant(change(name, json));
        assert.ok(["id", "digits", "account"].includes(meaning.subject.kind));
        assert.ok(JSON.stringify(meaning.claim).isWellFormed());
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });
});
