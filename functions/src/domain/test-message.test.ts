import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { MessageStage } from "../contract/test-message.ts";
import { isAhead, maskedRecipient } from "./test-message.ts";

const play = (told: readonly MessageStage[]): MessageStage => {
  let status: MessageStage = "sent";
  for (const next of told) if (isAhead(next, status)) status = next;
  return status;
};

describe("the way of a message", () => {
  it("goes from sent over delivered to read, and ends with failed", () => {
    assert.equal(play(["delivered", "read"]), "read");
    assert.equal(play(["failed", "delivered", "read"]), "failed");
    assert.equal(play(["read", "delivered", "sent"]), "read");
    for (const status of MessageStage.options) assert.ok(!isAhead(status, status), "a duplicate is no news");
  });

  it("ends in the same state in any order and with any duplicates", () => {
    const statuses = fc.array(fc.constantFrom(...MessageStage.options), { maxLength: 12 });
    fc.assert(
      fc.property(statuses, fc.infiniteStream(fc.nat()), (told, dice) => {
        const shuffled = told.toSorted(() => ((dice.next().value ?? 0) % 3) - 1);
        assert.equal(play([...shuffled, ...shuffled]), play(told));
      }),
    );
  });

  it("hides a recipient but for the last four digits, however long it is", () => {
    assert.deepEqual(["4915112345678", "15550001111"].map(maskedRecipient), ["***5678", "***1111"]);
  });
});
