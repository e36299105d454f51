import type { CallBudget } from "../app/reconcile-ports.ts";
import { regainAccessMs } from "./read-refusal.ts";
import { BusinessUseCaseUsage } from "./wire.ts";

/** Reads of the reconciler stop here, so that calls which people wait for still go through. */
const FULL_PERCENT = 75;
/** Meta's limits are those of the last hour: after a quarter of one there is room again. */
const PAUSE_MS = 15 * 60_000;

/** Watches the usage headers that come with answers. `note` is for the reader, the rest tells whether to go on. */
export interface UsageMeter extends CallBudget {
  readonly note: (businessUseCaseUsage: string | null) => void;
}

export function usageMeter(): UsageMeter {
  let pauseMs: number | null = null;
  return {
    note: (header) => {
      const wait = regainAccessMs(header) ?? (highestPercent(header) >= FULL_PERCENT ? PAUSE_MS : null);
      if (wait !== null) pauseMs = Math.max(pauseMs ?? 0, wait);
    },
    pauseMs: () => pauseMs,
  };
}

/** The highest share of any limit that is used up. */
function highestPercent(header: string | null): number {
  try {
    const usage = BusinessUseCaseUsage.parse(JSON.parse(header ?? "{}"));
    const uses = Object.values(usage).flat();
    return Math.max(0, ...uses.flatMap((use) => [use.call_count, use.total_cputime, use.total_time]));
  } catch {
    return 0;
  }
}
