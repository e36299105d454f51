import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { TokenView } from "../contract/phone-number.ts";
import {
  afterConnecting,
  afterLeaving,
  afterToken,
  claimedAccount,
  isHeldBy,
  isLeftBy,
  LEAVING_ACCOUNT,
  mayClaim,
  sharesAccess,
  wasConnectedBefore,
  type ConnectedAccount,
} from "./connected-account.ts";

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

describe("a customer's account, as it is claimed", () => {
  const held = {
    customerId: "acme",
    state: "connected",
    phoneNumberIds: ["550000000000001"],
    customerSince: iso(AT),
  } as const;
  const stored = { ...held, phoneNumberIds: [...held.phoneNumberIds] };
  const claim = {
    customerId: "acme",
    wabaId: "777000000000001",
    name: "A shop",
    businessId: null,
    steps: [{ id: "token", state: "done" }] as const,
    token: { state: "valid", expiresAt: null },
    by: "uid-1",
  } as const;
  const claimed = (known: Parameters<typeof claimedAccount>[0]) =>
    claimedAccount(known, { ...claim, steps: [...claim.steps] }, AT + 1000);

  it("may be claimed by the customer who has it, and by others once that one has left", () => {
    assert.ok(mayClaim(null, "acme") && mayClaim(stored, "acme"));
    assert.ok(!mayClaim(stored, "bravo") && !mayClaim({ ...stored, state: "action_required" }, "bravo"));
    assert.ok(mayClaim({ ...stored, state: "disconnected" }, "bravo"));
  });

  it("asks for action until connecting has come to its end", () => {
    const { state, reason, connectedAt, updatedAt, steps } = claimed(null);
    assert.equal(state, "action_required");
    assert.match(reason ?? "", /not finished/u);
    assert.deepEqual([connectedAt, updatedAt, steps], [iso(AT + 1000), iso(AT + 1000), claim.steps]);
    assert.deepEqual(afterConnecting(null), { state: "connected", reason: null });
    assert.deepEqual(afterConnecting("No."), { state: "action_required", reason: "No." });
    assert.equal(LEAVING_ACCOUNT.state, "action_required");
    assert.match(LEAVING_ACCOUNT.reason ?? "", /disconnect it again to continue/u);
  });

  it("keeps what was its customer's, and nothing of another's", () => {
    const of = (known: Parameters<typeof claimedAccount>[0]) => {
      const { phoneNumberIds, customerSince } = claimed(known);
      return [phoneNumberIds, customerSince];
    };
    assert.deepEqual(of(stored), [["550000000000001"], iso(AT)]);
    assert.deepEqual(of({ ...stored, state: "disconnected" }), [[], iso(AT)]);
    assert.deepEqual(of({ ...stored, customerId: "bravo" }), [[], iso(AT + 1000)]);
    assert.deepEqual(of(null), [[], iso(AT + 1000)]);
  });

  it("is held by its customer until they leave", () => {
    assert.ok(isHeldBy(stored, "acme"));
    assert.ok(!isHeldBy(null, "acme") && !isHeldBy(stored, "bravo"));
    assert.ok(!isHeldBy({ ...stored, state: "disconnected" }, "acme"));
  });

  it("was last the customer's who has left with it, and nobody else's", () => {
    const left = { ...stored, state: "disconnected" } as const;
    assert.ok(isLeftBy(left, "acme"));
    assert.ok(!isLeftBy(left, "bravo") && !isLeftBy(stored, "acme") && !isLeftBy(null, "acme"));
  });
});

describe("access that is taken back from an account", () => {
  it("is shared with any other account of the portfolio that is connected", () => {
    const [own, other] = ["777000000000001", "777000000000002"];
    assert.ok(!sharesAccess([], own));
    assert.ok(!sharesAccess([{ wabaId: own, state: "connected" }], own));
    assert.ok(!sharesAccess([{ wabaId: other, state: "disconnected" }], own));
    assert.ok(
      sharesAccess(
        [
          { wabaId: own, state: "connected" },
          { wabaId: other, state: "action_required" },
        ],
        own,
      ),
    );
  });
});
