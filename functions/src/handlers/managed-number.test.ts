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

const nowhere = async (): Promise<null> => null;

describe("the number that a call is about", () => {
  it("is the configured one where none is named", async () => {
    const { phoneNumberId, wabaId, accountIsKnown } = await managedNumber(config, undefined, nowhere);
    assert.deepEqual([phoneNumberId, wabaId, accountIsKnown], [NUMBER, WABA, true]);
    assert.equal((await managedNumber(config, NUMBER, nowhere)).accountIsKnown, true);
  });

  it("is any other that is managed", async () => {
    const { phoneNumberId, accountIsKnown } = await managedNumber(config, OTHER_NUMBER, nowhere);
    assert.deepEqual([phoneNumberId, accountIsKnown], [OTHER_NUMBER, false]);
  });

  it("is one that was added from here, in the account that it was added to", async () => {
    const added = await managedNumber(config, "550000000000009", async () => "777000000000009");
    assert.deepEqual([added.wabaId, added.accountIsKnown], ["777000000000009", true]);
  });

  it("does not exist where it is not managed, and is not repeated", async () => {
    await assert.rejects(
      managedNumber(config, "550000000000009", nowhere),
      (error: unknown) =>
        error instanceof HttpsError && error.code === "not-found" && !error.message.includes("550000000000009"),
    );
  });
});
