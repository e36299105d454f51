import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { followLines } from "./follow-lines.ts";

const folder = mkdtempSync(path.join(tmpdir(), "follow-test-"));
after(() => rmSync(folder, { recursive: true, force: true }));

describe("followLines", () => {
  it("tells whole lines as they come, whatever pieces they were written in, and the rest at the end", async () => {
    const file = path.join(folder, "log");
    const [first, second] = [Buffer.from("äö✔\n").subarray(0, 5), Buffer.from("äö✔\n").subarray(5)];
    writeFileSync(file, "before\n");
    const lines: string[] = [];
    const stop = followLines(file, (line) => lines.push(line));
    appendFileSync(file, first);
    await sleep(120);
    assert.deepEqual(lines, ["before"]);
    appendFileSync(file, Buffer.concat([second, Buffer.from("more\r\nunfinished")]));
    await sleep(120);
    assert.deepEqual(lines, ["before", "äö✔", "more"]);
    stop();
    assert.deepEqual(lines, ["before", "äö✔", "more", "unfinished"]);
  });

  it("tells a line longer than its buffer as one", () => {
    const file = path.join(folder, "long");
    writeFileSync(file, `${"x".repeat(200_000)}\n`);
    const lines: string[] = [];
    followLines(file, (line) => lines.push(line))();
    assert.deepEqual(
      lines.map((line) => line.length),
      [200_000],
    );
  });
});
