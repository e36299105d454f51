import type { Watched } from "../../../client/src/watch.ts";
import type { Lifecycle } from "../../../functions/src/contract/lifecycle.ts";
import type { PhoneNumberDocument } from "../../../functions/src/contract/phone-number.ts";
import { isWithMeta } from "./situation.ts";

/** Numbers as somebody looks after hundreds of them: those that need a person first. */
export const NUMBER_GROUPS = ["attention", "setup", "waiting", "working"] as const;
export type NumberGroup = (typeof NUMBER_GROUPS)[number];

export const GROUP_WORDS: Readonly<Record<NumberGroup, string>> = {
  attention: "Needs attention",
  setup: "To set up",
  waiting: "Waiting for Meta",
  working: "Working",
};

const OF_LIFECYCLE: Readonly<Record<Lifecycle, NumberGroup>> = {
  action_required: "attention",
  rate_limited: "attention",
  suspended: "attention",
  disconnected: "attention",
  draft: "setup",
  verification_required: "setup",
  ready_to_register: "setup",
  registering: "waiting",
  awaiting_meta: "waiting",
  outcome_unknown: "waiting",
  connected: "working",
  live: "working",
  coexistence: "working",
};

/**
 * Where a number belongs. One that cannot send needs somebody, however well it is registered, unless that waits for Meta; so does one
 * that this page cannot read.
 */
export function groupOf(number: Watched<PhoneNumberDocument>): NumberGroup {
  if (number.state === "absent") return "setup";
  if (number.state !== "known") return "attention";
  const { lifecycle, reasons, sending } = number.document;
  const [first] = reasons;
  const group = OF_LIFECYCLE[lifecycle];
  const isStuck = lifecycle === "action_required" || (group === "working" && sending?.verdict === "blocked");
  if (!isStuck) return group;
  return first !== undefined && isWithMeta(first) ? "waiting" : "attention";
}
