import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Users } from "./custom-claims.ts";
import { changeOperatorClaim } from "./operator-claim.ts";

/** One user, ada@example.com, with the uid u1 and these claims; `written` is what was set, `ended` whose sessions were ended. */
function users(
  customClaims: Record<string, unknown> | undefined,
): Users & { written: Record<string, unknown>[]; ended: string[] } {
  const user = { uid: "u1", email: "ada@example.com", customClaims };
  const written: Record<string, unknown>[] = [];
  const ended: string[] = [];
  const find = async (asked: string, key: string): Promise<typeof user> => {
    assert.equal(asked, key);
    return user;
  };
  return {
    written,
    ended,
    getUser: (uid) => find(uid, "u1"),
    getUserByEmail: (email) => find(email, "ada@example.com"),
    setCustomUserClaims: async (_uid, claims) => void written.push(claims),
    revokeRefreshTokens: async (uid) => void ended.push(uid),
  };
}

describe("changeOperatorClaim", () => {
  it("grants by email and keeps the other claims", async () => {
    const store = users({ tenant: "t", whatsappOperator: "yes" });
    const change = await changeOperatorClaim(store, "ada@example.com", { claim: "whatsappOperator", grant: true });
    assert.deepEqual(store.written, [{ tenant: "t", whatsappOperator: true }]);
    assert.deepEqual(change, { uid: "u1", email: "ada@example.com", changed: true });
  });

  it("grants by uid to a user without any claim", async () => {
    const store = users(undefined);
    await changeOperatorClaim(store, "u1", { claim: "whatsappOperator", grant: true });
    assert.deepEqual(store.written, [{ whatsappOperator: true }]);
    assert.deepEqual(store.ended, []);
  });

  it("revokes by leaving the claim out and ending the sessions", async () => {
    const store = users({ tenant: "t", whatsappOperator: true });
    await changeOperatorClaim(store, "u1", { claim: "whatsappOperator", grant: false });
    assert.deepEqual(store.written, [{ tenant: "t" }]);
    assert.deepEqual(store.ended, ["u1"]);
  });

  it("writes nothing when nothing changes, but ends the sessions of who is no operator", async () => {
    const granted = users({ whatsappOperator: true });
    const revoked = users({ tenant: "t" });
    assert.equal((await changeOperatorClaim(granted, "u1", { claim: "whatsappOperator", grant: true })).changed, false);
    assert.equal(
      (await changeOperatorClaim(revoked, "u1", { claim: "whatsappOperator", grant: false })).changed,
      false,
    );
    assert.deepEqual([...granted.written, ...revoked.written], []);
    assert.deepEqual([granted.ended, revoked.ended], [[], ["u1"]]);
  });

  it("grants the claim that the deployment asks for", async () => {
    const store = users({ whatsappOperator: true });
    await changeOperatorClaim(store, "u1", { claim: "staff", grant: true });
    assert.deepEqual(store.written, [{ whatsappOperator: true, staff: true }]);
  });
});
