import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { CallError } from "../client/src/call-error.ts";
import { createRegistrationClient, type RegistrationClient } from "../client/src/client.ts";
import { createWatchers, type Listed, type Watched, type Watchers } from "../client/src/watch.ts";
import { CheckId } from "../functions/src/contract/diagnose-access.ts";
import type { AttemptDocument, PhoneNumberDocument } from "../functions/src/contract/phone-number.ts";
import { startSimulator, type Simulator } from "../graph-simulator/server.ts";
import { openSession, type EmulatorSession } from "../tools/emulators/emulator-session.ts";
import { clearStore } from "./harness/callable.ts";
import { closedAfterTests } from "./harness/closed-after-tests.ts";
import { simulatorPort } from "./harness/emulators.ts";
import { firstTold } from "./harness/first-told.ts";

const NUMBER = "550000000000170";

describe("the client, through the emulators", () => {
  let simulator: Simulator;
  let session: EmulatorSession;
  let stranger: EmulatorSession;
  let client: RegistrationClient & Watchers;

  const closing = closedAfterTests();
  before(async () => {
    await clearStore();
    simulator = closing(await startSimulator({ port: simulatorPort }));
    simulator.state.patchNumber(NUMBER, { pin: "424242" });
    session = closing(await openSession(process.env, { whatsappOperator: true }));
    stranger = closing(await openSession(process.env, {}));
    client = { ...createRegistrationClient(session.app), ...createWatchers(session.app) };
  });

  it("registers a number and hears its state change", async () => {
    const heard: Watched<PhoneNumberDocument>[] = [];
    const listening = Promise.withResolvers<undefined>();
    const connected = Promise.withResolvers<undefined>();
    const unwatch = client.watchPhoneNumber(
      NUMBER,
      (number) => {
        heard.push(number);
        listening.resolve(undefined);
        if (number.state === "known" && number.document.lifecycle === "connected") connected.resolve(undefined);
      },
      connected.reject,
    );
    await listening.promise;
    const result = await client.registerPhoneNumber({ phoneNumberId: NUMBER, pin: "424242" });
    assert.equal(result.status, "registered");
    await connected.promise;
    unwatch();
    assert.deepEqual(heard[0], { state: "absent" });
    assert.ok(heard.every(({ state }) => state !== "unrecognized"));
  });

  it("lists the number and its attempts", async () => {
    const numbers = await firstTold(client.watchPhoneNumbers);
    assert.ok(numbers.some(({ id, state }) => id === NUMBER && state === "known"));
    const attempts = await firstTold<readonly Listed<AttemptDocument>[]>((onChange, onError) =>
      client.watchAttempts(NUMBER, onChange, onError),
    );
    assert.deepEqual(
      attempts.map((attempt) => (attempt.state === "known" ? attempt.document.operation : attempt.state)),
      ["register"],
    );
    assert.deepEqual(await firstTold((onChange, onError) => client.watchTransitions(NUMBER, onChange, onError)), []);
    assert.deepEqual(await firstTold((onChange, onError) => client.watchEvents(NUMBER, onChange, onError)), []);
  });

  it("hands on every check of a diagnosis", async () => {
    const seen: string[] = [];
    const diagnosis = await client.diagnoseAccess({ phoneNumberId: NUMBER }, { onPart: ({ id }) => seen.push(id) });
    assert.ok("verdict" in diagnosis);
    assert.deepEqual(seen.toSorted(), CheckId.options.toSorted());
  });

  it("says who may not call, and who may not listen", async () => {
    const theirs = { ...createRegistrationClient(stranger.app), ...createWatchers(stranger.app) };
    const refused = (error: unknown): boolean =>
      error instanceof CallError && error.problem.code === "permission-denied";
    await assert.rejects(theirs.registerPhoneNumber({ phoneNumberId: NUMBER, pin: "424242" }), refused);
    await assert.rejects(theirs.diagnoseAccess({ phoneNumberId: NUMBER }, { onPart: () => assert.fail() }), refused);
    await assert.rejects(
      firstTold((onChange, onError) => theirs.watchPhoneNumber(NUMBER, onChange, onError)),
      refused,
    );
  });

  it("says what is malformed, and what is not managed here", async () => {
    await assert.rejects(client.registerPhoneNumber({ phoneNumberId: NUMBER, pin: "12345" }), (error) => {
      assert.ok(error instanceof CallError);
      assert.deepEqual(error.problem, {
        code: "invalid-argument",
        issues: [{ path: "pin", message: "must be exactly six digits" }],
      });
      return true;
    });
    await assert.rejects(client.registerPhoneNumber({ phoneNumberId: "660000000000001", pin: "424242" }), (error) => {
      assert.ok(error instanceof CallError);
      assert.deepEqual(error.problem, { code: "not-found" });
      return true;
    });
  });
});
