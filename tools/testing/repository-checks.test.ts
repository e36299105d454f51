import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { definedParams, namesRegistry } from "./repository-checks.ts";

describe("namesRegistry", () => {
  const hosts = [
    ["registry", "example", "org"],
    ["REGISTRY", "a-b", "c", "dev"],
  ].map((parts) => parts.join("."));

  for (const host of [...hosts, `//${["npm", "example", "com"].join(".")}`]) {
    it(`notices ${host.split(".")[0]}.…`, () => {
      assert.equal(namesRegistry(`"resolved": "https://${host.replace("//", "")}/a/-/a-1.0.0.tgz"`), true);
    });
  }

  it("lets words alone that only look alike", () => {
    assert.equal(namesRegistry("The package registry. See https://docs.example.com/npm.html and registry.ts"), false);
  });
});

describe("definedParams", () => {
  it("finds params however the call is broken into lines, and leaves secrets out", () => {
    const source = `defineSecret("TOKEN"); defineString("A", {}); defineInt(\n  "B",\n); defineBoolean("C"); defineList("D")`;
    assert.deepEqual(definedParams(source), ["A", "B", "C", "D"]);
  });
});
