import assert from "node:assert/strict";
import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { after, before, describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { InternalDetails, InvalidArgumentDetails } from "../contract/errors.ts";

const PIN = "739182";

let child: ChildProcessByStdio<null, Readable, Readable>;
let url = "";
let printed = "";

before(async () => {
  const script = fileURLToPath(new URL("../testing/callable-process.ts", import.meta.url));
  const env = {
    PATH: process.env["PATH"],
    GCLOUD_PROJECT: "some-project",
    ENFORCE_APP_CHECK: "false",
    FUNCTION_TARGET: "registerPhoneNumber",
  };
  child = spawn(process.execPath, [script], { env, stdio: ["ignore", "pipe", "pipe"] });
  const address = Promise.withResolvers<string>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      printed += chunk;
      const [found] = /^http:\S+(?=\n)/m.exec(printed) ?? [];
      if (found !== undefined) address.resolve(found);
    });
  }
  child.once("close", () => address.reject(new Error(printed)));
  url = await address.promise;
});
after(async () => {
  child.kill();
  await once(child, "close");
});

interface Answer {
  readonly httpStatus: number;
  readonly whole: string;
  readonly error?: { readonly status: string; readonly message: string; readonly details?: unknown };
  readonly result?: unknown;
}

interface Sent {
  readonly body: string | Buffer;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends exactly these bytes. `caller`: whom the ID token names. */
async function send(
  { body, method = "POST", headers = { "content-type": "application/json" } }: Sent,
  caller: string | null,
): Promise<Answer> {
  const identity = caller === null ? {} : { authorization: `Bearer ${caller}` };
  const request = httpRequest(url, {
    method,
    headers: { ...headers, ...identity, "content-length": Buffer.byteLength(body) },
  });
  const answered = once(request, "response");
  request.end(body);
  const [response] = (await answered) as [Readable & { statusCode: number; headers: object }];
  const whole = await text(response);
  const parsed: unknown = whole.startsWith("{") ? JSON.parse(whole) : {};
  return { httpStatus: response.statusCode, whole: whole + JSON.stringify(response.headers), ...(parsed as object) };
}

const call = (data: unknown, caller: string | null = "operator"): Promise<Answer> =>
  send({ body: JSON.stringify({ data }) }, caller);

const deep = (levels: number): string => `${'{"a":'.repeat(levels)}"${PIN}"${"}".repeat(levels)}`;

const MALFORMED: Readonly<Record<string, Sent>> = {
  "no data": { body: `{"pin":"${PIN}"}` },
  "a field beside data": { body: `{"data":{"pin":"${PIN}"},"pin":"${PIN}"}` },
  "a PIN for a field beside data": { body: `{"data":{"pin":"${PIN}"},"${PIN}":1}` },
  "a named type": { body: `{"data":{"@type":"${PIN}","pin":"${PIN}"}}` },
  "a named type, deeper": { body: `{"data":{"pin":{"@type":"${PIN}","value":"${PIN}"}}}` },
  "a named type in a list": {
    body: `{"data":[[{"@type":"type.googleapis.com/google.protobuf.Int64Value","value":"x${PIN}"}]]}`,
  },
  "a named type under __proto__": { body: `{"data":{"__proto__":{"@type":"${PIN}"}}}` },
  "fields under __proto__": { body: `{"data":{"__proto__":{"pin":"${PIN}"}}}` },
  "a field more under __proto__": { body: `{"data":{"pin":"${PIN}","__proto__":{"force":true}}}` },
  "__proto__ for data": { body: `{"__proto__":{"data":{"pin":"${PIN}"}}}` },
  "great depth": { body: `{"data":${deep(500)}}` },
  "a list": { body: `["${PIN}"]` },
  "a text": { body: `"${PIN}"` },
  "a number": { body: PIN },
  null: { body: "null" },
  nothing: { body: "" },
  "half of its JSON": { body: `{"data":{"pin":"${PIN}"` },
  "JSON and more": { body: `{"data":{"pin":"${PIN}"}}${PIN}` },
  "a form": { body: `data[pin]=${PIN}&pin=${PIN}`, headers: { "content-type": "application/x-www-form-urlencoded" } },
  "plain text": { body: `{"data":{"pin":"${PIN}"}}`, headers: { "content-type": "text/plain" } },
  "a PIN for a content type": { body: "{}", headers: { "content-type": `${PIN}/${PIN}` } },
  "no content type": { body: `{"data":{"pin":"${PIN}"}}`, headers: {} },
  "JSON of another kind": { body: `{"data":{"pin":"${PIN}"}}`, headers: { "content-type": "application/jsonx" } },
  "another charset": {
    body: `{"data":{"pin":"${PIN}"`,
    headers: { "content-type": `application/json; charset=x${PIN}` },
  },
  "compression that is none": {
    body: `{"data":{"pin":"${PIN}"}}${PIN}`,
    headers: { "content-type": "application/json", "content-encoding": "gzip" },
  },
  compression: {
    body: gzipSync(`{"data":{"pin":"${PIN}"}`),
    headers: { "content-type": "application/json", "content-encoding": "gzip" },
  },
};

const INVALID: Readonly<Record<string, unknown>> = {
  null: null,
  "a list": [PIN],
  "a text": PIN,
  "no PIN": {},
  "five digits": { pin: PIN.slice(1) },
  "seven digits": { pin: `${PIN}7` },
  "a PIN as a number": { pin: Number(PIN) },
  "a PIN in a list": { pin: [PIN] },
  "a PIN with a blank": { pin: ` ${PIN}` },
  "a PIN for a field": { [PIN]: "x" },
  "a PIN for a field, and a good one": { pin: PIN, [PIN]: "x" },
  "a PIN for a region": { pin: PIN, dataLocalizationRegion: PIN },
  "a PIN for a number": { pin: PIN, phoneNumberId: `+1${PIN}` },
  "a PIN for force": { pin: PIN, force: PIN },
  "an unknown field": { pin: PIN, unknown: PIN },
};

const assertQuiet = (answer: Answer): void => assert.ok(!answer.whole.includes(PIN), answer.whole);

/** The log comes through a pipe of its own, so it may arrive after the answer. */
async function printedLine(line: RegExp): Promise<void> {
  for (let wait = 0; wait < 100 && !line.test(printed); wait += 1) await pause(50);
  assert.match(printed, line);
}

describe("the door", () => {
  it("lets a good call through", async () => {
    const answer = await call({ pin: PIN, dataLocalizationRegion: "DE" });
    assert.deepEqual(answer.result, { by: "operator", fields: ["pin", "dataLocalizationRegion"] });
    const charset = {
      body: `{"data":{"pin":"${PIN}"}}`,
      headers: { "content-type": "Application/JSON ; charset=utf-8" },
    };
    assert.equal((await send(charset, "operator")).httpStatus, 200);
  });

  it("asks who calls before it looks at what is sent", async () => {
    for (const sent of [{ body: '{"data":{}}' }, ...Object.values(MALFORMED)]) {
      const nobody = await send(sent, null);
      assert.deepEqual([nobody.httpStatus, nobody.error?.status], [401, "UNAUTHENTICATED"], nobody.whole);
      const forged = await send(sent, "forged");
      assert.deepEqual([forged.httpStatus, forged.error?.status], [401, "UNAUTHENTICATED"], forged.whole);
      const user = await send(sent, "user");
      assert.deepEqual([user.httpStatus, user.error?.status], [403, "PERMISSION_DENIED"], user.whole);
      for (const answer of [nobody, forged, user]) assertQuiet(answer);
    }
  });

  for (const uid of ["user", "promoted"]) {
    it(`turns away a token without the claim before Firebase Auth is asked: ${uid}`, async () => {
      assert.equal((await call({ pin: PIN }, uid)).error?.status, "PERMISSION_DENIED");
      await call({ pin: PIN });
      await printedLine(/Auth was asked for operator/);
      assert.ok(!printed.includes(`Auth was asked for ${uid}`), "strangers spend its quota");
    });
  }

  for (const uid of ["demoted", "without-claims", "nearly-an-operator"]) {
    it(`turns away an old token whose user has the claim no more: ${uid}`, async () => {
      assert.equal((await call({ pin: PIN }, uid)).error?.status, "PERMISSION_DENIED");
    });
  }

  for (const uid of ["disabled", "signed-out", "deleted"]) {
    it(`turns away a token whose user was ${uid}`, async () => {
      assert.equal((await call({ pin: PIN }, uid)).error?.status, "UNAUTHENTICATED");
    });
  }

  it("takes a token that was made after its user was signed out everywhere", async () => {
    assert.equal((await call({ pin: PIN }, "signed-in-since")).httpStatus, 200);
  });

  for (const [name, sent] of Object.entries(MALFORMED)) {
    it(`answers invalid-argument to a body that is malformed: ${name}`, async () => {
      const answer = await send(sent, "operator");
      assert.deepEqual([answer.httpStatus, answer.error?.status], [400, "INVALID_ARGUMENT"], answer.whole);
      const { issues } = InvalidArgumentDetails.parse(answer.error?.details);
      assert.match(issues[0]?.message ?? "", /^The body .+\.$/);
      assertQuiet(answer);
    });
  }

  for (const [name, data] of Object.entries(INVALID)) {
    it(`answers invalid-argument, with where and why: ${name}`, async () => {
      const answer = await call(data);
      assert.deepEqual([answer.httpStatus, answer.error?.status], [400, "INVALID_ARGUMENT"], answer.whole);
      const { issues } = InvalidArgumentDetails.parse(answer.error?.details);
      for (const { path, message } of issues) {
        assert.match(path, /^(?:pin|phoneNumberId|dataLocalizationRegion|force)?$/);
        assert.ok(message.length > 5);
      }
      assertQuiet(answer);
    });
  }

  for (const method of ["GET", "PUT", "PATCH", "DELETE"]) {
    it(`refuses ${method}`, async () => {
      const answer = await send({ method, body: `{"data":{"pin":"${PIN}"}}` }, "operator");
      assert.ok(answer.httpStatus >= 400, answer.whole);
      assertQuiet(answer);
    });
  }

  it("tells a caller nothing of a defect but where to look, and the log everything", async () => {
    const answer = await call({ pin: PIN, force: true });
    assert.deepEqual([answer.httpStatus, answer.error?.status], [500, "INTERNAL"]);
    const { correlationId } = InternalDetails.parse(answer.error?.details);
    assert.ok(!answer.whole.includes("the cause of it all"));
    assert.doesNotMatch(
      answer.error?.message ?? "",
      /nothing was sent/,
      "which a defect after a request would make untrue",
    );
    await printedLine(new RegExp(`"event":"call_failed".*${correlationId}.*the cause of it all`));
    const again = await call({ pin: PIN, force: true });
    assert.notEqual(InternalDetails.parse(again.error?.details).correlationId, correlationId);
  });

  it("notes who was turned away, and prints nothing of what anybody sent", async () => {
    await call({ pin: PIN }, "user");
    await printedLine(
      /"event":"call_refused".*"reason":"permission-denied"|"reason":"permission-denied".*"event":"call_refused"/,
    );
    await pause(100);
    assert.ok(!printed.includes(PIN), printed);
  });
});
