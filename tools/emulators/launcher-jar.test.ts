import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { crc32 } from "node:zlib";
import { launcherManifest, storedZip } from "./launcher-jar.ts";

describe("launcherManifest", () => {
  const url = `file:///opt/${"a-long-folder-name/".repeat(9)}cloud-firestore-emulator.jar`;
  const manifest = launcherManifest("com.example.Main", url);

  it("keeps every line within the 72 bytes that a manifest allows", () => {
    for (const line of manifest.split("\r\n")) assert.ok(line.length <= 72, line);
  });

  it("says the same once its continued lines are joined, and ends in an empty line", () => {
    const joined = manifest.replaceAll("\r\n ", "");
    assert.equal(joined, `Manifest-Version: 1.0\r\nMain-Class: com.example.Main\r\nClass-Path: ${url}\r\n\r\n`);
  });

  it("refuses what a manifest cannot hold", () => {
    assert.throws(() => launcherManifest("Main", "file:///tmp/ü.jar"), /ASCII/u);
  });
});

describe("storedZip", () => {
  it("is an archive from whose end the file can be found and read", () => {
    const content = Buffer.from("Manifest-Version: 1.0\r\n\r\n");
    const zip = storedZip("META-INF/MANIFEST.MF", content);
    const end = zip.length - 22;
    assert.equal(zip.readUInt32LE(end), 0x06_05_4b_50);
    assert.equal(zip.readUInt16LE(end + 10), 1);
    const central = zip.readUInt32LE(end + 16);
    assert.equal(central + zip.readUInt32LE(end + 12), end);
    assert.equal(zip.readUInt32LE(central), 0x02_01_4b_50);
    assert.equal(zip.readUInt32LE(central + 16), crc32(content));
    const nameLength = zip.readUInt16LE(central + 28);
    assert.equal(zip.toString("latin1", central + 46, central + 46 + nameLength), "META-INF/MANIFEST.MF");
    const local = zip.readUInt32LE(central + 42);
    assert.equal(zip.readUInt32LE(local), 0x04_03_4b_50);
    const data = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    assert.deepEqual(zip.subarray(data, data + zip.readUInt32LE(local + 18)), content);
  });
});
