import type { AccessCause, AccessEvidence } from "../../contract/access-evidence.ts";
import type { GraphError } from "../../contract/failure.ts";
import { ACCESS_ADVICE, CHECK_PHONE, type Advice } from "./advice.ts";
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

/** What to say of missing access that was proved by reading. `graphError`: with what Meta refused the call; `null`: it was not asked. */
export function adviceOnProof(
  { cause, evidence }: { readonly cause: AccessCause; readonly evidence: AccessEvidence },
  graphError: Pick<GraphError, "code"> | null,
): Advice {
  const advice = accessAdvice({ cause, appHasIt: evidence.requiredPermissionsGranted !== null });
  if (graphError === null || graphError.code === 100) return advice;
  const [first, ...rest] = advice.resolution.filter((step) => step !== CHECK_PHONE);
  return first === undefined ? advice : { ...advice, resolution: [first, ...rest] };
}
