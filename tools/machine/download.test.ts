import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { SetupError } from "../setup/progress.mjs";
import { cacheFolder } from "./cache.ts";
import { downloadBy } from "./download-by.ts";
import { download, downloadJson } from "./download.ts";

const CONTENT = Buffer.alloc(1000, "x");
const STALLED_MS = 400;
/** Less than that between two parts, and more than that in all. */
const PART_MS = 100;
const PARTS = 8;

const folder = mkdtempSync(path.join(tmpdir(), "download-test-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const ways: Readonly<Record<string, (response: ServerResponse) => Promise<void> | void>> = {
  "/never-answers": () => undefined,
  "/stalls": (response) => void response.write(CONTENT.subarray(0, 500)),
  "/is-slow": async (response) => {
    const size = CONTENT.length / PARTS;
    for (let part = 0; part < PARTS; part += 1) {
      response.write(CONTENT.subarray(part * size, (part + 1) * size));
      await pause(PART_MS);
    }
    response.end();
  },
};

describe("a download", () => {
  const server = createServer((request, response) => void ways[request.url ?? ""]?.(response));
  let origin: string;
  before(async () => {
    await once(server.listen(0, "127.0.0.1"), "listening");
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });

  const remote = (way: string) => ({
    url: `${origin}${way}`,
    bytes: CONTENT.length,
    sha256: createHash("sha256").update(CONTENT).digest("hex"),
  });
  const stalled = (error: unknown): boolean =>
    error instanceof SetupError && error.message === `${origin} has sent nothing for ${STALLED_MS / 1000} seconds`;

  for (const way of ["/never-answers", "/stalls"]) {
    it(`that ${way.slice(1).replace("-", " ")} ends with a sentence, and leaves nothing behind`, async () => {
      const file = path.join(folder, way);
      await assert.rejects(
        download(remote(way), file, () => undefined, STALLED_MS),
        stalled,
      );
      assert.ok(!existsSync(file));
      await assert.rejects(downloadJson(`${origin}${way}`, STALLED_MS), stalled);
    });
  }

  it("that is slow goes on, however long it takes", async () => {
    const file = path.join(folder, "slow");
    await download(remote("/is-slow"), file, () => undefined, STALLED_MS);
    assert.deepEqual(readFileSync(file), CONTENT);
  });
});

describe("a download by a program", () => {
  let runs = 0;
  /** A program that does this. `writes`: appends a part to a file in the folder for temporary files. */
  const doing = (does: string): Parameters<typeof downloadBy>[0] => {
    runs += 1;
    const program = path.join(folder, `program-${runs}.mjs`);
    writeFileSync(
      program,
      `import { appendFileSync } from "node:fs";
       import { tmpdir } from "node:os";
       import { setTimeout as pause } from "node:timers/promises";
       const writes = () => appendFileSync(tmpdir() + "/part", "x".repeat(125));
       const hangs = () => pause(60_000);
       ${does}`,
    );
    return {
      program: process.execPath,
      args: [program],
      cwd: folder,
      env: process.env,
      from: "somewhere.example",
    };
  };
  /** Starting Node takes a while on a loaded machine. */
  const LIMIT_MS = 3000;
  const leftovers = (): string[] =>
    (existsSync(cacheFolder) ? readdirSync(cacheFolder) : []).filter((name) => name.startsWith("download-"));

  for (const [what, does] of [
    ["never begins", "await hangs();"],
    ["stalls", "writes(); await hangs();"],
    ["stalls, and does not want to end", `process.on("SIGTERM", () => {}); console.log("20 %"); await hangs();`],
  ] as const) {
    it(`that ${what} ends with a sentence`, async () => {
      const earlier = leftovers();
      await assert.rejects(
        downloadBy(doing(does), LIMIT_MS),
        (error) => error instanceof SetupError && error.message === "somewhere.example has sent nothing for 3 seconds",
      );
      assert.deepEqual(leftovers(), earlier, "what it had downloaded is taken away");
    });
  }

  for (const [what, act] of [
    ["writes", "writes();"],
    ["prints", "console.log(part);"],
  ] as const) {
    it(`that ${what} something from time to time goes on, and says how far it is`, async () => {
      const seen: number[] = [];
      const slow = doing(`for (let part = 0; part < 5; part += 1) { ${act} await pause(1000); }`);
      const { code } = await downloadBy({ ...slow, onBytes: (bytes) => seen.push(bytes) }, LIMIT_MS);
      assert.equal(code, 0);
      assert.equal(seen.at(-1), what === "writes" ? 625 : undefined);
    });
  }
});
