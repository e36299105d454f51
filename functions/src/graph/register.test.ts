import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import { after, before, beforeEach, describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { Pin } from "../domain/pin.ts";
import type { CallReply } from "../domain/reply.ts";
import { NUMBER } from "../testing/fixtures.ts";
import {
  body,
  drip,
  flood,
  graphServer,
  hang,
  json,
  reset,
  resetInBody,
  type Behaviour,
  type GraphServer,
} from "../testing/graph-server.ts";
import type { GraphAccess } from "./access.ts";
import { register } from "./register.ts";

const TOKEN = "EAAinventedSystemUserToken000001";
const APP_SECRET = "0123456789abcdef0123456789abcdef";
const PIN = "046813";
const PLENTY_MS = 5000;
const SHORT_MS = 150;

let graph: GraphServer;
before(async () => {
  graph = await graphServer(hang);
});
after(() => graph[Symbol.asyncDispose]());
beforeEach(() => {
  graph.received.length = 0;
});

const access = (rest: Partial<GraphAccess> = {}): GraphAccess => ({
  baseUrl: graph.origin,
  version: "v25.0",
  token: TOKEN,
  appSecret: "",
  ...rest,
});

function post(behaviour: Behaviour, deadlineMs = PLENTY_MS, rest: Partial<GraphAccess> = {}): Promise<CallReply> {
  graph.behaviour = behaviour;
  const ask = { phoneNumberId: NUMBER, pin: new Pin(PIN), dataLocalizationRegion: null };
  return register(access(rest))(ask, deadlineMs);
}

const refusal = (error: Readonly<Record<string, unknown>>, status = 400): Behaviour => json(status, { error });

/** What was answered, in short: enough to tell every outcome apart. */
function short(reply: CallReply): string {
  if (reply.kind === "refused") return `refused ${reply.error.code}`;
  return reply.kind === "unreadable" ? `unreadable ${reply.httpStatus}` : reply.kind;
}

describe("the POST to /register", () => {
  it("is what Meta documents, and nothing else", async () => {
    assert.deepEqual(await post(json(200, { success: true })), { kind: "accepted" });
    const [request] = graph.received;
    assert.ok(request !== undefined);
    assert.deepEqual([request.method, request.path], ["POST", `/v25.0/${NUMBER}/register`]);
    assert.deepEqual(request.query, {});
    assert.deepEqual(JSON.parse(request.body), { messaging_product: "whatsapp", pin: PIN });
    assert.equal(request.headers.authorization, `Bearer ${TOKEN}`);
    assert.match(request.headers["content-type"] ?? "", /^application\/json/);
    assert.equal(request.headers.connection, "close", "the connection is of no further use");
  });

  it("names the region only when one is asked for", async () => {
    graph.behaviour = json(200, { success: true });
    await register(access())({ phoneNumberId: NUMBER, pin: new Pin(PIN), dataLocalizationRegion: "DE" }, PLENTY_MS);
    assert.match(graph.received[0]?.body ?? "", /"data_localization_region":"DE"/);
  });

  it("carries the token in the Authorization header alone", async () => {
    await post(json(200, { success: true }), PLENTY_MS, { appSecret: APP_SECRET });
    const whole = graph.received[0]?.whole ?? "";
    assert.equal(whole.split(TOKEN).length - 1, 1);
    assert.ok(!whole.includes(APP_SECRET), "the app secret never leaves");
  });

  it("proves the app secret where there is one", async () => {
    await post(json(200, { success: true }), PLENTY_MS, { appSecret: APP_SECRET });
    const expected = createHmac("sha256", APP_SECRET).update(TOKEN).digest("hex");
    assert.deepEqual(graph.received[0]?.query, { appsecret_proof: expected });
  });
});

describe("an answer that can be read", () => {
  const cases: readonly (readonly [string, Behaviour, string])[] = [
    ["success", json(200, { success: true }), "accepted"],
    ["success and more", json(200, { success: true, id: "1" }), "accepted"],
    ["success with 201", json(201, { success: true }), "accepted"],
    [
      "success as text/javascript, as Graph often writes",
      body(200, "text/javascript; charset=UTF-8", '{"success":true}'),
      "accepted",
    ],
    ["success behind a byte order mark", body(200, "application/json", '\u{FEFF}{"success":true}'), "accepted"],
    ["an error", refusal({ code: 133_005, message: "(#133005) Two step verification PIN Mismatch" }), "refused 133005"],
    ["an error with HTTP 200", refusal({ code: 190 }, 200), "refused 190"],
    ["an error with HTTP 503", refusal({ code: 133_004 }, 503), "refused 133004"],
    ["an error beside success", json(200, { success: true, error: { code: 2 } }), "refused 2"],
    ["an error of nothing but a code", refusal({ code: 100 }), "refused 100"],
    [
      "an error with fields of other types",
      refusal({ code: 100, message: 7, error_data: "x", error_subcode: "y" }),
      "refused 100",
    ],
  ];
  it("is taken with the names of what Meta adds to it, and without what stands there", async () => {
    const reply = await post(json(200, { success: true, id: "1", pin_not_set: "secret", more: { deep: 1 } }));
    assert.deepEqual(reply, { kind: "accepted", otherKeys: ["pin_not_set", "more"] });
    assert.deepEqual(await post(json(200, { success: true, id: "1" })), { kind: "accepted" });
  });

  for (const [name, behaviour, expected] of cases) {
    it(`is understood: ${name}`, async () => {
      assert.equal(short(await post(behaviour)), expected);
      assert.equal(graph.received.length, 1);
    });
  }

  it("is passed on whole", async () => {
    const reply = await post(
      refusal(
        {
          message: "(#133009) Zu schnell",
          type: "OAuthException",
          code: 133_009,
          error_subcode: 2_494_010,
          error_data: { messaging_product: "whatsapp", details: "Try again in 5 minutes" },
          error_user_title: "Título",
          error_user_msg: "Mensagem",
          is_transient: true,
          fbtrace_id: "Ab/C+d",
        },
        418,
      ),
    );
    assert.deepEqual(reply, {
      kind: "refused",
      regainAccessMs: null,
      error: {
        code: 133_009,
        subcode: 2_494_010,
        type: "OAuthException",
        message: "(#133009) Zu schnell",
        details: "Try again in 5 minutes",
        userTitle: "Título",
        userMessage: "Mensagem",
        fbtraceId: "Ab/C+d",
        httpStatus: 418,
      },
    });
  });

  it("tells the wait that the usage header names", async () => {
    const usage = { "777000000000001": [{ type: "x", estimated_time_to_regain_access: 12 }] };
    const headers = { "x-business-use-case-usage": JSON.stringify(usage) };
    const reply = await post(json(400, { error: { code: 80_008 } }, headers));
    assert.equal(reply.kind === "refused" && reply.regainAccessMs, 720_000);
  });

  it("keeps nothing of what was sent, where Meta echoes it", async () => {
    const appSecret = APP_SECRET;
    const echo: Behaviour = (response, request) => {
      const text = `${request.whole} ${appSecret} ${"x".repeat(5000)}`;
      const all = { message: text, type: text, error_user_title: text, error_user_msg: text, fbtrace_id: text };
      json(400, { error: { code: 100, ...all, error_data: { details: text } } })(response, request, response.req);
    };
    const reply = await post(echo, PLENTY_MS, { appSecret });
    const kept = JSON.stringify(reply);
    const proof = createHmac("sha256", appSecret).update(TOKEN).digest("hex");
    for (const secret of [TOKEN, PIN, appSecret, proof]) assert.ok(!kept.includes(secret), kept);
    assert.match(kept, /\[hidden\]/);
    assert.ok(reply.kind === "refused" && reply.error.message.length <= 2000, "nor more than fits into a document");
  });
});

describe("an answer that cannot be read", () => {
  const compressed =
    (content: Buffer): Behaviour =>
    (response) =>
      response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end(content);
  const cases: readonly (readonly [string, Behaviour, string])[] = [
    ["success: false", json(200, { success: false }), "unreadable 200"],
    ["success in words", json(200, { success: "true" }), "unreadable 200"],
    ["another success", json(200, { ok: true }), "unreadable 200"],
    ["success with HTTP 500", json(500, { success: true }), "unreadable 500"],
    ["success with HTTP 302", json(302, { success: true }), "unreadable 302"],
    ["an error without a code", json(403, { error: { message: "Provide valid app ID" } }), "unreadable 403"],
    ["an error whose code is a word", json(400, { error: { code: "hundred" } }), "unreadable 400"],
    ["an array", json(200, [{ success: true }]), "unreadable 200"],
    ["null", json(200, null), "unreadable 200"],
    ["nothing", body(200, "application/json", ""), "unreadable 200"],
    ["nothing, 204", (response) => response.writeHead(204).end(), "unreadable 204"],
    ["HTML with 200", body(200, "text/html", "<html>ok</html>"), "unreadable 200"],
    ["HTML with 502", body(502, "text/html", "<html>bad gateway</html>"), "unreadable 502"],
    ["HTML with 429", body(429, "text/html", "slow down"), "unreadable 429"],
    ["JSON called HTML", body(200, "text/html", '{"success":true}'), "unreadable 200"],
    ["JSON called plain text", body(400, "text/plain", '{"error":{"code":190}}'), "unreadable 400"],
    ["half of its JSON", body(200, "application/json", '{"success":tr'), "unreadable 200"],
    ["JSON and more", body(200, "application/json", '{"success":true}}'), "unreadable 200"],
    ["a reset before it begins", reset, "unreadable null"],
    ["a reset in its body", resetInBody(200), "unreadable 200"],
    ["a reset in the body of a 429", resetInBody(429), "unreadable 429"],
    ["a reset in the body of a 503", resetInBody(503), "unreadable 503"],
    ["a broken compression", compressed(Buffer.from("not gzip")), "unreadable 200"],
    ["half of its compression", compressed(gzipSync('{"success":true}').subarray(0, 12)), "unreadable 200"],
    [
      "twenty megabytes in a few compressed bytes",
      compressed(gzipSync(Buffer.alloc(20_000_000, " "))),
      "unreadable 200",
    ],
    ["something that is not HTTP", (_, __, raw) => raw.socket.end("PIN? What PIN?\r\n\r\n"), "unreadable null"],
    ["too many headers", json(200, { success: true }, { "x-long": "x".repeat(100_000) }), "unreadable null"],
  ];
  for (const [name, behaviour, expected] of cases) {
    it(`leaves the outcome open: ${name}`, async () => {
      const reply = await post(behaviour);
      assert.equal(short(reply), expected);
      assert.equal(graph.received.length, 1, "sent once");
      assert.ok(!JSON.stringify(reply).includes(PIN) && !JSON.stringify(reply).includes(TOKEN));
    });
  }

  for (const [name, behaviour, expected] of [
    ["hangs", hang, "unreadable null"],
    ["drips", drip(200), "unreadable 200"],
    ["drips, with 503", drip(503), "unreadable 503"],
    ["drips, with 429", drip(429), "unreadable 429"],
  ] as const) {
    it(`is not waited for beyond the deadline when it ${name}`, async () => {
      const startedAt = performance.now();
      assert.equal(short(await post(behaviour, SHORT_MS)), expected);
      const took = performance.now() - startedAt;
      assert.ok(took >= SHORT_MS - 5 && took < SHORT_MS + 600, `${took} ms`);
      assert.equal(graph.received.length, 1);
    });
  }

  it("is not read to its end when it has none", async () => {
    const sent = { bytes: 0 };
    const memory = process.memoryUsage().arrayBuffers;
    assert.equal(short(await post(flood(200, sent))), "unreadable 200");
    assert.ok(sent.bytes < 20_000_000, `${sent.bytes} bytes were taken`);
    assert.ok(process.memoryUsage().arrayBuffers - memory < 20_000_000);
    assert.equal(short(await post(flood(429, sent))), "unreadable 429");
  });

  it("may have any deadline, whole milliseconds or not", async () => {
    assert.equal(short(await post(json(200, { success: true }), 2999.4)), "accepted");
  });
});

describe("a redirect", () => {
  for (const status of [301, 302, 303, 307, 308]) {
    it(`with ${status} is not followed`, async () => {
      await using elsewhere = await graphServer(json(200, { success: true }));
      const location = `${elsewhere.origin}/v25.0/${NUMBER}/register`;
      const reply = await post((response) => response.writeHead(status, { location }).end());
      assert.equal(short(reply), `unreadable ${status}`);
      assert.equal(elsewhere.received.length, 0);
      assert.equal(graph.received.length, 1);
    });
  }
});

describe("a connection that never stood", () => {
  const notSent = async (baseUrl: string, deadlineMs = PLENTY_MS): Promise<CallReply> => {
    const reply = await post(hang, deadlineMs, { baseUrl });
    assert.equal(reply.kind, "not_sent", JSON.stringify(reply));
    return reply;
  };

  it("sent nothing: refused", async () => {
    const closed = await graphServer(hang);
    await closed[Symbol.asyncDispose]();
    assert.deepEqual(await notSent(closed.origin), { kind: "not_sent", reason: "ECONNREFUSED" });
  });

  it("sent nothing: no such name", async () => {
    await notSent("https://graph.invalid", 2000);
  });

  it("sent nothing: a certificate that nobody signed", async () => {
    await using unsigned = await graphServer(json(200, { success: true }), { tls: true });
    assert.deepEqual(await notSent(unsigned.origin), { kind: "not_sent", reason: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    assert.equal(unsigned.received.length, 0);
  });

  it("sent nothing: TLS expected, plain HTTP found", async () => {
    await notSent(graph.origin.replace("http:", "https:"));
    assert.equal(graph.received.length, 0);
  });

  it("sent nothing: a handshake that never ends", async () => {
    const bytes: Buffer[] = [];
    const silent = createServer((socket) => {
      socket.on("data", (chunk: Buffer) => bytes.push(chunk));
      socket.on("error", () => undefined);
    });
    await once(silent.listen(0, "127.0.0.1"), "listening");
    const address = silent.address();
    assert.ok(address !== null && typeof address === "object");
    await notSent(`https://127.0.0.1:${address.port}`, SHORT_MS);
    assert.ok(!Buffer.concat(bytes).toString("latin1").includes(NUMBER), "no more than a greeting");
    await once(silent.close(), "close");
  });

  it("is claimed only where nothing arrives, however soon the deadline comes", async () => {
    await using own = await graphServer(hang);
    const ids = Array.from({ length: 120 }, (_, index) => String(550_000_000_000_000 + index));
    const unsent: string[] = [];
    await Promise.all(
      ids.map(async (phoneNumberId, index) => {
        const ask = { phoneNumberId, pin: new Pin(PIN), dataLocalizationRegion: null };
        const reply = await register(access({ baseUrl: own.origin }))(ask, (index % 40) - 0.5);
        if (reply.kind === "not_sent") unsent.push(phoneNumberId);
      }),
    );
    await pause(150);
    const arrived = new Set(own.received.map((request) => request.path.split("/")[2]));
    assert.ok(unsent.length > 0, "no deadline came soon enough to show anything");
    assert.deepEqual(
      unsent.filter((id) => arrived.has(id)),
      [],
    );
  });

  it("is not claimed where the request may have gone out: closed as soon as it stood", async () => {
    const rude = createServer((socket) => socket.destroy());
    await once(rude.listen(0, "127.0.0.1"), "listening");
    const address = rude.address();
    assert.ok(address !== null && typeof address === "object");
    const reply = await post(hang, PLENTY_MS, { baseUrl: `http://127.0.0.1:${address.port}` });
    assert.equal(short(reply), "unreadable null");
    await once(rude.close(), "close");
  });
});

describe("a proxy in the environment", () => {
  it("is not used, not even where Node is told to use it", async () => {
    await using proxy = await graphServer(json(200, { success: true }));
    graph.behaviour = json(400, { error: { code: 133_005 } });
    const { href } = new URL("register.ts", import.meta.url);
    const script = `
      import { register } from ${JSON.stringify(href)};
      import { Pin } from ${JSON.stringify(href.replace("graph/register.ts", "domain/pin.ts"))};
      const access = { baseUrl: process.argv[1], version: "v25.0", token: "EAAinvented", appSecret: "" };
      const ask = { phoneNumberId: ${JSON.stringify(NUMBER)}, pin: new Pin("046813"), dataLocalizationRegion: null };
      const reply = await register(access)(ask, 5000);
      console.log(reply.kind, reply.error?.code);
      process.exit(0);
    `;
    const env = {
      PATH: process.env["PATH"],
      NODE_USE_ENV_PROXY: "1",
      HTTP_PROXY: proxy.origin,
      HTTPS_PROXY: proxy.origin,
      ALL_PROXY: proxy.origin,
      http_proxy: proxy.origin,
      https_proxy: proxy.origin,
    };
    const args = ["--input-type=module", "--eval", script, graph.origin];
    const { stdout } = await promisify(execFile)(process.execPath, args, { env });
    assert.equal(stdout.trim(), "refused 133005");
    assert.equal(proxy.received.length, 0);
  });
});
