import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { GraphError } from "../../contract/failure.ts";
import { anyGraphError } from "../../testing/arbitraries.ts";
import { graphError } from "../../testing/fixtures.ts";
import { PROPERTY_RUNS } from "../../testing/property-runs.ts";
import { ERROR_CATALOGUE } from "./error-catalogue.ts";
import { metaAsksForVerification, refusalStatus, unwrapped } from "./graph-refusal.ts";
import { shapeOf, SHAPES } from "./shapes.ts";

const UNSUPPORTED =
  "Unsupported post request. Object with ID '550000000000001' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api";

/** Each shape of #100 with the prefixes that Graph is known to write, or to leave out. */
const PREFIXES = ["", "(#100) ", "[100] "];
const HUNDRED: readonly (readonly [string, Partial<GraphError> & { message: string }, string])[] = [
  ["missing permission in so many words", { message: "Missing Permission" }, "missing_permission"],
  ["the same in another case", { message: "missing permission" }, "missing_permission"],
  ["an object that does not exist, subcode 33", { message: UNSUPPORTED, subcode: 33 }, "missing_permission"],
  ["subcode 33 with words we do not know", { message: "Objeto desconhecido", subcode: 33 }, "missing_permission"],
  ["subcode 33 that names a parameter", { message: "Invalid parameter", subcode: 33 }, "missing_permission"],
  ["the business app", { message: "Register endpoint is not available for SMB businesses." }, "number_on_business_app"],
  ["an invalid parameter", { message: "Invalid parameter", details: "x" }, "invalid_parameter"],
  ["details without known words", { message: "Something else", details: "x" }, "invalid_parameter"],
  ["a missing parameter", { message: "The parameter pin is required" }, "invalid_parameter"],
  ["a short word for parameter", { message: "Param pin must be a string" }, "invalid_parameter"],
  [
    "a proof that does not fit",
    { message: "Invalid appsecret_proof provided in the API argument" },
    "invalid_parameter",
  ],
  ["the wrapper alone, which names nothing", { message: "Invalid parameter" }, "unknown_error"],
  ["the wrapper with its point", { message: "Invalid parameter." }, "unknown_error"],
  ["a number that somebody holds", { message: "Invalid parameter", subcode: 2_388_001 }, "number_held_elsewhere"],
  ["the same by its title alone", { message: "", subcode: 2_388_001 }, "number_held_elsewhere"],
  [
    "a portfolio that is not filled in",
    { message: "Invalid parameter", userTitle: "Phone Link to WABA Failed - Unverified WABA" },
    "business_incomplete",
  ],
  ["a number that is not verified", { message: "Phone number not verified" }, "verification_required"],
  [
    "a field of another kind of node",
    { message: "Tried accessing nonexisting field (status) on node type (Business)" },
    "missing_permission",
  ],
  ["WhatsApp's own code in the subcode", { message: "Invalid parameter", subcode: 133_005 }, "pin_mismatch"],
  ["WhatsApp's own code in a text", { message: "Invalid parameter", details: "133006" }, "verification_required"],
  ["words we do not know", { message: "Something else altogether" }, "unknown_error"],
  ["no words", { message: "" }, "unknown_error"],
  [
    "a number that somebody holds, whatever the message",
    { message: "Missing Permission", subcode: 2_388_001 },
    "number_held_elsewhere",
  ],
  ["permission and parameter at once", { message: "Missing Permission for parameter pin" }, "missing_permission"],
  ["permission and business app at once", { message: "Missing Permission for SMB" }, "missing_permission"],
];

describe("#100", () => {
  for (const [name, error, status] of HUNDRED) {
    for (const prefix of PREFIXES) {
      it(`is ${status}: ${name}, written with "${prefix}"`, () => {
        assert.equal(refusalStatus(graphError(100, { ...error, message: prefix + error.message })), status);
      });
    }
  }

  const told: readonly (readonly [message: string, subcode: number | null, words: string | null])[] = [
    ["Missing Permission", null, "Missing Permission"],
    ["Objeto desconhecido", 33, "subcode 33"],
    ["Register endpoint is not available for SMB businesses.", null, "SMB"],
    ["The parameter pin is required", null, "Invalid parameter"],
    ["Cannot Create Certificate", 2_388_001, "subcode 2388001"],
    ["Cannot Create Certificate", null, null],
    ["Something else altogether", 2_388_002, null],
  ];
  for (const [message, subcode, words] of told) {
    it(`is listed for people as ${words ?? "nothing known"}: "${message}" with subcode ${subcode}`, () => {
      const shape = shapeOf(graphError(100, { message, subcode }));
      assert.equal(words === null ? shape : shape?.words.includes(words), words === null ? undefined : true);
    });
  }

  it("is not judged by texts that may be localised", () => {
    const localised = {
      details: "Parâmetro inválido: parameter argument SMB",
      userTitle: "Invalid parameter",
      userMessage: "Il parametro SMB non è valido",
    };
    assert.equal(
      refusalStatus(graphError(100, { message: "(#100) Missing Permission", ...localised })),
      "missing_permission",
    );
    const { userTitle, userMessage } = localised;
    assert.equal(refusalStatus(graphError(100, { message: "(#100) Boh", userTitle, userMessage })), "unknown_error");
  });

  it("does not take a word that only contains SMB or param for the word", () => {
    assert.equal(refusalStatus(graphError(100, { message: "SMBX parametric" })), "unknown_error");
  });

  it("is missing_permission whenever it says Missing Permission, unless a subcode decides", () => {
    fc.assert(
      fc.property(anyGraphError, fc.string(), fc.string(), (error, before, after) => {
        fc.pre(error.subcode !== 2_388_001 && !/^13\d{4}$/.test(String(error.subcode)));
        const message = `${before}Missing Permission${after}`;
        assert.equal(refusalStatus({ ...error, code: 100, message }), "missing_permission");
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });
});

describe("other codes with several meanings", () => {
  const cases: readonly (readonly [code: number, message: string, status: string])[] = [
    [200, "API access blocked.", "app_blocked"],
    [200, "(#200) Provide valid app ID", "invalid_token"],
    [200, "(#200) Permissions error", "missing_permission"],
    [10, "(#10) Application does not have permission for this action", "missing_permission"],
    [131_031, "(#131031) Account has been locked", "account_locked"],
    [2500, "An active access token must be used to query information about the current user.", "invalid_token"],
    [2500, "Unknown path components: /register", "missing_permission"],
    [2500, "Unsupported version", "invalid_parameter"],
  ];
  for (const [code, message, status] of cases) {
    it(`#${code} is ${status}: ${message}`, () => assert.equal(refusalStatus(graphError(code, { message })), status));
  }
});

describe("Meta's asking for a verification", () => {
  const asked = (code: number, words: Partial<GraphError> = {}, status = "verification_required" as const) =>
    metaAsksForVerification({ status, graphError: graphError(code, words) });

  it("is known by 133006, bare or wrapped, and by its words", () => {
    assert.ok(asked(133_006));
    assert.ok(asked(100, { subcode: 133_006, message: "(#100) Invalid parameter" }));
    assert.ok(asked(100, { message: "(#100) Phone number not verified" }));
  });

  it("is not what 133010 says, nor what reading alone showed", () => {
    assert.ok(!asked(133_010));
    assert.ok(!metaAsksForVerification({ status: "verification_required", graphError: null }));
    assert.ok(!metaAsksForVerification({ status: "pin_mismatch", graphError: graphError(133_006) }));
    assert.ok(!metaAsksForVerification(null));
  });
});

describe("a code", () => {
  it("decides before the HTTP status, the subcode and the words", () => {
    for (const row of ERROR_CATALOGUE) {
      const code = typeof row.code === "number" ? row.code : row.code[1];
      for (const httpStatus of [200, 400, 401, 403, 429, 500, 503]) {
        const error = graphError(code, { httpStatus, subcode: 33, message: "Missing Permission SMB parameter" });
        assert.equal(refusalStatus(error), row.status, `${code} with ${httpStatus}`);
      }
    }
  });

  const unknown: readonly (readonly [number, string])[] = [
    [400, "unknown_error"],
    [403, "unknown_error"],
    [429, "throttled"],
    [499, "unknown_error"],
    [500, "meta_unavailable"],
    [503, "meta_unavailable"],
  ];
  for (const [httpStatus, status] of unknown) {
    it(`that is not known is ${status} with HTTP ${httpStatus}`, () => {
      assert.equal(refusalStatus(graphError(4_711, { httpStatus })), status);
    });
  }

  it("is always understood somehow", () => {
    const statuses = new Set([
      ...ERROR_CATALOGUE.map((row) => row.status),
      ...SHAPES.map((shape) => shape.status),
      "unknown_error",
    ]);
    fc.assert(
      fc.property(anyGraphError, (error) => assert.ok(statuses.has(refusalStatus(error)))),
      { numRuns: PROPERTY_RUNS },
    );
  });
});

describe("WhatsApp's own code inside another", () => {
  const codeOf = (rest: Partial<GraphError>, code = 100): number => unwrapped(graphError(code, rest)).code;

  it("is the subcode where that is one, and else what details or message begin with", () => {
    assert.equal(codeOf({ subcode: 133_010 }, 1), 133_010);
    assert.equal(codeOf({ message: "(#131005) Access denied" }), 131_005);
    assert.equal(codeOf({ details: "133005: wrong PIN", message: "(#131005) Access denied" }), 133_005);
    assert.equal(codeOf({ message: "(#131005) Access denied" }, 1), 1);
  });

  it("is no longer number, and nothing that stands further on", () => {
    assert.equal(codeOf({ subcode: 1_330_100 }), 100);
    assert.equal(codeOf({ subcode: 2_133_010 }), 100);
    assert.equal(codeOf({ subcode: 2_388_001, message: "x" }), 100);
    assert.equal(codeOf({ message: "Refused, see (#131005)" }), 100);
  });
});
