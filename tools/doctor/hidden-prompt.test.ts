import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { describe, it } from "node:test";
import { askHidden } from "./hidden-prompt.ts";

function typing() {
  const input = new PassThrough();
  let said = "";
  const answer = askHidden("Token: ", input, (text) => void (said += text));
  return { input, answer, said: () => said };
}

describe("a hidden prompt", () => {
  it("takes a line, with corrections, and shows nothing of it", async () => {
    const { input, answer, said } = typing();
    input.write("SECREX\u007FT\r");
    assert.equal(await answer, "SECRET");
    assert.equal(said(), "Token: \n");
  });

  it("takes a pasted line", async () => {
    const { input, answer } = typing();
    input.write("EAAPastedAtOnce\n");
    assert.equal(await answer, "EAAPastedAtOnce");
  });

  it("ends without an answer on Ctrl+C, and when the input ends", async () => {
    const interrupted = typing();
    interrupted.input.write("half\u0003");
    await assert.rejects(interrupted.answer, /Nothing was entered/);
    const ended = typing();
    ended.input.end();
    await assert.rejects(ended.answer, /Nothing was entered/);
  });
});
