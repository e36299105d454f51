import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { servedFunction } from "./served-function.ts";

const functions: object = await import("./functions.ts");

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
