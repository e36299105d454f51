import type { SendingVerdict } from "../../contract/diagnose-access.ts";
import type { AccessView, MetaView, SendingView } from "../../contract/phone-number.ts";
import { saysNotRegistered } from "../number-status.ts";
import { isConnected } from "../phone-number.ts";
import type { NumberFacts } from "./number-facts.ts";

/** How old the verdict on sending may become before it is asked for again: younger than the daily look finds it. */
const FRESH_MS = 20 * 3_600_000;

/** When a number is looked at that has just been registered: nothing is known yet of what it may send. */
const FIRST_LOOK_MS = 60_000;

/** What of a number's state decides what it may send. */
const DECISIVE = ["status", "nameStatus", "platformType", "displayPhoneNumber", "isOnBusinessApp"] as const;

/**
 * Whether a look is to find out whether messages from the number arrive: it is not known, the last answer is old, the number has
 * changed, or an event has come since. That takes several reads, so it is not asked at every look. `known`: what is stored.
 */
export function sendingIsDue(known: NumberFacts, view: MetaView, now: number): boolean {
  const { sending, meta } = known;
  if (sending === undefined || meta === undefined) return true;
  const age = now - Date.parse(sending.at);
  if (age < 0 || age > FRESH_MS) return true;
  if (DECISIVE.some((name) => meta[name] !== view[name])) return true;
  return Object.values(known.webhook?.claims ?? {}).some(({ at }) => at > sending.at);
}

/** When a number with nothing open is to be read for the sake of what it may send, in ms; `null`: with the daily look. */
export function sendingLookInMs({ meta, sending }: NumberFacts): number | null {
  const isKnown = sending !== undefined && sending.verdict !== "unknown";
  return meta !== undefined && isConnected(meta) && !isKnown ? FIRST_LOOK_MS : null;
}

/** What a look says of sending; `null`: nothing new. `verdict` null: it was not asked for. `access`: what it says of the token's reach. */
export function sendingSeen(
  known: SendingView | undefined,
  seen: { readonly verdict: SendingVerdict | null; readonly access: AccessView | null },
  now: number,
): SendingView | null {
  const at = new Date(now).toISOString();
  if (seen.verdict !== null) return { verdict: seen.verdict, at };
  const lost = seen.access?.readable === false && known !== undefined && known.verdict !== "unknown";
  return lost ? { verdict: "unknown", at } : null;
}

/**
 * The verdict as far as it goes with the number as it is now: one that Meta shows as not registered sends nothing, and what was said
 * before a registration says nothing after it. `before`: the number when the verdict was written down.
 */
export function sendingNow(
  sending: SendingView | undefined,
  {
    before,
    after,
    now,
  }: { readonly before: MetaView | undefined; readonly after: MetaView | undefined; readonly now: number },
): SendingView | undefined {
  if (sending === undefined || after === undefined) return sending;
  const at = new Date(now).toISOString();
  if (saysNotRegistered(after)) return sending.verdict === "blocked" ? sending : { verdict: "blocked", at };
  const hasConnected = before !== undefined && !isConnected(before) && isConnected(after);
  return hasConnected && sending.at <= after.observedAt ? { verdict: "unknown", at } : sending;
}
