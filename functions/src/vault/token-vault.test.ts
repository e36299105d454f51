import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import { AccessToken } from "../domain/access-token.ts";
import { UnopenedToken } from "../domain/unopened-token.ts";
import { keyName, tokenVault } from "./token-vault.ts";

const TEXT = "EAAinventedBusinessToken000000000000000000000001";
const HERE = "whatsappAccountTokens/777000000000001";
const THERE = "whatsappAccountTokens/777000000000002";
const [OLD = "", NEW = ""] = [1, 2].map(() => randomBytes(32).toString("base64url"));

const sealed = (keys: readonly string[], place = HERE) => tokenVault(keys).seal(new AccessToken(TEXT), place);

/** An error that says why, and neither token, key nor what was sealed. */
const closed =
  (why: RegExp, ...secrets: readonly string[]) =>
  (error: unknown) => {
    assert.ok(error instanceof UnopenedToken);
    assert.match(error.message, why);
    for (const secret of [TEXT, OLD, NEW, ...secrets]) assert.ok(!inspect(error).includes(secret));
    return true;
  };

describe("a sealed token", () => {
  it("is opened where it was sealed for, and shows nothing of itself", async () => {
    const jwe = await sealed([NEW]);
    assert.equal((await tokenVault([NEW]).open(jwe, HERE)).reveal(), TEXT);
    const parts = jwe.split(".").map((part) => Buffer.from(part, "base64url").toString("latin1"));
    assert.ok(![jwe, ...parts].some((part) => part.includes("invented")));
    assert.deepEqual(JSON.parse(parts[0] ?? ""), { alg: "dir", enc: "A256GCM", kid: keyName(NEW), place: HERE });
    assert.notEqual(jwe, await sealed([NEW]), "the same token is sealed differently each time");
  });

  it("opens nowhere else, nor with its place changed", async () => {
    const jwe = await sealed([NEW]);
    await assert.rejects(tokenVault([NEW]).open(jwe, THERE), closed(/another place/, jwe));
    const [head = "", ...rest] = jwe.split(".");
    const header = Buffer.from(head, "base64url").toString().replace(HERE, THERE);
    const moved = [Buffer.from(header).toString("base64url"), ...rest].join(".");
    await assert.rejects(tokenVault([NEW]).open(moved, THERE), closed(/another place/, moved));
  });

  it("does not open where a bit of it was changed, or it is none", async () => {
    const jwe = await sealed([NEW]);
    const [head = "", key = "", iv = "", text = "", tag = ""] = jwe.split(".");
    const flipped = Buffer.from(text, "base64url");
    flipped[3] = (flipped[3] ?? 0) ^ 1;
    for (const wrong of [[head, key, iv, flipped.toString("base64url"), tag].join("."), "", TEXT, `${jwe}x`, "{}"]) {
      await assert.rejects(tokenVault([NEW]).open(wrong, HERE), UnopenedToken);
    }
  });

  it("is opened with an older key as long as that is there, and sealed with the newest", async () => {
    const old = await sealed([OLD]);
    assert.equal((await tokenVault([NEW, OLD]).open(old, HERE)).reveal(), TEXT);
    await assert.rejects(tokenVault([NEW]).open(old, HERE), closed(/CUSTOMER_TOKEN_KEYS does not hold/, old));
    const anew = await sealed([NEW, OLD]);
    assert.equal((await tokenVault([NEW]).open(anew, HERE)).reveal(), TEXT);
  });

  it("says which key it was sealed with, and what is none says nothing", async () => {
    const vault = tokenVault([NEW, OLD]);
    assert.equal(vault.newestKey, keyName(NEW));
    assert.equal(tokenVault([]).newestKey, null);
    assert.equal(vault.keyOf(await sealed([OLD])), keyName(OLD));
    const odd = (header: string): string => `${Buffer.from(header).toString("base64url")}.a.b.c.d`;
    for (const none of ["", "no JWE", odd("null"), odd('{"kid":7}'), odd("[]")])
      assert.equal(vault.keyOf(none), null, none);
  });

  it("cannot be made without a key", async () => {
    await assert.rejects(sealed([]), closed(/CUSTOMER_TOKEN_KEYS/));
  });

  it("is not opened by another algorithm that its header names", async () => {
    const [, ...rest] = (await sealed([NEW])).split(".");
    const header = { alg: "none", enc: "none", kid: keyName(NEW), place: HERE };
    const forged = [Buffer.from(JSON.stringify(header)).toString("base64url"), ...rest].join(".");
    await assert.rejects(tokenVault([NEW]).open(forged, HERE), UnopenedToken);
  });
});
