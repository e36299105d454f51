import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { z } from "zod";
import { AddPhoneNumberRequest } from "./add-phone-number.ts";
import { ConnectAccountRequest } from "./connect-account.ts";
import { ConnectWebhookRequest } from "./connect-webhook.ts";
import { DeregisterPhoneNumberRequest } from "./deregister-phone-number.ts";
import { DisconnectAccountRequest } from "./disconnect-account.ts";
import { ListPhoneNumbersRequest } from "./list-phone-numbers.ts";
import { RefreshPhoneNumberRequest } from "./refresh-phone-number.ts";
import { RequestVerificationCodeRequest } from "./request-verification-code.ts";
import { SendTestMessageRequest } from "./send-test-message.ts";
import { SetTwoStepPinRequest } from "./set-two-step-pin.ts";
import { VerifyPhoneNumberRequest } from "./verify-phone-number.ts";

const NUMBER = "550000000000001";
const WABA = "777000000000001";
const NUMBER_TO_ADD = { countryCode: "1", phoneNumber: "5550100001", verifiedName: "A shop" };
/** Stands in every refused value, and must stand in no message. */
const CANARY = "Zx9";

interface Request {
  readonly schema: z.ZodType;
  readonly good: readonly unknown[];
  /** What is wrong, by the path where it is said. */
  readonly bad: readonly (readonly [path: string, value: unknown])[];
}

const REQUESTS: Readonly<Record<string, Request>> = {
  requestVerificationCode: {
    schema: RequestVerificationCodeRequest,
    good: [
      { method: "SMS", language: "en_US" },
      { method: "VOICE", language: "de", phoneNumberId: NUMBER },
      { method: "SMS", language: "fil" },
      { method: "SMS", language: "zh_HK" },
    ],
    bad: [
      ["method", { method: CANARY, language: "de" }],
      ["method", { language: "de" }],
      ["language", { method: "SMS" }],
      ["language", { method: "SMS", language: `en-${CANARY}` }],
      ["language", { method: "SMS", language: "EN" }],
      ["language", { method: "SMS", language: 7 }],
      ["phoneNumberId", { method: "SMS", language: "de", phoneNumberId: `+49 ${CANARY}` }],
      ["", { method: "SMS", language: "de", [CANARY]: CANARY }],
    ],
  },
  verifyPhoneNumber: {
    schema: VerifyPhoneNumberRequest,
    good: [{ code: "123456" }, { code: "123-456", phoneNumberId: NUMBER }, { code: "000000" }],
    bad: [
      ["code", {}],
      ["code", { code: 123_456 }],
      ["code", { code: "12345" }],
      ["code", { code: `12345${CANARY}` }],
      ["code", { code: "12-3456" }],
      ["code", { code: "1234567" }],
      ["", { code: "123456", pin: "123456" }],
    ],
  },
  setTwoStepPin: {
    schema: SetTwoStepPinRequest,
    good: [{ pin: "012345" }, { pin: "123456", phoneNumberId: NUMBER }],
    bad: [
      ["pin", {}],
      ["pin", { pin: 123_456 }],
      ["pin", { pin: `12345${CANARY}` }],
      ["pin", { pin: "123-456" }],
      ["", { pin: "123456", force: true }],
    ],
  },
  deregisterPhoneNumber: {
    schema: DeregisterPhoneNumberRequest,
    good: [{ phoneNumberId: NUMBER }],
    bad: [
      ["phoneNumberId", {}],
      ["phoneNumberId", { phoneNumberId: null }],
      ["phoneNumberId", { phoneNumberId: CANARY }],
      ["", { phoneNumberId: NUMBER, confirm: true }],
    ],
  },
  refreshPhoneNumber: {
    schema: RefreshPhoneNumberRequest,
    good: [{}, { phoneNumberId: NUMBER }],
    bad: [
      ["phoneNumberId", { phoneNumberId: CANARY }],
      ["", { [CANARY]: 1 }],
    ],
  },
  sendTestMessage: {
    schema: SendTestMessageRequest,
    good: [
      { to: "+4915112345678" },
      { to: "15550001111", template: "order_2", language: "pt_BR", phoneNumberId: NUMBER },
      { to: "15550001111", language: "de", createTemplate: true },
    ],
    bad: [
      ["to", {}],
      ["to", { to: 4_915_112_345_678 }],
      ["to", { to: `+49 151 ${CANARY}` }],
      ["to", { to: "004915112345678" }],
      ["to", { to: "+4915112345678901" }],
      ["to", { to: "123456" }],
      ["template", { to: "15550001111", template: `Hello ${CANARY}` }],
      ["template", { to: "15550001111", template: "" }],
      ["language", { to: "15550001111", language: CANARY }],
      ["createTemplate", { to: "15550001111", createTemplate: CANARY }],
      ["", { to: "15550001111", text: "hi" }],
    ],
  },
  addPhoneNumber: {
    schema: AddPhoneNumberRequest,
    good: [
      { countryCode: "1", phoneNumber: "5550100001", verifiedName: "Bäckerei Ü" },
      { countryCode: "972", phoneNumber: "123456789012", verifiedName: "AB", migrate: true, wabaId: WABA },
    ],
    bad: [
      ["countryCode", { ...NUMBER_TO_ADD, countryCode: `+1${CANARY}` }],
      ["countryCode", { ...NUMBER_TO_ADD, countryCode: "0" }],
      ["countryCode", { ...NUMBER_TO_ADD, countryCode: 49 }],
      ["phoneNumber", { ...NUMBER_TO_ADD, phoneNumber: `555 ${CANARY}` }],
      ["phoneNumber", { ...NUMBER_TO_ADD, phoneNumber: "123" }],
      ["phoneNumber", { ...NUMBER_TO_ADD, countryCode: "972", phoneNumber: "1234567890123" }],
      ["verifiedName", { ...NUMBER_TO_ADD, verifiedName: " A " }],
      ["verifiedName", { ...NUMBER_TO_ADD, verifiedName: CANARY.repeat(26) }],
      ["verifiedName", { ...NUMBER_TO_ADD, verifiedName: `A\n${CANARY}` }],
      ["migrate", { ...NUMBER_TO_ADD, migrate: "yes" }],
      ["wabaId", { ...NUMBER_TO_ADD, wabaId: `${WABA}${CANARY}` }],
      ["", { ...NUMBER_TO_ADD, pin: "123456" }],
    ],
  },
  connectAccount: {
    schema: ConnectAccountRequest,
    good: [{ wabaId: WABA }, { code: "AQinvented-code", wabaId: WABA, phoneNumberId: NUMBER, customerId: "acme_1" }],
    bad: [
      ["wabaId", { code: "AQinvented-code" }],
      ["wabaId", { wabaId: CANARY }],
      ["code", { wabaId: WABA, code: `${CANARY} ${CANARY}` }],
      ["code", { wabaId: WABA, code: "" }],
      ["customerId", { wabaId: WABA, customerId: `${CANARY}/` }],
      ["phoneNumberId", { wabaId: WABA, phoneNumberId: "+1 555 010 0001" }],
      ["", { wabaId: WABA, businessId: CANARY }],
    ],
  },
  disconnectAccount: {
    schema: DisconnectAccountRequest,
    good: [{ wabaId: WABA }, { wabaId: WABA, requestId: "leave-1" }],
    bad: [
      ["wabaId", {}],
      ["wabaId", { wabaId: CANARY }],
      ["requestId", { wabaId: WABA, requestId: `${CANARY} ${CANARY}` }],
      ["", { wabaId: WABA, customerId: CANARY }],
    ],
  },
  listPhoneNumbers: {
    schema: ListPhoneNumbersRequest,
    good: [{}, { wabaId: WABA }],
    bad: [
      ["wabaId", { wabaId: CANARY }],
      ["", { phoneNumberId: NUMBER }],
    ],
  },
  connectWebhook: {
    schema: ConnectWebhookRequest,
    good: [{}, { wabaId: WABA }],
    bad: [
      ["wabaId", { wabaId: 777_000_000_000_001 }],
      ["", { url: CANARY }],
    ],
  },
};

for (const [name, { schema, good, bad }] of Object.entries(REQUESTS)) {
  describe(`a request for ${name}`, () => {
    for (const value of good) {
      it(`may be ${JSON.stringify(value)}`, () => assert.deepEqual(schema.parse(value), value));
    }

    for (const [path, value] of bad) {
      it(`must not be ${JSON.stringify(value)}`, () => {
        const parsed = schema.safeParse(value);
        assert.ok(!parsed.success);
        assert.deepEqual(
          parsed.error.issues.map((issue) => issue.path.join(".")),
          [path],
        );
        // Messages about fields that are not known name them: the handler puts its own words in their place.
        if (path === "") return;
        const message = parsed.error.issues[0]?.message ?? "";
        assert.match(message, /^must be /);
        assert.ok(!message.includes(CANARY));
      });
    }
  });
}
