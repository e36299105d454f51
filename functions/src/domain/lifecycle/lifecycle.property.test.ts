import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { Lifecycle, Reason, type ReasonCode } from "../../contract/lifecycle.ts";
import type { MetaView } from "../../contract/phone-number.ts";
import { anyFacts } from "../../testing/number-facts.ts";
import { PROPERTY_RUNS } from "../../testing/property-runs.ts";
import { STATUS_WORDS } from "../number-status.ts";
import { lifecycleOf } from "./lifecycle.ts";
import { isProvenLive, type NumberFacts } from "./number-facts.ts";

const runs = { numRuns: PROPERTY_RUNS };

/** Every word of Meta's that decides anything here. */
const KNOWN: ReadonlySet<string> = new Set([
  ...STATUS_WORDS,
  ..."VERIFIED NOT_VERIFIED EXPIRED DECLINED PENDING_REVIEW RED YELLOW ON_PREMISE NOT_APPLICABLE".split(" "),
]);

/** What cannot be said of a number that works. */
const CONTRADICTS_USE: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  "not_registered",
  "deregistered",
  "connection_lost",
  "number_deleted",
  "number_migrated",
  "number_banned",
  "number_restricted",
  "outcome_unknown",
  "awaiting_meta",
  "in_progress",
  "verification_required",
  "invalid_token",
  "access_lost",
  "rate_limited",
  "ownership_unknown",
]);

/** What cannot be said of a number that only waits to be registered. */
const FORBIDS_REGISTERING: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  "rate_limited",
  "invalid_token",
  "number_on_business_app",
  "verification_required",
]);

const codes = (facts: NumberFacts): ReasonCode[] => lifecycleOf(facts).reasons.map(({ code }) => code);

/** The same facts where every word of Meta's that is not known here was left out. */
function withoutUnknownWords(facts: NumberFacts): NumberFacts {
  if (facts.meta === undefined) return facts;
  const words = ["status", "codeVerificationStatus", "nameStatus", "qualityRating", "platformType"] as const;
  const known = words.map((name): [string, string | null] => {
    const word = facts.meta?.[name] ?? null;
    return [name, word !== null && KNOWN.has(word) ? word : null];
  });
  return { ...facts, meta: { ...facts.meta, ...(Object.fromEntries(known) as Partial<MetaView>) } };
}

describe("the lifecycle", () => {
  it("is one of the words for any facts, with reasons that are each said once", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { word, reasons } = lifecycleOf(facts);
        Lifecycle.parse(word);
        for (const reason of reasons) Reason.parse(reason);
        assert.equal(new Set(reasons.map(({ code }) => code)).size, reasons.length);
      }),
      runs,
    );
  });

  it("gives a reason for every word that is not the good end", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { word, reasons } = lifecycleOf(facts);
        assert.ok(reasons.length > 0 || word === "live" || word === "coexistence", word);
      }),
      runs,
    );
  });

  it("never says of a number in use what only an unused one can be", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { word } = lifecycleOf(facts);
        if (word !== "connected" && word !== "live" && word !== "coexistence") return;
        const said = codes(facts).filter((code) => CONTRADICTS_USE.has(code));
        assert.deepEqual(said, []);
      }),
      runs,
    );
  });

  it("is live only with a proof, and connected only without", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { word } = lifecycleOf(facts);
        if (word === "live") assert.ok(isProvenLive(facts));
        if (word === "connected") assert.ok(!isProvenLive(facts));
        assert.equal(word === "connected", codes(facts).includes("no_webhook_yet"));
      }),
      runs,
    );
  });

  it("offers registering only where it can work", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { word } = lifecycleOf(facts);
        if (word !== "ready_to_register") return;
        assert.deepEqual(
          codes(facts).filter((code) => FORBIDS_REGISTERING.has(code)),
          [],
        );
        assert.notEqual(facts.attempts?.remaining, 0);
      }),
      runs,
    );
  });

  it("is not moved by words of Meta's that are not known here", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        assert.deepEqual(lifecycleOf(facts), lifecycleOf(withoutUnknownWords(facts)));
      }),
      runs,
    );
  });
});
