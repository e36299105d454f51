import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { AccessEvidence } from "../../contract/access-evidence.ts";
import { anyGraphError, anyReads } from "../../testing/arbitraries.ts";
import { accessReads, graphError, metaView, NUMBER, OTHER_NUMBER, tokenFacts, WABA } from "../../testing/fixtures.ts";
import { PROPERTY_RUNS } from "../../testing/property-runs.ts";
import {
  accessEvidence,
  accessProof,
  accessStop,
  deadEnd,
  missingPermissions,
  namesNoNumber,
  permissionsGranted,
  tokenIsValid,
  userMayManage,
  wabaIsTarget,
  type AccessReads,
} from "./access-findings.ts";

const ABOUT = { phoneNumberId: NUMBER, wabaId: WABA, accountIsKnown: true };
const OTHER = { phoneNumberId: OTHER_NUMBER, wabaId: WABA, accountIsKnown: false };
const elsewhere = tokenFacts({
  granularScopes: [{ scope: "whatsapp_business_management", targetIds: ["777000000000009"] }],
});
const UNSEEN = graphError(100, { subcode: 33 });
const REFUSED = graphError(100, { message: "(#100) Missing Permission" });

describe("the cause of missing access", () => {
  const cases: readonly (readonly [string, AccessReads, typeof ABOUT, string])[] = [
    [
      "a permission is missing",
      accessReads({ token: tokenFacts({ scopes: ["whatsapp_business_messaging"] }) }),
      ABOUT,
      "scope_not_granted",
    ],
    [
      "a permission is missing, and more",
      accessReads({ token: { ...elsewhere, scopes: [] }, wabaNumbers: [], numberRefusal: UNSEEN }),
      ABOUT,
      "scope_not_granted",
    ],
    [
      "the account is no target",
      accessReads({ token: elsewhere, wabaNumbers: [], numberRefusal: UNSEEN }),
      ABOUT,
      "asset_not_assigned",
    ],
    [
      "the account is no target, of another number that can be read",
      accessReads({ token: elsewhere, view: metaView() }),
      OTHER,
      "unproven",
    ],
    [
      "the account is no target, of another number that is not shown",
      accessReads({ token: elsewhere, numberRefusal: UNSEEN }),
      OTHER,
      "asset_not_assigned",
    ],
    [
      "the account is no target, and its number can be read: the list is wrong",
      accessReads({ token: elsewhere, view: metaView() }),
      ABOUT,
      "unproven",
    ],
    [
      "the account's user may not change anything, although the number can be read",
      accessReads({ token: tokenFacts(), view: metaView(), assigned: [{ id: "999000000000001", tasks: ["VIEW"] }] }),
      ABOUT,
      "asset_not_assigned",
    ],
    [
      "the number is not shown",
      accessReads({ token: tokenFacts(), numberRefusal: UNSEEN }),
      ABOUT,
      "wrong_id_or_no_access",
    ],
    [
      "the number is not in the account",
      accessReads({ token: tokenFacts(), view: metaView(), wabaNumbers: [] }),
      ABOUT,
      "wrong_id_or_no_access",
    ],
    [
      "another number is not in the account, of course",
      accessReads({ token: tokenFacts(), view: metaView(), wabaNumbers: [] }),
      OTHER,
      "unproven",
    ],
    [
      "everything looks right",
      accessReads({ token: tokenFacts(), view: metaView(), wabaNumbers: [NUMBER] }),
      ABOUT,
      "unproven",
    ],
    ["nothing could be read", accessReads(), ABOUT, "unproven"],
    ["reading was refused for another reason", accessReads({ numberRefusal: graphError(10) }), ABOUT, "unproven"],
    [
      "33 as a code is no object that is missing",
      accessReads({ numberRefusal: graphError(33, { subcode: 33 }) }),
      ABOUT,
      "unproven",
    ],
  ];
  for (const [name, reads, about, cause] of cases) {
    it(`is ${cause}: ${name}`, () => assert.equal(accessProof(reads, about, REFUSED).cause, cause));
  }

  it("is wrong_id_or_no_access when the registration itself was answered with subcode 33", () => {
    assert.equal(accessProof(accessReads(), ABOUT, UNSEEN).cause, "wrong_id_or_no_access");
    assert.equal(accessProof(accessReads(), OTHER, UNSEEN).cause, "wrong_id_or_no_access");
    assert.equal(accessProof(accessReads(), ABOUT, null).cause, "unproven");
  });

  it("lists what is missing even where it is not the cause it names, and nothing when it is not known", () => {
    assert.deepEqual(missingPermissions(tokenFacts({ scopes: [] })), [
      "whatsapp_business_management",
      "whatsapp_business_messaging",
    ]);
    assert.deepEqual(missingPermissions(tokenFacts()), []);
    assert.equal(missingPermissions(tokenFacts({ scopes: null })), null);
    assert.equal(missingPermissions(null), null);
  });

  it("never asks for the permission that guides have made up", () => {
    const scopes = ["whatsapp_business_management", "whatsapp_business_messaging"];
    assert.deepEqual(missingPermissions(tokenFacts({ scopes })), []);
    assert.ok(!JSON.stringify(missingPermissions(tokenFacts({ scopes: [] }))).includes("phone_number_management"));
  });
});

describe("what keeps every call from succeeding", () => {
  const BLOCKED = graphError(200, { message: "API access blocked." });
  const UNUSABLE = graphError(200, { message: "(#200) Provide valid app ID" });
  const cases: readonly (readonly [string, AccessReads, string | undefined])[] = [
    [
      "every read says that the app is blocked",
      accessReads({ numberRefusal: BLOCKED, tokenRefusal: BLOCKED }),
      "app_blocked",
    ],
    [
      "the number's node says so, and the token could not be inspected",
      accessReads({ numberRefusal: BLOCKED }),
      "app_blocked",
    ],
    [
      "the token's list says nothing of it",
      accessReads({ numberRefusal: BLOCKED, token: tokenFacts() }),
      "app_blocked",
    ],
    ["only debug_token says so", accessReads({ tokenRefusal: BLOCKED }), undefined],
    ["the number is shown", accessReads({ view: metaView(), tokenRefusal: BLOCKED }), undefined],
    ["Meta calls the token invalid", accessReads({ token: tokenFacts({ isValid: false }) }), "invalid_token"],
    [
      "the number's node does, debug_token does not",
      accessReads({ numberRefusal: graphError(190), token: tokenFacts() }),
      "invalid_token",
    ],
    [
      "no read gets a token that can be used",
      accessReads({ numberRefusal: UNUSABLE, tokenRefusal: UNUSABLE }),
      "invalid_token",
    ],
    ["one read alone gets none", accessReads({ numberRefusal: UNUSABLE, tokenRefusal: graphError(2) }), undefined],
    [
      "the same words with another code",
      accessReads({ numberRefusal: UNUSABLE, tokenRefusal: { ...UNUSABLE, code: 100 } }),
      undefined,
    ],
    [
      "no read gets such a token, but the app is told of it",
      accessReads({ token: tokenFacts(), numberRefusal: UNUSABLE, tokenRefusal: UNUSABLE }),
      undefined,
    ],
    [
      "a fuller reading is refused, and a narrow one shows the number",
      accessReads({ view: metaView(), numberRefusal: BLOCKED }),
      undefined,
    ],
    [
      "the same code in other words",
      accessReads({ numberRefusal: UNUSABLE, tokenRefusal: graphError(200) }),
      undefined,
    ],
    [
      "permission is all that is missing",
      accessReads({ numberRefusal: graphError(200), tokenRefusal: graphError(200) }),
      undefined,
    ],
    ["nothing was read", accessReads(), undefined],
  ];
  for (const [name, reads, status] of cases) {
    it(`is ${status ?? "nothing"}: ${name}`, () => assert.equal(deadEnd(reads)?.status, status));
  }

  it("carries the error that says so", () => {
    assert.equal(deadEnd(accessReads({ numberRefusal: BLOCKED }))?.error, BLOCKED);
    assert.equal(deadEnd(accessReads({ token: tokenFacts({ isValid: false }) }))?.error, null);
  });
});

describe("what stops a call before it spends anything", () => {
  const onlyLooks = [{ id: "999000000000001", tasks: ["VIEW"] }];

  it("is a missing permission, or an account that is not assigned where the number cannot be read either", () => {
    const stops = (rest: Partial<AccessReads>): string | undefined => accessStop(accessReads(rest), ABOUT)?.cause;
    assert.equal(stops({ token: tokenFacts({ scopes: [] }), view: metaView() }), "scope_not_granted");
    assert.equal(stops({ token: tokenFacts(), assigned: onlyLooks }), "asset_not_assigned");
    assert.equal(stops({ token: tokenFacts(), assigned: onlyLooks, view: metaView() }), undefined);
    assert.equal(stops({ token: tokenFacts(), numberRefusal: UNSEEN }), undefined);
  });

  it("asks of an error whether the id names a number at all", () => {
    const named = (code: number, message: string): boolean => namesNoNumber(graphError(code, { message }));
    assert.deepEqual(
      [
        named(2500, "Unknown path components: /x"),
        named(2500, "An active token must be used"),
        named(3, "Unknown path"),
      ],
      [true, false, false],
    );
    assert.deepEqual([named(100, "(#100) Tried accessing nonexisting field"), namesNoNumber(UNSEEN)], [true, true]);
    assert.equal(namesNoNumber(REFUSED), false);
  });
});

describe("the evidence", () => {
  it("is null where nothing could be read", () => {
    const values = Object.values(accessEvidence(accessReads(), ABOUT));
    assert.ok(values.every((value) => value === null));
  });

  it("is true where everything speaks for access", () => {
    const reads = accessReads({
      token: tokenFacts(),
      view: metaView(),
      wabaNumbers: [NUMBER],
      grants: ["whatsapp_business_management", "whatsapp_business_messaging"].map((permission) => ({
        permission,
        status: "granted",
      })),
      assigned: [{ id: "999000000000001", tasks: ["FULL_CONTROL"] }],
    });
    const values = Object.values(accessEvidence(reads, ABOUT));
    assert.deepEqual([...new Set(values)], [true]);
  });

  it("is false where everything speaks against it", () => {
    const reads = accessReads({
      token: { ...elsewhere, isValid: false, type: "USER", scopes: [] },
      numberRefusal: UNSEEN,
      wabaNumbers: [OTHER_NUMBER],
    });
    const evidence = accessEvidence(reads, ABOUT);
    assert.deepEqual(
      Object.entries(evidence).filter(([, value]) => value === true),
      [],
    );
    assert.deepEqual(
      [
        evidence.tokenIsValid,
        evidence.tokenIsSystemUser,
        evidence.requiredScopesGranted,
        evidence.wabaInGranularTargets,
      ],
      [false, false, false, false],
    );
    assert.deepEqual([evidence.numberReadable, evidence.numberInWaba], [false, false]);
  });

  it("of permissions and of the user's rights is null where nothing is said of them", () => {
    assert.equal(permissionsGranted([{ permission: "email", status: "declined" }]), null);
    assert.equal(userMayManage([{ id: "999000000000001", tasks: [] }], null), null);
    const { tokenIsSystemUser } = accessEvidence(accessReads({ token: tokenFacts({ type: null }) }), ABOUT);
    assert.equal(tokenIsSystemUser, null);
  });

  it("names the platform that forbids the Cloud API", () => {
    const platform = (platformType: string | null, isOnBusinessApp: boolean | null = null) =>
      accessEvidence(accessReads({ view: metaView({ platformType, isOnBusinessApp }) }), ABOUT).platformAllowsCloudApi;
    assert.deepEqual(
      [platform("ON_PREMISE"), platform("CLOUD_API"), platform("NOVELTY"), platform(null)],
      [false, true, true, null],
    );
    assert.equal(platform("ON_PREMISE", false), true, "Meta says that it is not on the app");
  });
});

describe("the token", () => {
  it("is no good where anything refuses it, also while debug_token calls it valid", () => {
    const view = metaView();
    const cases: readonly (readonly [AccessReads, boolean | null])[] = [
      [accessReads({ token: tokenFacts({ isValid: true }), numberRefusal: graphError(190) }), false],
      [accessReads({ token: tokenFacts({ isValid: true }), numberRefusal: graphError(200) }), true],
      [accessReads({ token: tokenFacts({ isValid: false }), view }), false],
      [accessReads({ view }), true],
      [accessReads({ numberRefusal: graphError(190) }), false],
      [accessReads({ numberRefusal: graphError(200) }), null],
      [accessReads(), null],
    ];
    for (const [reads, expected] of cases) assert.equal(tokenIsValid(reads), expected);
  });

  it("covers an account that its targets list, or every account where they are left out", () => {
    assert.equal(wabaIsTarget(tokenFacts(), WABA), true);
    assert.equal(wabaIsTarget(elsewhere, WABA), false);
    assert.equal(wabaIsTarget(elsewhere, "777000000000009"), true);
    assert.equal(wabaIsTarget(tokenFacts({ granularScopes: [] }), WABA), null);
    assert.equal(wabaIsTarget(null, WABA), null);
  });
});

it("every proof is one that the contract allows, and names a cause that its own evidence bears out", () => {
  fc.assert(
    fc.property(anyReads, fc.option(anyGraphError), fc.boolean(), (reads, error, accountIsKnown) => {
      const { cause, missing, evidence } = accessProof(reads, { ...ABOUT, accountIsKnown }, error);
      AccessEvidence.parse(evidence);
      assert.equal(cause === "scope_not_granted", missing.length > 0);
      if (cause === "asset_not_assigned")
        assert.ok(evidence.wabaInGranularTargets === false || evidence.systemUserMayManage === false);
    }),
    { numRuns: PROPERTY_RUNS },
  );
});
