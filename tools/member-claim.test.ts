import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Users } from "./custom-claims.ts";
import { changeMemberClaim } from "./member-claim.ts";
import { SetupError } from "./setup/progress.mjs";

/** One user, ada@example.com, with these claims; `written` is what was set, `ended` whose sessions were ended. */
function users(customClaims: Record<string, unknown> | undefined) {
  const user = { uid: "u1", email: "ada@example.com", customClaims };
  const written: Record<string, unknown>[] = [];
  const ended: string[] = [];
  const auth: Users = {
    getUser: async () => user,
    getUserByEmail: async () => user,
    setCustomUserClaims: async (_uid, claims) => void written.push(claims),
    revokeRefreshTokens: async (uid) => void ended.push(uid),
  };
  return { auth, written, ended };
}

const claim = "whatsappCustomers";
const grant = (auth: Users, ...customers: readonly string[]) =>
  changeMemberClaim(auth, "ada@example.com", { claim, customers, grant: true });
const revoke = (auth: Users, ...customers: readonly string[]) =>
  changeMemberClaim(auth, "ada@example.com", { claim, customers, grant: false });

describe("changeMemberClaim", () => {
  it("makes a member of a user, and keeps the other claims and customers", async () => {
    const { auth, written, ended } = users({ tenant: "t", whatsappOperator: true, whatsappCustomers: ["acme"] });
    await grant(auth, "bravo", "acme");
    assert.deepEqual(written, [{ tenant: "t", whatsappOperator: true, whatsappCustomers: ["acme", "bravo"] }]);
    assert.deepEqual(ended, []);
  });

  it("takes a customer away, the claim with the last one, and ends the sessions", async () => {
    const two = users({ tenant: "t", whatsappCustomers: ["acme", "bravo"] });
    await revoke(two.auth, "acme");
    assert.deepEqual([two.written, two.ended], [[{ tenant: "t", whatsappCustomers: ["bravo"] }], ["u1"]]);
    const one = users({ tenant: "t", whatsappCustomers: ["acme"] });
    await revoke(one.auth, "acme");
    assert.deepEqual(one.written, [{ tenant: "t" }]);
  });

  it("writes nothing when nothing changes, but ends the sessions of who is no member", async () => {
    const member = users({ whatsappCustomers: ["acme"] });
    assert.equal((await grant(member.auth, "acme")).changed, false);
    const other = users({ whatsappCustomers: ["bravo"] });
    assert.equal((await revoke(other.auth, "acme")).changed, false);
    assert.deepEqual([member.written, member.ended, other.written, other.ended], [[], [], [], ["u1"]]);
  });

  it("changes no claim that it has not written", async () => {
    for (const strange of ["acme", { acme: true }, [null], true]) {
      for (const change of [grant, revoke]) {
        const { auth, written, ended } = users({ whatsappCustomers: strange });
        await assert.rejects(
          change(auth, "acme"),
          (error) => error instanceof SetupError && /no list/u.test(error.message),
        );
        assert.deepEqual([written, ended], [[], []]);
      }
    }
  });

  it("says how much room there is, and changes nothing where it is not enough", async () => {
    const { auth, written } = users({ tenant: "t".repeat(900) });
    const many = Array.from({ length: 20 }, (_, index) => `customer-${index}`);
    await assert.rejects(
      grant(auth, ...many),
      (error) => error instanceof SetupError && /at most 1000 bytes/u.test(error.message),
    );
    assert.deepEqual(written, []);
    await grant(auth, "acme");
    assert.equal(written.length, 1);
  });
});
