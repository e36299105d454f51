import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { MetaView } from "../contract/phone-number.ts";
import { CONNECTED, metaView } from "../testing/fixtures.ts";
import {
  isConnected,
  isRegisteredElsewhere,
  isCoexistent,
  isOff,
  isOnBusinessApp,
  isOnBusinessAppAlone,
  isProvidedByMeta,
  isRegistered,
  isUnverified,
  newerView,
  provesRegistration,
} from "./phone-number.ts";

describe("a view of the number", () => {
  it("is connected only where Meta says CONNECTED, and not on another platform", () => {
    assert.ok(isConnected(CONNECTED) && !isRegisteredElsewhere(CONNECTED));
    assert.ok(isConnected(metaView({ status: "CONNECTED", platformType: null })), "the narrow read has no platform");
    for (const platformType of ["ON_PREMISE", "NOT_APPLICABLE"])
      for (const is of [isRegisteredElsewhere, (view: MetaView) => !isConnected(view)])
        assert.ok(is(metaView({ status: "CONNECTED", platformType })), platformType);
    for (const status of ["PENDING", "connected", "DISCONNECTED", "UNKNOWN", null]) {
      assert.ok(!isConnected(metaView({ status, platformType: "CLOUD_API" })), String(status));
      assert.ok(!isRegisteredElsewhere(metaView({ status, platformType: "ON_PREMISE" })), String(status));
    }
  });

  it("is registered or off by Meta's word for it, or neither", () => {
    const seen = (status: string | null, platformType = "CLOUD_API") => {
      const view = metaView({ status, platformType });
      return [isRegistered(view), isOff(view)];
    };
    for (const status of ["CONNECTED", "FLAGGED", "RATE_LIMITED"])
      assert.deepEqual(seen(status), [true, false], status);
    for (const status of ["PENDING", "DISCONNECTED", "DELETED", "MIGRATED"])
      assert.deepEqual(seen(status), [false, true], status);
    for (const platformType of ["ON_PREMISE", "NOT_APPLICABLE"])
      for (const status of ["CONNECTED", "FLAGGED", "RATE_LIMITED"])
        assert.deepEqual(seen(status, platformType), [false, true], `${status} ${platformType}`);
    for (const status of ["BANNED", "RESTRICTED", "OFFLINE", "UNVERIFIED", "UNKNOWN", "SHINY", null])
      assert.deepEqual(seen(status), [false, false], String(status));
  });

  it("is on the business app where Meta says so in either way", () => {
    assert.ok(isOnBusinessApp(metaView({ isOnBusinessApp: true })));
    assert.ok(isOnBusinessApp(metaView({ platformType: "ON_PREMISE", isOnBusinessApp: null })));
    assert.ok(!isOnBusinessApp(metaView({ platformType: "ON_PREMISE", isOnBusinessApp: false })));
    assert.ok(!isOnBusinessApp(metaView({ isOnBusinessApp: null, platformType: null })));
  });

  it("is provided by Meta where it begins with +1 555 and has eleven digits", () => {
    const provided = (displayPhoneNumber: string | null) => isProvidedByMeta(metaView({ displayPhoneNumber }));
    assert.equal(provided("+1 555-012-3456"), true);
    for (const other of ["+1 554-012-3456", "+1 555-012-34567", "+21 555-012-3456", "+1 555-012-345"])
      assert.equal(provided(other), false, other);
    assert.equal(provided(null), null);
  });

  it("is coexistent where it is registered and on the business app, else on the app alone", () => {
    for (const status of ["CONNECTED", "FLAGGED", "RATE_LIMITED"]) {
      const both = metaView({ ...CONNECTED, status, isOnBusinessApp: true });
      assert.deepEqual([isCoexistent(both), isOnBusinessAppAlone(both)], [true, false], status);
    }
    for (const alone of [
      { isOnBusinessApp: true },
      { status: "BANNED", isOnBusinessApp: true },
      { platformType: "ON_PREMISE", isOnBusinessApp: null },
    ])
      assert.deepEqual([isCoexistent(metaView(alone)), isOnBusinessAppAlone(metaView(alone))], [false, true]);
    assert.ok(!isOnBusinessAppAlone(CONNECTED) && !isOnBusinessAppAlone(metaView()));
    assert.ok(!isCoexistent(CONNECTED));
    assert.ok(!isCoexistent(metaView({ isOnBusinessApp: true })));
  });

  it("is unverified only in so many words", () => {
    assert.ok(isUnverified(metaView({ codeVerificationStatus: "NOT_VERIFIED" })));
    for (const word of ["EXPIRED", "VERIFIED", "not_verified", null]) {
      assert.ok(!isUnverified(metaView({ codeVerificationStatus: word })), String(word));
    }
  });
});

const NOW = Date.UTC(2030, 0, 1, 0, 1);

describe("of two views", () => {
  const earlier = metaView({ observedAt: "2030-01-01T00:00:00.000Z", status: "PENDING" });
  const later = metaView({ observedAt: "2030-01-01T00:00:01.000Z", status: "CONNECTED" });

  it("the later stays, in whatever order they come", () => {
    assert.equal(newerView(earlier, later, NOW), later);
    assert.equal(newerView(later, earlier, NOW), later);
    assert.equal(newerView(undefined, earlier, NOW), earlier);
  });

  it("of the same moment the one that comes later stays: Meta's clock has whole seconds", () => {
    const same = metaView({ ...earlier, status: "CONNECTED" });
    assert.equal(newerView(earlier, same, NOW), same);
  });

  it("one of the future wins nothing: stored it gives way, seen it is one of now", () => {
    const tomorrow = metaView({ observedAt: "2030-01-02T00:00:00.000Z", status: "DISCONNECTED" });
    assert.equal(newerView(tomorrow, later, NOW), later);
    const seen = newerView(later, tomorrow, NOW);
    assert.deepEqual([seen.status, seen.observedAt], ["DISCONNECTED", new Date(NOW).toISOString()]);
    const next = metaView({ observedAt: new Date(NOW + 1000).toISOString(), status: "CONNECTED" });
    assert.equal(newerView(seen, next, NOW + 1000), next, "the next honest reading is taken");
  });

  it("a difference of some minutes between clocks is no future, and a time of onboarding to come is none", () => {
    const skewed = metaView({ observedAt: new Date(NOW + 4 * 60_000).toISOString() });
    assert.equal(newerView(earlier, skewed, NOW), skewed);
    const onboarded = (at: string) => newerView(undefined, metaView({ lastOnboardedAt: at }), NOW).lastOnboardedAt;
    assert.equal(onboarded("2099-01-01T00:00:00+0000"), null);
    assert.equal(onboarded("2029-01-01T00:00:00+0000"), "2029-01-01T00:00:00+0000");
  });
});

describe("a lost answer", () => {
  const pending = metaView();
  const before = metaView({ ...CONNECTED, lastOnboardedAt: "2029-01-01T00:00:00+0000" });
  const onboardedAnew = metaView({ ...CONNECTED, lastOnboardedAt: "2030-01-01T00:00:00+0000" });
  const cases: readonly (readonly [string, ...Parameters<typeof provesRegistration>, boolean])[] = [
    ["a number that was not connected and is", pending, CONNECTED, false, true],
    ["a number that is connected, and what it was is not known", null, CONNECTED, false, true],
    ["a number that is still not connected", pending, pending, false, false],
    ["a number that was connected and is not", before, pending, false, false],
    ["by force, a number that was not connected and is", pending, CONNECTED, true, true],
    ["by force, what it was is not known", null, onboardedAnew, true, false],
    ["by force, registered with low quality before", { ...CONNECTED, status: "FLAGGED" }, CONNECTED, true, false],
    ["by force, connected as before", before, before, true, false],
    ["by force, onboarded anew", before, onboardedAnew, true, true],
    ["by force, onboarded anew but not connected", before, { ...onboardedAnew, status: "PENDING" }, true, false],
    ["by force, no time of onboarding before", CONNECTED, onboardedAnew, true, false],
    ["by force, no time of onboarding after", before, CONNECTED, true, false],
  ];
  for (const [name, was, is, force, proven] of cases) {
    it(`is ${proven ? "proven" : "not proven"} by ${name}`, () =>
      assert.equal(provesRegistration(was, is, force), proven));
  }
});
