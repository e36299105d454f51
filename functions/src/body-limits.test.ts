import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { bodyLimit } from "./body-limits.ts";

const index: object = await import("./index.ts");

describe("the limit of a body", () => {
  for (const name of Object.keys(index)) {
    it(`of ${name} is known, unless Google lets nobody reach it`, () => {
      const limits: Readonly<Record<string, number | undefined>> = {
        metaWebhook: 4 * 1024 * 1024,
        reconcilePhoneNumbers: undefined,
      };
      assert.equal(bodyLimit(name), name in limits ? limits[name] : 10_000);
    });
  }

  it("is the function's, in whatever group it is deployed", () => {
    assert.equal(bodyLimit("whatsapp.eu.registerPhoneNumber"), 10_000);
  });

  it("is none for the functions of others", () => {
    for (const target of [undefined, "", "helloWorld", "registerPhoneNumber.helloWorld", "toString", "__proto__"])
      assert.equal(bodyLimit(target), undefined, target);
  });
});
