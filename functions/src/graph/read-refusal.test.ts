import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { GraphError } from "../contract/failure.ts";
import { PROPERTY_RUNS } from "../testing/property-runs.ts";
import { readRefusal, regainAccessMs } from "./read-refusal.ts";

describe("reading an error of Graph's", () => {
  it("finds none where there is no code", () => {
    for (const json of [
      null,
      1,
      "error",
      [],
      {},
      { error: null },
      { error: "x" },
      { error: [] },
      { error: {} },
      { error: { code: null } },
      { error: { code: 1.5 } },
      { error: { code: 1e300 } },
      { success: true },
    ]) {
      assert.equal(readRefusal(json, 400, []), null, JSON.stringify(json));
    }
  });

  it("takes 0 for a code, and fields of a wrong type for unknown", () => {
    const odd = {
      code: 0,
      message: {},
      type: 5,
      error_subcode: "thirty-three",
      error_data: [],
      error_user_title: "",
      fbtrace_id: null,
    };
    assert.deepEqual(readRefusal({ error: odd }, 401, []), {
      code: 0,
      subcode: null,
      type: null,
      message: "",
      details: null,
      userTitle: null,
      userMessage: null,
      fbtraceId: null,
      httpStatus: 401,
    });
  });

  it("hides secrets before it shortens, so that not even their beginning is left", () => {
    const secret = "EAAinventedSystemUserToken000001";
    const error = readRefusal({ error: { code: 1, message: "x".repeat(1990) + secret } }, 400, [secret]);
    assert.ok(error !== null && !error.message.includes("EAA"), error?.message.slice(-20));
  });

  it("takes no secret that Meta repeats for a code, wherever codes are read from", () => {
    const pin = "412347";
    for (const error of [
      { code: pin, message: "x" },
      { message: `(#${pin}) x` },
      { code: 100, error_subcode: pin, message: "x" },
      { code: 100, error_data: pin },
      { code: 100, error_data: { details: pin } },
      { code: 100, error_data: JSON.stringify({ details: `\\u0034${pin.slice(1)}` }).replace("\\\\", "\\") },
      { code: 100, error_data: { blame_field_specs: [[pin]] } },
    ]) {
      const read = readRefusal({ error }, 400, [pin]);
      assert.ok(!JSON.stringify(read).includes(pin), JSON.stringify(error));
    }
    assert.equal(readRefusal({ error: { code: 133_005, message: "x" } }, 400, ["133005"])?.code, 133_005);
  });

  it("pollutes nothing", () => {
    const text =
      '{"error":{"code":100,"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}},"__proto__":{"polluted":1}}';
    const error = readRefusal(JSON.parse(text), 400, []);
    assert.equal(error?.code, 100);
    assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
    assert.equal(
      readRefusal(JSON.parse('{"__proto__":{"error":{"code":100}}}'), 400, []),
      null,
      "nor is it read from there",
    );
  });

  it("is not troubled by depth", () => {
    const deep = `{"error":{"code":100,"message":${"[".repeat(50_000)}${"]".repeat(50_000)}}}`;
    assert.equal(readRefusal(JSON.parse(deep), 400, [])?.code, 100);
    assert.equal(readRefusal(JSON.parse(`{"error":${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}}`), 400, []), null);
  });

  it("throws at nothing, and yields what the contract allows and no secret", () => {
    const loose = fc.oneof(
      fc.json().map((text): unknown => JSON.parse(text)),
      fc.object({
        withBigInt: false,
        withNullPrototype: true,
        key: fc.constantFrom("error", "code", "__proto__", "message", "x"),
      }),
    );
    const field = fc.oneof(
      fc.string(),
      fc.jsonValue(),
      fc.double(),
      fc.constant(undefined),
      fc.constant("the secret046813here"),
    );
    const names = [
      "message",
      "type",
      "error_subcode",
      "error_data",
      "error_user_title",
      "error_user_msg",
      "fbtrace_id",
    ] as const;
    const shaped = fc.record({
      error: fc.record({
        code: fc.oneof(fc.integer(), fc.double(), fc.string()),
        ...Object.fromEntries(names.map((name) => [name, field])),
      }),
    });
    fc.assert(
      fc.property(fc.oneof(loose, shaped), fc.integer({ min: 100, max: 599 }), (json, httpStatus) => {
        const error = readRefusal(json, httpStatus, ["046813"]);
        if (error === null) return;
        GraphError.parse(error);
        assert.ok(!JSON.stringify(error).includes("046813") || String(error.code).includes("046813"));
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });
});

describe("the usage header", () => {
  const usage = (...minutes: unknown[]): string =>
    JSON.stringify({ "1": minutes.map((value) => ({ estimated_time_to_regain_access: value })) });
  const cases: readonly (readonly [string, string | null, number | null])[] = [
    ["left out", null, null],
    ["not JSON", "soon", null],
    ["of another shape", '{"a":1}', null],
    ["an array", "[]", null],
    ["no wait", usage(0, 0), null],
    ["one wait", usage(5), 300_000],
    ["several waits", usage(0, 20, 5), 1_200_000],
    [
      "several accounts",
      '{"1":[{"estimated_time_to_regain_access":1}],"2":[{"estimated_time_to_regain_access":3}]}',
      180_000,
    ],
    ["a word for a number", usage("5", 3), 180_000],
    [
      "a list of another form beside one that is known",
      '{"1":[7,{"estimated_time_to_regain_access":3}],"2":"none"}',
      180_000,
    ],
    ["a wait below nothing", usage(-5), null],
    ["a week", usage(10_080), 604_800_000],
    ["more than a week", usage(10_081), null],
    ["a wait beyond all time", usage(1e300), null],
  ];
  for (const [name, header, expected] of cases) {
    it(`${name} means ${expected}`, () => assert.equal(regainAccessMs(header), expected));
  }

  it("yields a time that can be written down, whatever it holds", () => {
    const any = fc.oneof(
      fc.string(),
      fc.json(),
      fc.array(fc.double()).map((minutes) => usage(...minutes)),
    );
    fc.assert(
      fc.property(any, (header) => {
        const wait = regainAccessMs(header);
        if (wait !== null) assert.ok(new Date(Date.UTC(2090, 0) + wait).toISOString());
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });
});
