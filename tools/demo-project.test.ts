import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { it } from "node:test";
import { demoParams, demoProject, demoSecrets } from "./demo-project.ts";
import { root } from "./root.ts";

it("the demo's project is one that the firebase CLI never leaves the machine for, and has its params and secrets", () => {
  assert.match(demoProject, /^demo-/u);
  assert.ok(existsSync(path.join(root, "functions", `.env.${demoProject}`)));
  assert.ok(Object.keys(demoParams()).length > 0 && Object.keys(demoSecrets()).length > 0);
});
