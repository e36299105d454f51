import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { signatureOf } from "../../testing/webhook-payloads.ts";
import { isSecret, isSigned } from "./signature.ts";

const SECRET = "invented-app-secret";
const body = Buffer.from('{"object":"whatsapp_business_account","text":"ü"}');
const right = signatureOf(body, SECRET);

describe("a signature", () => {
  it("is right over these very bytes under this secret, and over no others", () => {
    assert.equal(isSigned(body, right, SECRET), true);
    assert.equal(isSigned(Buffer.concat([body, Buffer.from(" ")]), right, SECRET), false);
    assert.equal(isSigned(Buffer.from(body.toString().replace("ü", String.raw`\u00fc`)), right, SECRET), false);
    assert.equal(isSigned(body, right, "another-secret"), false);
  });

  const wrong: readonly [string, string | undefined][] = [
    ["missing", undefined],
    ["empty", ""],
    ["forged", signatureOf(body, "guessed")],
    ["short", right.slice(0, -2)],
    ["long", `${right}00`],
    ["doubled, the right one twice", `${right}, ${right}`],
    ["doubled, a forged one beside it", `${signatureOf(body, "guessed")}, ${right}`],
    ["without its name", right.slice("sha256=".length)],
    ["of the older kind", right.replace("sha256", "sha1")],
    ["in capitals", right.toUpperCase()],
    ["with a space", `${right} `],
    ["with a line break", `${right}\n`],
  ];
  for (const [name, header] of wrong) {
    it(`is refused when ${name}`, () => assert.equal(isSigned(body, header, SECRET), false));
  }

  it("is never right where there is no app secret", () => {
    assert.equal(isSigned(body, signatureOf(body, ""), ""), false);
  });
});

describe("a secret word", () => {
  it("is known or not", () => {
    assert.equal(isSecret("word", "word"), true);
    for (const given of [undefined, "", "wor", "wordy", "Word"]) assert.equal(isSecret(given, "word"), false);
  });

  it("that is empty is known to nobody", () => assert.equal(isSecret("", ""), false));
});
