import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CallableFunction } from "firebase-functions/https";
import type { ResultOf } from "./contract/call-schemas.ts";
import { CALLS, type CallName } from "./contract/calls.ts";
import { servedFunction } from "./served-function.ts";

/** Every callable under its own name: one that is forgotten, or answers as another one does, does not compile. */
type Callables = { readonly [Name in CallName]: CallableFunction<unknown, Promise<ResultOf<Name>>> };

const functions: Callables = await import("./functions.ts");

describe("the functions", () => {
  it("are the callables of the table, the webhook and the reconciler", () => {
    const names = [...Object.keys(CALLS), "metaWebhook", "reconcilePhoneNumbers"];
    assert.deepEqual(Object.keys(functions).toSorted(), names.toSorted());
  });
});

describe("the function that a process serves", () => {
  for (const name of Object.keys(functions)) {
    it(`is known when it is ${name}, in whatever group`, () => {
      for (const target of [name, `whatsapp.${name}`, `whatsapp-${name}`, `numbers.eu.${name}`])
        assert.equal(servedFunction(target), name, target);
    });
  }

  it("is none of ours with any other name", () => {
    for (const target of [undefined, "", "orders", "registerPhoneNumber.orders", "myRegisterPhoneNumber", "toString"])
      assert.equal(servedFunction(target), undefined, target);
  });
});
