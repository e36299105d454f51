import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { arrived, isInstalled, isInstalledByHand, markInstalled } from "./stamps.mjs";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "stamps-test-"));
  lock({ a: { version: "1.0.0" }, "only-for-windows": { version: "2.0.0", optional: true } });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Packages = Record<string, { version: string; optional?: boolean }>;

function lock(packages: Packages): void {
  writeFileSync(path.join(folder, "package-lock.json"), lockText(packages));
}

/** What npm leaves in node_modules: its record, and the packages themselves. */
function install(packages: Packages): void {
  mkdirSync(path.join(folder, "node_modules"), { recursive: true });
  for (const name of Object.keys(packages)) {
    mkdirSync(path.join(folder, "node_modules", name), { recursive: true });
    writeFileSync(path.join(folder, "node_modules", name, "package.json"), "{}");
  }
  writeFileSync(path.join(folder, "node_modules", ".package-lock.json"), lockText(packages));
}

function lockText(packages: Packages): string {
  const entries = Object.entries(packages).map(([name, entry]) => [`node_modules/${name}`, entry] as const);
  return JSON.stringify({ packages: Object.fromEntries<object>([["", { name: "root" }], ...entries]) });
}

describe("isInstalled", () => {
  it("holds from marking until the lock file changes", () => {
    assert.equal(isInstalled(folder), false);
    install({ a: { version: "1.0.0" } });
    markInstalled(folder);
    assert.equal(isInstalled(folder), true);
    lock({ a: { version: "1.0.1" } });
    assert.equal(isInstalled(folder), false);
  });

  it("ends with node_modules", () => {
    install({});
    markInstalled(folder);
    rmSync(path.join(folder, "node_modules"), { recursive: true });
    assert.equal(isInstalled(folder), false);
  });
});

describe("isInstalledByHand", () => {
  it("accepts what npm put there from this lock file, without the packages for other platforms", () => {
    install({ a: { version: "1.0.0" } });
    assert.equal(isInstalledByHand(folder), true);
  });

  it("refuses another version, a missing package, a package folder that is gone, and no record at all", () => {
    assert.equal(isInstalledByHand(folder), false);
    install({ a: { version: "0.9.0" } });
    assert.equal(isInstalledByHand(folder), false);
    install({});
    assert.equal(isInstalledByHand(folder), false);
    install({ a: { version: "1.0.0" } });
    rmSync(path.join(folder, "node_modules", "a"), { recursive: true });
    assert.equal(isInstalledByHand(folder), false);
  });

  it("refuses a record that cannot be read", () => {
    install({ a: { version: "1.0.0" } });
    writeFileSync(path.join(folder, "node_modules", ".package-lock.json"), "{");
    assert.equal(isInstalledByHand(folder), false);
  });
});

it("arrived tells how much of the lock file is there, without the packages for other platforms", () => {
  lock({ a: { version: "1.0.0" }, b: { version: "1.0.0" }, "only-for-windows": { version: "2.0.0", optional: true } });
  assert.equal(arrived(folder), 0);
  install({ a: { version: "1.0.0" } });
  assert.equal(arrived(folder), 0.5);
  install({ a: { version: "1.0.0" }, b: { version: "1.0.0" } });
  assert.equal(arrived(folder), 1);
});
