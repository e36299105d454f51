import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { claimOfChange } from "./webhook-claim.ts";

const claimOf = (field: string, value: unknown) =>
  claimOfChange({ wabaId: "777000000000001", isWaba: true, field, at: null, value, event: null }, null);

describe("a change", () => {
  it("claims what its field says of the number or its account", () => {
    const review = { subject: "review", word: "REJECTED", detail: null };
    assert.deepEqual(claimOf("account_review_update", { decision: "REJECTED" }), review);
  });

  it("of a field that is kept, and says nothing of either, claims nothing; nor does one that is not kept", () => {
    assert.equal(claimOf("message_template_status_update", { event: "APPROVED" }), null);
    assert.equal(claimOf("messages", { event: "APPROVED" }), null);
  });
});
