import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { AccountConnectionResult } from "../contract/connect-account.ts";
import { CODE, OUT_OF_REACH, refusal, SHOP, signupWorld } from "../testing/signup-world.ts";

/** What every line about a first call says of it. */
const CALL = { call: "connect_account", wabaId: SHOP, attemptId: "call-1" };
const SENT = { event: "callSent", entry: CALL };
const NO_ERROR = { graphError: null };
const CONNECTED = { event: "callEnded", entry: { ...CALL, status: "connected", ...NO_ERROR } };

describe("the journal of a call that connects an account", () => {
  it("says that the code and the subscription were sent, and how it ended, and nothing else", async () => {
    const world = signupWorld();
    await world.connect();
    assert.deepEqual(world.lines, [SENT, SENT, CONNECTED]);
  });

  it("says Meta's error where the code is refused", async () => {
    const world = signupWorld();
    const refused = refusal(4711);
    world.meta.codes.set(CODE, refused);
    await world.connect();
    const entry = { ...CALL, status: "unknown_error", graphError: refused.error };
    assert.deepEqual(world.lines, [SENT, { event: "callEnded", entry }]);
  });

  it("says that Meta was not asked while an earlier call is under way", async () => {
    const world = signupWorld();
    await world.ports.pending.begin(world.ask(), null);
    await world.connect();
    const entry = { call: "connect_account", wabaId: SHOP, status: "in_progress" };
    assert.deepEqual(world.lines, [{ event: "callWithheld", entry }]);
  });

  it("says which reads failed, and the subscription is sent all the same", async () => {
    const world = signupWorld();
    const unread = async () => OUT_OF_REACH;
    await world.connect(
      {},
      world.answering(() => ({ subscribedApps: unread, readNumber: unread })),
    );
    const { failure } = OUT_OF_REACH;
    const failed = (read: string) => ({ event: "readFailed", entry: { wabaId: SHOP, read, failure } });
    assert.deepEqual(world.lines, [SENT, failed("subscribedApps"), SENT, failed("number"), CONNECTED]);
  });

  const error = new Error("Firestore is down");
  const down = () => Promise.reject(error);
  const unrecorded = { event: "callUnrecorded", entry: { ...CALL, status: "connected", error } };

  it("says that its end could not be noted, and the caller learns the truth all the same", async () => {
    const world = signupWorld();
    const result = await world.connect({}, { pending: { ...world.ports.pending, end: down } });
    assert.deepEqual(world.lines, [SENT, SENT, unrecorded]);
    assert.deepEqual(AccountConnectionResult.parse(result), await signupWorld().connect());
  });

  it("says that the account's lease could not be given back, which stops nothing", async () => {
    const world = signupWorld();
    const result = await world.connect({}, { leases: { ...world.ports.leases, end: down } });
    assert.deepEqual(world.lines, [SENT, SENT, unrecorded, CONNECTED]);
    assert.deepEqual(AccountConnectionResult.parse(result), await signupWorld().connect());
  });
});
