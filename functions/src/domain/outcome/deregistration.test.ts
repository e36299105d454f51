import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { MetaView, RegistrationRecord } from "../../contract/phone-number.ts";
import { RegistrationRecord as RegistrationRecordSchema } from "../../contract/phone-number.ts";
import { accessReads, CONNECTED, metaView, NUMBER, tokenFacts, WABA } from "../../testing/fixtures.ts";
import { provesDeregistration } from "../phone-number.ts";
import { stopBeforeDeregistering } from "./deregistration.ts";

const about = { phoneNumberId: NUMBER, wabaId: WABA, accountIsKnown: true };
const OFF = metaView({ status: "DISCONNECTED" });

const record = (status: RegistrationRecord["status"]): RegistrationRecord => ({
  status,
  at: "2030-01-01T00:00:00.000Z",
  by: "uid-1",
  message: null,
  retryAt: null,
  graphError: null,
});

const stop = (view: MetaView | null, known: RegistrationRecord | null = null) =>
  stopBeforeDeregistering(accessReads({ view }), known, about);

describe("what is known before a deregistration", () => {
  it("stops nothing when nothing could be read", () => assert.equal(stop(null), null));

  it("is done already only where our record and the number agree, or nobody has ever registered it", () => {
    for (const status of RegistrationRecordSchema.shape.status.options) {
      const isOff = status === "deregistered" || status === "not_registered";
      assert.equal(stop(OFF, record(status))?.status, isOff ? "deregistered" : undefined, status);
      assert.equal(stop(CONNECTED, record(status)), null, `connected, ${status}`);
    }
    assert.equal(stop(metaView())?.status, "deregistered", "PENDING and without a record");
    assert.equal(stop(OFF), null, "off, and nobody knows why");
    for (const status of [null, "FLAGGED", "RATE_LIMITED", "BANNED", "RESTRICTED", "OFFLINE", "SHINY"])
      assert.equal(
        stop({ ...CONNECTED, status }, record("deregistered")),
        null,
        `Meta does not say that it is off: ${status}`,
      );
    const elsewhere = metaView({ status: "CONNECTED", platformType: "ON_PREMISE" });
    assert.equal(stop(elsewhere, record("deregistered"))?.status, "deregistered");
  });

  it("refuses numbers that the app uses, connected or not", () => {
    assert.equal(stop({ ...CONNECTED, isOnBusinessApp: true })?.status, "number_on_business_app");
    assert.equal(
      stop(metaView({ status: "DISCONNECTED", platformType: "ON_PREMISE", isOnBusinessApp: true }))?.status,
      "number_on_business_app",
    );
  });

  it("stops for an account that the token may not touch", () => {
    const token = tokenFacts({ granularScopes: [{ scope: "whatsapp_business_management", targetIds: ["1"] }] });
    const stopped = stopBeforeDeregistering(accessReads({ token }), null, about);
    assert.equal(stopBeforeDeregistering(accessReads({ view: CONNECTED, token }), null, about), null, "it was read");
    assert.ok(stopped?.status === "missing_permission");
    assert.equal(stopped.access.cause, "asset_not_assigned");
  });
});

describe("a deregistration whose answer was lost", () => {
  it("is proven only by a number that was registered and is off by Meta's word", () => {
    assert.ok(provesDeregistration(CONNECTED, OFF));
    assert.ok(!provesDeregistration(CONNECTED, CONNECTED));
    assert.ok(!provesDeregistration(OFF, OFF));
    assert.ok(!provesDeregistration(null, OFF));
    assert.ok(provesDeregistration({ ...CONNECTED, status: "FLAGGED" }, OFF));
    for (const status of [null, "FLAGGED", "RATE_LIMITED", "BANNED", "RESTRICTED", "OFFLINE", "UNKNOWN", "SHINY"])
      assert.ok(!provesDeregistration(CONNECTED, { ...CONNECTED, status }), String(status));
  });
});
