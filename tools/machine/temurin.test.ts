import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { freePort } from "../emulators/ports.ts";
import { SetupError } from "../setup/progress.mjs";
import { run } from "../setup/run.mjs";
import { homesIn, installedTemurins, installTemurin, temurinRelease, type Machine } from "./temurin.ts";

const LINUX: Machine = { platform: "linux", arch: "x64", musl: false };
const folder = mkdtempSync(path.join(tmpdir(), "temurin-test-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Stands in for Adoptium's API and for the place that it links to. */
const asked: string[] = [];
let archive: Buffer;
let assets: (origin: string) => unknown;
const server = createServer((request, response) => {
  asked.push(request.url ?? "");
  if (request.url?.startsWith("/v3/") === true) response.end(JSON.stringify(assets(origin())));
  else if (request.url === "/jre.tar.gz") response.end(archive);
  else response.writeHead(404).end();
}).listen(0, "127.0.0.1");
after(() => server.close());
const origin = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

function listed(change: { checksum?: string; size?: number; link?: string } = {}): (origin: string) => unknown {
  return (at) => [
    {
      release_name: "jdk-21.0.9+10",
      vendor: "eclipse",
      binary: {
        image_type: "jre",
        package: {
          name: "jre.tar.gz",
          link: `${at}/jre.tar.gz`,
          size: archive.length,
          checksum: createHash("sha256").update(archive).digest("hex"),
          ...change,
        },
      },
    },
  ];
}

let closedPort: number;
before(async () => {
  await once(server, "listening");
  closedPort = await freePort();
  const bin = path.join(folder, "source", "jdk-21.0.9+10-jre", "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(path.join(bin, "java"), "#!/bin/sh\n");
  chmodSync(path.join(bin, "java"), 0o755);
  const file = path.join(folder, "jre.tar.gz");
  const { code } = await run("tar", ["-czf", file, "-C", path.join(folder, "source"), "."]);
  assert.equal(code, 0);
  archive = readFileSync(file);
});

/** A folder to install into that no other test uses. */
const fresh = (): string => mkdtempSync(path.join(folder, "installed-"));
const quietly = (): void => undefined;

describe("Temurin's runtime", () => {
  it("is asked for by version, system and processor, downloaded with progress, checked and unpacked", async () => {
    assets = listed();
    asked.length = 0;
    const shares: number[] = [];
    const release = await temurinRelease(21, LINUX, origin());
    const target = fresh();
    const home = await installTemurin(release, target, (share) => shares.push(share));
    assert.deepEqual(asked, [
      "/v3/assets/latest/21/hotspot?architecture=x64&image_type=jre&os=linux&vendor=eclipse",
      "/jre.tar.gz",
    ]);
    assert.equal(shares.at(-1), 1);
    assert.equal(home, path.join(target, "jdk-21.0.9+10", "jdk-21.0.9+10-jre"));
    assert.deepEqual(installedTemurins(target), [home]);
    assert.deepEqual(readdirSync(target), ["jdk-21.0.9+10"], "nothing else is left behind");
  });

  const machines: [Machine, string][] = [
    [{ platform: "linux", arch: "arm64", musl: true }, "architecture=aarch64&image_type=jre&os=alpine-linux"],
    [{ platform: "darwin", arch: "arm64", musl: false }, "architecture=aarch64&image_type=jre&os=mac"],
    [{ platform: "win32", arch: "x64", musl: false }, "architecture=x64&image_type=jre&os=windows"],
  ];
  for (const [machine, query] of machines) {
    it(`is asked for with ${query}`, async () => {
      assets = listed();
      await temurinRelease(21, machine, origin());
      assert.ok((asked.at(-1) ?? "").includes(query), asked.at(-1));
    });
  }

  const wrong: [string, () => (at: string) => unknown, RegExp][] = [
    ["another content", () => listed({ checksum: "0".repeat(64) }), /SHA-256 .* is not the one announced/u],
    ["more than announced", () => listed({ size: 10 }), /larger than the 10 bytes/u],
    ["no archive", () => listed({ link: `${origin()}/gone` }), /answered 404/u],
    [
      "nobody at the link",
      () => listed({ link: `http://127.0.0.1:${closedPort}/jre.tar.gz` }),
      /could not be reached: ECONNREFUSED/u,
    ],
    ["no build for the machine", () => () => [], /no build for linux on x64/u],
    ["an answer of another shape", () => () => ({ error: "moved" }), /could not be understood/u],
    [
      "a name that leads out of the folder",
      () => () => [{ ...(listed()("") as [object])[0], release_name: "../x" }],
      /could not be understood/u,
    ],
  ];
  for (const [what, answer, message] of wrong) {
    it(`is not taken when there is ${what}`, async () => {
      assets = answer();
      const target = fresh();
      const getting = temurinRelease(21, LINUX, origin()).then((release) => installTemurin(release, target, quietly));
      await assert.rejects(getting, (error) => error instanceof SetupError && message.test(error.message));
      assert.deepEqual(readdirSync(target), []);
    });
  }

  it("is found where macOS has it", () => {
    const mac = fresh();
    const home = path.join(mac, "jdk-21.0.9+10-jre", "Contents", "Home");
    mkdirSync(path.join(home, "bin"), { recursive: true });
    writeFileSync(path.join(home, "bin", "java"), "");
    assert.deepEqual(homesIn(mac), [home]);
  });
});
