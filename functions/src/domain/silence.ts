import type { Unaccepted } from "./outcome/registration.ts";

/** What it means that no answer came that can be read: nothing was sent, Meta was too busy to look, or nobody knows. */
export function statusOfSilence(
  reply: Exclude<Unaccepted, { kind: "refused" }>,
): "meta_unavailable" | "throttled" | "outcome_unknown" {
  if (reply.kind === "not_sent") return "meta_unavailable";
  return reply.httpStatus === 429 ? "throttled" : "outcome_unknown";
}
