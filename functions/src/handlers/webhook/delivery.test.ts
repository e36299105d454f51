import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { WABA } from "../../testing/fixtures.ts";
import { PROPERTY_RUNS } from "../../testing/property-runs.ts";
import { EVENT_S, payload, quality, status } from "../../testing/webhook-payloads.ts";
import { parseDelivery } from "./delivery.ts";

const bytes = (json: unknown): Buffer => Buffer.from(typeof json === "string" ? json : JSON.stringify(json));
const changesOf = (json: unknown) => {
  const parsed = parseDelivery(bytes(json));
  assert.ok(parsed.ok);
  return parsed;
};
const problemOf = (raw: Uint8Array) => {
  const parsed = parseDelivery(raw);
  return parsed.ok ? null : parsed.problem;
};

describe("a delivery", () => {
  it("yields its changes with account, field and Meta's time", () => {
    const parsed = parseDelivery(payload([quality("15550000001", "FLAGGED"), quality("15550000002", "UNFLAGGED")]));
    assert.ok(parsed.ok);
    assert.equal(parsed.changes.length, 2);
    const [first] = parsed.changes;
    assert.deepEqual([first?.wabaId, first?.field, first?.at], [WABA, "phone_number_quality_update", EVENT_S * 1000]);
  });

  it("is understood as Meta's own malformed examples have it", () => {
    const { changes } = changesOf({
      entry: [
        {
          id: Number(WABA),
          time: EVENT_S,
          changes: [{ value: { event: "PARTNER_APP_INSTALLED" } }],
          field: "account_update",
        },
      ],
    });
    assert.deepEqual([changes[0]?.field, changes[0]?.wabaId], ["account_update", WABA]);
  });

  it("keeps every digit of ids that Meta prints as numbers", () => {
    const account = "17841400000000123456";
    const { changes } = changesOf(
      `{"entry":[{"id":${account},"time":${EVENT_S},"changes":[{"field":"account_update","value":{"event":"PARTNER_ADDED","waba_info":{"waba_id":90071992547409931}}}]}]}`,
    );
    assert.equal(changes[0]?.wabaId, account);
    assert.match(changes[0].event?.json ?? "", /"waba_id":"90071992547409931"/);
  });

  it("spoils nothing where a part is not understood", () => {
    const good = {
      id: WABA,
      time: EVENT_S,
      changes: [{ field: "account_alerts", value: {} }, null, { field: 3 }, { field: "" }],
    };
    const { changes, skipped } = changesOf({ entry: [null, 7, { id: "no id", changes: [] }, { id: WABA }, good] });
    assert.equal(changes.length, 1);
    assert.equal(skipped, 7);
  });

  it("has times in seconds or milliseconds, or none", () => {
    const at = (time: unknown) =>
      changesOf({ entry: [{ id: WABA, time, changes: [{ field: "account_alerts", value: {} }] }] }).changes[0]?.at;
    assert.deepEqual(
      [EVENT_S, String(EVENT_S), EVENT_S * 1000, 0, -5, "soon", null, 1e20, undefined].map((time) => at(time)),
      [EVENT_S * 1000, EVENT_S * 1000, EVENT_S * 1000, null, null, null, null, null, null],
    );
  });

  it("keeps the listed keys alone, nothing of fields that are not listed, and nothing of what users write", () => {
    const { changes } = changesOf({
      entry: [
        {
          id: WABA,
          time: EVENT_S,
          changes: [
            { field: "security", value: { requester: "15550000099", event: "PIN_RESET_REQUEST", deep: [{ x: 1 }] } },
            { field: "something_new", value: { event: "X" } },
            { field: "messages", value: { messages: [{ text: { body: "Hello" } }] } },
          ],
        },
      ],
    });
    assert.deepEqual(
      changes.map(({ event }) => event?.json),
      ['{"event":"PIN_RESET_REQUEST"}', undefined, undefined],
    );
  });

  it("may be about an account as it is today, or about the account model to come", () => {
    const entry = [{ id: WABA, time: EVENT_S, changes: [{ field: "security", value: {} }] }];
    const isWaba = (object?: string) => changesOf({ object, entry }).changes.map((change) => change.isWaba);
    assert.deepEqual(
      [isWaba(), isWaba("whatsapp_business_account"), isWaba("whatsapp_account")],
      [[true], [true], [false]],
    );
  });

  it("takes for a field what Meta would call one", () => {
    const fields = ["security", "__proto__", "a.b", "a/b", "\uD800", "", ".", "x".repeat(101), "Ünïcode", 3, null];
    const { changes, skipped } = changesOf({
      entry: [{ id: WABA, changes: fields.map((field) => ({ field, value: {} })) }],
    });
    assert.deepEqual(
      changes.map(({ field }) => field),
      ["security"],
    );
    assert.equal(skipped, fields.length - 1);
  });

  it("gives the same event the same id, another event another, and tells nothing of what is not kept", () => {
    const idOf = (value: object, time = EVENT_S, wabaId = WABA, field = "security") =>
      changesOf({ entry: [{ id: wabaId, time, changes: [{ field, value }] }] }).changes[0]?.event?.id;
    const [event, other] = ["PIN_CHANGED", "PIN_RESET_REQUEST"];
    const digits = { display_phone_number: "15550000001" };
    assert.equal(idOf({ event, ...digits }), idOf({ ...digits, event }));
    assert.equal(idOf({ event, requester: "15550000098" }), idOf({ event, requester: "15550000099" }));
    const ids = [
      idOf({ event }),
      idOf({ event: other }),
      idOf({ event }, EVENT_S + 1),
      idOf({ event }, EVENT_S, "777000000000002"),
      idOf({ event }, EVENT_S, WABA, "account_update"),
    ];
    assert.equal(new Set(ids).size, ids.length);
    assert.match(ids[0] ?? "", /^[0-9a-f]{40}$/);
  });

  it("of a __proto__ changes nothing but itself", () => {
    const raw = `{"entry":[{"id":"${WABA}","time":${EVENT_S},"__proto__":{"field":"x"},"changes":[{"field":"security","value":{"__proto__":{"event":"X","polluted":true},"constructor":{"prototype":{"polluted":true}}}}]}]}`;
    const { changes } = changesOf(raw);
    assert.equal(Object.hasOwn(Object.prototype, "polluted"), false);
    assert.equal(changes[0]?.event?.json, "{}");
  });

  it("that is none is told apart", () => {
    assert.equal(problemOf(bytes("{")), "not_json");
    assert.equal(problemOf(bytes("")), "not_json");
    assert.equal(problemOf(Buffer.from([0x7b, 0xff, 0x7d])), "not_json");
    assert.equal(problemOf(bytes("[]")), "not_a_delivery");
    assert.equal(problemOf(bytes({ object: "page", entry: [] })), "not_a_delivery");
    assert.equal(problemOf(bytes({ entry: "x" })), "not_a_delivery");
  });

  it("that is nested too deeply is refused, and quickly", () => {
    const deep = `{"entry":[{"id":"${WABA}","changes":[{"field":"new","value":${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}}]}]}`;
    const begun = performance.now();
    assert.equal(problemOf(bytes(deep)), "too_deep");
    assert.ok(performance.now() - begun < 2000);
  });

  it("of a thousand changes is read", () => {
    const parsed = parseDelivery(
      payload(Array.from({ length: 1000 }, (_, index) => status("550000000000001", `wamid.${index}`, "sent"))),
    );
    assert.ok(parsed.ok);
    assert.equal(parsed.changes.length, 1000);
  });

  it("of many more changes than Meta ever sends is refused, and quickly", () => {
    const entries = (count: number) => Array.from({ length: count }, () => ({ id: WABA, changes: [] }));
    const one = (count: number) => [
      { id: WABA, changes: Array.from({ length: count }, () => ({ field: "security", value: {} })) },
    ];
    for (const entry of [entries(40_000), one(40_000), one(5000)]) {
      const begun = performance.now();
      assert.equal(problemOf(bytes({ entry })), "too_many_changes");
      assert.ok(performance.now() - begun < 2000);
    }
    assert.equal(problemOf(bytes({ entry: one(4999) })), null);
  });

  it("never throws, whatever was signed", () => {
    const entry = fc.record(
      { id: fc.oneof(fc.constant(WABA), fc.jsonValue()), time: fc.jsonValue(), changes: fc.jsonValue() },
      { requiredKeys: [] },
    );
    const delivery = fc.oneof(fc.jsonValue(), fc.record({ entry: fc.array(entry) }));
    fc.assert(
      fc.property(delivery, (json) => {
        parseDelivery(bytes(JSON.stringify(json)));
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });
});
