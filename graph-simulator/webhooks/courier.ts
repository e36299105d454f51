import { setTimeout as pause } from "node:timers/promises";
import { createBackground } from "./background.ts";
import type { WebhookEvent } from "./events.ts";
import { post, type Signature } from "./post.ts";

/** Where events go. Meta has one address per app; the simulator has one. */
export interface WebhookTarget {
  readonly url: string;
  /** The app whose secret signs, and that must be subscribed to an account to hear of it by itself. */
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

/** Brings deliveries to the target, and remembers each. */
export interface Courier {
  readonly deliveries: readonly Delivery[];
  target: WebhookTarget | null;
  /** Sends once and waits for the answer. */
  bring(events: readonly WebhookEvent[], signature: Signature): Promise<Delivery>;
  /** Sends after a while, and again and again until it is taken, while others go on. */
  bringLater(delayMs: number, events: () => readonly WebhookEvent[]): void;
  /** Waits until nothing is under way any more. */
  idle(): Promise<void>;
  /** Forgets every delivery, what is under way included. */
  clear(): void;
}

/** The deliveries that are remembered: enough for every test that looks at them. */
const MOST_REMEMBERED = 50_000;

/** What the courier looks up: the secret of an app, and where an event that happened by itself goes; `null`: nowhere. */
export interface Directory {
  readonly secretOf: (appId: string) => string;
  readonly addressOf: (target: WebhookTarget, event: WebhookEvent) => string | null;
}

export function createCourier({ secretOf, addressOf }: Directory): Courier {
  const background = createBackground();
  const log = createLog();

  const attempt = async (to: WebhookTarget, events: readonly WebhookEvent[], delivery: Delivery): Promise<boolean> => {
    const status = await post(to.url, events, secretOf(to.appId), delivery.signature);
    delivery.statuses.push(status);
    return status === 200;
  };

  const bringUntilTaken = async (events: readonly WebhookEvent[], signal: AbortSignal): Promise<void> => {
    const to = courier.target;
    const [first] = events;
    const url = to === null || first === undefined ? null : addressOf(to, first);
    if (to === null || url === null) return;
    const delivery = log.open(events, "right");
    for (const delay of [0, ...to.retryDelaysMs]) {
      await pause(delay, undefined, { signal, ref: false });
      if (await attempt({ ...to, url }, events, delivery)) break;
    }
    delivery.done = true;
  };

  const courier: Courier = {
    deliveries: log.deliveries,
    target: null,
    bring: async (events, signature) => {
      if (courier.target === null) throw new Error("There is no webhook target.");
      const delivery = log.open(events, signature);
      await attempt(courier.target, events, delivery);
      delivery.done = true;
      return delivery;
    },
    bringLater: (delayMs, events) => background.start(delayMs, (signal) => bringUntilTaken(events(), signal)),
    idle: () => background.idle(),
    clear: () => {
      background.stopAll();
      log.deliveries.length = 0;
    },
  };
  return courier;
}

interface DeliveryLog {
  readonly deliveries: Delivery[];
  open(events: readonly WebhookEvent[], signature: Signature): Delivery;
}

function createLog(): DeliveryLog {
  const deliveries: Delivery[] = [];
  let count = 0;
  return {
    deliveries,
    open: (events, signature) => {
      count += 1;
      const fields = events.map(({ field }) => field);
      const delivery: Delivery = { id: count, fields, signature, statuses: [], done: false };
      deliveries.push(delivery);
      if (deliveries.length > MOST_REMEMBERED) deliveries.shift();
      return delivery;
    },
  };
}
