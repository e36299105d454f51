import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { withLock } from "./lock.mjs";

const folder = mkdtempSync(path.join(tmpdir(), "lock-test-"));
after(() => rmSync(folder, { recursive: true, force: true }));

describe("withLock", () => {
  it("lets one work at a time, and tells the other whom it waits for", async () => {
    const file = path.join(folder, "one");
    const said: string[] = [];
    let working = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      working += 1;
      most = Math.max(most, working);
      await sleep(50);
      working -= 1;
    };
    await Promise.all([1, 2, 3].map(() => withLock(file, work, { say: (text) => said.push(text) })));
    assert.equal(most, 1);
    assert.equal(said.length, 2);
    assert.match(said[0] ?? "", new RegExp(`process ${process.pid}`, "u"));
    assert.equal(existsSync(file), false);
  });

  it("takes over from a holder that has not been heard of for long, and not before", async () => {
    const file = path.join(folder, "abandoned");
    writeFileSync(file, "999999");
    const begun = Date.now();
    assert.equal(await withLock(file, async () => "done", { say: () => undefined, abandonedMs: 600 }), "done");
    assert.ok(Date.now() - begun >= 500, "waited for the holder to be given up");
    writeFileSync(file, "999999");
    utimesSync(file, new Date(0), new Date(0));
    assert.equal(await withLock(file, async () => "at once", { say: (text) => assert.fail(text) }), "at once");
  });

  it("is free again after work that failed", async () => {
    const file = path.join(folder, "failed");
    await assert.rejects(
      withLock(file, async () => {
        throw new Error("no room");
      }),
      /no room/u,
    );
    assert.equal(existsSync(file), false);
  });
});
