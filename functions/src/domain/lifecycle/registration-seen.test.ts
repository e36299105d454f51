import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { MetaView, RegistrationRecord } from "../../contract/phone-number.ts";
import { CONNECTED, graphError, metaView, refusedForVerification } from "../../testing/fixtures.ts";
import { record } from "../../testing/number-facts.ts";
import { LEASE_MS } from "../attempt/attempt-window.ts";
import { GIVE_UP_MS, type OpenAttempt } from "../attempt/open-attempt.ts";
import { failure } from "../outcome/registration.ts";
import { RECONCILER, registrationSeen } from "./registration-seen.ts";

const NOW = Date.UTC(2030, 0, 1);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ASKED = graphError(133_006);

type Status = RegistrationRecord["status"];

const iso = (ms: number): string => new Date(ms).toISOString();
const SINCE = NOW - HOUR;
const seenAt = (view: MetaView, ms = NOW): MetaView => ({ ...view, observedAt: iso(ms) });
const PENDING = seenAt(metaView());
const IN_USE = seenAt(CONNECTED);
const ELSEWHERE = seenAt({ ...CONNECTED, platformType: "NOT_APPLICABLE" });

const attempt = (status: Status, rest: Partial<OpenAttempt> = {}): OpenAttempt => ({
  attemptId: "a",
  operation: "register",
  status,
  reservedAt: NOW - MINUTE,
  before: null,
  ...rest,
});

interface Look {
  readonly attempts?: readonly OpenAttempt[];
  readonly leased?: boolean;
  /** When the record was written. */
  readonly at?: number;
}

const see = (status: Status, view: MetaView | null, { attempts = [], leased = false, at = SINCE }: Look = {}) =>
  registrationSeen({ registration: record(status, { at: iso(at) }) }, view, { now: NOW, attempts, leased });

describe("a registration, after a look at its number", () => {
  const gone = (status: string): MetaView => seenAt({ ...CONNECTED, status });
  const young = { at: NOW - GIVE_UP_MS + 1 };
  const faulty = { attempts: [attempt("meta_unavailable")] };
  const deregistering = { attempts: [attempt("meta_unavailable", { operation: "deregister" })] };
  const cases: readonly (readonly [name: string, Status, MetaView | null, Look, Status | null])[] = [
    ["under way, and connected", "in_progress", IN_USE, {}, "registered"],
    ["under way, and unreadable", "in_progress", null, {}, "outcome_unknown"],
    ["under way a moment ago, and pending", "in_progress", PENDING, young, "outcome_unknown"],
    ["under way long ago, and pending", "in_progress", PENDING, {}, "not_registered"],
    ["under way, and its lease holds", "in_progress", IN_USE, { leased: true }, null],
    ["lost, and connected", "outcome_unknown", IN_USE, {}, "registered"],
    ["lost, and unreadable", "outcome_unknown", null, {}, null],
    ["lost a moment ago, and pending", "outcome_unknown", PENDING, young, null],
    ["lost long ago, and flagged", "outcome_unknown", gone("FLAGGED"), {}, null],
    ["lost long ago, and out of service, which says nothing of it", "outcome_unknown", gone("BANNED"), {}, null],
    ["lost long ago, and Meta's word says nothing", "outcome_unknown", gone("OFFLINE"), {}, null],
    ["lost long ago, and Meta's word is new", "outcome_unknown", gone("SHINY"), {}, null],
    ["lost long ago, and registered elsewhere", "outcome_unknown", ELSEWHERE, {}, "not_registered"],
    ["lost ten minutes ago, and pending", "outcome_unknown", PENDING, { at: NOW - GIVE_UP_MS }, "not_registered"],
    ["accepted, and connected", "awaiting_meta", IN_USE, {}, "registered"],
    ["accepted long ago, and pending", "awaiting_meta", PENDING, {}, null],
    ["accepted long ago, and disconnected", "awaiting_meta", gone("DISCONNECTED"), {}, null],
    ["a fault of Meta's that is open, and connected", "meta_unavailable", IN_USE, faulty, "registered"],
    ["a fault of Meta's that is settled, and connected", "meta_unavailable", IN_USE, {}, null],
    ["a fault of Meta's, and connected before a deregistration", "meta_unavailable", IN_USE, deregistering, null],
    ["refused, and connected", "pin_mismatch", IN_USE, {}, null],
    ["registered, and connected", "registered", IN_USE, {}, null],
    ["registered, and unreadable", "registered", null, {}, null],
    ["registered, and pending", "registered", PENDING, {}, "not_registered"],
    ["registered, and disconnected", "registered", gone("DISCONNECTED"), {}, "not_registered"],
    ["registered, and deleted", "registered", gone("DELETED"), {}, "not_registered"],
    ["registered, and migrated", "registered", gone("MIGRATED"), {}, "not_registered"],
    ["registered, and flagged", "registered", gone("FLAGGED"), {}, null],
    ["registered, and Meta's word is new", "registered", gone("SHINY"), {}, null],
    ["registered in the moment of the reading", "registered", PENDING, { at: NOW }, null],
    ["registered after the reading", "registered", PENDING, { at: NOW + 1 }, null],
    ["not registered, and connected", "not_registered", IN_USE, {}, "registered"],
    ["not registered, and pending", "not_registered", PENDING, {}, null],
    ["deregistered, and connected a quarter of an hour later", "deregistered", IN_USE, { at: NOW - 15 * MINUTE }, null],
    ["deregistered, and connected after that", "deregistered", IN_USE, { at: NOW - 15 * MINUTE - 1 }, "registered"],
    ["deregistered, and disconnected", "deregistered", gone("DISCONNECTED"), {}, null],
  ];
  for (const [name, status, view, rest, expected] of cases) {
    it(`${name}: ${expected ?? "as it was"}`, () => assert.equal(see(status, view, rest)?.status ?? null, expected));
  }

  describe("that Meta refused until ownership is verified anew", () => {
    const before = (codeVerificationStatus: string | null, at: number) =>
      seenAt(metaView({ codeVerificationStatus }), at);
    const verified = seenAt(metaView({ codeVerificationStatus: "VERIFIED" }));
    const after = (meta: MetaView | undefined, view: MetaView | null, refusal = ASKED) =>
      registrationSeen(
        {
          registration: { ...refusedForVerification(SINCE), graphError: refusal },
          ...(meta === undefined ? {} : { meta }),
        },
        view,
        { now: NOW, attempts: [], leased: false },
      )?.status ?? null;

    it("may be made again once the number, which was not, is shown as verified", () => {
      for (const word of ["NOT_VERIFIED", "EXPIRED"]) {
        assert.equal(after(before(word, SINCE + MINUTE), verified), "not_registered", word);
        assert.equal(
          after(before(word, SINCE - MINUTE), verified),
          "not_registered",
          "read by the registration itself",
        );
      }
      assert.equal(after(before("EXPIRED", SINCE - LEASE_MS), verified), "not_registered", "at the start of its lease");
      const inWords = graphError(100, { message: "(#100) Phone number not verified" });
      assert.equal(after(before("EXPIRED", SINCE), verified, inWords), "not_registered");
    });

    it("stays refused where VERIFIED proves nothing: it stood there, or how it stood then was not read", () => {
      assert.equal(after(before("VERIFIED", SINCE), verified), null);
      assert.equal(after(before(null, SINCE), verified), null);
      assert.equal(after(undefined, verified), null);
      assert.equal(after(before("EXPIRED", SINCE - LEASE_MS - 1), verified), null, "read before it was tried");
      assert.equal(after(before("EXPIRED", SINCE), seenAt(metaView({ codeVerificationStatus: "EXPIRED" }))), null);
      assert.equal(after(before("EXPIRED", SINCE), null), null);
    });
  });

  it("is nothing where nobody ever registered", () => {
    assert.equal(registrationSeen({}, IN_USE, { now: NOW, attempts: [], leased: false }), null);
  });

  it("is given up ten minutes after the last attempt to register, whatever else was tried since", () => {
    const tries = (...reservedAt: number[]): OpenAttempt[] =>
      reservedAt.map((at) => attempt("outcome_unknown", { reservedAt: at }));
    const old = NOW - GIVE_UP_MS;
    assert.equal(see("outcome_unknown", PENDING, { attempts: tries(old, old + 1, old - HOUR), at: SINCE }), null);
    const since = attempt("outcome_unknown", { operation: "deregister", reservedAt: NOW });
    const attempts = [...tries(old, old - HOUR), since];
    assert.equal(see("outcome_unknown", PENDING, { attempts, at: NOW })?.status, "not_registered");
    assert.equal(see("outcome_unknown", PENDING, { attempts: [since], at: old })?.status, "not_registered");
  });

  it("says what was seen, when, and who saw it", () => {
    const seen = { at: iso(NOW), by: RECONCILER, retryAt: null, graphError: null };
    assert.deepEqual(see("outcome_unknown", IN_USE), { ...seen, status: "registered", message: null });
    const lost = see("in_progress", null);
    const { message } = failure("outcome_unknown").advice;
    assert.deepEqual(lost, { ...seen, status: "outcome_unknown", message, by: "operator-1" });
    assert.equal(
      see("registered", PENDING)?.message,
      "Meta no longer shows the number as connected. Registering it again is possible.",
    );
    assert.equal(
      see("outcome_unknown", PENDING)?.message,
      "The answer to the last registration was lost, and Meta has not shown the number as connected in the ten minutes since. That attempt counts. Registering again is possible.",
    );
    const facts = {
      registration: refusedForVerification(SINCE),
      meta: seenAt(metaView({ codeVerificationStatus: "EXPIRED" }), SINCE),
    };
    assert.equal(
      registrationSeen(facts, PENDING, { now: NOW, attempts: [], leased: false })?.message,
      "Ownership was verified after the last registration had asked for it. Registering is possible now.",
    );
  });
});
