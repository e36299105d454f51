import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { TokenView } from "../contract/phone-number.ts";
import { afterLeaving, afterToken, wasConnectedBefore, type ConnectedAccount } from "./connected-account.ts";

const AT = Date.UTC(2030, 0, 1);
const iso = (ms: number): string => new Date(ms).toISOString();
const account = (rest: Partial<ConnectedAccount> = {}): ConnectedAccount => ({
  customerId: "acme",
  state: "connected",
  reason: null,
  token: { state: "valid", expiresAt: null },
  connectedAt: iso(AT),
  ...rest,
});
const token = (state: TokenView["state"], expiresAt: string | null = null): TokenView => ({
  state,
  expiresAt,
  at: iso(AT),
});

describe("a customer's account, by an event that says that they left", () => {
  it("ends where it is connected, and was so before the event", () => {
    assert.ok(wasConnectedBefore(account(), AT + 1));
    assert.ok(wasConnectedBefore(account({ state: "action_required" }), AT + 1));
    assert.ok(!wasConnectedBefore(account(), AT), "they have connected it since");
    assert.ok(!wasConnectedBefore(account({ state: "disconnected" }), AT + 1));
    assert.deepEqual(afterLeaving("They left."), {
      state: "disconnected",
      reason: "They left.",
      token: { state: "deleted", expiresAt: null },
    });
  });
});

describe("a customer's account, by a reading of its token", () => {
  const dead = { token: { state: "invalid", expiresAt: null } } as const;
  const asking = { ...account(), ...afterToken(account(), token("invalid")) };

  it("asks for action where the token is dead, and no longer where it lives", () => {
    assert.deepEqual([asking.state, asking.token.state], ["action_required", "invalid"]);
    assert.match(asking.reason ?? "", /^Meta no longer takes the token: .*connect the account again\.$/);
    const again = afterToken(asking, token("expires_soon", iso(AT + 5)));
    assert.deepEqual(again, {
      state: "connected",
      reason: null,
      token: { state: "expires_soon", expiresAt: iso(AT + 5) },
    });
    assert.equal(afterToken(asking, token("invalid")), null);
  });

  it("goes on asking for another reason, with the newest of the token", () => {
    const failed = account({ state: "action_required", reason: "A step failed." });
    assert.deepEqual(afterToken(failed, token("invalid")), dead);
    assert.deepEqual(afterToken({ ...failed, ...dead }, token("valid")), {
      token: { state: "valid", expiresAt: null },
    });
  });

  it("is what it was where nothing is new, or it is disconnected", () => {
    assert.equal(afterToken(account(), token("valid")), null);
    assert.deepEqual(afterToken(account(), token("valid", iso(AT))), { token: { state: "valid", expiresAt: iso(AT) } });
    assert.equal(afterToken(account({ state: "disconnected" }), token("invalid")), null);
  });
});
