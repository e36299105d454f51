import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CONNECTED, graphError, metaView, tokenFacts, WABA } from "../../testing/fixtures.ts";
import { ACCOUNT_CONNECTION_ADVICE, startingAgain } from "../advice/account-connection-advice.ts";
import {
  accountConnectionResult,
  connectingFailure,
  exchangeFailure,
  nextOf,
  nextStep,
  sharingFailure,
  stepsUntil,
  tokenFailure,
} from "./account-connection.ts";

const NOW = Date.UTC(2030, 0, 1);

describe("why Meta gives no token for a code", () => {
  const cases: readonly (readonly [string, ReturnType<typeof graphError>])[] = [
    ["code_expired", graphError(100, { subcode: 36_007 })],
    ["code_refused", graphError(100, { subcode: 36_009 })],
    ["not_configured", graphError(101)],
    ["not_configured", graphError(1, { message: "Error validating client secret." })],
    ["outcome_unknown", graphError(1)],
    ["outcome_unknown", graphError(2)],
    ["throttled", graphError(4)],
    ["unknown_error", graphError(100, { message: "client secret" })],
  ];
  for (const [status, error] of cases) {
    it(`is ${status}: #${error.code} ${error.subcode ?? ""} ${error.message}`, () => {
      const failed = exchangeFailure(error, null);
      assert.deepEqual([failed.status, failed.graphError], [status, error]);
    });
  }

  it("is followed by signing up anew, whatever else helps, and by the wait that Meta names", () => {
    const failed = exchangeFailure(graphError(4), 90_000);
    assert.deepEqual(failed.advice, startingAgain(ACCOUNT_CONNECTION_ADVICE.throttled));
    assert.equal(failed.retryAfterMs, 90_000);
  });
});

describe("why a customer's token cannot read the account", () => {
  const cases: readonly (readonly [string, ReturnType<typeof graphError>])[] = [
    ["account_not_shared", graphError(10)],
    ["account_not_shared", graphError(100, { subcode: 33, message: "Unsupported get request" })],
    ["account_not_shared", graphError(131_009)],
    ["account_not_shared", graphError(2500, { message: "Unknown path components: /x" })],
    ["invalid_token", graphError(190)],
    ["meta_unavailable", graphError(2)],
    ["throttled", graphError(4)],
    ["not_configured", graphError(191)],
  ];
  for (const [status, error] of cases)
    it(`is ${status}: #${error.code}`, () => assert.equal(sharingFailure(error).status, status));
});

describe("a customer's token", () => {
  it("is good where it is this app's and valid", () => {
    assert.equal(tokenFailure(tokenFacts({ appId: "888" }), "888"), null);
    assert.equal(tokenFailure(tokenFacts({ appId: null }), "888"), null);
    assert.equal(tokenFailure(tokenFacts({ appId: "999" }), "888")?.status, "wrong_app");
    assert.equal(tokenFailure(tokenFacts({ appId: "888", isValid: false }), "888")?.status, "invalid_token");
  });
});

describe("what a connected account's numbers need", () => {
  const app = metaView({ isOnBusinessApp: true, codeVerificationStatus: "NOT_VERIFIED" });
  const unverified = metaView({ codeVerificationStatus: "NOT_VERIFIED" });

  it("is told by a reading", () => {
    for (const status of ["FLAGGED", "RATE_LIMITED"]) assert.equal(nextOf({ ...CONNECTED, status }), "ready", status);
    assert.equal(nextOf({ ...CONNECTED, platformType: "ON_PREMISE" }), "register");
    assert.deepEqual([null, app, CONNECTED, unverified, metaView()].map(nextOf), [
      "register",
      "nothing_to_register",
      "ready",
      "verify",
      "register",
    ]);
  });

  it("is the first step that any of them needs", () => {
    assert.equal(nextStep([]), "nothing_to_register");
    assert.equal(nextStep([app]), "nothing_to_register");
    assert.equal(nextStep([app, CONNECTED]), "ready");
    assert.equal(nextStep([CONNECTED, metaView()]), "register");
    assert.equal(nextStep([CONNECTED, metaView(), unverified]), "verify");
  });
});

describe("the steps of connecting an account", () => {
  const shown = (...given: Parameters<typeof stepsUntil>) =>
    stepsUntil(...given).map(
      ({ id, state, ...rest }) => `${id} ${state}${"message" in rest ? ` ${rest.message}` : ""}`,
    );

  it("are told as far as they have come", () => {
    assert.deepEqual(shown("end", null, { permissions: "a note" }), [
      "token done",
      "permissions done a note",
      "account done",
      "webhook done",
      "numbers done",
    ]);
    assert.deepEqual(shown("account", "why", { token: "a note", webhook: "not come to" }), [
      "token done a note",
      "permissions done",
      "account failed why",
      "webhook skipped",
      "numbers skipped",
    ]);
    assert.deepEqual(shown("token", null)[0], "token skipped");
  });

  it("stand in the result, with the wait as a time", () => {
    const steps = stepsUntil("end", null);
    const about = { wabaId: WABA, steps, now: NOW };
    const done = { status: "connected", customerId: "acme", phoneNumberIds: ["1"], next: "ready" } as const;
    assert.deepEqual(accountConnectionResult(done, about), { ...done, wabaId: WABA, steps });
    const failed = accountConnectionResult(connectingFailure("throttled", null, 60_000), about);
    assert.ok("retryAt" in failed);
    assert.deepEqual(
      [failed.status, failed.wabaId, failed.retryAt, failed.steps],
      ["throttled", WABA, new Date(NOW + 60_000).toISOString(), steps],
    );
  });
});
