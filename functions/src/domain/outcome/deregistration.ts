import type { AttemptBudget } from "../../contract/attempts.ts";
import type { DeregistrationResult } from "../../contract/deregister-phone-number.ts";
import type { MetaView, RegistrationRecord } from "../../contract/phone-number.ts";
import { DEREGISTRATION_ADVICE, type PlainDeregistrationFailure } from "../advice/deregistration-advice.ts";
import { accessStop, deadEnd, type AccessReads } from "../diagnosis/access-findings.ts";
import { accessFailure, callFailure, failedAnswer, retryTime, type Failed } from "../error/call-failure.ts";
import { isNew } from "../number-status.ts";
import { isOff, isOnBusinessApp } from "../phone-number.ts";

/** The one permission that deregistering needs (Meta, WhatsApp Business Phone Number Deregister). */
const PERMISSION = "whatsapp_business_management";

/** The number is off the Cloud API. `alreadyDeregistered`: it was so before. */
export interface Deregistered {
  readonly status: "deregistered";
  readonly alreadyDeregistered: boolean;
}

/** How a deregistration ended, before the budget and absolute times are put to it. */
type DeregistrationOutcome = Deregistered | { readonly status: "awaiting_meta" } | Failed<PlainDeregistrationFailure>;

/**
 * Whether deregistering has nothing to do: Meta shows the number as not registered, and our own record says the same, or there is
 * none and the number shows as never registered (`PENDING`, seen in a log). After any other record, such as an incomplete
 * deregistration, deregistering is what may help.
 */
function isAlreadyDeregistered(view: MetaView, known: RegistrationRecord | null): boolean {
  if (!isOff(view)) return false;
  if (known === null) return isNew(view);
  return known.status === "deregistered" || known.status === "not_registered";
}

/** What reading before the deregistration proves so surely that asking Meta would only waste an attempt; `null`: go on. */
export function stopBeforeDeregistering(
  reads: AccessReads,
  known: RegistrationRecord | null,
  about: { readonly phoneNumberId: string; readonly wabaId: string; readonly accountIsKnown: boolean },
): Deregistered | Failed<PlainDeregistrationFailure> | null {
  const { view } = reads;
  const dead = deadEnd(reads);
  if (dead !== null) return callFailure(DEREGISTRATION_ADVICE, dead.status, dead.error);
  if (view !== null && isOnBusinessApp(view)) return callFailure(DEREGISTRATION_ADVICE, "number_on_business_app");
  if (view !== null && isAlreadyDeregistered(view, known)) return { status: "deregistered", alreadyDeregistered: true };
  const access = accessStop(reads, about);
  const isAboutSending = access?.cause === "scope_not_granted" && !access.missing.includes(PERMISSION);
  return access === null || isAboutSending ? null : accessFailure(access, null);
}

/** The result a caller gets: the outcome with the budget, and waits turned into times of the server's clock. */
export function deregistrationResult(
  outcome: DeregistrationOutcome,
  phoneNumberId: string,
  attempts: AttemptBudget,
  now: number,
): DeregistrationResult {
  const common = { phoneNumberId, attempts };
  switch (outcome.status) {
    case "deregistered":
      return { status: outcome.status, ...common, alreadyDeregistered: outcome.alreadyDeregistered };
    case "awaiting_meta":
      return { status: outcome.status, ...common };
    default:
      return failedAnswer(outcome, common, retryTime(outcome, attempts, now));
  }
}
