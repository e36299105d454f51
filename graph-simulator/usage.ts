import type { WabaState } from "./state.ts";
import type { World } from "./world.ts";

const HOUR = 3_600_000;
/** What 100 % means in the headers of an account without a limit of its own (claimed by others). */
const CALLS_FOR_100_PERCENT = 5000;

/** Counts a call to an account. False: it is beyond the account's limit, and not counted. */
export function countCall(world: World, waba: WabaState): boolean {
  const now = world.clock.now();
  const recent = world.calls.get(waba.id) ?? [];
  const firstThatCounts = recent.findIndex((time) => time > now - HOUR);
  recent.splice(0, firstThatCounts < 0 ? recent.length : firstThatCounts);
  world.calls.set(waba.id, recent);
  if (waba.hourlyCallLimit !== null && recent.length >= waba.hourlyCallLimit) return false;
  recent.push(now);
  return true;
}

/** `X-App-Usage` and `X-Business-Use-Case-Usage`; `estimated_time_to_regain_access` in minutes. */
export function usageHeaders(world: World, waba: WabaState): Record<string, string> {
  const now = world.clock.now();
  const recent = world.calls.get(waba.id) ?? [];
  const limit = waba.hourlyCallLimit ?? CALLS_FOR_100_PERCENT;
  const percent = Math.min(100, Math.ceil((100 * recent.length) / limit));
  const oldest = recent[0];
  const full = waba.hourlyCallLimit !== null && recent.length >= limit && oldest !== undefined;
  const usage = { call_count: percent, total_cputime: 1, total_time: 1 };
  const wait = full ? Math.max(1, Math.ceil((oldest + HOUR - now) / 60_000)) : 0;
  return {
    "X-App-Usage": JSON.stringify({ ...usage, call_count: 0 }),
    "X-Business-Use-Case-Usage": JSON.stringify({
      [waba.id]: [{ type: "whatsapp_business_management", ...usage, estimated_time_to_regain_access: wait }],
    }),
  };
}
