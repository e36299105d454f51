import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { z } from "zod";
import { AccessCheck, AccessDiagnosis, CheckId } from "../functions/src/contract/diagnose-access.ts";
import type { Simulator } from "../graph-simulator/server.ts";
import { describedSimulator } from "../graph-simulator/testing/described-simulator.ts";
import { openSession, type EmulatorSession } from "../tools/emulators/emulator-session.ts";
import { call, clearStore, env, storedAt } from "./harness/callable.ts";
import { closedAfterTests } from "./harness/closed-after-tests.ts";
import { functionsBaseUrl, secrets, simulatorPort } from "./harness/emulators.ts";

const NUMBER = "550000000000041";
const ACCOUNT = "777000000000001";

const Message = z.object({ message: AccessCheck });
const Result = z.object({ result: AccessDiagnosis });

describe("diagnoseAccess, through the emulators and against the simulator", () => {
  let simulator: Simulator;
  let operator: EmulatorSession;
  const closing = closedAfterTests();
  before(async () => {
    await clearStore();
    simulator = closing(await describedSimulator({ port: simulatorPort }));
    simulator.state.patchNumber(NUMBER, {});
    operator = closing(await openSession(process.env, { whatsappOperator: true }));
  });

  const diagnose = async (data: object): Promise<AccessDiagnosis> => {
    const answer = await call("diagnoseAccess", data, await operator.idToken());
    assert.equal(answer.httpStatus, 200, JSON.stringify(answer.body));
    return AccessDiagnosis.parse(answer.result);
  };
  const check = ({ checks }: AccessDiagnosis, id: CheckId): AccessCheck =>
    checks.find((one) => one.id === id) ?? assert.fail(id);

  it("answers a plain caller whole, about the configured number when none is named", async () => {
    const diagnosis = await diagnose({});
    assert.equal(diagnosis.phoneNumberId, "550000000000001");
    assert.deepEqual(
      diagnosis.checks.map((one) => one.id),
      CheckId.options,
    );
    assert.equal(check(diagnosis, "token_app").state, "pass");
    assert.equal(check(diagnosis, "system_user_assigned").state, "pass");
  });

  it("streams each check to a caller who listens, and the whole at the end", async () => {
    const response = await fetch(`${functionsBaseUrl}/diagnoseAccess`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "text/event-stream",
        authorization: `Bearer ${await operator.idToken()}`,
      },
      body: JSON.stringify({ data: { phoneNumberId: NUMBER } }),
    });
    const events = (await response.text())
      .split("\n\n")
      .filter((event) => event.startsWith("data: "))
      .map((event): unknown => JSON.parse(event.slice("data: ".length)));
    const { result } = Result.parse(events.at(-1));
    const streamed = events.slice(0, -1).map((event) => Message.parse(event).message);
    assert.equal(streamed.length, CheckId.options.length);
    for (const one of streamed) assert.deepEqual(check(result, one.id), one);
  });

  it("shows the budget that is left, and spends none of it", async () => {
    assert.equal(check(await diagnose({ phoneNumberId: NUMBER }), "attempt_budget").observed["used"], 0);
    await call("registerPhoneNumber", { pin: "000000", phoneNumberId: NUMBER }, await operator.idToken());
    simulator.clearRequests();
    const stored = await storedAt(`whatsappNumbers/${NUMBER}`);
    const found = check(await diagnose({ phoneNumberId: NUMBER }), "attempt_budget");
    assert.deepEqual([found.state, found.observed["used"], found.observed["remaining"]], ["pass", 1, 9]);
    assert.deepEqual(
      simulator.requests().filter((request) => request.method !== "GET"),
      [],
    );
    assert.deepEqual(await storedAt(`whatsappNumbers/${NUMBER}`), stored);
  });

  it("shows when the last webhook event of the account came", async () => {
    const at = "2026-11-01T12:00:00.000Z";
    const root = `http://${env("FIRESTORE_EMULATOR_HOST")}/v1/projects/${env("GCLOUD_PROJECT")}/databases/(default)/documents`;
    const written = await fetch(`${root}/whatsappWebhookStates/${ACCOUNT}`, {
      method: "PATCH",
      headers: { authorization: "Bearer owner", "content-type": "application/json" },
      body: JSON.stringify({ fields: { lastEventAt: { stringValue: at } } }),
    });
    assert.equal(written.status, 200);
    const found = check(await diagnose({ phoneNumberId: NUMBER }), "webhook_events");
    assert.deepEqual([found.state, found.observed["lastEventAt"]], ["pass", at]);
  });

  it("is for operators, and takes nothing but a phone number id", async () => {
    assert.equal((await call("diagnoseAccess", {}, null)).error?.status, "UNAUTHENTICATED");
    const token = await operator.idToken();
    for (const data of [{ phoneNumberId: "+15550001111" }, { phoneNumberId: NUMBER, pin: "123456" }, null, "x"]) {
      assert.equal((await call("diagnoseAccess", data, token)).error?.status, "INVALID_ARGUMENT", JSON.stringify(data));
    }
  });

  it("shows neither token nor app secret", async () => {
    const { META_SYSTEM_USER_TOKEN: token = "", META_APP_SECRET: secret = "" } = secrets;
    const told = JSON.stringify(await diagnose({ phoneNumberId: "556000000000080" }));
    assert.ok(token !== "" && !told.includes(token) && secret !== "" && !told.includes(secret));
  });
});
