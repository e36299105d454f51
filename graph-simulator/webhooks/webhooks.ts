import { randomInt } from "node:crypto";
import type { AppState, NumberState, SentMessage, WabaState } from "../state.ts";
import { addressOf } from "./addresses.ts";
import { createCourier, type Courier, type Delivery, type WebhookTarget } from "./courier.ts";
import { changeEvents, statusEvent, type WebhookEvent } from "./events.ts";
import { complaintAbout, shakeHands } from "./handshake.ts";
import type { Signature } from "./post.ts";

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

const PLAIN: Sending = { signature: "right", batch: 1000, times: 1, shuffle: false, concurrency: 8 };

/** What the simulator sends instead of being asked. Nothing is sent while there is no target. */
export interface Webhooks {
  readonly deliveries: readonly Delivery[];
  target(): WebhookTarget | null;
  aim(target: WebhookTarget | null): void;
  /** Sends events whoever is subscribed, and waits for the answers. Nothing is sent again. */
  send(events: readonly WebhookEvent[], sending?: Partial<Sending>): Promise<readonly Delivery[]>;
  shakeHands(verifyToken: string): Promise<{ status: number | null; right: boolean }>;
  /** Tells in a while how far a message has come. */
  follow(number: NumberState, message: SentMessage): void;
  /** Tells what changed about a number, if Meta would. */
  tell(before: NumberState, after: NumberState): void;
  /** Tells of an event that happened by itself. */
  announce(event: WebhookEvent): void;
  /** Whether an address answers Meta's handshake; `null`, or what Meta says of it. */
  verify(url: string, verifyToken: string): Promise<string | null>;
  /** Waits until nothing is under way any more. */
  idle(): Promise<void>;
  /** Forgets every delivery, what is under way included; where they go stays. */
  clear(): void;
}

/** What Meta asks to be given back: digits. */
const challenge = (): string => String(randomInt(1_000_000_000, 2 ** 31));

interface Surroundings {
  readonly now: () => number;
  readonly app: (id: string) => AppState | undefined;
  readonly waba: (id: string) => WabaState | undefined;
  readonly number: (id: string) => NumberState | undefined;
}

export function createWebhooks({ now, app, waba, number: numberOf }: Surroundings): Webhooks {
  const courier = createCourier({
    secretOf: (appId) => app(appId)?.secret ?? "",
    addressOf: (target, event) =>
      addressOf({ app: app(target.appId), waba: waba(event.wabaId), number: numberOf }, target, event),
  });
  return {
    deliveries: courier.deliveries,
    target: () => courier.target,
    aim: (target) => {
      courier.target = target;
    },
    send: (events, sending = {}) => sendAll(courier, events, { ...PLAIN, ...sending }),
    shakeHands: async (verifyToken) => {
      if (courier.target === null) throw new Error("There is no webhook target.");
      return shakeHands(courier.target.url, verifyToken, challenge());
    },
    follow: (number, message) => {
      if (courier.target === null) return;
      const [sent, delivered, read] = courier.target.statusDelaysMs;
      const tellLater = (word: string, delayMs: number): void =>
        courier.bringLater(delayMs, () => [statusEvent(number, message, word, now())]);
      const fails = message.failsWith !== null;
      tellLater("sent", sent);
      tellLater(fails ? "failed" : "delivered", delivered);
      if (!fails) tellLater("read", read);
    },
    tell: (before, after) => {
      const limit = waba(after.wabaId)?.messagingLimit ?? "TIER_250";
      for (const event of changeEvents(before, after, limit, now())) courier.bringLater(0, () => [event]);
    },
    announce: (event) => courier.bringLater(0, () => [event]),
    verify: (url, verifyToken) => complaintAbout(url, verifyToken, challenge()),
    idle: () => courier.idle(),
    clear: () => courier.clear(),
  };
}

async function sendAll(
  courier: Courier,
  events: readonly WebhookEvent[],
  { signature, batch, times, shuffle, concurrency }: Sending,
): Promise<readonly Delivery[]> {
  const parts = inBatches(events, batch).flatMap((part) => Array.from({ length: times }, () => part));
  const queue = (shuffle ? shuffled(parts) : parts).values();
  const sent: Delivery[] = [];
  const worker = async (): Promise<void> => {
    for (const part of queue) sent.push(await courier.bring(part, signature));
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return sent;
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
