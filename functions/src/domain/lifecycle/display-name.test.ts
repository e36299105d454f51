import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { MetaView } from "../../contract/phone-number.ts";
import { CONNECTED } from "../../testing/fixtures.ts";
import { nameApprovalSeen, nameWord } from "./display-name.ts";
import { changedDocument } from "./phone-number-document.ts";

const NOW = Date.parse("2030-01-05T00:00:00.000Z");
const EARLIER = "2030-01-02T00:00:00.000Z";
const at = (observedAt: string, rest: Partial<MetaView> = {}): MetaView => ({ ...CONNECTED, observedAt, ...rest });

describe("the newest display name", () => {
  it("is the one that has been asked for, where there is one", () => {
    assert.equal(nameWord(undefined), null);
    assert.equal(nameWord(at(EARLIER, { nameStatus: "APPROVED", newNameStatus: "DECLINED" })), "DECLINED");
    for (const newNameStatus of [null, "NONE", "NON_EXISTS"])
      assert.equal(nameWord(at(EARLIER, { newNameStatus })), "APPROVED");
  });
});

describe("an approval of a display name, as readings show it", () => {
  const seen = (before: Partial<MetaView> | null, after: Partial<MetaView>): string | undefined =>
    nameApprovalSeen(
      before === null ? undefined : { meta: at(EARLIER, before) },
      at("2030-01-03T00:00:00.000Z", after),
    );
  const cases: readonly (readonly [string, Partial<MetaView> | null, Partial<MetaView>, boolean])[] = [
    ["a change in review is approved", { newNameStatus: "PENDING_REVIEW" }, { newNameStatus: "APPROVED" }, true],
    ["a change is approved already when it is first seen", null, { newNameStatus: "APPROVED" }, true],
    [
      "a change that was seen as approved stays so",
      { newNameStatus: "APPROVED" },
      { newNameStatus: "APPROVED" },
      false,
    ],
    ["the name itself was in review", { nameStatus: "PENDING_REVIEW" }, { nameStatus: "APPROVED" }, true],
    ["the name was usable without a review", { nameStatus: "AVAILABLE_WITHOUT_REVIEW" }, {}, true],
    ["the name was approved before", {}, {}, false],
    ["the number is first seen with its name", null, {}, false],
    ["Meta did not say before", { nameStatus: null }, {}, false],
    ["it is declined", { nameStatus: "PENDING_REVIEW" }, { nameStatus: "DECLINED" }, false],
  ];
  for (const [when, before, after, isSeen] of cases)
    it(`${isSeen ? "is new" : "is none"} where ${when}`, () =>
      assert.equal(seen(before, after), isSeen ? "2030-01-03T00:00:00.000Z" : undefined));

  it("keeps its time while readings show the same", () => {
    const known = { meta: at(EARLIER), nameApprovedAt: EARLIER };
    assert.equal(nameApprovalSeen(known, at("2030-01-03T00:00:00.000Z")), EARLIER);
    assert.equal(nameApprovalSeen(known, known.meta), EARLIER);
    assert.equal(nameApprovalSeen(known, undefined), EARLIER);
  });

  it("that came before a registration is in effect with it, when ever it is read", () => {
    const before = { meta: at(EARLIER, { nameStatus: "PENDING_REVIEW" }) };
    const view = at("2030-01-04T00:00:00.000Z");
    const accepted = { at: "2030-01-03T23:59:59.000Z", connectedSince: EARLIER };
    const registered = changedDocument(before, { view, accepted }, NOW);
    assert.deepEqual([registered.nameApprovedAt, registered.lastAccepted], [undefined, accepted]);
    assert.equal(changedDocument(before, { view }, NOW).nameApprovedAt, view.observedAt);
  });
});
