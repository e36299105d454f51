import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { CALLS, type CallOperation } from "../../contract/calls.ts";
import { anyGraphError } from "../../testing/arbitraries.ts";
import { graphError, metaView } from "../../testing/fixtures.ts";
import { PROPERTY_RUNS } from "../../testing/property-runs.ts";
import { ACCOUNT_CONNECTION_ADVICE } from "../advice/account-connection-advice.ts";
import { ACCOUNT_DISCONNECTION_ADVICE } from "../advice/account-disconnection-advice.ts";
import { ADDITION_ADVICE } from "../advice/addition-advice.ts";
import { ADVICE } from "../advice/advice.ts";
import { DEREGISTRATION_ADVICE } from "../advice/deregistration-advice.ts";
import { READ_ADVICE } from "../advice/read-advice.ts";
import { TEST_MESSAGE_ADVICE } from "../advice/test-message-advice.ts";
import { TWO_STEP_PIN_ADVICE } from "../advice/two-step-pin-advice.ts";
import { CODE_GUESS_ADVICE, CODE_REQUEST_ADVICE } from "../advice/verification-advice.ts";
import { FIELDS_MISSING, WEBHOOK_CONNECTION_ADVICE } from "../advice/webhook-connection-advice.ts";
import { CALL_CATALOGUE } from "./call-catalogue.ts";
import { callRefusalStatus, mayHaveHappened, refusalBeside, statusOfSilence, worded } from "./call-refusal.ts";
import { catalogueRow, ERROR_CATALOGUE } from "./error-catalogue.ts";
import { refusalStatus } from "./graph-refusal.ts";

const WORDS: Readonly<Record<CallOperation, Readonly<Record<string, unknown>>>> = {
  register: ADVICE,
  deregister: DEREGISTRATION_ADVICE,
  request_code: CODE_REQUEST_ADVICE,
  verify_code: CODE_GUESS_ADVICE,
  set_pin: TWO_STEP_PIN_ADVICE,
  send_message: TEST_MESSAGE_ADVICE,
  read_number: READ_ADVICE,
  list_numbers: READ_ADVICE,
  add_number: ADDITION_ADVICE,
  // Missing fields are a result of their own, and no failure.
  connect_account: ACCOUNT_CONNECTION_ADVICE,
  // Any other refusal stops nothing: it is a step that could not be done.
  disconnect_account: ACCOUNT_DISCONNECTION_ADVICE,
  connect_webhook: { ...WEBHOOK_CONNECTION_ADVICE, fields_missing: FIELDS_MISSING },
};

/** Leaving an account has no word for errors that nobody knows: whatever Meta refuses then is a step that could not be done. */
const ASKED = Object.values(CALLS)
  .flatMap(({ operation }) => operation ?? [])
  .filter((call) => call !== "disconnect_account");

/** What Meta says where words alone tell. */
const SENTENCES = [
  "Before override …",
  "The number is not currently linked to an account.",
  "Error validating verification code.",
  "(#100) The App_id in the input_token did not match the Viewing App",
  "Phone number not registered on the Whatsapp Business Platform.",
  "The verification code has expired.",
];
const USER_MESSAGES = [
  "You have asked for a code too many times.",
  "Request code failed: Our servers are temporarily unavailable.",
];

/** A sentence that fits; any where no words are asked for. */
const sentenceFor = (words: RegExp | undefined, sentences: readonly string[]): string =>
  words === undefined
    ? "x"
    : (sentences.find((sentence) => words.test(sentence)) ?? assert.fail(`${words} is never said`));

describe("a refusal of a call", () => {
  for (const row of CALL_CATALOGUE) {
    for (const call of row.calls) {
      const name = row.subcode === undefined ? `${row.code}` : `${row.code}/${row.subcode}`;
      it(`${name} means ${row.status} to ${call}, which has words for it`, () => {
        const message = sentenceFor(row.says, SENTENCES);
        const userMessage = sentenceFor(row.tells, USER_MESSAGES);
        const error = graphError(row.code, { subcode: row.subcode ?? null, message, userMessage });
        assert.equal(callRefusalStatus(call, error), row.status);
        // Deregistering a number that is not registered is no failure, nor is a number that is there already.
        if (call !== "deregister" && row.status !== "already_added")
          assert.equal(worded(WORDS[call], row.status), row.status);
      });
    }
  }

  it("is the Business app's doing where Meta sends no code to a number that reads as if a phone used it", () => {
    const busy = graphError(136_024, { subcode: 2_388_091 });
    const onPhone = metaView({ status: "DISCONNECTED", platformType: "ON_PREMISE", isOnBusinessApp: null });
    assert.equal(refusalBeside(onPhone, "request_code", busy), "number_on_business_app");
    const others = [
      [null, busy],
      [metaView(), busy],
      [metaView({ platformType: "ON_PREMISE", isOnBusinessApp: false }), busy],
      [onPhone, graphError(136_024, { subcode: 2_388_367 })],
    ] as const;
    for (const [view, error] of others)
      assert.equal(refusalBeside(view, "request_code", error), "code_request_limited");
    assert.equal(refusalBeside(onPhone, "verify_code", busy), "unknown_error");
  });

  it("tells 136024 and 136025 apart from every other code with the same subcode", () => {
    for (const subcode of [2_388_091, 2_388_093, 2_388_367]) {
      for (const call of ASKED) {
        assert.equal(callRefusalStatus(call, graphError(131_009, { subcode })), "invalid_parameter");
      }
    }
    assert.equal(callRefusalStatus("request_code", graphError(136_024, { subcode: 2_388_093 })), "code_request_failed");
    assert.equal(callRefusalStatus("verify_code", graphError(136_025, { subcode: 2_388_091 })), "code_refused");
  });

  it("is a limit on guesses where Meta names a wait, and a wrong code stays a wrong code", () => {
    const wait = { details: "Try again in 5 minutes" };
    assert.equal(callRefusalStatus("verify_code", graphError(136_025, wait)), "code_guess_limited");
    assert.equal(callRefusalStatus("verify_code", graphError(136_025, { ...wait, subcode: 2_388_093 })), "wrong_code");
  });

  it("is of the code that was sent where #100 says so in words, and not of a country's, a language's or an error's", () => {
    const means = (message: string): string => callRefusalStatus("verify_code", graphError(100, { message }));
    for (const said of [
      "Error validating verification code.",
      "This is an incorrect code",
      "Code is invalid",
      "(#100) Code expired",
      "That did not work: code mismatch",
      "The code was wrong",
      "Sorry, the code you entered does not match",
    ])
      assert.equal(means(said), "code_refused", said);
    for (const said of [
      "(#100) The parameter language has a value whose code is invalid",
      "(#100) Value of a param: this code is invalid",
      "Country code is invalid",
      "Unknown verification code method",
      "Error code has no meaning",
    ])
      assert.notEqual(means(said), "code_refused", said);
  });

  it("is of missing fields where Meta begins with its words about an override", () => {
    const means = (message: string): string => callRefusalStatus("connect_webhook", graphError(100, { message }));
    assert.equal(means("(#100) Before override the callback, subscribe to messages"), "fields_missing");
    assert.notEqual(means("Check the address before override"), "fields_missing");
  });

  it("keeps one call's words from another", () => {
    assert.equal(callRefusalStatus("verify_code", graphError(136_024)), "unknown_error");
    assert.equal(callRefusalStatus("set_pin", graphError(131_030)), "unknown_error");
    assert.equal(callRefusalStatus("read_number", graphError(133_010)), "unknown_error");
  });

  it("never has a row that registering's catalogue has too: each meaning is written once", () => {
    for (const { code } of CALL_CATALOGUE) {
      assert.equal(catalogueRow(code), undefined, String(code));
      if (code !== 100) assert.equal(refusalStatus(graphError(code)), "unknown_error");
    }
  });

  it("ends, whatever Meta says, in a status that the call has words for", () => {
    fc.assert(
      fc.property(fc.constantFrom(...ASKED), anyGraphError, (call, error) => {
        const status = worded(WORDS[call], callRefusalStatus(call, error));
        assert.ok(Object.hasOwn(WORDS[call], status));
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });
});

describe("an answer that cannot be read", () => {
  const cases: readonly (readonly [number | null, string, boolean])[] = [
    [null, "outcome_unknown", true],
    [200, "outcome_unknown", true],
    [307, "outcome_unknown", true],
    [400, "outcome_unknown", true],
    [429, "throttled", false],
    [499, "outcome_unknown", true],
    [500, "meta_unavailable", true],
    [502, "meta_unavailable", true],
  ];
  for (const [httpStatus, status, open] of cases) {
    it(`with HTTP ${httpStatus} is ${status} to every call, and ${open ? "may have happened" : "has not happened"}`, () => {
      const reply = { kind: "unreadable", reason: "x", httpStatus } as const;
      assert.equal(statusOfSilence(reply), status);
      assert.equal(mayHaveHappened(reply), open);
    });
  }

  it("is no answer at all where nothing was sent", () =>
    assert.equal(statusOfSilence({ kind: "not_sent", reason: "ECONNREFUSED" }), "meta_unavailable"));
});

describe("whether it may have happened", () => {
  it("is open only where Meta says that it failed itself", () => {
    for (const row of ERROR_CATALOGUE) {
      const code = typeof row.code === "number" ? row.code : row.code[0];
      const reply = { kind: "refused", error: graphError(code), regainAccessMs: null } as const;
      assert.equal(mayHaveHappened(reply), row.status === "meta_unavailable", String(code));
    }
    const unknown = graphError(4711, { httpStatus: 500 });
    assert.ok(mayHaveHappened({ kind: "refused", error: unknown, regainAccessMs: null }));
  });
});
