import { accessStop, deadEnd, type AccessReads } from "../diagnosis/access-findings.ts";
import { accessFailure, type Failed } from "../error/call-failure.ts";
import { isConnected, isOnBusinessApp, isUnverified } from "../phone-number.ts";
import { failure, type PlainRegistrationFailure, type Registered } from "./registration.ts";

/**
 * What reading before the registration proves so surely that asking Meta would only waste an attempt; `null`: go on.
 * Only positive findings count: what could not be read stops nothing.
 */
export function stopBeforeSpending(
  reads: AccessReads,
  about: {
    readonly phoneNumberId: string;
    readonly wabaId: string;
    readonly accountIsKnown: boolean;
    readonly force: boolean;
  },
): Registered | Failed<PlainRegistrationFailure> | null {
  const { view } = reads;
  if (view !== null && isConnected(view) && !about.force)
    return { status: "registered", alreadyRegistered: true, pin: "not_changed" };
  const dead = deadEnd(reads);
  if (dead !== null) return failure(dead.status, dead.error);
  if (view !== null && isOnBusinessApp(view)) return failure("number_on_business_app");
  const access = accessStop(reads, about);
  if (access !== null) return accessFailure(access, null);
  if (view !== null && isUnverified(view)) return failure("verification_required");
  return null;
}
