import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import { SetupError } from "../setup/progress.mjs";
import { findBrowser, installedPlaces } from "./browser.ts";

const folder = mkdtempSync(path.join(tmpdir(), "browser-test-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A folder with one program that prints this and exits so. */
function folderWith(program: string, printed: string, status = 0): string {
  const bin = mkdtempSync(path.join(folder, "bin-"));
  writeFileSync(path.join(bin, program), `#!/bin/sh\necho '${printed}'\nexit ${status}\n`, { mode: 0o755 });
  return bin;
}

const around = (env: NodeJS.ProcessEnv): Parameters<typeof findBrowser>[0] => ({
  env,
  platform: "linux",
  home: folder,
});

describe("findBrowser", () => {
  for (const name of ["chromium", "google-chrome", "microsoft-edge-stable"]) {
    it(`takes ${name} from the PATH`, async () => {
      const bin = folderWith(name, "Something 159.0.1");
      assert.equal(await findBrowser(around({ PATH: bin })), path.join(bin, name));
    });
  }

  it("passes over one that does not start, and one that only says how to install it", async () => {
    const broken = folderWith("chromium", "error while loading shared libraries", 127);
    const hint = folderWith("chromium-browser", "install the snap chromium");
    const good = folderWith("google-chrome", "Google Chrome 159.0.1");
    const found = await findBrowser(around({ PATH: [broken, hint, good].join(path.delimiter) }));
    assert.equal(found, path.join(good, "google-chrome"));
  });

  it("takes the one that CHROMIUM names before any other", async () => {
    const named = path.join(folderWith("my-browser", "Chromium 1.2"), "my-browser");
    assert.equal(await findBrowser(around({ CHROMIUM: named, PATH: folderWith("chromium", "Chromium 9.9") })), named);
  });

  it("does not quietly take another when CHROMIUM names none", async () => {
    const env = { CHROMIUM: "/nowhere/chromium", PATH: folderWith("chromium", "Chromium 9.9") };
    await assert.rejects(
      findBrowser(around(env)),
      (error) => error instanceof SetupError && error.message.startsWith("CHROMIUM=/nowhere/chromium names no browser"),
    );
  });
});

describe("installedPlaces", () => {
  it("knows where macOS and Windows have Chrome, Chromium and Edge", () => {
    const mac = installedPlaces({ env: {}, platform: "darwin", home: "/Users/ada" });
    assert.ok(mac.includes("/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge"));
    assert.ok(mac.includes("/Users/ada/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"));
    const windows = installedPlaces({ env: { ProgramFiles: "P", LOCALAPPDATA: "L" }, platform: "win32", home: "" });
    assert.ok(windows.includes(path.join("P", "Microsoft/Edge/Application/msedge.exe")));
    assert.ok(windows.includes(path.join("L", "Google/Chrome/Application/chrome.exe")));
  });
});
