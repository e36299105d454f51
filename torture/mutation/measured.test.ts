import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import { measured } from "./measured.ts";

const folder = mkdtempSync(path.join(tmpdir(), "measured-"));
after(() => rmSync(folder, { recursive: true }));

const KILLED = { killed: 2, timedOut: 0, tried: 2, notLoaded: 0, survivors: [] };
const SURVIVED = { ...KILLED, killed: 1, survivors: [{ line: 1, original: "a", replacement: "b" }] };

describe("what mutation testing has measured", () => {
  const code: Record<string, string> = { "app/one.ts": "const one = 1", "app/two.ts": "const two = 2" };
  let made = 0;
  const record = (): string => path.join(folder, `${(made += 1)}.json`);
  const read = (from: string, files = Object.keys(code)) => measured(files, (file) => code[file] ?? "", from);

  it("is nothing at first", () => {
    const { isDue, results } = read(record());
    assert.deepEqual([isDue("app/one.ts"), results()], [true, {}]);
  });

  it("is not measured again by the next run, unless somebody has to argue for a survivor", () => {
    const kept = record();
    read(kept).add({ "app/one.ts": KILLED });
    read(kept).add({ "app/two.ts": SURVIVED });
    const { isDue, results, days } = read(kept);
    assert.deepEqual([isDue("app/one.ts"), isDue("app/two.ts")], [false, true]);
    assert.deepEqual([results()["app/one.ts"]?.killed, results()["app/two.ts"]?.killed], [2, 1]);
    assert.match(days(), /^\d{4}-\d\d-\d\d(?: to \d{4}-\d\d-\d\d)?$/);
  });

  it("is no longer true of code that has changed, nor of a file that is gone", () => {
    const kept = record();
    read(kept).add({ "app/one.ts": KILLED, "app/two.ts": KILLED });
    code["app/one.ts"] = "const one = 11";
    const { isDue, results } = read(kept);
    assert.deepEqual([isDue("app/one.ts"), isDue("app/two.ts")], [true, false]);
    assert.deepEqual(Object.keys(results()), ["app/two.ts"]);
    assert.deepEqual(read(kept, ["app/one.ts"]).results(), {});
  });
  it("is still true of code of which only types and comments have changed", () => {
    const kept = record();
    code["app/one.ts"] = "/** A number. */\nconst one: number = 1";
    read(kept).add({ "app/one.ts": KILLED });
    code["app/one.ts"] = 'import type { Count } from "./count.ts";\n\n/** A count. */\nconst one: Count = 1';
    assert.equal(read(kept).isDue("app/one.ts"), false);
  });
});
