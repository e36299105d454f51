import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { after, beforeEach, describe, test } from "node:test";
import { APP_SECRET } from "../magic/places.ts";
import { ask, fieldsIn, register, simulatorForTests, type Asked } from "../testing/ask.ts";

const ID = "550000000000001";
const MARK = "invented-mark";

interface Received {
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
}

/** An address that keeps what it gets and answers with these statuses, then with 200. */
async function listener(): Promise<{ url: string; got: Received[]; answers: number[]; challenge: { wrong: boolean } }> {
  const got: Received[] = [];
  const answers: number[] = [];
  const challenge = { wrong: false };
  const server = createServer((request, response) => {
    if (request.method === "GET") {
      const { searchParams } = new URL(request.url ?? "/", "http://localhost");
      const knows = searchParams.get("hub.verify_token") === "word" && !challenge.wrong;
      response.writeHead(knows ? 200 : 403).end(knows ? searchParams.get("hub.challenge") : "");
      return;
    }
    const take = async (): Promise<void> => {
      got.push({ body: await text(request), headers: request.headers });
      response.writeHead(answers.shift() ?? 200).end();
    };
    take().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  after(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, got, answers, challenge };
}

interface Delivered {
  readonly object: string;
  readonly entry: readonly {
    id: string;
    time?: number;
    changes: readonly { field: string; value: Record<string, unknown> }[];
  }[];
}
const parsed = ({ body }: Received): Delivered => JSON.parse(body) as Delivered;
/** The statuses that a delivery tells. */
const statusesIn = (received: Received | undefined): Record<string, unknown>[] => {
  const value = received === undefined ? undefined : parsed(received).entry[0]?.changes[0]?.value;
  return Array.isArray(value?.["statuses"]) ? (value["statuses"] as Record<string, unknown>[]) : [];
};
const fieldsOf = (got: readonly Received[]): string[] =>
  got.flatMap((one) => parsed(one).entry.flatMap(({ changes }) => changes.map(({ field }) => field)));
const rightly = ({ body, headers }: Received): boolean =>
  headers["x-hub-signature-256"] === `sha256=${createHmac("sha256", APP_SECRET).update(body).digest("hex")}`;

describe("webhooks", async () => {
  const simulator = await simulatorForTests();
  const control = (method: string, path: string, body?: unknown): Promise<Asked> =>
    ask(simulator, method, `/_simulator/webhooks${path}`, { token: null, ...(body === undefined ? {} : { body }) });
  const aim = async (url: string): Promise<void> => {
    const aimed = await control("POST", "/target", { url, statusDelaysMs: [1, 30, 60], retryDelaysMs: [1, 1, 1] });
    assert.equal(aimed.status, 200, JSON.stringify(aimed.body));
  };
  const idle = (): Promise<void> => simulator.state.webhooks.idle();
  beforeEach(async () => {
    simulator.state.reset();
    await control("DELETE", "/target");
  });

  const sendMessage = (to: string): Promise<Asked> =>
    ask(simulator, "POST", `${ID}/messages`, {
      body: {
        messaging_product: "whatsapp",
        to,
        type: "template",
        template: { name: "account_ready", language: { code: "en_US" } },
        biz_opaque_callback_data: MARK,
      },
    });

  test("go nowhere as long as nobody says where", async () => {
    await register(simulator, ID);
    await sendMessage("4915100000001");
    simulator.state.patchNumber(ID, { nameStatus: "DECLINED" });
    await idle();
    assert.equal((await control("POST", "/send", { events: [{ field: "security" }] })).status, 409);
    assert.deepEqual(fieldsIn(await control("GET", ""))["deliveries"], []);
  });

  test("follow a message: sent, delivered, read, with the mark of its sender", async () => {
    const { url, got } = await listener();
    await aim(url);
    await register(simulator, ID);
    const [message] = fieldsIn(await sendMessage("4915100000001"))["messages"] as { id: string }[];
    await idle();
    const statuses = got.flatMap((one) => statusesIn(one));
    assert.deepEqual(
      statuses.map((status) => status?.["status"]),
      ["sent", "delivered", "read"],
    );
    for (const status of statuses)
      assert.deepEqual([status?.["id"], status?.["biz_opaque_callback_data"]], [message?.id, MARK]);
    assert.ok(got.every(rightly));
    assert.deepEqual(parsed(got[0] ?? { body: "{}", headers: {} }).entry[0]?.changes[0]?.value["metadata"], {
      display_phone_number: "5500000000001",
      phone_number_id: ID,
    });
  });

  test("tell why a message to a magic recipient fails", async () => {
    const { url, got } = await listener();
    await aim(url);
    await register(simulator, ID);
    await sendMessage("4915100131026");
    await idle();
    const [last] = statusesIn(got.at(-1));
    assert.equal(last?.["status"], "failed");
    assert.partialDeepStrictEqual(last["errors"], [{ code: 131_026 }]);
  });

  test("tell of a name review and of quality, and of nothing that Meta does not tell", async () => {
    const { url, got } = await listener();
    await aim(url);
    simulator.state.patchNumber(ID, { nameStatus: "APPROVED", verifiedName: "Another name" });
    simulator.state.patchNumber(ID, { qualityRating: "RED" });
    simulator.state.patchNumber(ID, { qualityRating: "GREEN", status: "CONNECTED" });
    simulator.state.patchNumber(ID, { nameStatus: "PENDING_REVIEW", pin: "111111" });
    simulator.state.patchNumber(ID, { newDisplayName: "A third name", newNameStatus: "PENDING_REVIEW" });
    simulator.state.patchNumber(ID, { newNameStatus: "DECLINED" });
    await idle();
    const told = got.flatMap((one) => parsed(one).entry.map(({ changes }) => changes[0]?.value));
    assert.deepEqual(told.map((value) => String(value?.["decision"] ?? value?.["event"])).toSorted(), [
      "APPROVED",
      "FLAGGED",
      "REJECTED",
      "UNFLAGGED",
    ]);
    for (const value of told) assert.equal(value?.["display_phone_number"], "5500000000001");
  });

  test("of an account that the app is not subscribed to are not sent by themselves", async () => {
    const { url, got } = await listener();
    await aim(url);
    simulator.state.patchWaba("777000000000001", { subscribedApps: [] });
    simulator.state.patchNumber(ID, { qualityRating: "RED" });
    await idle();
    assert.equal(got.length, 0);
  });

  test("are sent again until they are taken", async () => {
    const { url, got, answers } = await listener();
    answers.push(503, 500);
    await aim(url);
    simulator.state.patchNumber(ID, { qualityRating: "RED" });
    await idle();
    assert.equal(got.length, 3);
    assert.equal(new Set(got.map(({ body }) => body)).size, 1, "the very same bytes");
    assert.deepEqual(simulator.state.webhooks.deliveries[0]?.statuses, [503, 500, 200]);
  });

  test("go out on request: any field, shuffled, doubled, in batches", async () => {
    const { url, got } = await listener();
    await aim(url);
    const events = Array.from({ length: 10 }, (_, index) => ({
      field: "security",
      phoneNumberId: ID,
      value: { event: `E${index}` },
    }));
    const sent = await control("POST", "/send", { events, batch: 2, times: 3, shuffle: true });
    assert.deepEqual(sent.body, { answers: { 200: 15 } });
    assert.equal(got.length, 15);
    assert.equal(fieldsOf(got).length, 30);
    assert.equal(new Set(got.map(({ body }) => body)).size, 5);
    const { entry } = parsed(got[0] ?? { body: "{}", headers: {} });
    assert.deepEqual(
      [entry[0]?.id, entry[0]?.changes[0]?.value["display_phone_number"]],
      ["777000000000001", "5500000000001"],
    );
  });

  for (const signature of ["forged", "missing", "short", "doubled"] as const) {
    test(`with a ${signature} signature on request`, async () => {
      const { url, got } = await listener();
      await aim(url);
      await control("POST", "/send", { events: [{ field: "security", value: { event: "X" } }], signature });
      const header = got[0]?.headers["x-hub-signature-256"];
      assert.ok(got[0] !== undefined && !rightly(got[0]));
      if (signature === "missing") assert.equal(header, undefined);
      if (signature === "doubled") assert.match(String(header), /^sha256=[0-9a-f]{64}, sha256=[0-9a-f]{64}$/);
      if (signature === "short") assert.match(String(header), /^sha256=[0-9a-f]{56}$/);
    });
  }

  test("begin with Meta's handshake", async () => {
    const { url, challenge } = await listener();
    await aim(url);
    assert.deepEqual((await control("POST", "/handshake", { verifyToken: "word" })).body, { status: 200, right: true });
    assert.deepEqual((await control("POST", "/handshake", { verifyToken: "guess" })).body, {
      status: 403,
      right: false,
    });
    challenge.wrong = true;
    assert.deepEqual((await control("POST", "/handshake", { verifyToken: "word" })).body, {
      status: 403,
      right: false,
    });
  });

  test("say what is wrong with a request for them", async () => {
    assert.equal((await control("POST", "/target", { url: "ftp://x" })).status, 400);
    assert.equal((await control("POST", "/nothing")).status, 404);
    const { url } = await listener();
    await aim(url);
    assert.equal((await control("POST", "/send", { events: [] })).status, 400);
  });
});
