import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { MAGIC_NUMBERS } from "../graph-simulator/magic-numbers.ts";
import { startSimulator, type Simulator } from "../graph-simulator/server.ts";
import { EndpointName } from "../graph-simulator/target.ts";
import { openSession, type EmulatorSession } from "../tools/emulators/emulator-session.ts";
import { exportFirestore } from "../torture/leaks/firestore-export.ts";
import { formsOf, leaks, proofOf, type Canary, type Place } from "../torture/leaks/leaks.ts";
import { closedAfterTests } from "./harness/closed-after-tests.ts";
import { functionsBaseUrl, logs, secrets, simulatorPort } from "./harness/emulators.ts";

const TOKEN = secrets["META_SYSTEM_USER_TOKEN"] ?? "";
const APP_SECRET = secrets["META_APP_SECRET"] ?? "";
const PROOF = proofOf(APP_SECRET, TOKEN);

const canaries: Canary[] = [
  { name: "token", value: TOKEN },
  { name: "app secret", value: APP_SECRET },
  { name: "proof of the app secret", value: PROOF },
];

/** Six digits that nothing else has, noted down to be looked for. One for each call, so that a leak names its call. */
function canary(name: string): string {
  const value = String(412_347 + canaries.length * 1013);
  canaries.push({ name, value });
  return value;
}

const answers: Place[] = [];
let simulator: Simulator;
let operator: EmulatorSession;

/** Sends any body at all, as an operator unless said otherwise, and keeps whatever is answered. */
async function send(
  name: string,
  body: RequestBody,
  headers: Record<string, string> = {},
  { signedIn = true } = {},
): Promise<{ status: number; text: string }> {
  const identity = signedIn ? { authorization: `Bearer ${await operator.idToken()}` } : {};
  const response = await fetch(`${functionsBaseUrl}/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...identity, ...headers },
    body,
  });
  const text = await response.text();
  answers.push({ name: `an answer of ${name}`, text: `${JSON.stringify([...response.headers])} ${text}` });
  return { status: response.status, text };
}

type RequestBody = NonNullable<RequestInit["body"]>;

async function call(name: string, data: object, headers: Record<string, string> = {}): Promise<string> {
  const { status, text } = await send(name, JSON.stringify({ data }), headers);
  assert.equal(status, 200, text);
  return text;
}

/** The simulator's log is the other side: the secrets must have got there, or nothing was tried. */
const arrived = (text: string, endpoint: EndpointName, phoneNumberId: string): boolean =>
  simulator.requests({ endpoint, phoneNumberId }).some((request) => JSON.stringify(request.body).includes(text));

const closing = closedAfterTests();
before(async () => {
  assert.ok(TOKEN !== "" && APP_SECRET !== "");
  simulator = closing(await startSimulator({ port: simulatorPort }));
  operator = closing(await openSession(process.env, { whatsappOperator: true }));
});

describe("the search for canaries", () => {
  it("finds each form of a secret, and says what and where", () => {
    for (const value of ["918273", TOKEN, APP_SECRET]) {
      for (const [text, form] of formsOf(value)) {
        const found = leaks([{ name: "it", value }], [{ name: "here", text: `before "${text}" behind` }]);
        assert.ok(
          found.some((one) => one.startsWith(`it (${form}) in here: `)),
          form,
        );
      }
    }
  });
  it("finds a PIN inside something encoded", () => {
    const body = JSON.stringify({ data: { pin: "918273" } });
    const encoded = [
      ...["", "x", "xx"].map((shift) => Buffer.from(shift + body).toString("base64")),
      Buffer.from(body).toString("hex"),
      encodeURIComponent(body),
      JSON.stringify(body),
      JSON.stringify(Buffer.from(body)),
    ];
    for (const text of encoded)
      assert.notDeepEqual(leaks([{ name: "PIN", value: "918273" }], [{ name: "here", text }]), [], text);
  });
  it("does not take chance for a leak", () => {
    const text = "1918273 9182731 2026-11-23T08:04:02.918273Z 5f2918273abc";
    assert.deepEqual(leaks([{ name: "PIN", value: "918273" }], [{ name: "here", text }]), []);
  });
});

describe("registrations", { concurrency: 8 }, () => {
  it("that succeed, and are repeated", async () => {
    const phoneNumberId = "550000000000071";
    const pin = canary("PIN of a success");
    simulator.state.patchNumber(phoneNumberId, { pin: null });
    assert.match(await call("registerPhoneNumber", { pin, phoneNumberId }), /"registered"/);
    assert.match(await call("registerPhoneNumber", { pin, phoneNumberId }), /"alreadyRegistered":true/);
    const force = { force: true, dataLocalizationRegion: "DE", requestId: "forced" };
    assert.match(await call("registerPhoneNumber", { pin, phoneNumberId, ...force }), /"registered"/);
    const again = canary("PIN of a repeated request");
    assert.match(await call("registerPhoneNumber", { pin: again, phoneNumberId, ...force }), /"registered"/);
    assert.ok(arrived(pin, "register", phoneNumberId));
  });

  it("with wrong PINs, until the number is locked", async () => {
    const phoneNumberId = "550000000000072";
    simulator.state.patchNumber(phoneNumberId, { pin: "000000" });
    for (const status of ["pin_mismatch", "pin_mismatch", "pin_mismatch", "pin_mismatch", "pin_locked"]) {
      const pin = canary("wrong PIN");
      assert.match(await call("registerPhoneNumber", { pin, phoneNumberId }), new RegExp(`"${status}"`));
      assert.ok(arrived(pin, "register", phoneNumberId));
    }
  });

  for (const { id, title } of MAGIC_NUMBERS.filter((number) => number.id.startsWith("557"))) {
    it(`${id}: ${title}`, async () => {
      const pin = canary(`PIN with ${title}`);
      simulator.state.patchNumber(id, { pin: null });
      const posted = (): boolean => simulator.requests({ endpoint: "register", phoneNumberId: id }).length > 0;
      // On a busy machine Firestore may be late, and then nothing is sent.
      for (let turn = 0; turn < 3 && !posted(); turn += 1)
        await send("registerPhoneNumber", JSON.stringify({ data: { pin, phoneNumberId: id } }));
      assert.ok(posted());
    });
  }
});

/** An error in whose every text Meta says again what it was told. */
const echo = (code: number, secret: string, httpStatus = 400) => {
  const said = `was given ${secret} pin=${secret} with ${TOKEN} access_token=${TOKEN} and ${PROOF} for ${APP_SECRET}`;
  const texts = { message: `(#${code}) ${said}`, type: said, details: said, userTitle: said, userMessage: said };
  return { kind: "graph_error", error: { code, httpStatus, ...texts } } as const;
};

describe("a Meta that repeats what it was told", { concurrency: 8 }, () => {
  /** With these codes the answer is shown, explained by further reads, or set against the number's state. */
  for (const [index, code] of [100, 190, 133005, 133016, 131000, 999_999].entries()) {
    it(`when registering, with error ${code}`, async () => {
      const phoneNumberId = String(550_000_000_000_170 + index);
      const pin = canary(`PIN that Meta repeats with ${code}`);
      simulator.state.patchNumber(phoneNumberId, { faults: { register: echo(code, pin) } });
      const requestId = `error-${code}`;
      assert.match(await call("registerPhoneNumber", { pin, phoneNumberId, requestId }), /"graphError":\{/);
      assert.ok(arrived(pin, "register", phoneNumberId));
    });
  }

  it("in an answer that is none of Graph's", async () => {
    const phoneNumberId = "550000000000073";
    const pin = canary("PIN that a gateway repeats");
    const said = `${pin} ${TOKEN} ${PROOF}`;
    const headers = { "content-type": "text/html", date: said, "x-business-use-case-usage": said, location: said };
    const register = { kind: "replace", status: 502, body: `<h1>${said}</h1>`, headers } as const;
    simulator.state.patchNumber(phoneNumberId, { faults: { register } });
    await call("registerPhoneNumber", { pin, phoneNumberId });
    assert.ok(arrived(pin, "register", phoneNumberId));
  });

  it("in JSON that is none of Graph's", async () => {
    const phoneNumberId = "550000000000074";
    const pin = canary("PIN that JSON repeats");
    const body = JSON.stringify({ error: { code: pin, message: { pin, TOKEN } }, pin, TOKEN, PROOF });
    const register = { kind: "replace", status: 400, body, headers: { "content-type": "application/json" } } as const;
    simulator.state.patchNumber(phoneNumberId, { faults: { register } });
    await call("registerPhoneNumber", { pin, phoneNumberId });
    assert.ok(arrived(pin, "register", phoneNumberId));
  });

  it("to every other call about a number", async () => {
    const phoneNumberId = "550000000000075";
    const pin = canary("PIN that Meta repeats when it is set");
    const code = canary("verification code that Meta repeats");
    const sent: Partial<Record<EndpointName, string>> = { set_pin: pin, verify_code: code };
    const faults = Object.fromEntries(EndpointName.options.map((name) => [name, echo(100, sent[name] ?? TOKEN)]));
    simulator.state.patchNumber(phoneNumberId, { faults, codeVerificationStatus: "NOT_VERIFIED" });
    const requestId = "echoed";
    await call("setTwoStepPin", { pin, phoneNumberId, requestId });
    assert.ok(arrived(pin, "set_pin", phoneNumberId));
    await call("verifyPhoneNumber", { code, phoneNumberId, requestId });
    assert.ok(arrived(code, "verify_code", phoneNumberId));
    await call("requestVerificationCode", { method: "SMS", language: "en_US", phoneNumberId });
    await call("refreshPhoneNumber", { phoneNumberId });
    await call("sendTestMessage", { to: "15550001111", phoneNumberId });
    await call("diagnoseAccess", { phoneNumberId });
    await call("deregisterPhoneNumber", { phoneNumberId });
  });
});

describe("a Meta that repeats the token when it is asked about it", () => {
  const whole: readonly EndpointName[] = [
    "debug_token",
    "read_permissions",
    "list_numbers",
    "list_assigned_users",
    "list_subscribed_apps",
    "read_me",
    "read_app",
  ];
  /** Strikes whoever asks, so these come one after the other. */
  const inTurn = async (fault: Parameters<Simulator["state"]["faults"]["add"]>[0]["fault"], id: string) => {
    const pin = canary(`PIN beside a token that Meta repeats, ${id}`);
    for (const endpoint of whole) simulator.state.faults.add({ match: { endpoint }, fault, times: 100 });
    const register = echo(190, pin);
    simulator.state.patchNumber(id, { faults: { register, read_node: echo(190, "nothing") } });
    await call("registerPhoneNumber", { pin, phoneNumberId: id });
    await call("diagnoseAccess", { phoneNumberId: id });
    await call("diagnoseAccess", { phoneNumberId: id }, { accept: "text/event-stream" });
    await call("refreshPhoneNumber", { phoneNumberId: id });
    assert.ok(simulator.requests({ endpoint: "debug_token" }).some(({ query }) => query["input_token"] === TOKEN));
    simulator.state.faults.clear();
  };

  it("in errors", () => inTurn(echo(190, TOKEN, 401), "550000000000076"));
  it("in an answer that says why the token is not valid", () => {
    const said = `Error validating access token ${TOKEN}, appsecret_proof ${PROOF}`;
    const data = {
      is_valid: false,
      error: { code: 190, message: said },
      application: said,
      app_id: TOKEN,
      type: TOKEN,
    };
    const headers = { "content-type": "application/json" };
    return inTurn({ kind: "replace", status: 200, body: JSON.stringify({ data }), headers }, "550000000000077");
  });
});

describe("calls that verify a number and set its PIN", () => {
  const phoneNumberId = "550000000000078";
  it("with a code, right and wrong, with and without its hyphen", async () => {
    const [wrong, right] = [canary("wrong verification code"), canary("verification code")];
    const hyphened = `${right.slice(0, 3)}-${right.slice(3)}`;
    canaries.push({ name: "verification code with its hyphen", value: hyphened });
    simulator.state.patchNumber(phoneNumberId, { codeVerificationStatus: "NOT_VERIFIED", pendingCode: right });
    assert.doesNotMatch(await call("verifyPhoneNumber", { code: wrong, phoneNumberId }), /"status":"verified"/);
    assert.match(await call("verifyPhoneNumber", { code: hyphened, phoneNumberId }), /"status":"verified"/);
    assert.ok(arrived(right, "verify_code", phoneNumberId));
  });
  it("with a PIN", async () => {
    const pin = canary("two-step PIN");
    assert.match(await call("setTwoStepPin", { pin, phoneNumberId }), /"status":"pin_set"/);
    assert.ok(arrived(pin, "set_pin", phoneNumberId));
  });
});

const FORM = "application/x-www-form-urlencoded";

/** Bodies that the framework, or the parser before it, would write into the log. */
const MALFORMED: Readonly<Record<string, (pin: string) => { body: RequestBody; headers?: Record<string, string> }>> = {
  "no data": (pin) => ({ body: JSON.stringify({ pin }) }),
  "more than data": (pin) => ({ body: JSON.stringify({ data: {}, pin }) }),
  "an unknown type": (pin) => ({ body: JSON.stringify({ data: { "@type": pin, value: pin } }) }),
  "an unknown type, deep down": (pin) => ({
    body: JSON.stringify({
      data: { pin: { "@type": "type.googleapis.com/google.protobuf.Int64Value", value: `${pin}x` } },
    }),
  }),
  "a PIN for a field's name": (pin) => ({ body: JSON.stringify({ data: { [pin]: pin } }) }),
  "a PIN in every field": (pin) => ({
    body: JSON.stringify({
      data: { pin: `${pin}0`, phoneNumberId: pin, dataLocalizationRegion: pin, force: pin, code: pin },
    }),
  }),
  "JSON that breaks off": (pin) => ({ body: `{"data":{"pin":"${pin}"` }),
  "JSON with a word that is none": (pin) => ({ body: `{"data":{"pin":${pin}x}}` }),
  "a PIN alone": (pin) => ({ body: pin }),
  "a PIN alone, in blanks": (pin) => ({ body: `   ${pin}   ` }),
  "a text": (pin) => ({ body: JSON.stringify(pin) }),
  "great depth": (pin) => ({ body: `{"data":${'{"a":'.repeat(2000)}"${pin}"${"}".repeat(2000)}}` }),
  "too much": (pin) => ({ body: JSON.stringify({ data: { pin: `${pin} `.repeat(50_000) } }) }),
  "a form": (pin) => ({ body: `pin=${pin}&data[pin]=${pin}`, headers: { "content-type": FORM } }),
  "plain text": (pin) => ({ body: pin, headers: { "content-type": "text/plain" } }),
  "a PIN for a type": (pin) => ({ body: pin, headers: { "content-type": `${pin}/${pin}` } }),
  "another charset": (pin) => ({ body: "{}", headers: { "content-type": `application/json; charset=x-${pin}` } }),
  "another encoding": (pin) => ({ body: `{"pin":"${pin}"`, headers: { "content-encoding": `x-${pin}` } }),
  "compressed and broken": (pin) => ({
    body: gzipSync(`{"data":{"pin":"${pin}"`),
    headers: { "content-encoding": "gzip" },
  }),
  "a PIN for an ID token": (pin) => ({
    body: JSON.stringify({ data: { pin } }),
    headers: { authorization: `Bearer ${pin}` },
  }),
  "a PIN for an App Check token": (pin) => ({
    body: JSON.stringify({ data: { pin: [pin] } }),
    headers: { "x-firebase-appcheck": pin },
  }),
};

describe("malformed requests", () => {
  for (const name of ["registerPhoneNumber", "setTwoStepPin", "verifyPhoneNumber"]) {
    for (const [what, request] of Object.entries(MALFORMED)) {
      it(`to ${name}: ${what}`, async () => {
        for (const signedIn of [true, false]) {
          const secret = canary(`PIN or code in ${what}`);
          const { body, headers } = request(secret);
          const { status, text } = await send(name, body, headers, { signedIn });
          assert.match(text, /"status":"(?:INVALID_ARGUMENT|UNAUTHENTICATED)"/, `${status} ${text}`);
        }
      });
    }
  }

  it("to the webhook, signed and not", async () => {
    for (const body of ['{"object":"whatsapp_business_account","entry":[{"pin":"PIN"', '{"pin":"PIN"}', "PIN"]) {
      const filled = body.replace("PIN", canary("PIN sent to the webhook"));
      const signature = `sha256=${createHmac("sha256", APP_SECRET).update(filled).digest("hex")}`;
      const signed = { "x-hub-signature-256": signature };
      assert.equal((await send("metaWebhook", filled, signed, { signedIn: false })).status, 200);
      assert.equal((await send("metaWebhook", filled, {}, { signedIn: false })).status, 401);
    }
  });
});

describe("afterwards", () => {
  /** What is printed reaches the files a little later. */
  before(() => sleep(2000));

  it("no canary is in any answer", () => {
    assert.ok(answers.length > 150);
    assert.deepEqual(leaks(canaries, answers), []);
  });

  it("no canary is in Firestore", async () => {
    const documents = await exportFirestore();
    for (const id of ["550000000000071", "557000000000005", "550000000000078"]) {
      assert.ok(
        documents.some(({ name }) => name.endsWith(`/whatsappNumbers/${id}`)),
        id,
      );
    }
    assert.ok(
      documents.some(({ name }) => name.includes("/whatsappAttempts/")),
      "what lies deeper",
    );
    assert.ok(documents.filter(({ name }) => name.includes("/whatsappRequests/")).length > 5, "answers that are kept");
    assert.deepEqual(leaks(canaries, documents), []);
  });

  it("no canary is in what emulators and functions have printed", () => {
    const printed = logs().map(({ file, text }) => ({ name: file, text }));
    assert.deepEqual(leaks(canaries, printed), []);
    const all = printed.map(({ text }) => text).join("\n");
    for (const event of ["registration_sent", "registration_ended", "call_refused", "read_failed", "webhook_refused"]) {
      assert.ok(all.includes(event), `${event} is not in the logs, so they are not the whole of it`);
    }
    assert.ok(all.includes("557000000000005") && all.includes("550000000000078"));
  });
});
