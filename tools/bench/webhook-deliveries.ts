import { randomUUID } from "node:crypto";
import { EVENT_S, payload, quality, signatureOf, status } from "../../functions/src/testing/webhook-payloads.ts";
import { demoSecrets } from "../demo-project.ts";
import type { Ready } from "./requests.ts";

/** The account of the demo project, and of all numbers that events are about. */
const WABA = "777000000000001";

/** How many numbers events are about. */
export const NUMBERS = 20;

export const idOf = (index: number): string => `5510${String((index % NUMBERS) + 1).padStart(11, "0")}`;
/** The ids of all of them. */
export const EVENT_NUMBERS: readonly string[] = Array.from({ length: NUMBERS }, (_, index) => idOf(index));
export const digitsOf = (index: number): string => `1555100${String((index % NUMBERS) + 1).padStart(4, "0")}`;

let seconds = EVENT_S - 86_400;
/** Every event is newer than those before it, so that each one is news. */
function nextSecond(): number {
  seconds += 1;
  return seconds;
}

/** An event that is none of the others, and says something new. */
function news(index: number): ReturnType<typeof quality> {
  const { field, value } = quality(digitsOf(index), seconds % 2 === 0 ? "FLAGGED" : "UNFLAGGED");
  return { field, value: { ...value, old_limit: randomUUID() } };
}

/** One status of one message: the common case. */
export const statusDelivery = (index = 0): Buffer =>
  payload([status(idOf(index), `wamid.${randomUUID()}`, "delivered")], { wabaId: WABA, time: nextSecond() });

/** So many events about the numbers, in one delivery. */
export const eventsDelivery = (count: number, from = 0): Buffer =>
  payload(
    Array.from({ length: count }, (_, index) => news(from + index)),
    { wabaId: WABA, time: nextSecond() },
  );

/** Signed as Meta signs it. */
export function deliveryOf(url: string, body: Buffer): Ready {
  const signature = signatureOf(body, demoSecrets()["META_APP_SECRET"] ?? "");
  return { url, body, headers: { "x-hub-signature-256": signature } };
}
