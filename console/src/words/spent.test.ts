import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { AttemptBudget } from "../../../functions/src/contract/attempts.ts";
import { RegistrationRecord, type PhoneNumberDocument } from "../../../functions/src/contract/phone-number.ts";
import { graphError } from "../../../functions/src/testing/fixtures.ts";
import { budget, record } from "../../../functions/src/testing/number-facts.ts";
import { turnOf } from "./next-step.ts";
import { spendingQuestion, spentByRegistration } from "./spent.ts";

const NOW = Date.parse("2030-01-01T12:00:00.000Z");
const of = (used: number, nextFreeAt: string | null = null): AttemptBudget =>
  budget({ used, remaining: 10 - used, nextFreeAt });

suite("what a registration spent", () => {
  test("is told from the budget before and after it", () => {
    assert.equal(spentByRegistration(of(1), of(2), NOW), "This call spent 1 attempt; 8 of 10 are left.");
    assert.equal(spentByRegistration(of(1), of(1), NOW), "This call spent no attempt; 9 of 10 are left.");
    assert.equal(spentByRegistration(undefined, of(1), NOW), "This call spent 1 attempt; 9 of 10 are left.");
  });

  test("is not told where nothing is known of before, and more than one is spent now", () => {
    assert.equal(spentByRegistration(undefined, of(3), NOW), "What this call spent cannot be told; 7 of 10 are left.");
    assert.equal(spentByRegistration(undefined, of(0), NOW), "This call spent no attempt; 10 of 10 are left.");
  });

  test("is not told where an earlier attempt may have come back meanwhile", () => {
    const before = of(2, "2030-01-01T11:00:00.000Z");
    assert.equal(spentByRegistration(before, of(2), NOW), "What this call spent cannot be told; 8 of 10 are left.");
    const later = of(2, "2030-01-01T13:00:00.000Z");
    assert.equal(spentByRegistration(later, of(2), NOW), "This call spent no attempt; 8 of 10 are left.");
  });
});

suite("before another attempt is spent", () => {
  const number = (registration: RegistrationRecord, attempts = of(1)): PhoneNumberDocument => ({
    registration,
    attempts,
    lifecycle: "action_required",
    reasons: [],
    updatedAt: "2030-01-01T12:00:00.000Z",
  });
  const refused = { graphError: graphError(100) };

  test("it is asked after every refusal that repeating cannot cure, and after no other", () => {
    for (const status of RegistrationRecord.shape.status.options) {
      const question = spendingQuestion(number(record(status, refused)));
      assert.equal(question !== null, turnOf(status).turn === "change", status);
    }
    assert.match(
      spendingQuestion(number(record("missing_permission", refused)))?.text ?? "",
      /^Access is missing: .* uses 1 of 9\. Has something been changed since\?$/u,
    );
  });

  test("it is not asked where nothing was sent, and thus nothing will be", () => {
    assert.equal(spendingQuestion(number(record("invalid_token"))), null);
    const proven = record("missing_permission", { ...refused, cause: "scope_not_granted" });
    assert.equal(spendingQuestion(number(proven)), null);
    assert.notEqual(spendingQuestion(number({ ...proven, cause: "unproven" })), null);
  });

  test("it is not asked where none is left or nothing is known", () => {
    assert.equal(spendingQuestion(number(record("missing_permission", refused), of(10))), null);
    assert.equal(spendingQuestion(null), null);
  });
});
