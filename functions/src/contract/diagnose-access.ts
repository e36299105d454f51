import * as z from "zod";
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
  "webhook_fields",
  "webhook_events",
  "quality",
  "throughput",
  "messaging_health",
  "business_health",
  "number_connected",
  "account_review",
  "payment",
  "account_health",
  "number_health",
  "app_health",
  "provided_name",
  "business_verification",
  "messaging_limit",
]);
export type CheckId = z.infer<typeof CheckId>;

/** `warn`: works, but needs attention or is not finished. `unknown`: could not be checked, and the finding says why. */
export const CheckState = z.enum(["pass", "fail", "warn", "unknown"]);
export type CheckState = z.infer<typeof CheckState>;

/** What was read, in Meta's own words and numbers. */
export const Observed = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string()), z.array(z.int())]),
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
 * Whether a message from the number will arrive. `ready`: nothing is in the way. `limited`: it is sent, but not to everybody, or nothing
 * is heard of it. `blocked`: it is refused, or taken and not delivered. `unknown`: nothing blocks or limits it as far as could be read,
 * and not everything could.
 */
export const SendingVerdict = z.enum(["ready", "limited", "blocked", "unknown"]);
export type SendingVerdict = z.infer<typeof SendingVerdict>;

/** The second verdict. `checks`: every check that it rests on, the deciding one first: its first step is the first to take. */
export const Sending = z.strictObject({ verdict: SendingVerdict, checks: z.array(CheckId) });
export type Sending = z.infer<typeof Sending>;

/**
 * What the checks come to, but for those of sending alone. `healthy`: nothing stands in the way of registering and using the number; `fix`: something does;
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
  sending: Sending,
});
export type AccessDiagnosis = z.infer<typeof AccessDiagnosis>;
