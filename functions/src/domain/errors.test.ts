import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UnreadableLedger } from "./attempt/unreadable-ledger.ts";
import { UnopenedToken } from "./unopened-token.ts";

describe("errors that a log shows", () => {
  const said: readonly (readonly [Error, string])[] = [
    [
      new UnopenedToken("no_key"),
      "UnopenedToken: A customer's token was sealed with a key that CUSTOMER_TOKEN_KEYS does not hold.",
    ],
    [
      new UnopenedToken("not_sealed_for_this_place"),
      "UnopenedToken: A customer's token cannot be opened: it was changed, or sealed for another place.",
    ],
    [new UnreadableLedger(), "UnreadableLedger: The ledger of this number cannot be read."],
  ];
  for (const [error, line] of said) it(`say ${line}`, () => assert.equal(String(error), line));
});
