import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { numberStatus, STATUS_WORDS } from "../../../functions/src/domain/number-status.ts";
import { statusRow } from "./meta-words.ts";

describe("Meta's word for how a number stands", () => {
  it("has a meaning on the page where it has one at all", () => {
    const explained = STATUS_WORDS.filter((word) => statusRow(word).meaning !== null);
    const meaningful = STATUS_WORDS.filter((word) => {
      const { registered, reason } = numberStatus(word);
      return registered !== "unsaid" || reason !== null;
    });
    assert.deepEqual(explained, meaningful);
  });

  it("looks bad where the number cannot work, and good only where nothing is wrong", () => {
    const sounding = (tone: string): string[] => STATUS_WORDS.filter((word) => statusRow(word).tone === tone);
    assert.deepEqual(sounding("good"), ["CONNECTED"]);
    assert.deepEqual(
      sounding("bad"),
      STATUS_WORDS.filter((word) => {
        const { registered, reason } = numberStatus(word);
        return registered !== "yes" && reason !== null;
      }),
    );
  });
});
