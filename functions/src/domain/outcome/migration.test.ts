import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { MigrationPrecondition } from "../../contract/add-phone-number.ts";
import { CONNECTED, metaView } from "../../testing/fixtures.ts";
import { unmetPreconditions, type MigrationReads, type SourceReads } from "./migration.ts";

const APPROVED = { name: null, reviewStatus: "APPROVED", businessVerificationStatus: "verified", ownershipType: null };
const UNREAD = { name: null, reviewStatus: null, businessVerificationStatus: null, ownershipType: null };
const source = (rest: Partial<SourceReads> = {}): SourceReads => ({
  view: { ...CONNECTED, nameStatus: "APPROVED" },
  pinEnabled: false,
  newNameStatus: null,
  accountMode: "LIVE",
  account: APPROVED,
  ...rest,
});
const reads = (rest: Partial<MigrationReads> = {}): MigrationReads => ({
  account: APPROVED,
  hasPayment: true,
  apps: 1,
  source: source(),
  ...rest,
});

describe("what stands in the way of a number that moves", () => {
  it("is nothing where all is in order", () => {
    assert.deepEqual(unmetPreconditions(reads()), []);
    for (const settled of ["NONE", "NON_EXISTS", "APPROVED", "DECLINED", "EXPIRED"])
      assert.deepEqual(unmetPreconditions(reads({ source: source({ newNameStatus: settled }) })), [], settled);
  });

  it("is nothing that could not be read", () => {
    assert.deepEqual(unmetPreconditions({ account: null, hasPayment: null, apps: null, source: null }), []);
    const unread = source({ view: null, pinEnabled: null, accountMode: null, account: null });
    assert.deepEqual(unmetPreconditions(reads({ account: UNREAD, source: unread })), []);
    const wordless = metaView({ status: null, nameStatus: null, isOnBusinessApp: null });
    assert.deepEqual(unmetPreconditions(reads({ source: source({ view: wordless, account: UNREAD }) })), []);
  });

  const cases: readonly (readonly [MigrationPrecondition, MigrationReads])[] = [
    ["account_approved", reads({ account: { ...APPROVED, reviewStatus: "PENDING" } })],
    ["business_verified", reads({ account: { ...APPROVED, businessVerificationStatus: "not_verified" } })],
    ["payment_method", reads({ hasPayment: false })],
    ["app_subscribed", reads({ apps: 0 })],
    ["source_not_test_number", reads({ source: source({ accountMode: "SANDBOX" }) })],
    ["source_not_on_business_app", reads({ source: source({ view: { ...CONNECTED, isOnBusinessApp: true } }) })],
    ["source_registered", reads({ source: source({ view: metaView({ status: "DISCONNECTED" }) }) })],
    ["source_registered", reads({ source: source({ view: { ...CONNECTED, platformType: "ON_PREMISE" } }) })],
    ["source_pin_off", reads({ source: source({ pinEnabled: true }) })],
    ["source_name_approved", reads({ source: source({ view: { ...CONNECTED, nameStatus: "DECLINED" } }) })],
    ["source_name_approved", reads({ source: source({ newNameStatus: "PENDING_REVIEW" }) })],
    ["source_account_approved", reads({ source: source({ account: { ...APPROVED, reviewStatus: "REJECTED" } }) })],
  ];
  for (const [precondition, read] of cases)
    it(`is ${precondition}`, () => assert.deepEqual(unmetPreconditions(read), [precondition]));
});
