import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { graphError } from "../../testing/fixtures.ts";
import { namedWait, waitAfter } from "./call-wait.ts";

const MINUTE = 60_000;
/** What the usage headers say. */
const HEADER_MS = 7 * MINUTE;

const named = graphError(136_025, { details: "Try again in 10 minutes" });
const silent = graphError(136_025);

describe("the wait after a refusal", () => {
  const cases: readonly (readonly [status: string, whenNamed: number | null, whenSilent: number | null])[] = [
    ["throttled", HEADER_MS, HEADER_MS],
    ["recently_deleted", 5 * MINUTE, 5 * MINUTE],
    ["code_request_limited", 10 * MINUTE, null],
    ["pin_locked", 10 * MINUTE, null],
    ["wrong_code", 10 * MINUTE, null],
    ["code_refused", 10 * MINUTE, null],
    ["code_guess_limited", 10 * MINUTE, null],
    ["account_locked", null, null],
    ["unknown_error", null, null],
  ];
  for (const [status, whenNamed, whenSilent] of cases) {
    it(`with ${status} is ${whenNamed} ms where Meta names ten minutes, and else ${whenSilent}`, () => {
      assert.equal(waitAfter(status, named, HEADER_MS), whenNamed);
      assert.equal(waitAfter(status, silent, HEADER_MS), whenSilent);
    });
  }

  it("is not known where Meta sends no code and names no time, whether its servers are busy or the codes used up", () => {
    for (const subcode of [2_388_091, 2_388_367]) {
      const userMessage = "Request code failed: Please try again in some time.";
      const error = graphError(136_024, { subcode, userMessage });
      assert.equal(waitAfter("code_request_limited", error, HEADER_MS), null);
      const hour = { ...error, userMessage: "Wait 1 hour before trying again." };
      assert.equal(waitAfter("code_request_limited", hour, HEADER_MS), 60 * MINUTE);
    }
  });

  it("is not known where Meta throttles and no header says how long", () => {
    assert.equal(waitAfter("throttled", named, null), null);
  });
});

describe("the wait that Meta names", () => {
  it("stands in the details, or else in the words for users, or else in the message", () => {
    const [details, userMessage, message] = ["in 1 minute", "in 2 minutes", "in 3 minutes"] as const;
    assert.equal(namedWait(graphError(1, { details, userMessage, message })), MINUTE);
    assert.equal(namedWait(graphError(1, { details: "Espere.", userMessage, message })), 2 * MINUTE);
    assert.equal(namedWait(graphError(1, { message })), 3 * MINUTE);
    assert.equal(namedWait(graphError(1)), null);
  });
});
