import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { SetupError } from "../setup/progress.mjs";
import { percentages, provide, type Part } from "./provide.ts";

/** A part that is there after it was got; `got` counts how often that was tried. */
function part(name: string, megabytes: number, state: { there: boolean; fails?: string }): Part & { got: number } {
  const one = {
    name,
    megabytes,
    got: 0,
    isThere: async () => state.there,
    get: async () => {
      one.got += 1;
      if (state.fails !== undefined) throw new SetupError(state.fails);
      state.there = true;
    },
  };
  return one;
}

describe("provide", () => {
  it("says in one line what is lacking and how much it will download, before it gets that and nothing else", async () => {
    const parts = [
      part("Java", 60, { there: false }),
      part("a browser", 70, { there: true }),
      part("an emulator", 130, { there: false }),
    ];
    const said: string[] = [];
    await provide(parts, (text) => {
      assert.deepEqual(
        parts.map(({ got }) => got),
        [0, 0, 0],
      );
      said.push(text);
    });
    assert.deepEqual(said, ["This machine lacks Java and an emulator: downloading up to 190 MB, once.\n"]);
    assert.deepEqual(
      parts.map(({ got }) => got),
      [1, 0, 1],
    );
  });

  it("says nothing when nothing is lacking", async () => {
    await provide([part("Java", 60, { there: true })], () => assert.fail());
  });

  it("names everything that cannot be had, a line each, and gets the rest", async () => {
    const rest = part("a browser", 70, { there: false });
    const parts = [
      part("Java", 60, { there: false, fails: "No Java." }),
      rest,
      part("an emulator", 1, { there: false, fails: "No emulator." }),
    ];
    await assert.rejects(
      provide(parts, () => undefined),
      (error) => error instanceof SetupError && error.message === "No Java.\nNo emulator.",
    );
    assert.equal(rest.got, 1);
  });
});

describe("percentages", () => {
  it("follows what a program prints", () => {
    const shares: number[] = [];
    const onText = percentages((share) => shares.push(share));
    for (const text of ["|■■   | 10% of 104 MiB\n", "no number", "[===] 35 % ... 50%"]) onText(text);
    assert.deepEqual(shares, [0.1, 0.5]);
  });
});
