import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { WABA } from "../../testing/fixtures.ts";
import { departureOf, type Departure } from "./departure.ts";
import { meaningOf } from "./webhook-meaning.ts";

const AT = Date.UTC(2030, 0, 1);
const APP = "888000000000001";

/** What an event of the account, received an hour after, says to a deployment with this app; `null`: none is configured. */
function departure(
  value: object,
  { at = AT, appId = APP }: { at?: number | null; appId?: string | null } = {},
): Departure | null {
  const change = { wabaId: WABA, isWaba: true, field: "account_update", at, value, event: null };
  return departureOf({ change, meaning: meaningOf(change, { now: AT + 3_600_000, appId }) }, appId);
}

describe("a customer who leaves at Meta", () => {
  it("has ended the partnership, for a reason or without one", () => {
    const reason = "Meta says that the customer ended the partnership (PARTNER_REMOVED).";
    assert.deepEqual(departure({ event: "PARTNER_REMOVED" }), { wabaId: WABA, at: AT, reason });
    const disconnection_info = { reason: "PRIMARY_INACTIVITY", initiated_by: "SYSTEM" };
    assert.equal(
      departure({ event: "PARTNER_REMOVED", disconnection_info })?.reason,
      "Meta says that the customer ended the partnership (PARTNER_REMOVED: PRIMARY_INACTIVITY, initiated by SYSTEM).",
    );
    assert.equal(
      departure({ event: "PARTNER_REMOVED", disconnection_info: { initiated_by: "SYSTEM" } })?.reason,
      "Meta says that the customer ended the partnership (PARTNER_REMOVED: initiated by SYSTEM).",
    );
  });

  it("has removed this deployment's app, and not another's", () => {
    const gone = (app: string) => ({
      event: "PARTNER_APP_UNINSTALLED",
      waba_info: { waba_id: WABA, partner_app_id: app },
    });
    assert.deepEqual(departure(gone(APP)), {
      wabaId: WABA,
      at: AT,
      reason: "Meta says that the customer removed the app (PARTNER_APP_UNINSTALLED).",
    });
    assert.equal(departure(gone("888000000000002")), null);
    assert.equal(departure(gone(APP), { appId: null }), null);
    assert.equal(departure({ event: "PARTNER_APP_UNINSTALLED" }, { appId: null }), null);
    assert.equal(departure({ event: "PARTNER_APP_UNINSTALLED" }), null, "an app that is not named");
  });

  it("is none where the event has no time, claims nothing, or Meta reconnects by itself", () => {
    assert.equal(departure({ event: "PARTNER_REMOVED" }, { at: null }), null);
    assert.equal(departure({}), null);
    for (const event of ["ACCOUNT_OFFBOARDED", "PARTNER_ADDED", "PARTNER_APP_INSTALLED"])
      assert.equal(departure({ event, waba_info: { waba_id: WABA, partner_app_id: APP } }), null, event);
  });
});
