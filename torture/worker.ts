// Run as a process of its own by processes/crew.ts: registers numbers as it is told, and can be killed at any moment.
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { registerPhoneNumber } from "../functions/src/app/register-phone-number.ts";
import { attemptPorts, ownAccount } from "../functions/src/composition.ts";
import { Pin } from "../functions/src/domain/pin.ts";
import { demoConfiguration } from "../tools/demo-configuration.ts";
import { getFirestore } from "../tools/product-packages.ts";
import { PIN } from "./canaries.ts";
import { registerNaively } from "./naive.ts";
import { withPoints, type Point } from "./processes/points.ts";
import type { Answer, Order, Way, Word } from "./processes/words.ts";

const POST_MS = 20_000;

// The process that started it may be gone before it is ready.
process.on("disconnect", () => process.exit());
if (!process.connected) process.exit();

const config = demoConfiguration(process.argv[2] ?? "");
const ports = attemptPorts(config, ownAccount(config));
const db = getFirestore();
// The first request opens the connection, which would blur where a call is when it is killed.
await db.collection("warmUp").doc("any").get();

process.on("message", (order: Order) => {
  if (order.kind === "register") void registerAll(order);
});
say({ kind: "ready" });

async function registerAll(order: Extract<Order, { kind: "register" }>): Promise<void> {
  const { way, phoneNumberId, attemptIds, hold } = order;
  const call = async (attemptId: string): Promise<Answer> => {
    const from = Date.now();
    const answer = await settled(registerOne(way, { phoneNumberId, attemptId }, holdingAt(hold)));
    return { ...answer, from, to: Date.now() };
  };
  say({ kind: "done", answers: await Promise.all(attemptIds.map(call)) });
}

/** Waits at one point, the first time it is reached. */
function holdingAt(hold: Point | null): (point: Point) => Promise<void> {
  let isHeld = false;
  return async (point) => {
    if (point !== hold || isHeld) return;
    isHeld = true;
    const go = once(process, "message");
    say({ kind: "at", point });
    await go;
  };
}

interface Call {
  readonly phoneNumberId: string;
  readonly attemptId: string;
}

type Said = Pick<Answer, "status" | "text">;

function registerOne(way: Way, call: Call, reach: (point: Point) => Promise<void>): Promise<Said> {
  return way === "ours" ? registerWell(call, reach) : registerBadly(call, reach);
}

async function registerWell(call: Call, reach: (point: Point) => Promise<void>): Promise<Said> {
  const ask = {
    phoneNumberId: call.phoneNumberId,
    attemptId: call.attemptId,
    wabaId: config.wabaId,
    customerId: null,
    accountIsKnown: false,
    pin: new Pin(PIN),
    dataLocalizationRegion: null,
    force: false,
    resetPin: false,
    by: "torture",
  };
  const result = await registerPhoneNumber(withPoints(ports, reach), ask);
  return { status: result.status, text: JSON.stringify(result) };
}

async function registerBadly({ phoneNumberId }: Call, reach: (point: Point) => Promise<void>): Promise<Said> {
  const text = await registerNaively({
    post: async () => {
      await reach("before post");
      const response = await fetch(`${config.graphBaseUrl}/${config.graphVersion}/${phoneNumberId}/register`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${config.token}` },
        body: JSON.stringify({ messaging_product: "whatsapp", pin: PIN }),
        signal: AbortSignal.timeout(POST_MS),
      });
      await response.text();
      await reach("after post");
      if (!response.ok) throw new Error(`Meta answered ${response.status}.`);
    },
    save: async (status) => {
      await reach("before settle");
      await db.collection("naiveNumbers").doc(phoneNumberId).set({ status });
      await reach("after settle");
    },
    pause: (ms) => pause(ms),
    log: () => undefined,
  });
  return { status: text, text };
}

async function settled(call: Promise<Said>): Promise<Said> {
  try {
    return await call;
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { status: "rejected", text };
  }
}

function say(word: Word): void {
  process.send?.(word);
}
