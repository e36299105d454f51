import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { HttpsError } from "firebase-functions/https";
import { NUMBER, OTHER_NUMBER, WABA } from "../testing/fixtures.ts";
import { managedNumber } from "./managed-number.ts";

const config = {
  phoneNumberId: NUMBER,
  wabaId: WABA,
  manages: (id: string) => id === NUMBER || id === OTHER_NUMBER,
};

describe("the number that a call is about", () => {
  it("is the configured one where none is named", () => {
    const { phoneNumberId, wabaId, accountIsKnown } = managedNumber(config, undefined);
    assert.deepEqual([phoneNumberId, wabaId, accountIsKnown], [NUMBER, WABA, true]);
    assert.equal(managedNumber(config, NUMBER).accountIsKnown, true);
  });

  it("is any other that is managed", () => {
    const { phoneNumberId, accountIsKnown } = managedNumber(config, OTHER_NUMBER);
    assert.deepEqual([phoneNumberId, accountIsKnown], [OTHER_NUMBER, false]);
  });

  it("does not exist where it is not managed, and is not repeated", () => {
    assert.throws(
      () => managedNumber(config, "550000000000009"),
      (error: unknown) =>
        error instanceof HttpsError && error.code === "not-found" && !error.message.includes("550000000000009"),
    );
  });
});
