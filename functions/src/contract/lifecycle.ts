import { z } from "zod";

/** The number's whole situation in one word, derived from independent facts and never set by hand. */
export const Lifecycle = z.enum([
  "draft",
  "verification_required",
  "ready_to_register",
  "registering",
  "awaiting_meta",
  "connected",
  "live",
  "action_required",
  "rate_limited",
  "outcome_unknown",
  "suspended",
  "disconnected",
  "coexistence",
]);
export type Lifecycle = z.infer<typeof Lifecycle>;
