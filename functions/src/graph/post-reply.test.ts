import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, beforeEach, describe, it } from "node:test";
import { inspect } from "node:util";
import { Pin } from "../domain/pin.ts";
import type { CallReply } from "../domain/reply.ts";
import { TEST_MESSAGE_MARK } from "../domain/test-message.ts";
import { VerificationCode } from "../domain/verification-code.ts";
import { NUMBER, WABA } from "../testing/fixtures.ts";
import { body, graphServer, hang, json, type Behaviour, type GraphServer } from "../testing/graph-server.ts";
import type { GraphAccess } from "./access.ts";
import { createTemplate } from "./create-template.ts";
import { deregister } from "./deregister.ts";
import { requestCode } from "./request-code.ts";
import { sendTemplate } from "./send-template.ts";
import { setPin } from "./set-pin.ts";
import { verifyCode } from "./verify-code.ts";

const TOKEN = "EAAinventedSystemUserToken000001";
const APP_SECRET = "0123456789abcdef0123456789abcdef";
const DIGITS = "046813";
const RECIPIENT = "4915112345678";
const PLENTY_MS = 5000;

let graph: GraphServer;
before(async () => {
  graph = await graphServer(hang);
});
after(() => graph[Symbol.asyncDispose]());
beforeEach(() => {
  graph.received.length = 0;
});

interface Post {
  /** The path behind the version, and the body, as Meta documents them. */
  readonly path: string;
  readonly body: object;
  readonly success: object;
  /** What must never be seen in an answer. */
  readonly secret: string | null;
  readonly send: (access: GraphAccess, deadlineMs: number) => Promise<CallReply>;
}

const phoneNumberId = NUMBER;
const message = { phoneNumberId, to: RECIPIENT, template: "hello_world", language: "en_US" };

const POSTS: Readonly<Record<string, Post>> = {
  deregister: {
    path: `/${NUMBER}/deregister`,
    body: {},
    success: { success: true },
    secret: null,
    send: (access, ms) => deregister(access)(phoneNumberId, ms),
  },
  request_code: {
    path: `/${NUMBER}/request_code`,
    body: { code_method: "VOICE", language: "pt_BR" },
    success: { success: true },
    secret: null,
    send: (access, ms) => requestCode(access)({ phoneNumberId, method: "VOICE", language: "pt_BR" }, ms),
  },
  verify_code: {
    path: `/${NUMBER}/verify_code`,
    body: { code: DIGITS },
    success: { success: true, id: NUMBER },
    secret: DIGITS,
    send: (access, ms) => verifyCode(access)({ phoneNumberId, code: new VerificationCode("046-813") }, ms),
  },
  "the two-step PIN": {
    path: `/${NUMBER}`,
    body: { pin: DIGITS },
    success: { success: true },
    secret: DIGITS,
    send: (access, ms) => setPin(access)({ phoneNumberId, pin: new Pin(DIGITS) }, ms),
  },
  messages: {
    path: `/${NUMBER}/messages`,
    body: {
      messaging_product: "whatsapp",
      recipient_type: "individual",
      to: `+${RECIPIENT}`,
      type: "template",
      template: { name: "hello_world", language: { code: "en_US" } },
      biz_opaque_callback_data: TEST_MESSAGE_MARK,
    },
    success: {
      messaging_product: "whatsapp",
      contacts: [],
      messages: [{ id: "wamid.a/b==", message_status: "accepted" }],
    },
    secret: RECIPIENT,
    send: (access, ms) => sendTemplate(access)(message, ms),
  },
  create_template: {
    path: `/${WABA}/message_templates`,
    body: {
      name: "invented",
      language: "en_US",
      category: "UTILITY",
      components: [{ type: "BODY", text: "It is ready." }],
    },
    success: { id: "222000000000001", status: "PENDING", category: "UTILITY" },
    secret: null,
    send: (access, ms) =>
      createTemplate(access)(WABA, { name: "invented", language: "en_US", body: "It is ready." }, ms),
  },
};

for (const [name, post] of Object.entries(POSTS)) {
  const send = (behaviour: Behaviour, deadlineMs = PLENTY_MS, appSecret = ""): Promise<CallReply> => {
    graph.behaviour = behaviour;
    return post.send({ baseUrl: graph.origin, version: "v25.0", token: TOKEN, appSecret }, deadlineMs);
  };

  describe(`the POST of ${name}`, () => {
    it("is what Meta documents, once, with the token in the header alone", async () => {
      assert.equal((await send(json(200, post.success))).kind, "accepted");
      assert.equal(graph.received.length, 1);
      const [request] = graph.received;
      assert.deepEqual([request?.method, request?.path, request?.query], ["POST", `/v25.0${post.path}`, {}]);
      assert.deepEqual(JSON.parse(request?.body ?? ""), post.body);
      assert.match(request?.headers["content-type"] ?? "", /^application\/json/);
      assert.equal((request?.whole ?? "").split(TOKEN).length - 1, 1);
    });

    it("proves the app secret where there is one", async () => {
      await send(json(200, post.success), PLENTY_MS, APP_SECRET);
      const proof = createHmac("sha256", APP_SECRET).update(TOKEN).digest("hex");
      assert.deepEqual(graph.received[0]?.query, { appsecret_proof: proof });
    });

    it("is refused in Meta's words, without what was sent", async () => {
      const echo = `${post.secret ?? "it"} is not right`;
      const error = { code: 131_009, message: echo, error_data: { details: echo }, error_user_msg: echo };
      const reply = await send(json(400, { error }));
      assert.ok(reply.kind === "refused");
      assert.equal(reply.error.message, post.secret === null ? echo : "[hidden] is not right");
      if (post.secret !== null) assert.ok(!inspect(reply, { depth: 9 }).includes(post.secret));
    });

    it("is not accepted by anything but success", async () => {
      const answers: readonly Behaviour[] = [
        json(200, { success: false }),
        json(200, {}),
        json(500, post.success),
        json(302, post.success, { location: `${graph.origin}/elsewhere` }),
        body(200, "text/html", "<html>"),
        body(200, "application/json", JSON.stringify(post.success).slice(0, -1)),
      ];
      for (const answer of answers) assert.equal((await send(answer)).kind, "unreadable");
      assert.equal(graph.received.length, answers.length, "each was sent once, and no redirect followed");
    });

    it("is given up at its deadline, and never sent again", async () => {
      const reply = await send(hang, 150);
      assert.equal(reply.kind, "unreadable");
      assert.equal(graph.received.length, 1);
    });
  });
}

describe("the recipient of a message", () => {
  it("is sent with +, or Meta puts the sender's country code before it", async () => {
    graph.behaviour = json(200, { messages: [{ id: "wamid.x" }] });
    const access = { baseUrl: graph.origin, version: "v25.0", token: TOKEN, appSecret: "" };
    for (const to of [RECIPIENT, `+${RECIPIENT}`]) {
      graph.received.length = 0;
      await sendTemplate(access)({ ...message, to }, PLENTY_MS);
      assert.partialDeepStrictEqual(JSON.parse(graph.received[0]?.body ?? ""), { to: `+${RECIPIENT}` });
    }
  });
});

describe("the id of a message", () => {
  it("is Meta's", async () => {
    graph.behaviour = json(200, { messages: [{ id: "wamid.a/b==" }, { id: "wamid.other" }] });
    const access = { baseUrl: graph.origin, version: "v25.0", token: TOKEN, appSecret: "" };
    assert.deepEqual(await sendTemplate(access)(message, PLENTY_MS), { kind: "accepted", messageId: "wamid.a/b==" });
  });

  for (const messages of [[], [{}], [{ id: "" }], [{ id: 7 }], "wamid"]) {
    it(`cannot be read from ${JSON.stringify(messages)}`, async () => {
      graph.behaviour = json(200, { messages });
      const access = { baseUrl: graph.origin, version: "v25.0", token: TOKEN, appSecret: "" };
      assert.equal((await sendTemplate(access)(message, PLENTY_MS)).kind, "unreadable");
    });
  }
});
