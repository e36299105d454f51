import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, it } from "node:test";
import { AccessToken } from "../domain/access-token.ts";
import { UnopenedToken } from "../domain/unopened-token.ts";
import { WABA } from "../testing/fixtures.ts";
import { memoryStore } from "../testing/memory-store.ts";
import { tokenVault } from "../vault/token-vault.ts";
import { firestoreAccountTokens } from "./account-tokens.ts";

const TEXT = "EAAinventedBusinessToken000000000000000000000001";
const NEW = "EAAinventedBusinessToken000000000000000000000002";
const OTHER = "777000000000009";
const at = (wabaId: string): string => `whatsappAccountTokens/${wabaId}`;

async function stage() {
  const now = Date.UTC(2030, 0, 1);
  const store = memoryStore(() => now);
  const vault = tokenVault([randomBytes(32).toString("base64url")]);
  const put = (wabaId: string, fields: object): void =>
    store.documents.commit([{ path: at(wabaId), kind: "set", fields: { ...fields }, unchangedSince: undefined }], now);
  const seal = async (text: string): Promise<string> => {
    const sealed = await vault.seal(new AccessToken(text), at(WABA));
    put(WABA, { customerId: "acme", sealed });
    return sealed;
  };
  const sealed = await seal(TEXT);
  const remove = (): void =>
    store.documents.commit([{ path: at(WABA), kind: "delete", fields: {}, unchangedSince: undefined }], now);
  return { put, seal, remove, sealed, tokens: firestoreAccountTokens(store.db, vault) };
}

describe("the token of a customer's account", () => {
  it("is opened for its own customer, and for no other", async () => {
    const { tokens } = await stage();
    assert.equal((await tokens.tokenOf({ wabaId: WABA, customerId: "acme" }))?.reveal(), TEXT);
    assert.equal(await tokens.tokenOf({ wabaId: WABA, customerId: "beta" }), null);
    assert.equal(await tokens.tokenOf({ wabaId: OTHER, customerId: "acme" }), null);
  });

  it("opens nothing where its document was copied to another account", async () => {
    const { tokens, put, sealed } = await stage();
    put(OTHER, { customerId: "beta", sealed });
    await assert.rejects(tokens.tokenOf({ wabaId: OTHER, customerId: "beta" }), UnopenedToken);
  });

  it("is the one that lies there now: after another connection the new one, and none once it is deleted", async () => {
    const { tokens, seal, remove } = await stage();
    const account = { wabaId: WABA, customerId: "acme" };
    await tokens.tokenOf(account);
    await seal(NEW);
    assert.equal((await tokens.tokenOf(account))?.reveal(), NEW);
    remove();
    assert.equal(await tokens.tokenOf(account), null);
  });
});
