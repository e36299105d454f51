import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { MetaView } from "../../contract/phone-number.ts";
import { TestMessageFailureStatus } from "../../contract/send-test-message.ts";
import { NonDelivery } from "../../contract/test-message.ts";
import { accessReads, CONNECTED, graphError, healthEntity, metaView, tokenFacts } from "../../testing/fixtures.ts";
import { NAME_IN_REVIEW, NAME_NOT_IN_EFFECT, SEND_ADVICE } from "../advice/test-message-advice.ts";
import type { HealthEntity } from "../diagnosis/facts.ts";
import { callFailure } from "../error/call-failure.ts";
import { nonDelivery, stopBeforeSending, warningsOf, withNameWord, type SendingReads } from "./test-message.ts";

const unread = { ok: false, failure: { kind: "timeout", reason: "x" } } as const;
const reads = (rest: Partial<SendingReads> = {}): SendingReads => ({
  ...accessReads(),
  accountMode: unread,
  health: unread,
  ...rest,
});
const health = (canSendMessage: string, ...entities: HealthEntity[]): SendingReads["health"] => ({
  ok: true,
  value: { canSendMessage, entities },
});
/** `health_status` of a number for which calls by SIP are not set up (seen in a log). */
const callsOnly = (word: string) => healthEntity("PHONE_NUMBER", { canSendMessage: word, codes: [138_024] });
const unpaid = healthEntity("WABA", { canSendMessage: "BLOCKED", codes: [141_006], problems: ["Pay."] });

describe("what is known before a test message is sent", () => {
  const stops: readonly (readonly [string, SendingReads, string | undefined])[] = [
    ["nothing could be read", reads(), undefined],
    ["the number is connected", reads({ view: CONNECTED }), undefined],
    ["the number waits to be registered", reads({ view: metaView() }), "not_registered"],
    ["the number was taken off", reads({ view: metaView({ status: "DISCONNECTED" }) }), "not_registered"],
    ["Meta's word for the number is new", reads({ view: metaView({ status: "SHINY" }) }), undefined],
    ["Meta says nothing of the number's state", reads({ view: metaView({ status: null }) }), undefined],
    [
      "the app holds the number",
      reads({ view: metaView({ platformType: "ON_PREMISE", isOnBusinessApp: true }) }),
      "number_on_business_app",
    ],
    ["the token is no good", reads({ token: tokenFacts({ isValid: false }), view: CONNECTED }), "invalid_token"],
    ["Meta blocks sending", reads({ view: CONNECTED, health: health("BLOCKED") }), "messaging_blocked"],
    [
      "an entity blocks sending, and the whole is only limited",
      reads({ view: CONNECTED, health: health("LIMITED", healthEntity("PHONE_NUMBER"), unpaid) }),
      "messaging_blocked",
    ],
    [
      "the word for the whole says BLOCKED, and no entity does",
      reads({ view: CONNECTED, health: health("BLOCKED", healthEntity("PHONE_NUMBER")) }),
      undefined,
    ],
    [
      "calls alone are blocked",
      reads({ view: CONNECTED, health: health("BLOCKED", callsOnly("BLOCKED"), healthEntity("WABA")) }),
      undefined,
    ],
    ["Meta limits sending", reads({ view: CONNECTED, health: health("LIMITED") }), undefined],
    ["Meta's word for its health is new", reads({ view: CONNECTED, health: health("SHINY") }), undefined],
  ];
  for (const [situation, known, status] of stops) {
    it(`stops at ${status ?? "nothing"} when ${situation}`, () =>
      assert.equal(stopBeforeSending(known)?.status, status));
  }

  it("names what blocks by Meta's code, and begins with the step that mends it", () => {
    const stop = stopBeforeSending(reads({ view: CONNECTED, health: health("BLOCKED", unpaid) }));
    assert.ok(stop?.status === "messaging_blocked" && "blocks" in stop);
    assert.deepEqual(stop.blocks, [{ entity: "WABA", codes: [141_006], problems: ["Pay."] }]);
    assert.deepEqual([stop.advice.resolution[0].title, stop.advice.actor], ["Add a payment method", "customer"]);
  });

  it("names every code of what blocks that Meta gives as a number, whether it is known or not", () => {
    const stopped = (codes: readonly (number | null)[]) => {
      const entity = healthEntity("WABA", { canSendMessage: "BLOCKED", codes });
      const stop = stopBeforeSending(reads({ view: CONNECTED, health: health("BLOCKED", entity) }));
      assert.ok(stop?.status === "messaging_blocked" && "blocks" in stop);
      return stop;
    };
    assert.deepEqual(stopped([null, 141_006, 138_024]).blocks[0]?.codes, [141_006, 138_024]);
    const { resolution, actor } = SEND_ADVICE.messaging_blocked;
    const { advice } = stopped([999_999]);
    assert.deepEqual([advice.resolution, advice.actor], [resolution, actor], "and the usual steps where none is");
  });

  it("is worth a warning where the number as a whole is limited, or more of it than calls", () => {
    const codes = (known: Partial<SendingReads>) =>
      warningsOf(reads({ view: CONNECTED, ...known })).map((one) => one.code);
    assert.deepEqual(codes({ health: health("LIMITED") }), ["messaging_limited"]);
    const also = healthEntity("PHONE_NUMBER", { canSendMessage: "LIMITED", codes: [138_024, 141_010] });
    assert.deepEqual(codes({ health: health("LIMITED", also) }), ["messaging_limited"]);
    for (const none of [health("LIMITED", healthEntity("WABA")), health("AVAILABLE"), unread])
      assert.deepEqual(codes({ health: none }), []);
  });

  it("is worth no warning where calls alone are limited", () => {
    const known = reads({ view: CONNECTED, health: health("LIMITED", callsOnly("LIMITED")) });
    assert.deepEqual(warningsOf(known), []);
    const named = { ...callsOnly("LIMITED"), notes: ["Not approved."], problems: ["Not approved."] };
    const more = reads({ view: CONNECTED, health: health("LIMITED", named) });
    assert.deepEqual(warningsOf(more), [
      { code: "messaging_limited", message: "Meta limits what this number may send. Not approved." },
    ]);
  });

  it("is worth no warning when all is well", () => {
    const well = reads({ view: CONNECTED, accountMode: { ok: true, value: "LIVE" }, health: health("AVAILABLE") });
    assert.deepEqual(warningsOf(well), []);
  });

  it("is worth a warning each of a test number, of limits and of a number that could not be read", () => {
    const entities = [
      healthEntity("PHONE_NUMBER", { canSendMessage: "LIMITED", problems: ["One thing.", "Another."] }),
      healthEntity("WABA"),
      healthEntity("BUSINESS", { canSendMessage: "LIMITED", problems: ["A third."] }),
    ];
    const limited = { ok: true, value: { canSendMessage: "LIMITED", entities } } as const;
    const warnings = warningsOf(reads({ accountMode: { ok: true, value: "SANDBOX" }, health: limited }));
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ["test_number", "messaging_limited", "state_unreadable"],
    );
    assert.deepEqual(
      warnings.map(({ message }) => message),
      [
        "This is a test number: Meta delivers only to recipients in its list (App dashboard > WhatsApp > API Setup > To).",
        "Meta limits what this number may send. One thing. Another. A third.",
        "The number could not be read, so nothing is known of what may stop the message.",
      ],
    );
  });
});

const AT = Date.UTC(2030, 0, 1);

describe("a refusal for the display name", () => {
  const refused = callFailure(SEND_ADVICE, "display_name_not_approved");
  const told = (view: MetaView | null) => {
    const outcome = withNameWord(refused, reads({ view }));
    return "advice" in outcome ? outcome.advice : null;
  };

  it("is told by the word that the number's reading has for the name", () => {
    assert.equal(told(null), refused.advice);
    assert.equal(told(metaView({ nameStatus: "DECLINED" })), refused.advice);
    assert.equal(told(metaView({ nameStatus: "PENDING_REVIEW" })), NAME_IN_REVIEW);
    assert.equal(told(metaView({ nameStatus: "APPROVED" })), NAME_NOT_IN_EFFECT);
  });

  it("alone is: another stays what it is", () => {
    const other = callFailure(SEND_ADVICE, "not_registered");
    assert.equal(withNameWord(other, reads({ view: CONNECTED })), other);
  });
});

describe("a message that Meta did not deliver", () => {
  it("may be sent again after a day where Meta held it back for the recipient's sake", () => {
    const { status, retryable, retryAt } = nonDelivery(graphError(131_049), AT);
    assert.deepEqual([status, retryable, retryAt], ["held_back_by_meta", true, "2030-01-02T00:00:00.000Z"]);
  });

  it("is explained like one that was refused at once", () => {
    const error = graphError(131_026, { details: "Message undeliverable." });
    const failure = NonDelivery.parse(nonDelivery(error, AT));
    assert.deepEqual([failure.status, failure.graphError, failure.retryAt], ["recipient_unreachable", error, null]);
  });

  it("is an unknown error where Meta gives no reason, or one that is not known", () => {
    assert.equal(NonDelivery.parse(nonDelivery(null, AT)).status, "unknown_error");
    assert.equal(NonDelivery.parse(nonDelivery(graphError(999_999), AT)).status, "unknown_error");
  });

  it("ends in a status of the contract for every code that registering knows too", () => {
    for (const code of [0, 4, 10, 100, 131_000, 133_005, 133_016]) {
      TestMessageFailureStatus.parse(NonDelivery.parse(nonDelivery(graphError(code), AT)).status);
    }
  });
});
