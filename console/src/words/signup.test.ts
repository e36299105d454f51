import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { AccountConnectionResult } from "../../../functions/src/contract/connect-account.ts";
import { connectionView, signupView } from "./signup.ts";

const NOW = Date.UTC(2030, 0, 1);

describe("what is said of a sign-up", () => {
  it("names the screen that was left, where Meta named it", () => {
    assert.match(
      signupView({ status: "cancelled", step: "PHONE_NUMBER_SETUP" }).sentences.join(" "),
      /PHONE_NUMBER_SETUP/,
    );
    assert.doesNotMatch(signupView({ status: "cancelled", step: null }).sentences.join(" "), /null/);
  });

  it("gives Meta's own words of an error, with what its support asks for", () => {
    const view = signupView({ status: "meta_error", message: "The name is taken.", code: "524126", sessionId: null });
    assert.deepEqual(view.sentences, ["The name is taken."]);
    assert.deepEqual(view.metaWords, [["code", "524126"]]);
  });

  it("says something of every other end, and what to do", () => {
    for (const result of [
      { status: "script_blocked" },
      { status: "popup_blocked" },
      { status: "incomplete", missing: "account" },
      { status: "incomplete", missing: "code" },
      { status: "timeout", waitingFor: "dialog" },
    ] as const)
      assert.match(signupView(result).sentences.join(" "), /press|Start again/);
  });
});

describe("what is said of a connected account", () => {
  const about = { wabaId: "777000000000001", steps: [] };

  it("names the next step, and registers no number of the Business app", () => {
    const said = (next: "verify" | "register" | "ready" | "nothing_to_register"): string =>
      connectionView(
        { status: "connected", customerId: "acme", phoneNumberIds: [], ...about, next },
        NOW,
      ).sentences.join(" ");
    assert.match(said("verify"), /^Verify/);
    assert.match(said("register"), /^Register/);
    assert.match(said("ready"), /already/);
    assert.match(said("nothing_to_register"), /nothing to register.*Business app/);
  });

  it("is what every failure is: what happened, and who must act", () => {
    const failure: AccountConnectionResult = {
      status: "account_taken",
      ...about,
      message: "The account is connected already.",
      resolution: [],
      actor: "operator",
      retryable: false,
      retryAt: null,
      graphError: null,
    };
    const view = connectionView(failure, NOW);
    assert.equal(view.headline, "The account is connected already");
    assert.notEqual(view.actor, null);
  });
});
