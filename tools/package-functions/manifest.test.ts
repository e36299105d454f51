import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { z } from "zod";
import { root } from "../root.ts";
import { packageManifest, shrinkwrap } from "./manifest.ts";

const json = (file: string): unknown => JSON.parse(readFileSync(path.join(root, "functions", file), "utf8"));
const manifest = packageManifest(json("package.json"));
const Locked = z.object({ packages: z.record(z.string(), z.looseObject({ integrity: z.string().optional() })) });
const { packages } = Locked.parse(shrinkwrap(manifest, json("package-lock.json")));

describe("the package of the functions", () => {
  it("leaves firebase-functions and firebase-admin to the project, and pins the rest", () => {
    assert.deepEqual(Object.keys(manifest.dependencies).toSorted(), ["axios", "jose", "zod"]);
    assert.deepEqual(manifest["peerDependencies"], { "firebase-admin": "^14.2.0", "firebase-functions": "^7.4.0" });
    assert.equal(manifest["private"], undefined);
  });

  it("allows such versions of them as the functions are deployed with", () => {
    const Own = z.object({ dependencies: z.record(z.string(), z.string()) });
    const { dependencies } = Own.parse(json("package.json"));
    for (const [name, range] of Object.entries(z.record(z.string(), z.string()).parse(manifest["peerDependencies"]))) {
      const [major = 0, minor = 0] = (dependencies[name] ?? "").split(".").map(Number);
      const [leastMajor = 0, leastMinor = 0] = range.slice(1).split(".").map(Number);
      assert.ok(major === leastMajor && minor >= leastMinor, `${name} ${dependencies[name]} is not ${range}`);
    }
  });

  it("packs by a list of what may be in it", () => {
    assert.deepEqual(manifest["files"], ["lib/**/*.js", "lib/**/*.d.ts", "npm-shrinkwrap.json"]);
  });

  it("is locked to hashes, with all that axios and zod need and neither peer", () => {
    const places = Object.keys(packages).filter((place) => place !== "");
    for (const needed of ["axios", "zod", "follow-redirects", "form-data", "form-data/node_modules/mime-db"])
      assert.ok(places.includes(`node_modules/${needed}`), `${needed} is missing: ${places.join(" ")}`);
    assert.deepEqual(
      places.filter((place) => /firebase|google/u.test(place)),
      [],
    );
    for (const place of places) assert.match(packages[place]?.integrity ?? "", /^sha512-/u, place);
  });

  it("takes a name of one's own", () => {
    assert.equal(packageManifest(json("package.json"), "@acme/numbers").name, "@acme/numbers");
  });
});
