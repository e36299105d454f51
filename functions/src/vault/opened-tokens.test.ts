import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import type { TokenVault } from "../app/customer-ports.ts";
import { AccessToken } from "../domain/access-token.ts";
import { UnopenedToken } from "../domain/unopened-token.ts";
import { keepingOpened } from "./opened-tokens.ts";

const HERE = "whatsappAccountTokens/777000000000001";
const THERE = "whatsappAccountTokens/777000000000002";
const MINUTE_MS = 60_000;

/** A vault that counts what it opens, before one that keeps. A sealed text is opened as itself; "no key" cannot be. */
function stage(t: TestContext) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const opened: string[] = [];
  const counting: TokenVault = {
    newestKey: "newest",
    keyOf: () => "key",
    seal: async (token) => `sealed ${token.reveal()}`,
    open: async (sealed, place) => {
      opened.push(`${sealed} at ${place}`);
      if (sealed === "no key") throw new UnopenedToken("no_key");
      return new AccessToken(`EAA-${sealed}`);
    },
  };
  const vault = keepingOpened(counting);
  const open = async (sealed: string, place = HERE): Promise<string> => (await vault.open(sealed, place)).reveal();
  return { vault, open, opened, pass: (ms: number) => t.mock.timers.tick(ms) };
}

describe("a token that was opened", () => {
  it("is opened once in five minutes", async (t) => {
    const { open, opened, pass } = stage(t);
    assert.equal(await open("one"), "EAA-one");
    pass(5 * MINUTE_MS - 1);
    assert.equal(await open("one"), "EAA-one");
    assert.equal(opened.length, 1);
    pass(1);
    assert.equal(await open("one"), "EAA-one");
    assert.equal(opened.length, 2);
  });

  it("answers for nothing else that is sealed there, and at no other place", async (t) => {
    const { open, opened } = stage(t);
    await open("one");
    assert.equal(await open("two"), "EAA-two");
    assert.equal(await open("one"), "EAA-one");
    assert.equal(await open("one", THERE), "EAA-one");
    assert.deepEqual(opened, [`one at ${HERE}`, `two at ${HERE}`, `one at ${HERE}`, `one at ${THERE}`]);
  });

  it("is kept for its own five minutes where another lay before it", async (t) => {
    const { open, opened, pass } = stage(t);
    await open("one");
    pass(3 * MINUTE_MS);
    await open("two");
    pass(3 * MINUTE_MS);
    await open("two");
    assert.equal(opened.length, 2);
  });

  it("is tried again where it could not be opened", async (t) => {
    const { open, opened } = stage(t);
    await assert.rejects(open("no key"), UnopenedToken);
    await assert.rejects(open("no key"), UnopenedToken);
    assert.equal(opened.length, 2);
  });

  it("leaves sealing and the names of keys as they are", async (t) => {
    const { vault } = stage(t);
    assert.equal(vault.newestKey, "newest");
    assert.equal(vault.keyOf("anything"), "key");
    assert.equal(await vault.seal(new AccessToken("EAA"), HERE), "sealed EAA");
  });
});
