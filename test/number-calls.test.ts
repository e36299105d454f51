import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { DeregistrationResult } from "../functions/src/contract/deregister-phone-number.ts";
import { AttemptDocument, PhoneNumberDocument } from "../functions/src/contract/phone-number.ts";
import { PhoneNumberView } from "../functions/src/contract/refresh-phone-number.ts";
import { RegistrationResult } from "../functions/src/contract/register-phone-number.ts";
import { TestMessageResult } from "../functions/src/contract/send-test-message.ts";
import { TwoStepPinResult } from "../functions/src/contract/set-two-step-pin.ts";
import { TestMessageDocument } from "../functions/src/contract/test-message.ts";
import { VerificationResult } from "../functions/src/contract/verification.ts";
import type { Simulator } from "../graph-simulator/server.ts";
import { describedSimulator } from "../graph-simulator/testing/described-simulator.ts";
import { openSession, type EmulatorSession } from "../tools/emulators/emulator-session.ts";
import { call, clearStore, storedAt, storedBelow } from "./harness/callable.ts";
import { closedAfterTests } from "./harness/closed-after-tests.ts";
import { simulatorPort } from "./harness/emulators.ts";

const NUMBER = "550000000000090";
const CODE = "246810";
const FORGOTTEN = "654321";
const PIN = "123456";
const RECIPIENT = "4915112345678";

describe("the calls of a number's life, through the emulators and against the simulator", () => {
  let simulator: Simulator;
  let operator: EmulatorSession;
  const closing = closedAfterTests();
  before(async () => {
    await clearStore();
    simulator = closing(await describedSimulator({ port: simulatorPort }));
    simulator.state.patchNumber(NUMBER, { codeVerificationStatus: "NOT_VERIFIED", pin: FORGOTTEN });
    operator = closing(await openSession(process.env, { whatsappOperator: true }));
  });

  const ask = async (name: string, data: object): Promise<unknown> => {
    const answer = await call(name, { phoneNumberId: NUMBER, ...data }, await operator.idToken());
    assert.equal(answer.httpStatus, 200, JSON.stringify(answer.body));
    return answer.result;
  };
  const document = async () => PhoneNumberDocument.parse(await storedAt(`whatsappNumbers/${NUMBER}`));

  it("leads from an unknown number to a delivered message and off again", async () => {
    const seen = PhoneNumberView.parse(await ask("refreshPhoneNumber", {}));
    assert.ok(seen.status === "refreshed" && seen.lifecycle === "verification_required");

    const request = { method: "SMS", language: "de" };
    assert.equal(VerificationResult.parse(await ask("requestVerificationCode", request)).status, "code_requested");
    assert.equal(VerificationResult.parse(await ask("verifyPhoneNumber", { code: "135-791" })).status, "wrong_code");
    const verified = VerificationResult.parse(await ask("verifyPhoneNumber", { code: "246-810" }));
    assert.ok(verified.status === "verified" && verified.confirmed);
    assert.equal((await document()).lifecycle, "ready_to_register");
    assert.equal(VerificationResult.parse(await ask("requestVerificationCode", request)).status, "already_verified");

    const message = { to: `+${RECIPIENT}` };
    assert.equal(TestMessageResult.parse(await ask("sendTestMessage", message)).status, "not_registered");
    assert.equal(RegistrationResult.parse(await ask("registerPhoneNumber", { pin: PIN })).status, "pin_mismatch");
    const set = TwoStepPinResult.parse(await ask("setTwoStepPin", { pin: PIN }));
    assert.ok(set.status === "pin_set" && set.mayRegister);
    assert.equal((await document()).registration?.status, "pin_mismatch");
    assert.equal(RegistrationResult.parse(await ask("registerPhoneNumber", { pin: PIN })).status, "registered");

    const sent = TestMessageResult.parse(await ask("sendTestMessage", message));
    assert.ok(sent.status === "sent" && sent.template === "account_ready");
    const way = TestMessageDocument.parse(
      await storedAt(`whatsappNumbers/${NUMBER}/whatsappTestMessages/${sent.documentId}`),
    );
    assert.deepEqual([way.to, way.by], ["***5678", operator.uid]);

    const off = DeregistrationResult.parse(await ask("deregisterPhoneNumber", {}));
    assert.ok(off.status === "deregistered" && !off.alreadyDeregistered && off.attempts.used === 1);
    const { registration, attempts } = await document();
    assert.deepEqual([registration?.status, attempts?.used], ["deregistered", 2]);
  });

  it("leaves one audit document for each request to Meta, and no secret anywhere", async () => {
    const audits = await storedBelow(`whatsappNumbers/${NUMBER}/whatsappAttempts`);
    const operations = audits.map((audit) => AttemptDocument.parse(audit).operation);
    assert.deepEqual(operations.toSorted(), [
      "deregister",
      "register",
      "register",
      "request_code",
      "send_message",
      "set_pin",
      "verify_code",
      "verify_code",
    ]);
    const kept = JSON.stringify([audits, await storedBelow("whatsappNumbers"), await storedBelow("whatsappLedgers")]);
    for (const secret of [CODE, PIN, FORGOTTEN, RECIPIENT]) assert.ok(!kept.includes(secret), secret);
  });

  it("is for operators alone, and deregistering names its number", async () => {
    for (const name of ["requestVerificationCode", "verifyPhoneNumber", "setTwoStepPin", "refreshPhoneNumber"]) {
      assert.equal((await call(name, {}, null)).error?.status, "UNAUTHENTICATED", name);
    }
    const unnamed = await call("deregisterPhoneNumber", {}, await operator.idToken());
    assert.equal(unnamed.error?.status, "INVALID_ARGUMENT");
    const foreign = await call("sendTestMessage", { to: RECIPIENT, phoneNumberId: "12345" }, await operator.idToken());
    assert.equal(foreign.error?.status, "NOT_FOUND");
  });
});
