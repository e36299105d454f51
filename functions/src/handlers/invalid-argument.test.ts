import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { describe, it } from "node:test";
import fc from "fast-check";
import { z } from "zod";
import { InvalidArgumentDetails } from "../contract/errors.ts";
import { PROPERTY_RUNS } from "../testing/property-runs.ts";
import { invalidArgument, issuesOf } from "./invalid-argument.ts";

const CANARY = "k7Qcanary";

/** Every request of the contract, by its name. */
async function requests(): Promise<readonly (readonly [string, z.ZodType])[]> {
  const folder = new URL("../contract/", import.meta.url);
  const files = (await readdir(folder)).filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
  const modules = await Promise.all(files.map((file): Promise<object> => import(new URL(file, folder).href)));
  return modules
    .flatMap((module) => Object.entries(module) as [string, unknown][])
    .filter((entry): entry is [string, z.ZodType] => entry[0].endsWith("Request") && entry[1] instanceof z.ZodType);
}

/** Anything a caller could send: the request's own fields with any values, fields that are none of its own, and no object at all. */
const anyData = (names: readonly string[]): fc.Arbitrary<unknown> => {
  const name = fc.oneof(fc.constantFrom("x", ...names), fc.constant(CANARY));
  const value = fc.oneof(
    fc.constant(CANARY),
    fc.jsonValue(),
    fc.constant([CANARY]),
    fc.constant({ [CANARY]: CANARY }),
    fc.constant(undefined),
  );
  return fc.oneof({ weight: 9, arbitrary: fc.dictionary(name, value) }, { weight: 1, arbitrary: value });
};

describe("an invalid argument", async () => {
  const all = await requests();

  it("can be one of several requests", () => assert.ok(all.length > 0));

  for (const [name, schema] of all) {
    it(`says of ${name} where and why, and never what was sent`, () => {
      const names = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
      fc.assert(
        fc.property(anyData(names), (data) => {
          const parsed = schema.safeParse(data);
          if (parsed.success) return;
          const { details, message } = invalidArgument(issuesOf(parsed.error));
          InvalidArgumentDetails.parse(details);
          assert.ok(!JSON.stringify([details, message]).includes(CANARY), JSON.stringify(details));
        }),
        { numRuns: Math.ceil(PROPERTY_RUNS / 4) },
      );
    });
  }

  it("names a misspelt field, and none in whose name a secret could stand", () => {
    const request = z.strictObject({ pin: z.string() });
    const told = (data: object): string[] => {
      const parsed = request.safeParse({ pin: "012345", ...data });
      return parsed.success ? [] : issuesOf(parsed.error).map(({ message }) => message);
    };
    const unknown = "has a field that is not part of this request";
    assert.deepEqual(told({ phonenumberid: "the value" }), [`${unknown}: "phonenumberid"`]);
    assert.deepEqual(told({ pinn: 1, Pin: 2, "731946": 3 }), [`${unknown}: "pinn", "Pin"`]);
    for (const name of ["731946", "EAAB1canary", "pin=731946", "a".repeat(41), ""])
      assert.deepEqual(told({ [name]: 1 }), [unknown], name);
  });
});
