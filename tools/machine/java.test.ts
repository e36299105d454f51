import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import { findJava, missingJava } from "./java.ts";

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
  it("says in one line what was found, why none was downloaded, and how to get one", () => {
    const text = missingJava([{ home: "/usr/lib/jvm/java-17", major: 17 }], "the network is down", "linux");
    assert.match(
      text,
      /^Java 21 or newer is missing \(found: Java 17 in \/usr\/lib\/jvm\/java-17; the network is down\): /u,
    );
    assert.match(text, /openjdk-21-jre-headless.*JAVA_HOME/u);
    assert.ok(!text.includes("\n"));
  });

  it("says so on every system", () => {
    for (const platform of ["darwin", "win32", "freebsd"] as const) {
      assert.match(missingJava([], "no build", platform), /found: none; no build\): .+ JAVA_HOME/u);
    }
  });
});
