import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { AccountNumber } from "../../../functions/src/contract/list-phone-numbers.ts";
import { offerOf, takenInView } from "./account-numbers.ts";

const [FIRST, SECOND, THIRD] = ["550000000000001", "550000000000002", "550000000000003"];

const number = (phoneNumberId: string, rest: Partial<AccountNumber> = {}): AccountNumber => ({
  phoneNumberId,
  displayPhoneNumber: "+1 555-010-0001",
  verifiedName: "Harbour Coffee",
  status: "PENDING",
  managed: true,
  ...rest,
});
const none: ReadonlySet<string> = new Set();
const ids = (numbers: readonly { readonly id: string }[]): string[] => numbers.map(({ id }) => id);

suite("what an account offers to choose from", () => {
  test("is what the list does not have, and of that what is managed here apart from what is not", () => {
    const numbers = [number(FIRST), number(SECOND, { managed: false }), number(THIRD)];
    const offer = offerOf(numbers, new Set([FIRST]), "own");
    assert.deepEqual([ids(offer.managed), ids(offer.others)], [[THIRD], [SECOND]]);
    assert.equal(offer.none, null);
  });

  test("says what is to be set where a number is not managed, and of a customer's to connect again", () => {
    const numbers = [number(FIRST, { managed: false })];
    assert.match(offerOf(numbers, none, "own").about ?? "", /MANAGED_PHONE_NUMBER_IDS/u);
    const customers = offerOf(numbers, none, "customers").about ?? "";
    assert.match(customers, /Connect the account again/u);
    assert.doesNotMatch(customers, /MANAGED_PHONE_NUMBER_IDS/u, "no customer can set that");
    assert.equal(offerOf([number(FIRST)], none, "own").about, null);
  });

  test("is said to be nothing where all are in the list, and where there are none", () => {
    assert.match(offerOf([number(FIRST, { managed: false })], new Set([FIRST]), "own").none ?? "", /is in the list/u);
    assert.match(offerOf([], none, "own").none ?? "", /holds no number/u);
  });

  test("calls a number by its name, else by its phone number, else by its id", () => {
    const [named, unnamed, bare] = offerOf(
      [
        number(FIRST),
        number(SECOND, { verifiedName: "" }),
        number(THIRD, { verifiedName: null, displayPhoneNumber: null }),
      ],
      none,
      "own",
    ).managed;
    assert.deepEqual([named?.title, named?.subtitle], ["Harbour Coffee", "+1 555-010-0001"]);
    assert.deepEqual([unnamed?.title, unnamed?.subtitle], ["+1 555-010-0001", null]);
    assert.deepEqual([bare?.title, bare?.subtitle], [THIRD, null]);
  });

  test("shows Meta's own word for its state, also one that is not known here, or that none came", () => {
    const words = offerOf(
      [number(FIRST), number(SECOND, { status: "NEW_WORD" }), number(THIRD, { status: null })],
      none,
      "own",
    ).managed.map(({ status: { word, meaning } }) => [word, meaning]);
    assert.deepEqual(words, [
      ["PENDING", "not registered yet"],
      ["NEW_WORD", null],
      ["not told", null],
    ]);
  });
});

suite("what came of connecting an account once more", () => {
  const about = { wabaId: "777000000000001", steps: [] };

  test("is that its numbers are in the list, or why not", () => {
    const done = takenInView(
      { status: "connected", ...about, customerId: "acme", phoneNumberIds: [FIRST], next: "ready" },
      0,
    );
    assert.match(done.sentences.join(" "), /in the list/u);
    const refused = takenInView(
      {
        status: "code_refused",
        ...about,
        message: "Meta did not take the code.",
        resolution: [],
        actor: "customer",
        retryable: false,
        retryAt: null,
        graphError: null,
      },
      0,
    );
    assert.deepEqual([refused.word, refused.sentences[0]], ["code_refused", "Meta did not take the code."]);
  });
});
