import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { anyReads } from "../../testing/arbitraries.ts";
import {
  accessReads,
  CONNECTED,
  graphError,
  metaView,
  NUMBER,
  OTHER_NUMBER,
  tokenFacts,
  WABA,
} from "../../testing/fixtures.ts";
import { PROPERTY_RUNS } from "../../testing/property-runs.ts";
import type { AccessReads } from "../diagnosis/access-findings.ts";
import { isOnBusinessApp } from "../phone-number.ts";
import { stopBeforeSpending } from "./stop-before-spending.ts";

const ABOUT = { phoneNumberId: NUMBER, wabaId: WABA, accountIsKnown: true, force: false };
const FORCED = { ...ABOUT, force: true };
const OTHER = { ...ABOUT, phoneNumberId: OTHER_NUMBER, accountIsKnown: false };

const targets = (...targetIds: string[]) =>
  tokenFacts({ granularScopes: [{ scope: "whatsapp_business_management", targetIds }] });
const UNSEEN = graphError(100, { subcode: 33, message: "Unsupported get request." });
const BUSINESS_APP = metaView({ status: "DISCONNECTED", platformType: "ON_PREMISE", isOnBusinessApp: true });

describe("reading before spending", () => {
  const cases: readonly (readonly [string, AccessReads, typeof ABOUT, string])[] = [
    ["a number that is connected already", accessReads({ view: CONNECTED }), ABOUT, "registered"],
    [
      "a connected number, whatever the token is",
      accessReads({ view: CONNECTED, token: tokenFacts({ isValid: false }) }),
      ABOUT,
      "registered",
    ],
    ["a connected number, by force", accessReads({ view: CONNECTED, token: tokenFacts() }), FORCED, "go on"],
    [
      "CONNECTED on the business app's platform",
      accessReads({ view: metaView({ status: "CONNECTED", platformType: "ON_PREMISE", isOnBusinessApp: null }) }),
      ABOUT,
      "number_on_business_app",
    ],
    [
      "a number that was read, although debug_token lists no permission to read it",
      accessReads({ view: metaView(), token: tokenFacts({ scopes: ["whatsapp_business_messaging"] }) }),
      ABOUT,
      "go on",
    ],
    ["a token that Meta calls invalid", accessReads({ token: tokenFacts({ isValid: false }) }), ABOUT, "invalid_token"],
    [
      "an invalid token, in spite of force",
      accessReads({ token: tokenFacts({ isValid: false }) }),
      FORCED,
      "invalid_token",
    ],
    ["a read refused for the token's sake", accessReads({ numberRefusal: graphError(190) }), ABOUT, "invalid_token"],
    ["a read refused with 102", accessReads({ numberRefusal: graphError(102) }), ABOUT, "invalid_token"],
    ["a read refused with 104", accessReads({ numberRefusal: graphError(104) }), ABOUT, "invalid_token"],
    [
      "a number that refuses a token which debug_token calls valid",
      accessReads({ numberRefusal: graphError(190), token: tokenFacts() }),
      ABOUT,
      "invalid_token",
    ],
    ["the platform of the business app", accessReads({ view: BUSINESS_APP }), ABOUT, "number_on_business_app"],
    ["is_on_biz_app", accessReads({ view: metaView({ isOnBusinessApp: true }) }), ABOUT, "number_on_business_app"],
    [
      "a number on both, by force",
      accessReads({ view: metaView({ ...CONNECTED, isOnBusinessApp: true }) }),
      FORCED,
      "number_on_business_app",
    ],
    [
      "one required permission missing",
      accessReads({ token: tokenFacts({ scopes: ["whatsapp_business_management"] }) }),
      ABOUT,
      "missing_permission",
    ],
    ["no permission at all", accessReads({ token: tokenFacts({ scopes: [] }) }), ABOUT, "missing_permission"],
    [
      "a missing permission, in spite of force",
      accessReads({ token: tokenFacts({ scopes: [] }), view: CONNECTED }),
      FORCED,
      "missing_permission",
    ],
    ["permissions that were not listed", accessReads({ token: tokenFacts({ scopes: null }) }), ABOUT, "go on"],
    ["an account that is no target", accessReads({ token: targets("777000000000009") }), ABOUT, "missing_permission"],
    ["an empty list of targets", accessReads({ token: targets() }), ABOUT, "missing_permission"],
    ["an account among the targets", accessReads({ token: targets("777000000000009", WABA) }), ABOUT, "go on"],
    ["targets left out, which means every asset", accessReads({ token: tokenFacts() }), ABOUT, "go on"],
    [
      "targets of another permission",
      accessReads({ token: tokenFacts({ granularScopes: [{ scope: "x", targetIds: [] }] }) }),
      ABOUT,
      "go on",
    ],
    ["targets that were not listed", accessReads({ token: tokenFacts({ granularScopes: null }) }), ABOUT, "go on"],
    [
      "another account's number that can be read",
      accessReads({ token: targets("777000000000009"), view: metaView() }),
      OTHER,
      "go on",
    ],
    ["another account's number whose read failed", accessReads({ token: targets("777000000000009") }), OTHER, "go on"],
    [
      "another account's number, throttled",
      accessReads({ token: targets("777000000000009"), numberRefusal: graphError(4) }),
      OTHER,
      "go on",
    ],
    [
      "another account's number that Meta does not show",
      accessReads({ token: targets("777000000000009"), numberRefusal: UNSEEN }),
      OTHER,
      "missing_permission",
    ],
    [
      "the configured number that Meta does not show",
      accessReads({ token: tokenFacts(), numberRefusal: UNSEEN }),
      ABOUT,
      "go on",
    ],
    [
      "a number that is not verified",
      accessReads({ view: metaView({ codeVerificationStatus: "NOT_VERIFIED" }) }),
      ABOUT,
      "verification_required",
    ],
    [
      "a verification that expired",
      accessReads({ view: metaView({ codeVerificationStatus: "EXPIRED" }) }),
      ABOUT,
      "go on",
    ],
    [
      "a verification that was not said",
      accessReads({ view: metaView({ codeVerificationStatus: null }) }),
      ABOUT,
      "go on",
    ],
    [
      "a number of the old On-Premises API, which registering moves",
      accessReads({ view: metaView({ status: "CONNECTED", platformType: "ON_PREMISE", isOnBusinessApp: false }) }),
      ABOUT,
      "go on",
    ],
    ["a number that is ready", accessReads({ view: metaView(), token: tokenFacts() }), ABOUT, "go on"],
    [
      "words of Meta's that are not known",
      accessReads({ view: metaView({ status: "CONNECTEDISH", codeVerificationStatus: "?", platformType: "?" }) }),
      ABOUT,
      "go on",
    ],
    [
      "an app that Meta blocks",
      accessReads({ numberRefusal: graphError(200, { message: "API access blocked." }) }),
      ABOUT,
      "app_blocked",
    ],
    ["throttled reads", accessReads({ numberRefusal: graphError(80_007) }), ABOUT, "go on"],
    ["a refused permission to read", accessReads({ numberRefusal: graphError(10) }), ABOUT, "go on"],
    ["nothing readable", accessReads(), ABOUT, "go on"],
    ["nothing readable, by force", accessReads(), FORCED, "go on"],
  ];
  for (const [name, reads, about, expected] of cases) {
    it(`${expected}: ${name}`, () => assert.equal(stopBeforeSpending(reads, about)?.status ?? "go on", expected));
  }

  it("says that it was registered already, so that nobody takes it for news", () => {
    assert.deepEqual(stopBeforeSpending(accessReads({ view: CONNECTED }), ABOUT), {
      status: "registered",
      alreadyRegistered: true,
      pin: "not_changed",
    });
  });

  it("names the missing permissions and their proof", () => {
    const reads = accessReads({ token: tokenFacts({ scopes: ["whatsapp_business_messaging"] }) });
    const stop = stopBeforeSpending(reads, ABOUT);
    assert.ok(stop?.status === "missing_permission");
    assert.equal(stop.access.cause, "scope_not_granted");
    assert.deepEqual(stop.access.missing, ["whatsapp_business_management"]);
    assert.equal(stop.access.evidence.requiredScopesGranted, false);
  });

  it("passes on the error with which Meta refused the token", () => {
    const refusal = graphError(190, { subcode: 463 });
    const stop = stopBeforeSpending(accessReads({ numberRefusal: refusal }), ABOUT);
    assert.ok(stop?.status === "invalid_token");
    assert.equal(stop.graphError, refusal);
  });
});

it("what could not be read stops nothing, whatever else is unknown", () => {
  const about = fc.record({ accountIsKnown: fc.boolean(), force: fc.boolean() });
  fc.assert(
    fc.property(anyReads, about, (reads, rest) => {
      const stop = stopBeforeSpending(reads, { ...ABOUT, ...rest });
      if (stop === null) return;
      const { view, token, numberRefusal } = reads;
      const speaks: Record<string, boolean> = {
        registered: view?.status === "CONNECTED" && !rest.force,
        number_on_business_app: view !== null && isOnBusinessApp(view),
        verification_required: view?.codeVerificationStatus === "NOT_VERIFIED",
        invalid_token: token?.isValid === false || [0, 102, 104, 190].includes(numberRefusal?.code ?? -1),
        missing_permission: token !== null && (token.scopes !== null || token.granularScopes !== null),
      };
      assert.equal(speaks[stop.status], true, stop.status);
    }),
    { numRuns: PROPERTY_RUNS },
  );
});
