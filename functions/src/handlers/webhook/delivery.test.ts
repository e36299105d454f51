import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { WABA } from "../../testing/fixtures.ts";
import { PROPERTY_RUNS } from "../../testing/property-runs.ts";
import { EVENT_S, payload, quality, status } from "../../testing/webhook-payloads.ts";
import { canonicalJson } from "./canonical.ts";
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

  it("keeps what it does not know whole, and nothing of what users write", () => {
    const { changes } = changesOf({
      entry: [
        { id: WABA, time: EVENT_S, changes: [{ field: "something_new", value: { b: 1, a: [{ deep: null }] } }] },
        {
          id: WABA,
          time: EVENT_S,
          changes: [{ field: "messages", value: { messages: [{ text: { body: "Hello" } }] } }],
        },
      ],
    });
    assert.equal(changes[0]?.event?.json, '{"a":[{"deep":null}],"b":1}');
    assert.equal(changes[1]?.event, null);
  });

  it("gives the same event the same id, and another event another", () => {
    const idOf = (value: object, time = EVENT_S, wabaId = WABA, field = "f") =>
      changesOf({ entry: [{ id: wabaId, time, changes: [{ field, value }] }] }).changes[0]?.event?.id;
    assert.equal(idOf({ a: 1, b: 2 }), idOf({ b: 2, a: 1 }));
    const ids = [
      idOf({ a: 1 }),
      idOf({ a: 2 }),
      idOf({ a: 1 }, EVENT_S + 1),
      idOf({ a: 1 }, EVENT_S, "777000000000002"),
      idOf({ a: 1 }, EVENT_S, WABA, "g"),
    ];
    assert.equal(new Set(ids).size, ids.length);
    assert.match(ids[0] ?? "", /^[0-9a-f]{40}$/);
  });

  it("of a __proto__ changes nothing but itself", () => {
    const raw = `{"entry":[{"id":"${WABA}","time":${EVENT_S},"__proto__":{"field":"x"},"changes":[{"field":"new","value":{"__proto__":{"event":"X","polluted":true},"constructor":{"prototype":{"polluted":true}}}}]}]}`;
    const { changes } = changesOf(raw);
    assert.equal(Object.hasOwn(Object.prototype, "polluted"), false);
    assert.ok(
      String(changes[0]?.event?.json).includes('"__proto__":{"event":"X"'),
      "it is kept as text, and is nothing but text",
    );
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

describe("canonical JSON", () => {
  it("is the same value, in one way", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
        assert.equal(canonicalJson(JSON.parse(text)), text);
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });
});
