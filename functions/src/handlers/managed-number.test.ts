import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { HttpsError } from "firebase-functions/https";
import { isFoundIn } from "../domain/number-home.ts";
import type { NumberHome } from "../domain/number-home.ts";
import { NUMBER, OTHER_NUMBER, WABA } from "../testing/fixtures.ts";
import { managedNumber } from "./managed-number.ts";

const STRANGE = "550000000000009";
const config = {
  phoneNumberId: NUMBER,
  wabaId: WABA,
  namedIds: [NUMBER, OTHER_NUMBER],
  manages: (id: string) => id === NUMBER || id === OTHER_NUMBER,
};
const everything = { ...config, manages: () => true };

const at = (home: NumberHome | null) => ({ homeOf: async () => home });
const nowhere = at(null);
const unasked = {
  homeOf: () => assert.fail("what the configuration names is looked up nowhere"),
};

describe("the number that a call is about", () => {
  it("is the configured one where none is named", async () => {
    const expected = { phoneNumberId: NUMBER, wabaId: WABA, customerId: null, accountIsKnown: true };
    assert.deepEqual(await managedNumber(config, undefined, unasked), expected);
    assert.deepEqual(await managedNumber(config, NUMBER, unasked), expected);
  });

  it("is any other that is named, whose account is a guess", async () => {
    const expected = { phoneNumberId: OTHER_NUMBER, wabaId: WABA, customerId: null, accountIsKnown: false };
    assert.deepEqual(await managedNumber(config, OTHER_NUMBER, unasked), expected);
  });

  it("is any number at all where the configuration says so", async () => {
    const expected = { phoneNumberId: STRANGE, wabaId: WABA, customerId: null, accountIsKnown: false };
    assert.deepEqual(await managedNumber(everything, STRANGE, nowhere), expected);
  });

  for (const customerId of [null, "acme"]) {
    it(`is one in ${customerId === null ? "an account that it was added to" : "a customer's account"}`, async () => {
      const home = { wabaId: "777000000000009", customerId };
      for (const setting of [config, everything]) {
        const expected = { phoneNumberId: STRANGE, ...home, accountIsKnown: true };
        assert.deepEqual(await managedNumber(setting, STRANGE, at(home)), expected);
      }
    });
  }

  it("is none where its customer has left with it, whatever else is managed here", async () => {
    const left = at({ nobodys: "left" });
    for (const setting of [config, everything]) await assert.rejects(managedNumber(setting, STRANGE, left), HttpsError);
  });

  it("is never taken for the deployment's own while nobody can tell whose it is", async () => {
    const broken = { homeOf: () => Promise.reject(new Error("Firestore is away")) };
    await assert.rejects(managedNumber(everything, STRANGE, broken), /away/);
  });

  it("does not exist where it is not managed, and is not repeated", async () => {
    await assert.rejects(
      managedNumber(config, STRANGE, nowhere),
      (error: unknown) => error instanceof HttpsError && error.code === "not-found" && !error.message.includes(STRANGE),
    );
  });

  it("exists where the list of the account's numbers calls it managed, and nowhere else", async () => {
    const homes: readonly (NumberHome | null)[] = [
      null,
      { wabaId: WABA, customerId: null },
      { wabaId: WABA, customerId: "acme" },
      { nobodys: "left" },
    ];
    for (const setting of [config, everything]) {
      for (const id of [NUMBER, OTHER_NUMBER, STRANGE]) {
        for (const home of homes) {
          const exists = await managedNumber(setting, id, at(home)).then(
            () => true,
            () => false,
          );
          assert.equal(isFoundIn({ ...setting, customerId: null }, id, home), exists, JSON.stringify({ id, home }));
        }
      }
    }
  });
});
