import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { RegistrationRecord } from "../../contract/phone-number.ts";
import type { ClaimSubject, WebhookClaim } from "../../contract/webhook.ts";
import { CONNECTED, graphError, metaView, refusedForVerification } from "../../testing/fixtures.ts";
import { LEASE_MS } from "../attempt/attempt-window.ts";
import {
  connectedSince,
  isOutOfReach,
  isOver,
  isProvenLive,
  isRemoved,
  lastRegisteredAt,
  offboardedSince,
  openClaim,
  tokenIsBad,
  type NumberFacts,
} from "./number-facts.ts";

const T = Date.UTC(2030, 0, 1, 12);
const MINUTE = 60_000;
const iso = (ms: number): string => new Date(ms).toISOString();
const registered = (at: number): RegistrationRecord => ({ ...refusedForVerification(at), status: "registered" });
const onboarded = (at: number) => metaView({ lastOnboardedAt: iso(at) });
const accepted = (at: number, before: number | null) => ({
  at: iso(at),
  connectedSince: before === null ? null : iso(before),
});

describe("since when a number is connected", () => {
  it("is what Meta says, or else what our own registration says", () => {
    assert.equal(connectedSince({}), null);
    assert.equal(connectedSince({ registration: refusedForVerification(T) }), null);
    assert.equal(connectedSince({ registration: registered(T) }), T);
    assert.equal(connectedSince({ meta: onboarded(T - MINUTE), registration: registered(T) }), T - MINUTE);
    assert.equal(connectedSince({ meta: metaView({ lastOnboardedAt: "soon" }), registration: registered(T) }), T);
  });

  it("is not interrupted by a registration of ours", () => {
    const before = T - 100 * MINUTE;
    const lastAccepted = accepted(T, before);
    assert.equal(connectedSince({ registration: registered(T), lastAccepted }), before);
    assert.equal(connectedSince({ registration: registered(T + 1), lastAccepted }), T + 1, "that is another one");
    assert.equal(connectedSince({ registration: registered(T), lastAccepted: accepted(T, null) }), T);
    for (const at of [T, T + 5 * MINUTE, T - LEASE_MS - 5 * MINUTE + 1])
      assert.equal(connectedSince({ meta: onboarded(at), lastAccepted }), before, String(at - T));
    for (const at of [T + 5 * MINUTE + 1, T - LEASE_MS - 5 * MINUTE])
      assert.equal(connectedSince({ meta: onboarded(at), lastAccepted }), at, String(at - T));
    assert.equal(connectedSince({ meta: onboarded(T), lastAccepted: accepted(T, null) }), T);
  });
});

describe("when a number was last registered", () => {
  it("is the latest that anybody says", () => {
    assert.equal(lastRegisteredAt({}), null);
    assert.equal(lastRegisteredAt({ registration: refusedForVerification(T) }), null);
    assert.equal(lastRegisteredAt({ registration: registered(T) }), T);
    assert.equal(lastRegisteredAt({ registration: registered(T), lastAccepted: accepted(T - 5, null) }), T - 5);
    assert.equal(lastRegisteredAt({ meta: onboarded(T), lastAccepted: accepted(T - 5, null) }), T);
    assert.equal(lastRegisteredAt({ meta: onboarded(T - 9), lastAccepted: accepted(T - 5, null) }), T - 5);
  });
});

const claim = (word: string, at: number, rest: Partial<WebhookClaim> = {}): WebhookClaim => ({
  word,
  detail: null,
  at: iso(at),
  eventId: "e1",
  ...rest,
});
const told = (subject: ClaimSubject, word: string, rest: Omit<NumberFacts, "webhook"> = {}): NumberFacts => ({
  webhook: { provenAt: null, claims: { [subject]: claim(word, T) } },
  ...rest,
});
const readAt = (at: number, view = metaView()) => ({ meta: { ...view, observedAt: iso(at) } });

describe("a claim", () => {
  it("is open until a reading comes after it", () => {
    assert.equal(openClaim({}, "name"), undefined);
    assert.equal(openClaim(told("quality", "FLAGGED"), "name"), undefined);
    for (const rest of [{}, readAt(T), readAt(T - 1)])
      assert.equal(openClaim(told("name", "APPROVED", rest), "name")?.word, "APPROVED");
    assert.equal(openClaim(told("name", "APPROVED", readAt(T + 1)), "name"), undefined);
  });

  it("may end by itself", () => {
    const until = iso(T);
    assert.ok(isOver(claim("X", T - 5, { until }), iso(T)) && isOver(claim("X", T - 5, { until }), iso(T + 1)));
    assert.ok(!isOver(claim("X", T - 5, { until }), iso(T - 1)));
    assert.ok(!isOver(claim("X", T - 5), iso(T)) && !isOver(claim("X", T - 5, { until }), undefined));
  });

  it("of a removal is about the partner or the app", () => {
    assert.ok(isRemoved(told("partner", "PARTNER_REMOVED")) && isRemoved(told("app", "PARTNER_APP_UNINSTALLED")));
    assert.ok(!isRemoved(told("partner", "PARTNER_ADDED")) && !isRemoved(told("app", "PARTNER_APP_INSTALLED")));
    assert.ok(!isRemoved(told("partner", "PARTNER_REMOVED", readAt(T + 1))) && !isRemoved({}));
  });

  it("of another phone ends with a later reading that shows the number as connected", () => {
    assert.equal(offboardedSince(told("link", "ACCOUNT_OFFBOARDED")), T);
    assert.equal(offboardedSince(told("link", "ACCOUNT_RECONNECTED")), null);
    assert.equal(offboardedSince({}), null);
    assert.equal(offboardedSince(told("link", "ACCOUNT_OFFBOARDED", readAt(T + 1))), T);
    assert.equal(offboardedSince(told("link", "ACCOUNT_OFFBOARDED", readAt(T, CONNECTED))), T);
    assert.equal(offboardedSince(told("link", "ACCOUNT_OFFBOARDED", readAt(T + 1, CONNECTED))), null);
  });
});

describe("a number", () => {
  it("is proven live by an event since it was connected", () => {
    const proven = (provenAt: number | null, rest: NumberFacts = {}) =>
      isProvenLive({ webhook: { provenAt: provenAt === null ? null : iso(provenAt), claims: {} }, ...rest });
    assert.ok(
      proven(T) && proven(T, { registration: registered(T) }) && proven(T, { registration: registered(T - 1) }),
    );
    assert.ok(!proven(null) && !isProvenLive({}) && !proven(T, { registration: registered(T + 1) }));
  });

  const refused = (code: number) => ({ access: { readable: false, at: iso(T), graphError: graphError(code) } });
  const token = (state: "valid" | "invalid") => ({ token: { state, expiresAt: null, at: iso(T) } });

  it("cannot be read because of a bad token, or although the token is good", () => {
    for (const bad of [token("invalid"), refused(190), { ...token("valid"), ...refused(190) }])
      assert.deepEqual([tokenIsBad(bad), isOutOfReach(bad)], [true, false]);
    for (const good of [{}, token("valid"), { access: { readable: true, at: iso(T), graphError: graphError(190) } }])
      assert.deepEqual([tokenIsBad(good), isOutOfReach(good)], [false, false]);
    for (const away of [refused(10), { access: { readable: false, at: iso(T), graphError: null } }])
      assert.deepEqual([tokenIsBad(away), isOutOfReach(away)], [false, true]);
  });
});
