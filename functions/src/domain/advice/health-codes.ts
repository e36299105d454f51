import type { Actor, Resolution } from "../../contract/failure.ts";
import { ADD_PAYMENT, COMPLETE_BUSINESS, KEEP_OR_CHOOSE_PIN, OTHER_TEMPLATE, VERIFY_BUSINESS } from "./steps.ts";

/** What a code of `health_status` means, and what helps. */
export interface HealthCode {
  readonly code: number;
  /** The entity that it was met on: PHONE_NUMBER, WABA, BUSINESS, APP, MESSAGE_TEMPLATE. */
  readonly entity: string;
  readonly meaning: string;
  /** Meta's documentation, or a body quoted from a real call. */
  readonly standing: "doc" | "log";
  /** What to do; `null`: it concerns calls alone, and says nothing of messages. */
  readonly remedy: { readonly actor: Actor; readonly resolution: readonly [Resolution, ...Resolution[]] } | null;
}

const row = (
  code: number,
  entity: string,
  meaning: string,
  standing: HealthCode["standing"],
  actor: Actor,
  step: Resolution,
): HealthCode => ({ code, entity, meaning, standing, remedy: { actor, resolution: [step] } });

/** The codes of `health_status` that are known. What is not listed is shown in Meta's own words, and judged by `can_send_message`. */
export const HEALTH_CODES: readonly HealthCode[] = [
  row(131000, "BUSINESS", "the business portfolio is not filled in", "log", "customer", COMPLETE_BUSINESS),
  row(141000, "PHONE_NUMBER", "the number is not registered", "log", "operator", KEEP_OR_CHOOSE_PIN),
  row(141006, "WABA", "the account has no payment method that works", "log", "customer", ADD_PAYMENT),
  row(141010, "BUSINESS", "the business is not verified", "log", "customer", VERIFY_BUSINESS),
  row(141002, "MESSAGE_TEMPLATE", "the template is not approved", "doc", "operator", OTHER_TEMPLATE),
  { code: 138024, entity: "PHONE_NUMBER", meaning: "calls by SIP are not set up", standing: "doc", remedy: null },
  { code: 138025, entity: "APP", meaning: "calls by SIP are not set up", standing: "doc", remedy: null },
];

/** What is known of a code; `undefined`: nothing. */
export function healthCode(code: number | null): HealthCode | undefined {
  return HEALTH_CODES.find((known) => known.code === code);
}

/** Whether a code concerns calls alone. */
export function isOfCalls(code: number | null): boolean {
  return healthCode(code)?.remedy === null;
}
