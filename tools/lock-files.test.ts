import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { completed, entriesWithHost, missingEntries, platformOf, type LockFile } from "./lock-files.ts";

const LOCK: LockFile = {
  packages: {
    "": { version: "1.0.0" },
    "node_modules/tool": {
      version: "3.0.0",
      dev: true,
      optionalDependencies: { "@tool/linux-x64-gnu": "3.0.0", "@tool/darwin-arm64": "3.0.0", inner: "1.0.0" },
    },
    "node_modules/@tool/linux-x64-gnu": { version: "3.0.0", optional: true },
    "node_modules/tool/node_modules/inner": { version: "1.0.0", optionalDependencies: { tool: "3.0.0" } },
  },
};

describe("missingEntries", () => {
  it("finds an optional package without an entry, and looks for entries as Node looks for packages", () => {
    assert.deepEqual(missingEntries(LOCK), [{ by: "node_modules/tool", name: "@tool/darwin-arm64", range: "3.0.0" }]);
  });
});

describe("completed", () => {
  it("adds what is missing, for its platform, and changes nothing else", () => {
    const lock = completed(LOCK);
    assert.deepEqual(missingEntries(lock), []);
    const { "node_modules/@tool/darwin-arm64": added, ...others } = lock.packages;
    assert.deepEqual(added, { version: "3.0.0", cpu: ["arm64"], dev: true, optional: true, os: ["darwin"] });
    assert.deepEqual(others, LOCK.packages);
  });

  it("refuses to guess a version", () => {
    const lock = { packages: { "node_modules/a": { optionalDependencies: { b: "^1.0.0" } } } };
    assert.throws(() => completed(lock), /node_modules\/a asks for b@\^1\.0\.0/u);
  });
});

describe("platformOf", () => {
  const names: [string, Record<string, string[]>][] = [
    ["@x/binding-linux-arm64-musl", { os: ["linux"], cpu: ["arm64"], libc: ["musl"] }],
    ["@x/binding-linux-x64-gnu", { os: ["linux"], cpu: ["x64"], libc: ["glibc"] }],
    ["@x/binding-win32-ia32-msvc", { os: ["win32"], cpu: ["ia32"], libc: [] }],
    ["@x/android-arm-eabi", { os: ["android"], cpu: ["arm"], libc: [] }],
    ["plain", { os: [], cpu: [], libc: [] }],
  ];
  for (const [name, platform] of names) {
    it(`reads ${name}`, () => {
      assert.deepEqual(platformOf(name), platform);
    });
  }
});

describe("entriesWithHost", () => {
  it("finds the entry that says where it came from", () => {
    const packages = { "node_modules/a": { resolved: "https://host.example/a.tgz" }, "node_modules/b": {} };
    assert.deepEqual(entriesWithHost({ packages }), ["node_modules/a"]);
  });
});
