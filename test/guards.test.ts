import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { InvalidArgumentDetails } from "../functions/src/contract/errors.ts";
import { startSimulator, type Simulator } from "../graph-simulator/server.ts";
import { openSession, type EmulatorSession } from "../tools/emulators/emulator-session.ts";
import { call, type CallableAnswer, callRaw, changeUser, clearStore, storedAt } from "./harness/callable.ts";
import { closedAfterTests } from "./harness/closed-after-tests.ts";
import { simulatorPort } from "./harness/emulators.ts";

const ID = "550000000000080";
const GOOD = { pin: "123456", phoneNumberId: ID };

describe("what registerPhoneNumber refuses", () => {
  let simulator: Simulator;
  let operator: EmulatorSession;
  let user: EmulatorSession;
  const closing = closedAfterTests();
  before(async () => {
    await clearStore();
    simulator = closing(await startSimulator({ port: simulatorPort }));
    operator = closing(await openSession(process.env, { whatsappOperator: true }));
    user = closing(await openSession(process.env, {}));
  });

  /** Refused, with this word, and nothing happened: no request to Meta, no document. */
  const refused = async (answer: CallableAnswer, status: string): Promise<CallableAnswer> => {
    assert.equal(answer.error?.status, status, JSON.stringify(answer.body));
    assert.deepEqual(simulator.requests(), [], "no request to Meta");
    assert.equal(await storedAt(`whatsappNumbers/${ID}`), null, "no document");
    assert.equal(await storedAt(`whatsappLedgers/${ID}`), null, "no ledger");
    return answer;
  };
  const complaints = (answer: CallableAnswer): InvalidArgumentDetails["issues"] =>
    InvalidArgumentDetails.parse(answer.error?.details).issues;

  it("a caller who is not signed in", async () => {
    await refused(await call("registerPhoneNumber", GOOD, null), "UNAUTHENTICATED");
  });
  it("a caller with a token that is none", async () => {
    await refused(await call("registerPhoneNumber", GOOD, "not-a-token"), "UNAUTHENTICATED");
  });
  it("a signed-in user without the claim", async () => {
    await refused(await call("registerPhoneNumber", GOOD, await user.idToken()), "PERMISSION_DENIED");
  });
  it("a claim that is not exactly true", async () => {
    const almost = await openSession(process.env, { whatsappOperator: "true" });
    await refused(await call("registerPhoneNumber", GOOD, await almost.idToken()), "PERMISSION_DENIED");
    await almost.close();
  });
  it("an operator who was disabled, at once", async () => {
    const dismissed = await openSession(process.env, { whatsappOperator: true });
    const token = await dismissed.idToken();
    await changeUser(dismissed.uid, { disableUser: true });
    await refused(await call("registerPhoneNumber", GOOD, token), "UNAUTHENTICATED");
    await dismissed.close();
  });
  it("an operator who was deleted, at once", async () => {
    const gone = await openSession(process.env, { whatsappOperator: true });
    const token = await gone.idToken();
    await changeUser(gone.uid, { delete: true });
    await refused(await call("registerPhoneNumber", GOOD, token), "UNAUTHENTICATED");
    await gone.close();
  });
  it("an operator whose sessions were revoked, at once", async () => {
    const revoked = await openSession(process.env, { whatsappOperator: true });
    const token = await revoked.idToken();
    await changeUser(revoked.uid, { validSince: String(Math.floor(Date.now() / 1000) + 60) });
    await refused(await call("registerPhoneNumber", GOOD, token), "UNAUTHENTICATED");
    await revoked.close();
  });

  it("an operator whose claim was taken away, at once, with the ID token of before", async () => {
    const demoted = await openSession(process.env, { whatsappOperator: true });
    const token = await demoted.idToken();
    await changeUser(demoted.uid, { customAttributes: "{}" });
    await refused(await call("registerPhoneNumber", GOOD, token), "PERMISSION_DENIED");
    await demoted.close();
  });

  const malformed: readonly (readonly [what: string, data: unknown, path: string])[] = [
    ["a PIN of five digits", { ...GOOD, pin: "91827" }, "pin"],
    ["a PIN of seven digits", { ...GOOD, pin: "9182736" }, "pin"],
    ["a PIN that is a number", { ...GOOD, pin: 918_273 }, "pin"],
    ["a PIN with letters", { ...GOOD, pin: "91827a" }, "pin"],
    ["a PIN in other digits", { ...GOOD, pin: "٩١٨٢٧٣" }, "pin"],
    ["a PIN with a line break", { ...GOOD, pin: "918273\n" }, "pin"],
    ["no PIN", { phoneNumberId: ID }, "pin"],
    ["nothing", null, ""],
    ["a list", [GOOD], ""],
    ["an unknown field", { ...GOOD, retries: 3 }, ""],
    ["a PIN as a field's name", { ...GOOD, "918273": true }, ""],
    ["an id that is a path", { ...GOOD, phoneNumberId: "../me" }, "phoneNumberId"],
    ["an id that is a phone number", { ...GOOD, phoneNumberId: "+15550001111" }, "phoneNumberId"],
    ["a region that is none", { ...GOOD, dataLocalizationRegion: "XX" }, "dataLocalizationRegion"],
    ["force that is a text", { ...GOOD, force: "yes" }, "force"],
  ];
  for (const [what, data, path] of malformed) {
    it(`${what}, without repeating it`, async () => {
      const answer = await refused(
        await call("registerPhoneNumber", data, await operator.idToken()),
        "INVALID_ARGUMENT",
      );
      assert.deepEqual(
        complaints(answer).map((issue) => issue.path),
        [path],
      );
      assert.doesNotMatch(JSON.stringify(answer.body), /9182|٩١/u);
    });
  }

  const bodies: readonly (readonly [what: string, body: string, contentType?: string])[] = [
    ["a body without data", JSON.stringify({ pin: "918273" })],
    ["a body with more than data", JSON.stringify({ data: GOOD, pin: "918273" })],
    ["a body with an unknown @type", JSON.stringify({ data: { "@type": "918273", value: "918273" } })],
    [
      "a nested unknown @type",
      JSON.stringify({ data: { ...GOOD, force: { "@type": "type.example/pin", value: "918273" } } }),
    ],
    ["a body that is a text", JSON.stringify("918273")],
    ["an empty body", ""],
    ["a form", "pin=918273", "application/x-www-form-urlencoded"],
    ["plain text", "918273", "text/plain"],
    ["a huge body", JSON.stringify({ data: { ...GOOD, pin: "918273".repeat(500_000) } })],
    ["deep JSON", `{"data":${'{"a":'.repeat(5000)}"918273"${"}".repeat(5000)}}`],
    ["a body for the prototype", '{"data":{"__proto__":{"pin":"918273"},"pin":"91827"}}'],
  ];
  for (const [what, body, contentType] of bodies) {
    it(what, async () => {
      const answer = await refused(
        await callRaw("registerPhoneNumber", body, await operator.idToken(), contentType),
        "INVALID_ARGUMENT",
      );
      assert.ok(complaints(answer).length > 0);
      assert.doesNotMatch(JSON.stringify(answer.body), /918273/u);
    });
    it(`${what}, from someone not signed in: the caller is looked at first`, async () => {
      await refused(await callRaw("registerPhoneNumber", body, null, contentType), "UNAUTHENTICATED");
    });
  }

  it("a number that this deployment does not manage", async () => {
    const data = { pin: "123456", phoneNumberId: "600000000000001" };
    const answer = await call("registerPhoneNumber", data, await operator.idToken());
    assert.equal(answer.error?.status, "NOT_FOUND");
    assert.deepEqual(simulator.requests(), []);
    assert.equal(await storedAt("whatsappNumbers/600000000000001"), null);
  });
});
