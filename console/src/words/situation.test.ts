import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import type { Lifecycle } from "../../../functions/src/contract/lifecycle.ts";
import { RegistrationRecord, type MetaView } from "../../../functions/src/contract/phone-number.ts";
import { lifecycleOf } from "../../../functions/src/domain/lifecycle/lifecycle.ts";
import type { NumberFacts } from "../../../functions/src/domain/lifecycle/number-facts.ts";
import { CONNECTED, graphError, metaView } from "../../../functions/src/testing/fixtures.ts";
import { anyFacts, budget, record, told } from "../../../functions/src/testing/number-facts.ts";
import { ACTORS } from "./failure.ts";
import { groupOf } from "./number-group.ts";
import { IN_USE, nextStepOf, situationView, stateOf } from "./situation.ts";

const NOW = Date.parse("2030-01-01T12:00:00.000Z");
const at = new Date(NOW).toISOString();
const UNDER_WAY: ReadonlySet<Lifecycle> = new Set(["registering", "awaiting_meta", "outcome_unknown"]);

/** What the page says of a number of which this is known. */
function said(facts: NumberFacts) {
  const { word: lifecycle, reasons } = lifecycleOf(facts);
  const number = { state: "known", document: { ...facts, lifecycle, reasons, updatedAt: at } } as const;
  return {
    lifecycle,
    first: reasons[0],
    state: stateOf(number),
    group: groupOf(number),
    view: situationView(number, NOW),
    step: nextStepOf(number),
    left: facts.attempts?.remaining,
  };
}

/** What is said at once must agree: the state, the step and who takes it. */
function agree(facts: NumberFacts): void {
  const { lifecycle, first, state, group, view, step, left } = said(facts);
  const action = step?.action ?? null;
  const reads = action === null || action === "read" || action === "diagnose";
  if (view.actor === ACTORS.meta || view.actor?.startsWith("Nobody has to act") === true)
    assert.ok(reads, `${first?.code} is nobody's turn, and the step is ${action}`);
  if (UNDER_WAY.has(lifecycle)) assert.ok(reads, `${lifecycle}, and the step is ${action}`);
  if (IN_USE.has(lifecycle)) {
    assert.ok(!["register", "verify", "pin", "deregister"].includes(action ?? ""), `in use, and the step is ${action}`);
    assert.notEqual(view.tone, "bad");
    if (action === "register_again") assert.equal(first?.code, "name_needs_registration");
  } else assert.notEqual(view.tone, "good", `${lifecycle} is not good`);
  if (left === 0) assert.ok(action !== "register" && action !== "register_again", "no attempt is left");
  if (lifecycle === "verification_required") assert.equal(action, "verify");
  if (lifecycle === "ready_to_register") assert.equal(action, "register");
  assert.equal(
    state.word === "Needs the operator",
    lifecycle === "action_required" && view.actor === ACTORS.operator,
    state.word,
  );
  if (lifecycle === "action_required")
    assert.equal(group, state.word === "With Meta" ? "waiting" : "attention", `${state.word}, listed as ${group}`);
  if (state.word === "Needs the business") assert.match(view.actor ?? "", /^The business that owns the number/);
  if (first !== undefined) assert.equal(view.sentences[0], first.message);
}

const VIEWS: readonly (MetaView | undefined)[] = [
  undefined,
  metaView(),
  metaView({ codeVerificationStatus: "NOT_VERIFIED" }),
  metaView({ codeVerificationStatus: "EXPIRED" }),
  metaView({ status: "DISCONNECTED" }),
  metaView({ status: "BANNED" }),
  metaView({ status: "FLAGGED" }),
  metaView({ platformType: "ON_PREMISE", isOnBusinessApp: true }),
  CONNECTED,
  { ...CONNECTED, isOnBusinessApp: true },
];

suite("state, step and actor never contradict each other", () => {
  for (const status of RegistrationRecord.shape.status.options) {
    test(`after ${status}, whatever Meta shows and however many attempts are left`, () => {
      for (const meta of VIEWS) {
        for (const remaining of [9, 0]) {
          for (const error of [null, graphError(133_006)]) {
            for (const webhook of [undefined, told({}, at)]) {
              agree({
                registration: record(status, { graphError: error }),
                attempts: budget({ remaining, used: 10 - remaining }),
                ...(meta === undefined ? {} : { meta }),
                ...(webhook === undefined ? {} : { webhook }),
              });
            }
          }
        }
      }
    });
  }

  test("whatever else is known of a number", () => {
    fc.assert(fc.property(anyFacts, agree), { numRuns: 2000 });
  });
});

suite("a number's situation", () => {
  const registration = record("missing_permission", {
    cause: "unproven",
    graphError: graphError(100, { message: "(#100) Missing Permission" }),
  });

  test("shows Meta's own words and code for what happened", () => {
    const { view, step } = said({ registration, meta: metaView() });
    assert.equal(view.headline, "Access is missing");
    assert.deepEqual(view.metaWords.slice(0, 2), [
      ["message", "(#100) Missing Permission"],
      ["code", "100"],
    ]);
    assert.equal(step?.label, "Check access");
  });

  test("offers the form that brings it further as a button", () => {
    const label = (status: RegistrationRecord["status"]): string | undefined =>
      said({ registration: record(status), meta: metaView() }).step?.label;
    assert.equal(label("incomplete_deregistration"), "Deregister once more");
    assert.equal(label("pin_mismatch"), "Set a new PIN");
    assert.equal(label("not_registered"), "Register this number");
    const unverified = metaView({ codeVerificationStatus: "NOT_VERIFIED" });
    assert.equal(said({ registration, meta: unverified }).step?.label, "Verify this number");
  });

  test("says for whom a number waits", () => {
    assert.equal(said({ registration, meta: metaView() }).state.word, "Needs the operator");
    assert.equal(said({ registration: record("pin_mismatch"), meta: metaView() }).state.word, "Needs the business");
    assert.equal(said({ registration: record("throttled"), meta: metaView() }).state.word, "With Meta");
  });

  test("waits for Meta, and is no error, while a display name is in review", () => {
    const reviewed = { ...CONNECTED, displayPhoneNumber: "+49 30 1234567", nameStatus: "PENDING_REVIEW" };
    const facts = { registration: record("registered"), webhook: told({}, at) };
    const { view, group, step } = said({ ...facts, meta: reviewed });
    assert.deepEqual(
      [view.word, view.tone, view.actor, group, step],
      ["name_pending", "busy", ACTORS.meta, "working", null],
    );
    const provided = { ...reviewed, displayPhoneNumber: "+1 555-010-0034" };
    const silent = { ...facts, sending: { verdict: "blocked", at } } as const;
    const waiting = said({ ...silent, meta: provided });
    assert.deepEqual([waiting.view.word, waiting.view.tone, waiting.group], ["name_pending", "busy", "waiting"]);
    assert.equal(said({ ...silent, meta: reviewed }).group, "attention", "another number may send meanwhile");
  });

  test("that is not known offers to read it, and nothing that spends", () => {
    assert.equal(nextStepOf({ state: "absent" })?.action, "read");
    assert.equal(nextStepOf({ state: "unrecognized", data: {} }), null);
  });
});
