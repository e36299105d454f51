import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import {
  completed,
  entriesWithHost,
  entriesWithoutIntegrity,
  LOCK_FILES,
  missingEntries,
  platformOf,
  withIntegrity,
  type LockFile,
} from "./lock-files.ts";
import { root } from "./root.ts";

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

describe("integrity", () => {
  for (const file of LOCK_FILES) {
    it(`is known of every package in ${file}`, () => {
      const lock = JSON.parse(readFileSync(path.join(root, file), "utf8")) as LockFile;
      assert.ok(Object.keys(lock.packages).length > 5);
      assert.deepEqual(entriesWithoutIntegrity(lock), []);
    });
  }

  const hash = `sha512-${"x".repeat(86)}==`;
  const packages = {
    "": { version: "1.0.0" },
    "node_modules/a": { version: "1.0.0", integrity: "sha512-a" },
    "node_modules/a/node_modules/@x/b": { version: "2.0.0", optional: true },
  };

  it("is asked for where it is missing, by the package's name and version", async () => {
    const asked: string[] = [];
    const ask = async (spec: string): Promise<string> => {
      asked.push(spec);
      return hash;
    };
    const whole = await withIntegrity({ packages }, ask);
    assert.deepEqual(asked, ["@x/b@2.0.0"]);
    assert.deepEqual(whole.packages, {
      ...packages,
      "node_modules/a/node_modules/@x/b": { version: "2.0.0", integrity: hash, optional: true },
    });
  });

  it("is never made up", async () => {
    for (const said of ["", "npm error code E404", "sha1-x"])
      await assert.rejects(
        withIntegrity({ packages }, async () => said),
        /no hash for @x\/b@2\.0\.0/u,
      );
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
