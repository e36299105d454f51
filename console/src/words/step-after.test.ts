import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Watched } from "../../../client/src/watch.ts";
import type { Lifecycle } from "../../../functions/src/contract/lifecycle.ts";
import type { PhoneNumberDocument } from "../../../functions/src/contract/phone-number.ts";
import { budget } from "../../../functions/src/testing/number-facts.ts";
import { IN_USE } from "./situation.ts";
import { stepAfter } from "./step-after.ts";

const number = (lifecycle: Lifecycle, remaining = 9): Watched<PhoneNumberDocument> => ({
  state: "known",
  document: {
    lifecycle,
    reasons: [],
    attempts: budget({ remaining, used: 10 - remaining }),
    updatedAt: "2030-01-01T12:00:00.000Z",
  },
});

suite("the step after an answer", () => {
  test("is the one that the answer turns on", () => {
    for (const word of ["verified", "pin_set", "deregistered"] as const)
      assert.equal(stepAfter({ word }, number("ready_to_register"))?.action, "register", word);
    assert.equal(stepAfter({ word: "pin_mismatch" }, null)?.action, "pin");
  });

  test("is no registration of a number in use", () => {
    assert.deepEqual([...IN_USE].toSorted(), ["coexistence", "connected", "live"]);
    for (const lifecycle of IN_USE)
      assert.notEqual(stepAfter({ word: "pin_set" }, number(lifecycle))?.action, "register", lifecycle);
    assert.equal(stepAfter({ word: "already_verified" }, number("coexistence"))?.action, "message");
  });

  test("is no registration without an attempt", () => {
    assert.equal(stepAfter({ word: "verified" }, number("ready_to_register", 0)), null);
  });

  test("is the number's own where the call has no result", () => {
    assert.equal(stepAfter({ word: null }, { state: "absent" })?.action, "read");
    assert.equal(stepAfter({ word: null }, null), null);
  });
});
