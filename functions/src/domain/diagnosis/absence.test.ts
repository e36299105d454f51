import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { graphError } from "../../testing/fixtures.ts";
import { inWords, notRead, observedOf, whyNot } from "./absence.ts";
import type { Absence } from "./facts.ts";
import { byOperator } from "./finding.ts";

const refused = (code: number, rest: Parameters<typeof graphError>[1] = {}): Absence => ({
  kind: "refused",
  error: graphError(code, rest),
});
const PROOF = { message: "Invalid appsecret_proof provided in the API argument" };
const STEP = { title: "Do this", detail: "Like this." };

describe("what could not be read", () => {
  const cases: readonly (readonly [failure: Absence, why: string, first: string | null, actor: string | null])[] = [
    [{ kind: "timeout", reason: "x" }, "no answer came in time", "Run the diagnosis again", "meta"],
    [
      { kind: "unreachable", reason: "ECONNREFUSED" },
      "no connection could be made (ECONNREFUSED)",
      "Check the connection to Meta",
      "operator",
    ],
    [
      { kind: "unreadable", reason: "HTML" },
      "the answer cannot be understood (HTML)",
      "Run the diagnosis again",
      "meta",
    ],
    [refused(190), "Meta does not accept the token", "Generate a new token", "operator"],
    [refused(4), "Meta limits the calls at the moment (#4: Something)", "Wait and try again", "meta"],
    [refused(2), "Meta refuses it (#2: Something)", "Run the diagnosis again", "meta"],
    [refused(10), "Meta refuses it (#10: Something)", null, null],
    [refused(100, PROOF), "Meta does not accept the proof of the app secret", null, null],
  ];
  for (const [failure, why, first, actor] of cases) {
    it(`is not known, because ${why}, and ${first === null ? "nothing helps by itself" : `${actor} can help`}`, () => {
      const { state, finding, resolution, ...rest } = notRead("The token", failure);
      assert.deepEqual([state, finding], ["unknown", `The token could not be read: ${why}.`]);
      assert.deepEqual([resolution[0]?.title ?? null, rest.actor], [first, actor]);
      assert.deepEqual(rest.observed, observedOf(failure));
    });
  }

  it("leaves Meta's error to look at", () => {
    assert.deepEqual(observedOf(refused(100, { subcode: 33 })), {
      read: "refused",
      code: 100,
      subcode: 33,
      message: "(#100) Something",
    });
    assert.deepEqual(observedOf({ kind: "timeout", reason: "x" }), { read: "timeout" });
  });

  it("is said in its own words where there is nothing to read it from", () => {
    const failure: Absence = { kind: "no_source", reason: "META_BUSINESS_ID is not set.", remedy: byOperator(STEP) };
    assert.equal(whyNot(failure), "META_BUSINESS_ID is not set.");
    assert.deepEqual(notRead("The account's users", failure), {
      state: "unknown",
      finding: "META_BUSINESS_ID is not set.",
      actor: "operator",
      resolution: [STEP],
      observed: { read: "no_source" },
    });
  });
});

describe("an error of Graph's in words", () => {
  it("names its code once, and its subcode where it has one", () => {
    const message = (text: string, subcode: number | null = null) =>
      inWords(graphError(100, { message: text, subcode }));
    assert.equal(message("(#100) Missing Permission"), "#100: Missing Permission");
    assert.equal(message("Session has expired.", 463), "#100, subcode 463: Session has expired");
    assert.equal(message("Two. Sentences (#100) here."), "#100: Two. Sentences (#100) here");
  });
});
