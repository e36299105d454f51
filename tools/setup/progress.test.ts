import assert from "node:assert/strict";
import { it } from "node:test";
import { tenths } from "./progress.mjs";

it("says each tenth of a download once", () => {
  const said: string[] = [];
  const progress = tenths((text) => said.push(text));
  for (const share of [0, 0.04, 0.12, 0.19, 0.2, 0.55, 0.5, 1]) progress(share);
  assert.deepEqual(said, ["10 % ", "20 % ", "50 % "]);
});
