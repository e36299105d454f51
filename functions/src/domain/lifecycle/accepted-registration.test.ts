import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CONNECTED, metaView } from "../../testing/fixtures.ts";
import { record } from "../../testing/number-facts.ts";
import { failure } from "../outcome/registration.ts";
import { acceptedRegistration } from "./accepted-registration.ts";
import type { NumberFacts } from "./number-facts.ts";

const NOW = Date.UTC(2030, 0, 10);
const at = new Date(NOW).toISOString();
const [BEFORE, LONG_BEFORE] = ["2030-01-05T00:00:00.000Z", "2030-01-01T00:00:00.000Z"];
const since = (outcome: Parameters<typeof acceptedRegistration>[0], facts: NumberFacts = {}, view = metaView()) =>
  acceptedRegistration(outcome, { facts, view, now: NOW });
const registered = (pin: "in_effect" | "not_changed") =>
  ({ status: "registered", alreadyRegistered: pin === "not_changed", pin }) as const;
const KNOWN: NumberFacts = { registration: record("registered", { at: BEFORE }) };

describe("a registration that was sent", () => {
  it("was not accepted where it failed", () => {
    for (const status of ["pin_mismatch", "outcome_unknown"] as const)
      assert.equal(since(failure(status), KNOWN, CONNECTED), null);
  });

  it("that connected the number interrupts nothing", () => {
    assert.deepEqual(since(registered("in_effect"), KNOWN, CONNECTED), { at, connectedSince: null });
  });

  it("of a number that was connected leaves standing since when it is", () => {
    const again = (facts: NumberFacts) => since(registered("not_changed"), facts)?.connectedSince;
    assert.equal(again(KNOWN), BEFORE);
    const progress = record("in_progress", { at });
    const accepted = (connectedSince: string | null) => ({ at: BEFORE, connectedSince });
    assert.equal(again({ registration: progress, lastAccepted: accepted(LONG_BEFORE) }), LONG_BEFORE);
    assert.equal(again({ registration: progress, lastAccepted: accepted(null) }), BEFORE);
    assert.equal(again({ registration: progress }), null);
  });

  it("that Meta has accepted and does not show is one of those, if the number was connected", () => {
    const awaiting = { status: "awaiting_meta" } as const;
    assert.deepEqual(since(awaiting, KNOWN, CONNECTED), { at, connectedSince: BEFORE });
    assert.deepEqual(since(awaiting, KNOWN), { at, connectedSince: null });
    assert.deepEqual(acceptedRegistration(awaiting, { facts: KNOWN, view: null, now: NOW }), {
      at,
      connectedSince: null,
    });
  });
});
