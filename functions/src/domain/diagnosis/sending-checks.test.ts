import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { AccessCheck, CheckId, CheckState, Observed } from "../../contract/diagnose-access.ts";
import type { Actor } from "../../contract/failure.ts";
import { factsInOrder, HEALTHY, known, LATE, refused, subjectInOrder } from "../../testing/diagnosis-facts.ts";
import { CONNECTED, graphError, healthEntity, metaView, NUMBER } from "../../testing/fixtures.ts";
import { checked } from "./check.ts";
import { CHECKS } from "./checks.ts";
import type { DiagnosisFacts, DiagnosisSubject, HealthEntity } from "./facts.ts";
import { SENDING_CHECKS } from "./sending-checks.ts";
import { sendingOf } from "./sending-verdict.ts";

interface Case {
  readonly facts?: Partial<DiagnosisFacts>;
  readonly subject?: Partial<DiagnosisSubject>;
  readonly state: CheckState;
  readonly says: RegExp;
  readonly first?: string;
  readonly actor?: Actor;
  readonly observed?: Observed;
}

const row = (
  state: CheckState,
  says: RegExp,
  facts: Partial<DiagnosisFacts> = {},
  rest: Partial<Pick<Case, "subject" | "first" | "actor" | "observed">> = {},
): Case => ({ state, says, facts, ...rest });

const number = (view: Parameters<typeof metaView>[0]): Partial<DiagnosisFacts> => ({ number: known(metaView(view)) });
const account = (rest: Partial<{ reviewStatus: string | null; businessVerificationStatus: string | null }>) => ({
  waba: known({ name: null, reviewStatus: null, businessVerificationStatus: null, ownershipType: null, ...rest }),
});
/** `health_status` with one entity that is not in order. */
const health = (type: string, rest: Partial<HealthEntity>): Partial<DiagnosisFacts> => {
  const entities = [...HEALTHY.filter((entity) => entity.type !== type), healthEntity(type, rest)];
  return { health: known({ canSendMessage: rest.canSendMessage ?? "", entities }) };
};
const blocked = (type: string, ...codes: number[]) => health(type, { canSendMessage: "BLOCKED", codes });
const limited = (type: string, ...codes: number[]) => health(type, { canSendMessage: "LIMITED", codes });

const GUESS = { subject: { accountIsKnown: false } };
const ELSEWHERE = { wabaNumbers: known([{ id: "550000000000009", displayPhoneNumber: null }]) };
const NO_PARTNER = refused(graphError(10, { message: "(#10) This action requires a Business Solution Provider." }));
const NO_FIELD = refused(graphError(100, { message: "(#100) Tried accessing nonexisting field (x)" }));

/** A check of an entity, with a code that is known for it and the step that it wants. */
const entityCases = (type: string, code: number, first: string): readonly Case[] => [
  row("pass", /can be sent/),
  row("fail", new RegExp(`blocked: .*\\(${code}\\)\\.$`), blocked(type, code), { first }),
  row("warn", new RegExp(`limited: .*\\(${code}\\)\\.$`), limited(type, code), { first }),
  row(
    "fail",
    /blocked: 141999; Something new\.$/,
    health(type, { canSendMessage: "BLOCKED", codes: [141_999], problems: ["Something new."] }),
    { first: "Remove what blocks messages", actor: "customer" },
  ),
  row("fail", /^Messages are blocked\.$/, blocked(type), { first: "Remove what blocks messages" }),
  row("pass", /concerns calls alone \(138024\)/, limited(type, 138_024)),
  row("pass", /concerns calls alone/, blocked(type, 138_025)),
  row(
    "warn",
    /limited: .*Not approved/,
    health(type, {
      canSendMessage: "LIMITED",
      codes: [138_024],
      notes: ["Not approved."],
      problems: ["Not approved."],
    }),
  ),
  row("unknown", /SLEEPY, a word that is not known/, health(type, { canSendMessage: "SLEEPY" })),
  row("unknown", /no word/, health(type, { canSendMessage: null })),
  row("unknown", /says nothing of the entity/, { health: known({ canSendMessage: "AVAILABLE", entities: [] }) }),
  row("unknown", /no answer/, { health: LATE }),
];

const CASES: Readonly<Record<string, readonly Case[]>> = {
  business_health: entityCases("BUSINESS", 131_000, "Fill in the business portfolio"),
  account_health: entityCases("WABA", 141_006, "Add a payment method"),
  number_health: entityCases("PHONE_NUMBER", 141_000, "Register the number"),
  app_health: [
    row("pass", /can be sent/),
    row("fail", /blocked\.$/, blocked("APP")),
    row("unknown", /no answer/, { health: LATE }),
  ],
  number_connected: [
    row("pass", /connected/, { number: known(CONNECTED) }),
    row("fail", /not registered \(Meta says PENDING\)/, {}, { first: "Register the number", actor: "operator" }),
    row("fail", /out of service: BANNED/, number({ status: "BANNED" }), { actor: "customer" }),
    row(
      "fail",
      /WhatsApp Business app/,
      number({ status: "DISCONNECTED", platformType: "ON_PREMISE", isOnBusinessApp: true }),
    ),
    row("fail", /not registered with the Cloud API/, number({ status: "CONNECTED", platformType: "NOT_APPLICABLE" }), {
      first: "Register the number",
      actor: "operator",
    }),
    row("warn", /calls it FLAGGED/, { number: known({ ...CONNECTED, status: "FLAGGED" }) }),
    row("unknown", /does not tell/, number({ status: "SHINY" })),
    row("unknown", /no answer/, { number: LATE }),
  ],
  account_review: [
    row("pass", /approved/),
    row("warn", /reviewing/, account({ reviewStatus: "PENDING" }), { actor: "meta" }),
    row("fail", /calls the account REJECTED/, account({ reviewStatus: "REJECTED" }), { actor: "customer" }),
    row("unknown", /does not say/, account({ reviewStatus: null })),
    row("unknown", /is a guess/, ELSEWHERE, GUESS),
    row(
      "pass",
      /approved/,
      { wabaNumbers: known(["550000000000009", NUMBER].map((id) => ({ id, displayPhoneNumber: null }))) },
      GUESS,
    ),
    row("unknown", /no answer/, { waba: LATE }),
  ],
  payment: [
    row("pass", /is set/),
    row("fail", /No payment method/, { payment: known(false) }, { first: "Add a payment method", actor: "customer" }),
    row("fail", /no payment method that works \(141006\)/, blocked("WABA", 141_006), {
      first: "Add a payment method",
      observed: { code: 141_006 },
    }),
    row("fail", /141006/, { ...blocked("WABA", 141_006), payment: NO_PARTNER }),
    row("unknown", /Meta refuses it/, { payment: NO_PARTNER }, { first: "Look whether a payment method is set" }),
    row("unknown", /no answer/, { payment: LATE }, { first: "Run the diagnosis again" }),
    row("unknown", /is a guess/, { ...ELSEWHERE, payment: known(true) }, GUESS),
  ],
  provided_name: [
    row("pass", /its name is approved/),
    row("pass", /not one of the \+1 555/, number({ displayPhoneNumber: "+49 1555 000001", nameStatus: "NONE" })),
    row(
      "fail",
      /AVAILABLE_WITHOUT_REVIEW: it sends nothing.*131037/,
      number({ nameStatus: "AVAILABLE_WITHOUT_REVIEW" }),
      { first: "Have the display name approved", actor: "customer" },
    ),
    row("fail", /takes effect, and the number sends, once/, number({ nameStatus: "NONE", newNameStatus: "APPROVED" }), {
      first: "Register the number again",
      actor: "operator",
    }),
    row("pass", /its name is approved/, number({ nameStatus: "APPROVED", newNameStatus: "APPROVED" })),
    row("pass", /test number/, { ...number({ nameStatus: "NONE" }), accountMode: known("SANDBOX") }),
    row("unknown", /^Whether it is a test number .* no answer/, {
      ...number({ nameStatus: "NONE" }),
      accountMode: LATE,
    }),
    row("unknown", /does not say/, number({ nameStatus: null })),
    row("unknown", /does not show the number/, number({ displayPhoneNumber: null })),
    row("unknown", /no answer/, { number: LATE }),
  ],
  business_verification: [
    row("pass", /is verified/),
    row("pass", /is verified/, account({ businessVerificationStatus: "verified" })),
    row("warn", /says pending_submission/, account({ businessVerificationStatus: "pending_submission" }), {
      first: "Have the business verified",
      actor: "customer",
    }),
    row("warn", /not verified \(141010\): it may write to few people only\.$/, limited("BUSINESS", 141_010), {
      observed: { code: 141_010 },
    }),
    row("warn", /not verified \(141010\)/, { ...limited("BUSINESS", 141_010), waba: LATE }),
    row("unknown", /does not say/, account({ businessVerificationStatus: null })),
    row("unknown", /is a guess/, ELSEWHERE, GUESS),
    row("unknown", /no answer/, { waba: LATE }),
  ],
  messaging_limit: [
    row("pass", /to 250 people in 24 hours/),
    row("pass", /to 2,000 people in/, { messagingLimit: known("TIER_2K") }),
    row("pass", /to 10,000 people in/, { messagingLimit: known("TIER_10K") }),
    row("pass", /to 100,000 people in/, { messagingLimit: known("TIER_100K") }),
    row("pass", /any number of people/, { messagingLimit: known("TIER_UNLIMITED") }),
    row("unknown", /says TIER_7, a word/, { messagingLimit: known("TIER_7") }, { observed: { limit: "TIER_7" } }),
    row("unknown", /says toString, a word/, { messagingLimit: known("toString") }),
    row(
      "unknown",
      /from v24\.0 on, and v23\.0 is set/,
      { messagingLimit: NO_FIELD },
      {
        subject: { graphVersion: "v23.0" },
        first: "Set the Graph API version",
      },
    ),
    row("unknown", /Meta refuses it/, { messagingLimit: NO_FIELD }),
    row("unknown", /Meta refuses it/, { messagingLimit: NO_FIELD }, { subject: { graphVersion: "v24.0" } }),
    row("unknown", /no answer/, { messagingLimit: LATE }),
    row("unknown", /no answer/, { messagingLimit: LATE }, { subject: { graphVersion: "v23.0" } }),
  ],
};

describe("each check of sending", () => {
  for (const check of SENDING_CHECKS) {
    for (const [position, one] of (CASES[check.id] ?? []).entries()) {
      const { facts, subject, state, says, first, actor, observed } = one;
      it(`${check.id} ${position + 1}: ${state}, ${String(says)}`, () => {
        const found = check.judge(factsInOrder(facts), subjectInOrder(subject));
        assert.equal(found.state, state, found.finding);
        assert.match(found.finding, says);
        if (first !== undefined) assert.equal(found.resolution[0]?.title, first);
        if (actor !== undefined) assert.equal(found.actor, actor);
        if (observed !== undefined) assert.deepEqual(found.observed, observed);
      });
    }
  }

  it("shows what it judged by", () => {
    const entity = { canSendMessage: "AVAILABLE", codes: [] };
    const shown: Partial<Record<CheckId, Observed>> = {
      business_health: entity,
      number_connected: { status: "PENDING", platformType: "NOT_APPLICABLE" },
      account_review: { reviewStatus: "APPROVED" },
      payment: { isSet: true },
      account_health: entity,
      number_health: entity,
      app_health: entity,
      provided_name: { displayPhoneNumber: "+1 555-000-0001", nameStatus: "APPROVED", newNameStatus: null },
      business_verification: { businessVerificationStatus: "VERIFIED" },
      messaging_limit: { limit: "TIER_250" },
    };
    for (const { id, judge } of SENDING_CHECKS)
      assert.deepEqual(judge(factsInOrder(), subjectInOrder()).observed, shown[id], id);
  });

  it("is asserted of, in each state that it has an answer for, a missing fact included", () => {
    for (const { id } of SENDING_CHECKS)
      for (const state of ["pass", "unknown"] as const)
        assert.equal(
          CASES[id]?.some((one) => one.state === state),
          true,
          id,
        );
  });
});

describe("the verdict on sending", () => {
  const judged = (facts: Partial<DiagnosisFacts>): AccessCheck[] =>
    CHECKS.map((check) => checked(check, check.judge(factsInOrder(facts), subjectInOrder())));
  const READY: Partial<DiagnosisFacts> = { number: known(CONNECTED) };

  it("is ready when every check passes", () => assert.equal(sendingOf(judged(READY)).verdict, "ready"));

  const cases: readonly (readonly [string, Partial<DiagnosisFacts>, string, CheckId])[] = [
    ["the number is not registered", {}, "blocked", "number_connected"],
    ["there is no payment method", { payment: known(false) }, "blocked", "payment"],
    ["whether there is one cannot be read", { payment: NO_PARTNER }, "unknown", "payment"],
    ["the business is not verified", limited("BUSINESS", 141_010), "limited", "business_health"],
    ["it is a test number", { accountMode: known("SANDBOX") }, "limited", "number_mode"],
    ["no app hears of messages", { subscribed: known([]) }, "limited", "app_subscribed"],
    ["the health cannot be read", { health: LATE }, "unknown", "app_health"],
    ["the limit cannot be read", { messagingLimit: LATE }, "unknown", "messaging_limit"],
    [
      "something limits, and something cannot be read",
      { payment: LATE, accountMode: known("SANDBOX") },
      "limited",
      "number_mode",
    ],
    ["the number cannot be read", { number: LATE }, "unknown", "number_readable"],
  ];
  for (const [what, facts, verdict, first] of cases) {
    it(`is ${verdict} when ${what}, and begins with the check that says so`, () => {
      const sending = sendingOf(judged({ ...(what === "the number is not registered" ? {} : READY), ...facts }));
      assert.deepEqual([sending.verdict, sending.checks[0]], [verdict, first]);
    });
  }

  it("does not want debug_token where the number can be read", () => {
    assert.equal(sendingOf(judged({ ...READY, token: LATE })).checks[0], "messaging_permission");
  });

  it("is unknown where nothing was checked", () => assert.equal(sendingOf([]).verdict, "unknown"));

  it("names the checks that were made, and no others", () => {
    const made = judged(READY).filter(({ id }) => id === "payment" || id === "throughput");
    assert.deepEqual(sendingOf(made), { verdict: "ready", checks: ["payment"] });
  });
});
