import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { resultsOf, verdictOf, type MutationReport } from "./verdict.ts";

const source = `const a = 1;\nconst b = one(\n  2,\n);\n`;
const at = (from: [number, number], to: [number, number]) => ({
  start: { line: from[0], column: from[1] },
  end: { line: to[0], column: to[1] },
});
type Status = MutationReport["files"][string]["mutants"][number]["status"];
const mutant = (status: Status, replacement = "x", location = at([1, 11], [1, 12])) => ({
  status,
  replacement,
  location,
});
const report = (...mutants: MutationReport["files"][string]["mutants"]) =>
  resultsOf({ files: { "functions/src/app/some.ts": { source, mutants } } });

describe("the verdict on a run of mutants", () => {
  it("counts what was killed, and a test that did not end as killed", () => {
    const statuses: Status[] = ["Killed", "Killed", "Timeout", "Survived", "NoCoverage", "RuntimeError", "Ignored"];
    const { total, folders } = verdictOf(report(...statuses.map((status) => mutant(status))), []);
    assert.deepEqual(total, { killed: 3, timedOut: 1, tried: 5, notLoaded: 1 });
    assert.deepEqual([...folders], [["app", total]]);
  });

  it("names each survivor by what stood there, over lines too", () => {
    const { unargued } = verdictOf(report(mutant("Survived", "two()", at([2, 11], [4, 2]))), []);
    assert.deepEqual(unargued, [{ file: "app/some.ts", line: 2, original: "one( 2, )", replacement: "two()" }]);
  });

  it("lets a survivor be for which somebody has argued, and wants arguments gone that are for nothing", () => {
    const argument = { file: "app/some.ts", original: "1", replacement: "x", why: "it is one" };
    const other = { ...argument, replacement: "y" };
    const { argued, unargued, stale } = verdictOf(report(mutant("Survived"), mutant("Survived", "z")), [
      argument,
      other,
    ]);
    assert.deepEqual(
      argued.map(({ why }) => why),
      ["it is one"],
    );
    assert.deepEqual(
      unargued.map(({ replacement }) => replacement),
      ["z"],
    );
    assert.deepEqual(stale, [other]);
  });
});
