import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Resolution } from "../../contract/failure.ts";
import { NOT_A_PERMISSION } from "../diagnosis/permission-checks.ts";
import * as everything from "./steps.ts";

const { step: _, ...steps } = everything;

describe("each step", () => {
  for (const [name, one] of Object.entries(steps)) {
    it(`${name} is an imperative with a full sentence on how to do it`, () => {
      Resolution.parse(one);
      assert.match(one.title, /^[A-Z].*[^.]$/);
      assert.match(one.detail, /^[A-Z].*\.$/s);
      if (one.url !== undefined) assert.match(one.url, /^https:\/\/(?:[a-z]+\.)?(?:facebook|metastatus)\.com\//);
      assert.ok(!JSON.stringify(one).includes(NOT_A_PERMISSION));
    });
  }

  it("says nothing of a page where there is none", () => {
    assert.deepEqual(everything.step("Wait", "A while."), { title: "Wait", detail: "A while." });
  });

  it("has a title of its own, so that it is recognised", () => {
    const titles = Object.values(steps).map((one) => one.title);
    assert.equal(new Set(titles).size, titles.length);
  });
});
