import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Lifecycle, ReasonCode } from "../../contract/lifecycle.ts";
import { CONNECTED, graphError, metaView } from "../../testing/fixtures.ts";
import { budget, claim, record, told } from "../../testing/number-facts.ts";
import { ACCESS_ADVICE } from "../advice/advice.ts";
import { LIFECYCLE_RULES } from "./lifecycle-rules.ts";
import { lifecycleOf } from "./lifecycle.ts";
import type { NumberFacts } from "./number-facts.ts";

const BEFORE = "2029-12-31T22:00:00.000Z";
const AFTER = "2030-01-02T00:00:00.000Z";
const LATER = "2030-01-02T00:10:00.000Z";
const pending = metaView();
const disconnected = metaView({ status: "DISCONNECTED" });
const unreadable = (code: number, subcode: number | null = null) => ({
  readable: false,
  at: AFTER,
  graphError: graphError(code, { subcode }),
});
const token = (state: "valid" | "expires_soon" | "invalid") => ({ state, expiresAt: null, at: AFTER });

const CASES: readonly [name: string, facts: NumberFacts, word: Lifecycle, reasons: readonly ReasonCode[]][] = [
  ["nothing is known", {}, "draft", ["ownership_unknown"]],
  [
    "only read, with an unknown word",
    { meta: metaView({ codeVerificationStatus: "NEW_WORD" }) },
    "draft",
    ["ownership_unknown"],
  ],
  [
    "not verified",
    { meta: metaView({ codeVerificationStatus: "NOT_VERIFIED" }) },
    "verification_required",
    ["verification_required"],
  ],
  [
    "asked to verify, and not verified since",
    { registration: record("verification_required"), meta: metaView({ codeVerificationStatus: null }) },
    "verification_required",
    ["verification_required"],
  ],
  [
    "asked to verify, and verified since",
    { registration: record("verification_required"), meta: pending },
    "ready_to_register",
    ["not_registered"],
  ],
  ["verified", { meta: pending }, "ready_to_register", ["not_registered"]],
  [
    "verified long ago",
    { meta: metaView({ codeVerificationStatus: "EXPIRED" }) },
    "ready_to_register",
    ["not_registered", "ownership_expired"],
  ],
  ["under way", { registration: record("in_progress"), meta: pending }, "registering", ["in_progress"]],
  [
    "its account disconnected, while a registration was under way",
    {
      registration: record("in_progress"),
      meta: CONNECTED,
      disconnection: { at: AFTER, reason: "The account was disconnected here." },
    },
    "disconnected",
    ["account_disconnected"],
  ],
  [
    "under way although connected",
    { registration: record("in_progress"), meta: CONNECTED },
    "registering",
    ["in_progress"],
  ],
  ["wrong PIN", { registration: record("pin_mismatch"), meta: pending }, "action_required", ["pin_mismatch"]],
  ["accepted", { registration: record("awaiting_meta"), meta: pending }, "awaiting_meta", ["awaiting_meta"]],
  ["lost", { registration: record("outcome_unknown"), meta: pending }, "outcome_unknown", ["outcome_unknown"]],
  [
    "lost, and connected",
    { registration: record("outcome_unknown"), meta: CONNECTED },
    "connected",
    ["no_webhook_yet"],
  ],
  ["registered", { registration: record("registered"), meta: CONNECTED }, "connected", ["no_webhook_yet"]],
  ["registered elsewhere", { meta: CONNECTED }, "connected", ["no_webhook_yet"]],
  [
    "registered, and Meta's word is new",
    { registration: record("registered"), meta: metaView({ status: "NEW" }) },
    "connected",
    ["no_webhook_yet"],
  ],
  ["an event since", { registration: record("registered"), meta: CONNECTED, webhook: told({}, AFTER) }, "live", []],
  [
    "an event before",
    { registration: record("registered"), meta: CONNECTED, webhook: told({}, BEFORE) },
    "connected",
    ["no_webhook_yet"],
  ],
  [
    "onboarded anew after the event",
    { meta: { ...CONNECTED, lastOnboardedAt: "2030-01-03T00:00:00+0000" }, webhook: told({}, AFTER) },
    "connected",
    ["no_webhook_yet"],
  ],
  [
    "on the business app as well",
    { registration: record("registered"), meta: { ...CONNECTED, isOnBusinessApp: true } },
    "coexistence",
    [],
  ],
  [
    "on the business app alone",
    { meta: metaView({ status: "DISCONNECTED", platformType: "ON_PREMISE", isOnBusinessApp: true }) },
    "action_required",
    ["number_on_business_app"],
  ],
  [
    "no attempt left",
    { registration: record("pin_mismatch"), meta: pending, attempts: budget({ remaining: 0 }) },
    "rate_limited",
    ["rate_limited"],
  ],
  [
    "no attempt left, and connected",
    { registration: record("registered"), meta: CONNECTED, attempts: budget({ remaining: 0 }) },
    "connected",
    ["no_webhook_yet"],
  ],
  [
    "banned",
    { registration: record("registered"), meta: metaView({ status: "BANNED" }) },
    "suspended",
    ["number_banned"],
  ],
  ["restricted", { meta: metaView({ status: "RESTRICTED" }) }, "suspended", ["number_restricted"]],
  ["account locked", { registration: record("account_locked"), meta: pending }, "suspended", ["account_locked"]],
  [
    "quality too low",
    { registration: record("registered"), meta: metaView({ status: "FLAGGED", qualityRating: "RED" }) },
    "action_required",
    ["number_flagged", "quality_low"],
  ],
  [
    "disconnected by Meta",
    { registration: record("registered"), meta: disconnected },
    "disconnected",
    ["connection_lost"],
  ],
  ["back to pending", { registration: record("registered"), meta: pending }, "disconnected", ["connection_lost"]],
  [
    "found not registered",
    { registration: record("not_registered"), meta: pending },
    "ready_to_register",
    ["not_registered"],
  ],
  ["deleted", { meta: metaView({ status: "DELETED" }) }, "disconnected", ["number_deleted"]],
  [
    "migrated",
    { registration: record("not_registered"), meta: metaView({ status: "MIGRATED" }) },
    "disconnected",
    ["number_migrated"],
  ],
  ["deregistered", { registration: record("deregistered"), meta: disconnected }, "disconnected", ["deregistered"]],
  [
    "deregistered, and not read since",
    { registration: record("deregistered", { at: AFTER }), meta: CONNECTED },
    "disconnected",
    ["deregistered"],
  ],
  [
    "deregistered, and registered elsewhere since",
    { registration: record("deregistered"), meta: CONNECTED },
    "connected",
    ["no_webhook_yet"],
  ],
  [
    "token invalid",
    { registration: record("registered"), meta: CONNECTED, token: token("invalid") },
    "action_required",
    ["invalid_token"],
  ],
  [
    "reading refused for the token",
    { registration: record("registered"), meta: CONNECTED, access: unreadable(190) },
    "action_required",
    ["invalid_token"],
  ],
  [
    "lost, and the token invalid",
    { registration: record("outcome_unknown"), token: token("invalid") },
    "outcome_unknown",
    ["outcome_unknown", "invalid_token"],
  ],
  [
    "token ends soon",
    { registration: record("registered"), meta: CONNECTED, webhook: told({}, AFTER), token: token("expires_soon") },
    "live",
    ["token_expires_soon"],
  ],
  [
    "access taken away",
    { registration: record("registered"), meta: CONNECTED, access: unreadable(100, 33) },
    "disconnected",
    ["access_lost"],
  ],
  ["access never given", { access: unreadable(100, 33) }, "action_required", ["missing_permission"]],
  [
    "access taken away before registering",
    { meta: pending, access: unreadable(10) },
    "action_required",
    ["access_lost"],
  ],
  [
    "app removed, as reading shows",
    { registration: record("registered"), meta: CONNECTED, access: unreadable(190, 458), token: token("invalid") },
    "disconnected",
    ["app_removed", "invalid_token"],
  ],
  [
    "app removed, as an event says and reading confirms",
    {
      registration: record("registered"),
      meta: CONNECTED,
      access: unreadable(100, 33),
      webhook: told({ partner: claim("PARTNER_REMOVED", AFTER) }),
    },
    "disconnected",
    ["app_removed"],
  ],
  [
    "app removed, as an event says",
    {
      registration: record("registered"),
      meta: CONNECTED,
      webhook: told({ partner: claim("PARTNER_REMOVED", AFTER) }, AFTER),
    },
    "live",
    ["app_removed"],
  ],
  [
    "app removed, as an event said that reading has refuted",
    {
      registration: record("registered"),
      meta: CONNECTED,
      webhook: told({ app: claim("PARTNER_APP_UNINSTALLED", BEFORE) }, AFTER),
    },
    "live",
    [],
  ],
  [
    "name approved after registering",
    { registration: record("registered"), meta: CONNECTED, webhook: told({ name: claim("APPROVED", AFTER) }, AFTER) },
    "live",
    ["name_needs_registration"],
  ],
  [
    "name approved before registering",
    { registration: record("registered"), meta: CONNECTED, webhook: told({ name: claim("APPROVED", BEFORE) }, AFTER) },
    "live",
    [],
  ],
  [
    "name approved after registering, and registered again since",
    {
      registration: record("registered", { at: LATER }),
      meta: CONNECTED,
      lastAccepted: { at: LATER, connectedSince: BEFORE },
      webhook: told({ name: claim("APPROVED", AFTER) }, AFTER),
    },
    "live",
    [],
  ],
  [
    "name approved, as a reading shows",
    { registration: record("registered"), meta: CONNECTED, nameApprovedAt: AFTER, webhook: told({}, AFTER) },
    "live",
    ["name_needs_registration"],
  ],
  [
    "name approved, as a reading showed before it was registered elsewhere",
    {
      registration: record("registered"),
      meta: { ...CONNECTED, lastOnboardedAt: LATER },
      nameApprovedAt: AFTER,
      webhook: told({}, LATER),
    },
    "live",
    [],
  ],
  [
    "name approved, and not registered",
    { registration: record("not_registered"), meta: metaView(), nameApprovedAt: AFTER },
    "ready_to_register",
    ["not_registered"],
  ],
  [
    "another name in review, of a number in use",
    {
      registration: record("registered"),
      meta: { ...CONNECTED, newNameStatus: "PENDING_REVIEW" },
      webhook: told({}, AFTER),
    },
    "live",
    ["name_pending"],
  ],
  [
    "a number from Meta whose name is in review, and that sends nothing before",
    {
      registration: record("registered"),
      meta: { ...CONNECTED, displayPhoneNumber: "+1 555-010-0034", nameStatus: "PENDING_REVIEW" },
      sending: { verdict: "blocked", at: AFTER },
      webhook: told({}, AFTER),
    },
    "live",
    ["name_pending", "sending_blocked"],
  ],
  [
    "a number from Meta whose name is approved, another one in review, and that sends nothing for another reason",
    {
      registration: record("registered"),
      meta: {
        ...CONNECTED,
        displayPhoneNumber: "+1 555-010-0034",
        nameStatus: "APPROVED",
        newNameStatus: "PENDING_REVIEW",
      },
      sending: { verdict: "blocked", at: AFTER },
      webhook: told({}, AFTER),
    },
    "live",
    ["sending_blocked", "name_pending"],
  ],
  [
    "a number of one's own whose name is in review, and that sends nothing",
    {
      registration: record("registered"),
      meta: { ...CONNECTED, displayPhoneNumber: "+49 30 1234567", nameStatus: "PENDING_REVIEW" },
      sending: { verdict: "blocked", at: AFTER },
      webhook: told({}, AFTER),
    },
    "live",
    ["sending_blocked", "name_pending"],
  ],
  [
    "another name declined",
    { registration: record("registered"), meta: { ...CONNECTED, newNameStatus: "DECLINED" }, webhook: told({}, AFTER) },
    "live",
    ["name_declined"],
  ],
  [
    "another name in review, after one was declined",
    {
      registration: record("registered"),
      meta: { ...CONNECTED, nameStatus: "DECLINED", newNameStatus: "PENDING_REVIEW" },
      webhook: told({}, AFTER),
    },
    "live",
    ["name_pending"],
  ],
  [
    "declined, and no change of it under way",
    {
      registration: record("registered"),
      meta: { ...CONNECTED, nameStatus: "DECLINED", newNameStatus: "NONE" },
      webhook: told({}, AFTER),
    },
    "live",
    ["name_declined"],
  ],
  [
    "registered again while connected: an event from before still proves the way",
    {
      registration: record("registered", { at: LATER }),
      meta: { ...CONNECTED, lastOnboardedAt: LATER },
      lastAccepted: { at: LATER, connectedSince: BEFORE },
      webhook: told({}, AFTER),
    },
    "live",
    [],
  ],
  [
    "registered again while connected, and Meta names no time",
    {
      registration: record("registered", { at: LATER }),
      meta: CONNECTED,
      lastAccepted: { at: LATER, connectedSince: BEFORE },
      webhook: told({}, AFTER),
    },
    "live",
    [],
  ],
  [
    "registered again by us, and once more by somebody else",
    {
      registration: record("registered", { at: AFTER }),
      meta: { ...CONNECTED, lastOnboardedAt: LATER },
      lastAccepted: { at: AFTER, connectedSince: BEFORE },
      webhook: told({}, AFTER),
    },
    "connected",
    ["no_webhook_yet"],
  ],
  [
    "registered by us when it was not connected",
    {
      registration: record("registered", { at: LATER }),
      meta: { ...CONNECTED, lastOnboardedAt: LATER },
      lastAccepted: { at: LATER, connectedSince: null },
      webhook: told({}, AFTER),
    },
    "connected",
    ["no_webhook_yet"],
  ],
  [
    "others spend from the budget",
    {
      registration: record("registered"),
      meta: CONNECTED,
      attempts: budget({ spentElsewhere: true }),
      webhook: told({}, AFTER),
    },
    "live",
    ["spent_elsewhere"],
  ],
  [
    "name declined, as an event says",
    { meta: metaView({ nameStatus: "PENDING_REVIEW" }), webhook: told({ name: claim("REJECTED", AFTER) }) },
    "ready_to_register",
    ["not_registered", "name_declined"],
  ],
  [
    "name in review",
    { meta: metaView({ nameStatus: "PENDING_REVIEW" }) },
    "ready_to_register",
    ["not_registered", "name_pending"],
  ],
  [
    "flagged, as an event says",
    { registration: record("registered"), meta: CONNECTED, webhook: told({ quality: claim("FLAGGED", AFTER) }, AFTER) },
    "live",
    ["number_flagged"],
  ],
  [
    "account restricted",
    {
      registration: record("registered"),
      meta: CONNECTED,
      webhook: told({ restriction: { ...claim("ACCOUNT_RESTRICTION", AFTER), detail: "X" } }, AFTER),
    },
    "live",
    ["account_restricted"],
  ],
  [
    "account restricted until a time that was still to come when the number was last read",
    {
      registration: record("registered"),
      meta: CONNECTED,
      webhook: told(
        { restriction: { ...claim("ACCOUNT_RESTRICTION", BEFORE), detail: "X", until: "2031-01-01T00:00:00.000Z" } },
        AFTER,
      ),
    },
    "live",
    ["account_restricted"],
  ],
  [
    "account restricted until a time that was over when the number was last read",
    {
      registration: record("registered"),
      meta: CONNECTED,
      webhook: told({ restriction: { ...claim("ACCOUNT_RESTRICTION", BEFORE), detail: "X", until: BEFORE } }, AFTER),
    },
    "live",
    [],
  ],
  [
    "account disabled, and reinstated",
    {
      registration: record("registered"),
      meta: CONNECTED,
      webhook: told({ violation: claim("ACCOUNT_VIOLATION", BEFORE), standing: claim("REINSTATE", AFTER) }, AFTER),
    },
    "live",
    [],
  ],
  [
    "account to be disabled",
    {
      meta: pending,
      webhook: told({ standing: claim("SCHEDULE_FOR_DISABLE", AFTER), review: claim("REJECTED", AFTER) }),
    },
    "ready_to_register",
    ["not_registered", "account_disabled", "review_rejected"],
  ],
  [
    "PIN changed since",
    {
      registration: record("registered"),
      meta: CONNECTED,
      webhook: told({ pin: claim("PIN_CHANGED", AFTER) }, AFTER),
    },
    "live",
    ["pin_changed"],
  ],
  ...["PIN_REQUEST_SUCCESS", "PIN_RESET_SUCCESS"].map((word): (typeof CASES)[number] => [
    `PIN switched off by a reset, spelt ${word}, after it was asked for`,
    {
      registration: record("registered"),
      meta: CONNECTED,
      webhook: told({ pin_reset: claim("PIN_RESET_REQUEST", AFTER), pin: claim(word, AFTER) }, AFTER),
    },
    "live",
    ["pin_changed"],
  ]),
  [
    "reset of the PIN asked for after it was changed",
    {
      registration: record("registered"),
      meta: CONNECTED,
      webhook: told({ pin: claim("PIN_CHANGED", AFTER), pin_reset: claim("PIN_RESET_REQUEST", LATER) }, AFTER),
    },
    "live",
    ["pin_changed", "pin_reset_requested"],
  ],
  [
    "Business app set up anew, before anything was read",
    {
      registration: record("registered"),
      meta: CONNECTED,
      webhook: told({ link: claim("ACCOUNT_OFFBOARDED", AFTER) }),
    },
    "connected",
    ["no_webhook_yet", "account_offboarded"],
  ],
  [
    "Business app set up anew, and not back yet",
    {
      registration: record("registered"),
      meta: metaView({ status: "DISCONNECTED", observedAt: LATER }),
      webhook: told({ link: claim("ACCOUNT_OFFBOARDED", AFTER) }),
    },
    "disconnected",
    ["account_offboarded"],
  ],
  [
    "Business app set up anew, and out of reach",
    {
      registration: record("registered"),
      meta: CONNECTED,
      access: unreadable(100, 33),
      webhook: told({ link: claim("ACCOUNT_OFFBOARDED", AFTER) }),
    },
    "disconnected",
    ["account_offboarded"],
  ],
  [
    "Business app set up anew, and back by a later reading",
    {
      registration: record("registered"),
      meta: { ...CONNECTED, observedAt: LATER },
      webhook: told({ link: claim("ACCOUNT_OFFBOARDED", AFTER) }),
    },
    "connected",
    ["no_webhook_yet"],
  ],
  [
    "Business app set up anew, and back as Meta says",
    {
      registration: record("registered"),
      meta: CONNECTED,
      webhook: told({ link: claim("ACCOUNT_RECONNECTED", AFTER) }),
    },
    "connected",
    ["no_webhook_yet"],
  ],
  [
    "app removed, and the Business app reconnected since: that gives nothing back",
    {
      registration: record("registered"),
      meta: CONNECTED,
      webhook: told({ app: claim("PARTNER_APP_UNINSTALLED", AFTER), link: claim("ACCOUNT_RECONNECTED", LATER) }, AFTER),
    },
    "live",
    ["app_removed"],
  ],
  [
    "partner added anew, and then access taken away",
    {
      registration: record("registered"),
      meta: CONNECTED,
      access: unreadable(100, 33),
      webhook: told({ partner: claim("PARTNER_ADDED", AFTER) }),
    },
    "disconnected",
    ["access_lost"],
  ],
  [
    "reset of the PIN asked for",
    {
      registration: record("registered"),
      meta: CONNECTED,
      webhook: told({ pin_reset: claim("PIN_RESET_REQUEST", AFTER) }, AFTER),
    },
    "live",
    ["pin_reset_requested"],
  ],
  [
    "no attempt left, and in use on the business app as well",
    { meta: { ...CONNECTED, isOnBusinessApp: true }, attempts: budget({ remaining: 0 }) },
    "coexistence",
    [],
  ],
  [
    "no attempt left, and banned",
    { meta: metaView({ status: "BANNED" }), attempts: budget({ remaining: 0 }) },
    "suspended",
    ["number_banned", "rate_limited"],
  ],
  [
    "under way, and flagged",
    { registration: record("in_progress"), meta: metaView({ status: "FLAGGED" }) },
    "registering",
    ["in_progress", "number_flagged"],
  ],
  [
    "PIN changed since it was refused",
    { registration: record("pin_mismatch"), meta: pending, webhook: told({ pin: claim("PIN_CHANGED", AFTER) }) },
    "action_required",
    ["pin_mismatch", "pin_changed"],
  ],
  [
    "PIN changed, and onboarded anew since",
    {
      registration: record("registered"),
      meta: { ...CONNECTED, lastOnboardedAt: "2030-01-03T00:00:00+0000" },
      webhook: told({ pin: claim("PIN_CHANGED", AFTER) }),
    },
    "connected",
    ["no_webhook_yet"],
  ],
  [
    "under way, with the last attempt",
    { registration: record("in_progress"), meta: pending, attempts: budget({ remaining: 0 }) },
    "registering",
    ["in_progress"],
  ],
  [
    "a word of Meta's that every object knows",
    { meta: metaView({ status: "constructor" }) },
    "ready_to_register",
    ["not_registered"],
  ],
  [
    "registered a moment ago, and read before",
    { registration: record("registered", { at: AFTER }), meta: pending },
    "connected",
    ["no_webhook_yet"],
  ],
  [
    "registered in the moment of the reading",
    { registration: record("registered", { at: pending.observedAt }), meta: pending },
    "connected",
    ["no_webhook_yet"],
  ],
  [
    "deregistered in the moment of the reading",
    { registration: record("deregistered", { at: CONNECTED.observedAt }), meta: CONNECTED },
    "disconnected",
    ["deregistered"],
  ],
  [
    "deregistered, and deleted since",
    { registration: record("deregistered"), meta: metaView({ status: "DELETED" }) },
    "disconnected",
    ["number_deleted"],
  ],
  [
    "disconnected, and the PIN was wrong since",
    { registration: record("pin_mismatch"), meta: disconnected },
    "action_required",
    ["pin_mismatch"],
  ],
  [
    "an event in the moment of registering",
    {
      registration: record("registered", { at: BEFORE }),
      meta: CONNECTED,
      webhook: told({ name: claim("APPROVED", BEFORE) }, BEFORE),
    },
    "live",
    [],
  ],
  [
    "name approved, and nobody knows since when it is connected",
    { meta: CONNECTED, webhook: told({ name: claim("APPROVED", AFTER) }, AFTER) },
    "live",
    [],
  ],
  [
    "name approved after the connection was lost",
    {
      meta: { ...disconnected, lastOnboardedAt: "2029-01-01T00:00:00+0000" },
      webhook: told({ name: claim("APPROVED", AFTER) }),
    },
    "disconnected",
    ["connection_lost"],
  ],
  [
    "name declined while in use, as an event says",
    { registration: record("registered"), meta: CONNECTED, webhook: told({ name: claim("DECLINED", AFTER) }, AFTER) },
    "live",
    ["name_declined"],
  ],
  [
    "name declined, as Meta shows",
    { meta: metaView({ nameStatus: "DECLINED" }) },
    "ready_to_register",
    ["not_registered", "name_declined"],
  ],
  [
    "name declined before the reading that shows it approved",
    { meta: pending, webhook: told({ name: claim("DECLINED", BEFORE) }) },
    "ready_to_register",
    ["not_registered"],
  ],
  [
    "flagged in the moment of the reading, as an event says",
    { meta: pending, webhook: told({ quality: claim("FLAGGED", pending.observedAt) }) },
    "ready_to_register",
    ["not_registered", "number_flagged"],
  ],
  [
    "quality in between",
    { meta: metaView({ qualityRating: "YELLOW" }) },
    "ready_to_register",
    ["not_registered", "quality_medium"],
  ],
  [
    "account deleted, as an event says",
    { meta: pending, webhook: told({ deletion: claim("ACCOUNT_DELETED", AFTER) }) },
    "ready_to_register",
    ["not_registered", "account_deleted"],
  ],
  [
    "restrictions of the account lifted",
    { meta: pending, webhook: told({ restriction: claim("ACCOUNT_RESTRICTION", AFTER) }) },
    "ready_to_register",
    ["not_registered"],
  ],
  [
    "account violated a policy",
    { meta: pending, webhook: told({ violation: claim("ACCOUNT_VIOLATION", AFTER) }) },
    "ready_to_register",
    ["not_registered", "account_violation"],
  ],
  [
    "account reinstated before the violation",
    {
      meta: pending,
      webhook: told({ violation: claim("ACCOUNT_VIOLATION", AFTER), standing: claim("REINSTATE", BEFORE) }),
    },
    "ready_to_register",
    ["not_registered", "account_violation"],
  ],
  [
    "account reinstated in the moment of the violation",
    {
      meta: pending,
      webhook: told({ violation: claim("ACCOUNT_VIOLATION", AFTER), standing: claim("REINSTATE", AFTER) }),
    },
    "ready_to_register",
    ["not_registered"],
  ],
];

describe("the lifecycle of a number", () => {
  for (const [name, facts, word, reasons] of CASES) {
    it(`${name}: ${word}`, () => {
      const situation = lifecycleOf(facts);
      assert.equal(situation.word, word);
      assert.deepEqual(
        situation.reasons.map(({ code }) => code),
        reasons,
      );
    });
  }

  it("has a case here for every row of the table", () => {
    const rows = new Set(CASES.map(([, facts]) => LIFECYCLE_RULES.findIndex((rule) => rule.fits(facts))));
    const missed = LIFECYCLE_RULES.filter((_, row) => !rows.has(row)).map((rule) => rule.when);
    assert.deepEqual(missed, ["registered, Meta's status says nothing else, and an event came in since"]);
    const unnamed: NumberFacts = { registration: record("registered"), webhook: told({}, AFTER) };
    assert.equal(lifecycleOf(unnamed).word, "live");
  });

  it("says what the registration was answered, and the steps for the cause that was proven", () => {
    const { message } = ACCESS_ADVICE.scope_not_granted;
    const [reason] = lifecycleOf({
      registration: record("missing_permission", { message, cause: "scope_not_granted" }),
      meta: pending,
    }).reasons;
    assert.equal(reason?.message, message);
    assert.deepEqual(reason.resolution, [...ACCESS_ADVICE.scope_not_granted.resolution]);
  });

  it("says in the record's own words why a number is not registered", () => {
    const registration = record("not_registered", { message: "Meta no longer shows it." });
    assert.equal(lifecycleOf({ registration, meta: pending }).reasons[0]?.message, "Meta no longer shows it.");
  });
});
