import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { countedRegistration, type RegistrationCount } from "./testing/counted-registration.ts";

/** What a registration costs that Meta accepts and the number then shows. In a row: what the caller waits for. */
const FIRST: RegistrationCount = {
  firestoreInARow: 2,
  graphInARow: 3,
  bothInARow: 5,
  reads: 4,
  writes: 6,
  deletes: 0,
  firestoreRequests: 5,
  // The number and the token beforehand, the POST, and the number as proof.
  graphRequests: 4,
};
/** The create fails, which is one request, and what stands is changed in another. */
const LATER: RegistrationCount = { ...FIRST, firestoreInARow: 3, firestoreRequests: 6 };

describe("the requests of a registration", () => {
  it("are so many, and so many wait for one another, on a number's first attempt", async () => {
    assert.deepEqual(await countedRegistration({ attempts: 0, numbers: 0 }), FIRST);
  });

  for (const size of [1, 1000]) {
    it(`are no more after ${size} earlier attempts, with as many numbers and accounts beside it`, async () => {
      assert.deepEqual(await countedRegistration({ attempts: size, numbers: size }), LATER);
    });
  }
});
