import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { z } from "zod";
import { AccessDiagnosis } from "../functions/src/contract/diagnose-access.ts";
import { PhoneNumberDocument } from "../functions/src/contract/phone-number.ts";
import type { Simulator } from "../graph-simulator/server.ts";
import type { EndpointName } from "../graph-simulator/target.ts";
import { describedSimulator } from "../graph-simulator/testing/described-simulator.ts";
import { TargetRequest } from "../graph-simulator/webhook-control.ts";
import { openSession, type EmulatorSession } from "../tools/emulators/emulator-session.ts";
import type { CallPlayed, DiagnosisPlayed, EventPlayed, FieldReport } from "../tools/field-reports/report.ts";
import { FIELD_REPORTS } from "../tools/field-reports/reports.ts";
import { call, clearStore, storedAt, storedBelow } from "./harness/callable.ts";
import { closedAfterTests } from "./harness/closed-after-tests.ts";
import { functionsBaseUrl, simulatorPort } from "./harness/emulators.ts";

const WABA = "777000000000001";
const WEBHOOK = `${functionsBaseUrl}/metaWebhook`;

const ENDPOINTS: Readonly<Record<CallPlayed["name"], EndpointName>> = {
  registerPhoneNumber: "register",
  deregisterPhoneNumber: "deregister",
  requestVerificationCode: "request_code",
  sendTestMessage: "send_message",
};

const Answer = z.looseObject({
  status: z.string(),
  resolution: z.array(z.looseObject({ title: z.string() })).default([]),
  actor: z.string().nullable().default(null),
});

describe("what people were answered by Meta, played through the emulators", () => {
  let simulator: Simulator;
  let operator: EmulatorSession;
  const closing = closedAfterTests();
  before(async () => {
    simulator = closing(await describedSimulator({ port: simulatorPort }));
    operator = closing(await openSession(process.env, { whatsappOperator: true }));
  });

  const called = async (name: string, data: object): Promise<unknown> => {
    const answer = await call(name, data, await operator.idToken());
    assert.equal(answer.httpStatus, 200, JSON.stringify(answer.body));
    return answer.result;
  };

  /** POSTs of any kind that Meta saw of a number. */
  const posts = (phoneNumberId: string, endpoint?: EndpointName): number =>
    simulator.requests({ phoneNumberId, method: "POST", ...(endpoint === undefined ? {} : { endpoint }) }).length;

  async function playCall(id: string, { name, data, expected }: CallPlayed): Promise<void> {
    const answer = Answer.parse(await called(name, { ...data, phoneNumberId: id }));
    const { status, also = {}, first, actor, posts: sent, registration } = expected;
    assert.equal(answer.status, status);
    for (const [key, value] of Object.entries(also)) assert.deepEqual(answer[key], value, key);
    if (first !== undefined) assert.equal(answer.resolution[0]?.title, first);
    if (actor !== undefined) assert.equal(answer.actor, actor);
    assert.deepEqual([posts(id, ENDPOINTS[name]), posts(id)], [sent, sent], "POSTs that Meta saw");
    const documents = await storedBelow(`whatsappNumbers/${id}/whatsappAttempts`);
    assert.deepEqual(
      documents.map((document) => z.looseObject({ status: z.string() }).parse(document).status),
      Array.from({ length: sent }, () => status),
      "documents of what was posted",
    );
    if (registration === undefined) return;
    const document = PhoneNumberDocument.parse(await storedAt(`whatsappNumbers/${id}`));
    assert.equal(document.registration?.status, registration);
  }

  async function playDiagnosis(id: string, { expected }: DiagnosisPlayed): Promise<void> {
    const { verdict, checks } = AccessDiagnosis.parse(await called("diagnoseAccess", { phoneNumberId: id }));
    const states = Object.fromEntries(checks.map((check) => [check.id, check.state]));
    for (const [check, state] of Object.entries(expected.checks)) assert.equal(states[check], state, check);
    assert.deepEqual([verdict.state, verdict.firstAction?.check ?? null], [expected.verdict, expected.first]);
    for (const { finding } of checks) assert.doesNotMatch(finding, expected.never ?? /^$/);
    assert.equal(posts(id), 0, "a diagnosis posts nothing");
    assert.equal(await storedAt(`whatsappNumbers/${id}`), null, "and writes nothing");
  }

  async function playEvent(id: string, { field, value, entryId, expected }: EventPlayed): Promise<void> {
    await called("registerPhoneNumber", { phoneNumberId: id, pin: "123456" });
    const known = posts(id);
    const digits = simulator.state.numbers.get(id)?.displayPhoneNumber.replaceAll(/\D/g, "") ?? "";
    const time = Math.floor(Date.now() / 1000) + 1;
    const change = { wabaId: entryId ?? WABA, time, field, value: value(digits, id) };
    const [delivery] = await simulator.state.webhooks.send([change]);
    assert.equal(delivery?.statuses[0], 200);
    const document = PhoneNumberDocument.parse(await storedAt(`whatsappNumbers/${id}`));
    const codes = document.reasons.map(({ code }) => code);
    assert.deepEqual([document.lifecycle, codes], [expected.lifecycle, expected.reasons]);
    const events = await storedBelow(`whatsappNumbers/${id}/whatsappEvents`);
    assert.equal(events.length, expected.kept ? 1 : 0, "events kept");
    const everything = JSON.stringify([document, events]);
    if (expected.says !== undefined) assert.match(everything, expected.says);
    assert.doesNotMatch(everything, expected.neverSays ?? /^$/);
    for (const text of expected.hidden ?? []) assert.ok(!everything.includes(text), `${text} is stored`);
    assert.equal(posts(id), known, "an event posts nothing");
  }

  function play(id: string, { play: played }: FieldReport): Promise<void> {
    switch (played.kind) {
      case "call":
        return playCall(id, played);
      case "diagnosis":
        return playDiagnosis(id, played);
      case "event":
        return playEvent(id, played);
    }
  }

  for (const [position, report] of FIELD_REPORTS.entries()) {
    it(`${report.id}: ${report.meta} -> ${report.answer}`, async () => {
      const id = String(550_000_000_000_100 + position);
      await clearStore();
      simulator.state.reset();
      simulator.state.webhooks.aim(TargetRequest.parse({ url: WEBHOOK }));
      report.arrange(simulator.state, id);
      simulator.clearRequests();
      await play(id, report);
    });
  }

  it("are thirty-six, each told once", () => {
    assert.equal(new Set(FIELD_REPORTS.map(({ id }) => id)).size, 36);
  });
});
