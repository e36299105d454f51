import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { it } from "node:test";
import { z } from "zod";
import { findNode24, installsAll } from "./node24.mjs";

it("takes the machine's Node 24 where none is installed here", (t) => {
  const root = mkdtempSync(path.join(tmpdir(), "node24-test-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  assert.equal(findNode24(root), process.execPath);
});

it("does not take a Node that npm is about to remove for the machine's", () => {
  assert.equal(findNode24(path.dirname(process.execPath)), undefined);
});

const Lock = z.object({
  packages: z.record(z.string(), z.object({ engines: z.object({ node: z.string().optional() }).optional() })),
});

it("wants a Node under which npm leaves out no native part of a tool", () => {
  for (const version of ["20.19.0", "20.20.2", "22.12.0", "23.0.0", "24.21.0", "26.0.0"])
    assert.ok(installsAll(version), version);
  for (const version of ["18.20.8", "20.18.3", "21.7.3", "22.11.0"]) assert.ok(!installsAll(version), version);
  const { packages } = Lock.parse(
    JSON.parse(readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8")),
  );
  for (const tool of ["oxlint", "oxfmt", "oxc-parser"]) {
    const native = packages[`node_modules/@${tool}/binding-linux-x64-gnu`];
    assert.equal(native?.engines?.node, "^20.19.0 || >=22.12.0", tool);
  }
});
