import { randomUUID } from "node:crypto";
import { Agent, request as httpRequest, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { performance } from "node:perf_hooks";
import { applyWebhook } from "../../functions/src/app/apply-webhook.ts";
import { firestoreDeliveries } from "../../functions/src/firestore/deliveries.ts";
import { firestoreMessageTrail } from "../../functions/src/firestore/message-trail.ts";
import { firestorePhoneNumbers } from "../../functions/src/firestore/phone-numbers.ts";
import { CONNECTED } from "../../functions/src/testing/fixtures.ts";
import { EVENT_S, payload, quality, signatureOf, status } from "../../functions/src/testing/webhook-payloads.ts";
import { webhookServer } from "../../functions/src/testing/webhook-server.ts";
import { getFirestore, type Firestore } from "../product-packages.ts";
import { interleaved, type Comparison } from "./interleaved.ts";
import { naiveWebhook } from "./naive-webhook.ts";

const WABA = "777100000000001";
const SECRET = "bench-app-secret";
const NUMBERS = 20;
const CONNECTIONS = 16;
const SINGLE_DELIVERIES = 320;
const BATCHES = 16;
const BATCH_SIZE = 100;

/** Sustained deliveries a second, ours beside the naive handler's, over HTTP and into the Firestore emulator. */
export interface WebhookThroughput {
  /** One status of a message in each delivery: the common case. */
  readonly statuses: Comparison;
  /** One event about one of twenty numbers in each delivery. */
  readonly events: Comparison;
  /** A hundred events about twenty numbers in each delivery. */
  readonly batches: Comparison;
}

/** FIRESTORE_EMULATOR_HOST and GCLOUD_PROJECT must be set, and a Firebase app initialised. */
export async function webhookThroughput(rounds: number): Promise<WebhookThroughput> {
  const db = getFirestore();
  const digits = await connectedNumbers(db);
  await using ours = await ourServer(db);
  const naive = naiveWebhook(db);
  await new Promise<void>((resolve) => {
    naive.listen(0, "127.0.0.1", resolve);
  });
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const compare = (bodiesOf: (round: string) => Buffer[]): Promise<Comparison> =>
    interleaved(
      rounds,
      async () => deliverAll(agent, ours.url, bodiesOf(randomUUID())),
      async () => deliverAll(agent, urlOf(naive), bodiesOf(randomUUID())),
    );
  try {
    return {
      statuses: await compare((round) =>
        singles((index) => status(idOf(index), `wamid.${round}.${index}`, "delivered")),
      ),
      events: await compare((round) => singles((index) => news(digits(index), `E${round}${index}`))),
      batches: await compare((round) => {
        const one = (batch: number) =>
          Array.from({ length: BATCH_SIZE }, (_, index) => news(digits(index), `E${round}${batch}-${index}`));
        return Array.from({ length: BATCHES }, (_, batch) => payload(one(batch), { wabaId: WABA, time: nextSecond() }));
      }),
    };
  } finally {
    agent.destroy();
    naive.close();
    naive.closeAllConnections();
  }
}

let seconds = EVENT_S - 86_400;
/** Every event is newer than those before it, so that each one is news. */
function nextSecond(): number {
  seconds += 1;
  return seconds;
}

/** An event that is none of the others, and says something new. */
function news(digits: string, mark: string): ReturnType<typeof quality> {
  const { field, value } = quality(digits, seconds % 2 === 0 ? "FLAGGED" : "UNFLAGGED");
  return { field, value: { ...value, old_limit: mark } };
}

const idOf = (index: number): string => `5510${String((index % NUMBERS) + 1).padStart(11, "0")}`;

const singles = (change: (index: number) => ReturnType<typeof quality>): Buffer[] =>
  Array.from({ length: SINGLE_DELIVERIES }, (_, index) =>
    payload([change(index)], { wabaId: WABA, time: nextSecond() }),
  );

async function connectedNumbers(db: Firestore): Promise<(index: number) => string> {
  const digits = (index: number): string => `1555100${String((index % NUMBERS) + 1).padStart(4, "0")}`;
  const numbers = firestorePhoneNumbers(db, { seenBy: "reconcile", limit: 10 });
  for (let index = 0; index < NUMBERS; index += 1) {
    const view = { ...CONNECTED, displayPhoneNumber: `+${digits(index)}` };
    await numbers.look(idOf(index), { view, refusal: null, token: null });
  }
  return digits;
}

function ourServer(db: Firestore): ReturnType<typeof webhookServer> {
  const ports = {
    deliveries: firestoreDeliveries(db, WABA),
    trail: firestoreMessageTrail(db),
    journal: {
      phoneNumberChanged: () => undefined,
      ledgerUnreadable: () => undefined,
      webhookDropped: () => undefined,
    },
    appId: null,
    manages: () => true,
  };
  return webhookServer({
    appSecret: SECRET,
    verifyToken: "bench",
    take: (changes) => applyWebhook(ports, { changes, configuredWabaId: WABA, receivedAt: Date.now() }),
  });
}

const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

/** Deliveries a second, over a few connections at a time. @throws when one is not taken. */
async function deliverAll(agent: Agent, url: string, bodies: readonly Buffer[]): Promise<number> {
  const queue = bodies.map((body) => ({ body, signature: signatureOf(body, SECRET) })).values();
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      for (const { body, signature } of queue) await post(agent, url, body, signature);
    }),
  );
  return (bodies.length * 1000) / (performance.now() - begun);
}

function post(agent: Agent, url: string, body: Buffer, signature: string): Promise<void> {
  const headers = { "content-type": "application/json", "x-hub-signature-256": signature };
  return new Promise((resolve, reject) => {
    const sent = httpRequest(url, { method: "POST", agent, headers }, (response) => {
      const isTaken = response.statusCode === 200;
      response.resume().once("end", () => (isTaken ? resolve() : reject(new Error(`answered ${response.statusCode}`))));
    });
    sent.once("error", reject).end(body);
  });
}
