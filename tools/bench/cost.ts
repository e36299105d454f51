import { counted, type Figure } from "./figure.ts";

/**
 * List prices in US dollars (Firestore, nam5, per 100,000 documents; Cloud Run functions, tier 1, billed by request). They change:
 * the formula stays.
 */
const PRICES = {
  read: 0.06 / 100_000,
  write: 0.18 / 100_000,
  delete: 0.02 / 100_000,
  request: 0.4 / 1_000_000,
  vcpuSecond: 0.000024,
  gibSecond: 0.0000025,
} as const;

const VCPU = 1;
const GIB = 0.25;
/** How long Meta takes for its share of a registration: a guess, which the instance waits through. */
const META_SECONDS = 2;

export const COST_FORMULA =
  "reads × $0.06/100,000 + writes × $0.18/100,000 + one request × $0.40/million + seconds × (1 vCPU × $0.000024 + 0.25 GiB × $0.0000025); " +
  "seconds: the warm p50 and two of Meta's; one call at a time in an instance, the dearest case";

/** What a million registrations cost, by what was measured of one. */
export function costFigures(figures: readonly Figure[]): Figure[] {
  const find = (measure: string): Figure | undefined => figures.find((figure) => figure.measure === measure);
  const [reads, writes] = [find("documents read, first attempt"), find("documents written, first attempt")];
  const warm = find("registering, warm, p50");
  if (reads === undefined || writes === undefined || warm === undefined) return [];
  const cost = (of: "ours" | "naive"): number => {
    const seconds = (warm[of] ?? 0) / 1000 + META_SECONDS;
    const instance = seconds * (VCPU * PRICES.vcpuSecond + GIB * PRICES.gibSecond);
    return 1e6 * ((reads[of] ?? 0) * PRICES.read + (writes[of] ?? 0) * PRICES.write + PRICES.request + instance);
  };
  return [counted("a million registrations", "$", cost("ours"), cost("naive"))];
}
