import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { AppState, NumberState, SentMessage, WabaState } from "../state.ts";
import { changeEvents, failingCode, statusEvent, type WebhookEvent } from "./events.ts";
import { post, shakeHands, type Signature } from "./post.ts";

/** Where events go. Meta has one address an app; the simulator has one. */
export interface WebhookTarget {
  readonly url: string;
  /** Whose secret signs, and who must be subscribed to an account to hear of it by itself. */
  readonly appId: string;
  /** How long after a message each of its statuses comes, in ms of real time. */
  readonly statusDelaysMs: readonly [sent: number, delivered: number, read: number];
  /** Pauses before a delivery that was not answered 200 is sent again, in ms. Meta goes on for days. */
  readonly retryDelaysMs: readonly number[];
}

/** One delivery, and what it was answered each time; `null`: not at all. */
export interface Delivery {
  readonly id: number;
  readonly fields: readonly string[];
  readonly signature: Signature;
  readonly statuses: (number | null)[];
  done: boolean;
}

/** How events are sent on request. */
export interface Sending {
  readonly signature: Signature;
  /** Changes in one delivery. */
  readonly batch: number;
  /** How often each delivery is sent. */
  readonly times: number;
  readonly shuffle: boolean;
  /** Deliveries under way at a time. */
  readonly concurrency: number;
}

export const PLAIN_SENDING: Sending = { signature: "right", batch: 1000, times: 1, shuffle: false, concurrency: 8 };

/** What the simulator sends instead of being asked. Nothing is sent while there is no target. */
export interface Webhooks {
  readonly target: () => WebhookTarget | null;
  readonly deliveries: readonly Delivery[];
  aim(target: WebhookTarget | null): void;
  /** Sends events whoever is subscribed, and waits for the answers. Nothing is sent again. */
  send(events: readonly WebhookEvent[], sending?: Partial<Sending>): Promise<readonly Delivery[]>;
  shakeHands(verifyToken: string): Promise<{ status: number | null; right: boolean }>;
  /** Tells in a while how far a message has come. */
  follow(number: NumberState, message: SentMessage): void;
  /** Tells what changed about a number, if Meta would. */
  tell(before: NumberState, after: NumberState): void;
  /** Waits until nothing is under way any more. */
  idle(): Promise<void>;
  /** Forgets every delivery, what is under way included; where they go stays. */
  clear(): void;
}

interface Surroundings {
  readonly now: () => number;
  readonly app: (id: string) => AppState | undefined;
  readonly waba: (id: string) => WabaState | undefined;
  readonly number: (id: string) => NumberState | undefined;
}

/** The deliveries that are remembered: enough for every test that looks at them. */
const MOST_REMEMBERED = 50_000;

export function createWebhooks({ now, app, waba, number: numberNow }: Surroundings): Webhooks {
  const deliveries: Delivery[] = [];
  const underWay = new Set<Promise<void>>();
  let target: WebhookTarget | null = null;
  let stop = new AbortController();
  let count = 0;

  const open = (events: readonly WebhookEvent[], signature: Signature): Delivery => {
    count += 1;
    const delivery: Delivery = { id: count, fields: events.map(({ field }) => field), signature, statuses: [], done: false };
    deliveries.push(delivery);
    if (deliveries.length > MOST_REMEMBERED) deliveries.shift();
    return delivery;
  };

  const attempt = async (to: WebhookTarget, events: readonly WebhookEvent[], delivery: Delivery): Promise<boolean> => {
    const status = await post(to.url, events, app(to.appId)?.secret ?? "", delivery.signature);
    delivery.statuses.push(status);
    return status === 200;
  };

  /** By itself: only where the app is subscribed, and again and again until it is taken. */
  const deliver = async (events: readonly WebhookEvent[], signal: AbortSignal): Promise<void> => {
    const [first] = events;
    if (target === null || first === undefined) return;
    if (waba(first.wabaId)?.subscribedApps.includes(target.appId) !== true) return;
    const to = target;
    const delivery = open(events, "right");
    for (const delay of [0, ...to.retryDelaysMs]) {
      await pause(delay, undefined, { signal, ref: false });
      if (await attempt(to, events, delivery)) break;
    }
    delivery.done = true;
  };

  const inBackground = (work: (signal: AbortSignal) => Promise<void>): void => {
    const running = work(stop.signal)
      .catch(() => undefined)
      .finally(() => underWay.delete(running));
    underWay.add(running);
  };

  const clear = (): void => {
    stop.abort();
    stop = new AbortController();
    deliveries.length = 0;
  };

  return {
    target: () => target,
    deliveries,
    aim: (aimed) => {
      target = aimed;
    },
    send: async (events, sending = {}) => {
      if (target === null) throw new Error("There is no webhook target.");
      const to = target;
      const { signature, batch, times, shuffle, concurrency } = { ...PLAIN_SENDING, ...sending };
      const batches = inBatches(events, batch).flatMap((part) => Array.from({ length: times }, () => part));
      const queue = (shuffle ? shuffled(batches) : batches).values();
      const sent: Delivery[] = [];
      const worker = async (): Promise<void> => {
        for (const part of queue) {
          const delivery = open(part, signature);
          sent.push(delivery);
          await attempt(to, part, delivery);
          delivery.done = true;
        }
      };
      await Promise.all(Array.from({ length: concurrency }, worker));
      return sent;
    },
    shakeHands: async (verifyToken) => {
      if (target === null) throw new Error("There is no webhook target.");
      return shakeHands(target.url, verifyToken, randomBytes(8).toString("hex"));
    },
    follow: (number, message) => {
      if (target === null) return;
      const [sent, delivered, read] = target.statusDelaysMs;
      const words: readonly (readonly [string, number])[] =
        failingCode(message) === null
          ? [["sent", sent], ["delivered", delivered], ["read", read]]
          : [["sent", sent], ["failed", delivered]];
      for (const [word, delay] of words) {
        inBackground(async (signal) => {
          await pause(delay, undefined, { signal, ref: false });
          await deliver([statusEvent(numberNow(number.id) ?? number, message, word, now())], signal);
        });
      }
    },
    tell: (before, after) => {
      for (const event of changeEvents(before, after, now())) inBackground((signal) => deliver([event], signal));
    },
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    clear,
  };
}

function inBatches<Item>(items: readonly Item[], size: number): Item[][] {
  const starts = Array.from({ length: Math.ceil(items.length / size) }, (_, index) => index * size);
  return starts.map((start) => items.slice(start, start + size));
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, rank: Math.random() }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}
