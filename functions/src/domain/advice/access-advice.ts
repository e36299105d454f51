import type { AccessCause, AccessEvidence } from "../../contract/access-evidence.ts";
import { ACCESS_ADVICE, type Advice } from "./advice.ts";
import { NEW_TOKEN, STORE_TOKEN } from "./steps.ts";

/**
 * What to say of missing access. `appHasIt`: `/me/permissions` lists the permission, granted or declined, so the app has it and
 * only the token must be made anew. The diagnosis and the results of refused calls both ask here, so that they cannot tell
 * two stories.
 */
export function accessAdvice({ cause, appHasIt }: { readonly cause: AccessCause; readonly appHasIt: boolean }): Advice {
  const advice = ACCESS_ADVICE[cause];
  return cause === "scope_not_granted" && appHasIt ? { ...advice, resolution: [NEW_TOKEN, STORE_TOKEN] } : advice;
}

/** What to say of missing access that was proved by reading. */
export function adviceOnProof({
  cause,
  evidence,
}: {
  readonly cause: AccessCause;
  readonly evidence: AccessEvidence;
}): Advice {
  return accessAdvice({ cause, appHasIt: evidence.requiredPermissionsGranted !== null });
}
