import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { messageDocumentId } from "./message-document-id.ts";

describe("the id of a message's document", () => {
  it("tells nothing of the recipient, and is one that Firestore takes, whatever Meta's id is", () => {
    const recipient = "15550000099";
    const wamid = `wamid.${Buffer.from(`\u001D${recipient}\u0015invented`).toString("base64")}`;
    for (const id of [wamid, recipient, ".", "..", "__x__", "a/b", "", "x".repeat(2000), "\uD800"]) {
      assert.match(messageDocumentId(id), /^[0-9a-f]{40}$/);
    }
    assert.ok(!Buffer.from(messageDocumentId(wamid)).toString().includes(recipient));
  });

  it("is the same for the same message, and another for another", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        assert.equal(messageDocumentId(one) === messageDocumentId(other), one === other);
      }),
    );
  });
});
