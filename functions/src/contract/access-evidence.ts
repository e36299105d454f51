import * as z from "zod";

/** Which proof of missing access was found. `unproven`: everything that could be read looks right, or nothing could be read. */
export const AccessCause = z.enum(["scope_not_granted", "asset_not_assigned", "wrong_id_or_no_access", "unproven"]);
export type AccessCause = z.infer<typeof AccessCause>;

/** What was read to prove a cause. `true` speaks for access, `false` against it, `null`: could not be read. */
export const AccessEvidence = z.strictObject({
  tokenIsValid: z.boolean().nullable(),
  tokenIsSystemUser: z.boolean().nullable(),
  requiredScopesGranted: z.boolean().nullable(),
  /** The second opinion on the same, from `/me/permissions`. Where it says yes and the line above no, the token is older than the grant. */
  requiredPermissionsGranted: z.boolean().nullable(),
  wabaInGranularTargets: z.boolean().nullable(),
  /** Whether the token's user was assigned to the account with a task that allows changes. Administrators need not be assigned: `null`. */
  systemUserMayManage: z.boolean().nullable(),
  numberReadable: z.boolean().nullable(),
  numberInWaba: z.boolean().nullable(),
  platformAllowsCloudApi: z.boolean().nullable(),
});
export type AccessEvidence = z.infer<typeof AccessEvidence>;
