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
const OTHER = "777000000000009";
const at = (wabaId: string): string => `whatsappAccountTokens/${wabaId}`;

async function stage() {
  const clock = { now: Date.UTC(2030, 0, 1) };
  const store = memoryStore(() => clock.now);
  const vault = tokenVault([randomBytes(32).toString("base64url")]);
  const put = (wabaId: string, fields: object): void =>
    store.documents.commit(
      [{ path: at(wabaId), kind: "set", fields: { ...fields }, unchangedSince: undefined }],
      clock.now,
    );
  const sealed = await vault.seal(new AccessToken(TEXT), at(WABA));
  put(WABA, { customerId: "acme", sealed });
  const remove = (): void =>
    store.documents.commit([{ path: at(WABA), kind: "delete", fields: {}, unchangedSince: undefined }], clock.now);
  return { clock, put, remove, sealed, tokens: firestoreAccountTokens(store.db, vault, () => clock.now) };
}

describe("the token of a customer's account", () => {
  it("is opened for its own customer, and for no other", async () => {
    const { tokens } = await stage();
    assert.equal((await tokens.tokenOf({ wabaId: WABA, customerId: "acme" }))?.reveal(), TEXT);
    assert.equal(await tokens.tokenOf({ wabaId: WABA, customerId: "beta" }), null);
    assert.equal(await tokens.tokenOf({ wabaId: OTHER, customerId: "acme" }), null);
  });

  it("is not kept in memory where it was forgotten while it was being read", async () => {
    const { tokens, remove } = await stage();
    const account = { wabaId: WABA, customerId: "acme" };
    const reading = tokens.tokenOf(account);
    tokens.forget(WABA);
    await reading;
    remove();
    assert.equal(await tokens.tokenOf(account), null);
  });

  it("opens nothing where its document was copied to another account", async () => {
    const { tokens, put, sealed } = await stage();
    put(OTHER, { customerId: "beta", sealed });
    await assert.rejects(tokens.tokenOf({ wabaId: OTHER, customerId: "beta" }), UnopenedToken);
  });

  it("is kept in memory for minutes, and then gone where its document is", async () => {
    const { tokens, remove, clock } = await stage();
    const account = { wabaId: WABA, customerId: "acme" };
    await tokens.tokenOf(account);
    remove();
    assert.equal((await tokens.tokenOf(account))?.reveal(), TEXT);
    clock.now += 2 * 60_000;
    assert.equal(await tokens.tokenOf(account), null);
  });
});
