import { z } from "zod";
import { Actor, Resolution } from "./failure.ts";
import { PhoneNumberId } from "./primitives.ts";

/** What a caller of `diagnoseAccess` sends. `phoneNumberId` left out means the configured number. */
export const DiagnoseAccessRequest = z.strictObject({ phoneNumberId: PhoneNumberId.optional() });
export type DiagnoseAccessRequest = z.infer<typeof DiagnoseAccessRequest>;

/** Everything that is checked, in the order in which a person would put it right. */
export const CheckId = z.enum([
  "graph_reachable",
  "api_version",
  "token_valid",
  "token_kind",
  "token_expiry",
  "token_app",
  "management_permission",
  "messaging_permission",
  "other_permissions",
  "asset_scope",
  "waba_readable",
  "system_user_assigned",
  "number_readable",
  "number_in_waba",
  "number_platform",
  "number_mode",
  "number_verified",
  "display_name",
  "two_step_pin",
  "registration",
  "attempt_budget",
  "app_subscribed",
  "webhook_events",
  "quality",
  "throughput",
  "messaging_health",
]);
export type CheckId = z.infer<typeof CheckId>;

/** `warn`: works, but needs attention or is not finished. `unknown`: could not be told, and the finding says why. */
export const CheckState = z.enum(["pass", "fail", "warn", "unknown"]);
export type CheckState = z.infer<typeof CheckState>;

/** What was read, in Meta's own words and numbers. */
export const Observed = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]),
);
export type Observed = z.infer<typeof Observed>;

/** One check. `resolution` is empty and `actor` null where there is nothing to do. Each one is also streamed as it finishes. */
export const AccessCheck = z.strictObject({
  id: CheckId,
  title: z.string(),
  state: CheckState,
  finding: z.string(),
  resolution: z.array(Resolution),
  actor: Actor.nullable(),
  observed: Observed,
});
export type AccessCheck = z.infer<typeof AccessCheck>;

/**
 * What the checks come to. `healthy`: nothing stands in the way of registering and using the number; `fix`: something does;
 * `unclear`: nothing wrong was found, but a check that decides could not be made.
 * `firstAction` is the first thing to do: null only when a healthy number needs nothing at all.
 */
export const Verdict = z.strictObject({
  state: z.enum(["healthy", "fix", "unclear"]),
  summary: z.string(),
  firstAction: Resolution.extend({ check: CheckId, actor: Actor }).nullable(),
});
export type Verdict = z.infer<typeof Verdict>;

/** What a caller of `diagnoseAccess` gets, streaming or not. `checks` are in the order of `CheckId`. */
export const AccessDiagnosis = z.strictObject({
  phoneNumberId: PhoneNumberId,
  checks: z.array(AccessCheck),
  verdict: Verdict,
});
export type AccessDiagnosis = z.infer<typeof AccessDiagnosis>;
