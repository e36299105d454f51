import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import { findJava, javaMajor, missingJava } from "./java.ts";

const folder = mkdtempSync(path.join(tmpdir(), "java-test-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A Java home whose version is in its `release` file, or, like some old ones, only told by the program. */
function javaHome(name: string, version: string, release: boolean): string {
  const home = path.join(folder, name);
  mkdirSync(path.join(home, "bin"), { recursive: true });
  const program = `#!/bin/sh\necho 'openjdk version "${version}" 2026-01-01' >&2\n`;
  writeFileSync(path.join(home, "bin", "java"), program, { mode: 0o755 });
  if (release) writeFileSync(path.join(home, "release"), `IMPLEMENTOR="x"\nJAVA_VERSION="${version}"\n`);
  return home;
}

describe("javaMajor", () => {
  const texts: [string, number | undefined][] = [
    ['openjdk version "21.0.4" 2024-07-16', 21],
    ['openjdk version "25" 2025-09-16', 25],
    ['java version "1.8.0_392"', 8],
    ['openjdk version "22-ea" 2024-03-19', 22],
    ['JAVA_VERSION="17.0.15"\nOS_NAME="Linux"', 17],
    ["Unable to locate a Java Runtime.", undefined],
  ];
  for (const [text, major] of texts) {
    it(`reads ${String(major)} in ${text.split("\n")[0]}`, () => {
      assert.equal(javaMajor(text), major);
    });
  }
});

describe("findJava", () => {
  it("takes JAVA_HOME when it is new enough", async () => {
    const home = javaHome("named", "21.0.1", true);
    assert.deepEqual(await findJava({ JAVA_HOME: home, PATH: "" }), { home, major: 21 });
  });

  it("passes over a JAVA_HOME that is too old and takes the java on the PATH, asking it where no file tells", async () => {
    const old = javaHome("old", "17.0.9", true);
    const home = javaHome("on-path", "99.0.2", false);
    const found = await findJava({ JAVA_HOME: old, PATH: path.join(home, "bin") });
    assert.deepEqual(found, { home, major: 99 });
  });
});

describe("missingJava", () => {
  it("says what was found and how to install what is needed", () => {
    const text = missingJava(new Map([["/usr/lib/jvm/java-17", 17]]));
    assert.match(text, /needs Java 21 or newer\. Found: Java 17 in \/usr\/lib\/jvm\/java-17\./u);
    for (const system of ["Debian", "macOS", "Windows", "JAVA_HOME"]) assert.ok(text.includes(system), system);
  });
});
