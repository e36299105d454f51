import type { AttemptBudget } from "../contract/attempts.ts";
import type { MetaView, PhoneNumberDocument, RegistrationRecord } from "../contract/phone-number.ts";
import { lifecycleOf } from "./lifecycle.ts";
import { registrationResult, type RegistrationOutcome } from "./outcome.ts";
import { newerView } from "./phone-number.ts";

/** What was learnt about a number. Whatever is left out stays as it is. */
export interface PhoneNumberChange {
  readonly registration?: RegistrationRecord;
  readonly view?: MetaView | null;
  readonly attempts?: AttemptBudget;
}

/** The number's document after a change. The one place that puts it together, so that `lifecycle` can never disagree with its facts. */
export function changedDocument(
  current: Partial<Pick<PhoneNumberDocument, "registration" | "meta" | "attempts">> | undefined,
  change: PhoneNumberChange,
  now: number,
): PhoneNumberDocument {
  const registration = change.registration ?? current?.registration;
  const meta = change.view ? newerView(current?.meta, change.view) : current?.meta;
  const attempts = change.attempts ?? current?.attempts;
  const facts = {
    ...(registration === undefined ? {} : { registration }),
    ...(meta === undefined ? {} : { meta }),
    ...(attempts === undefined ? {} : { attempts }),
  };
  return { ...facts, lifecycle: lifecycleOf(facts), updatedAt: new Date(now).toISOString() };
}

/** The record of a registration's outcome, as the caller was answered. */
export function registrationRecord(
  outcome: RegistrationOutcome,
  about: {
    readonly phoneNumberId: string;
    readonly by: string;
    readonly attempts: AttemptBudget;
    readonly now: number;
  },
): RegistrationRecord {
  const result = registrationResult(outcome, about.phoneNumberId, about.attempts, about.now);
  const failed = "message" in result;
  return {
    status: result.status,
    at: new Date(about.now).toISOString(),
    by: about.by,
    message: failed ? result.message : null,
    retryAt: failed ? result.retryAt : null,
    graphError: failed ? result.graphError : null,
  };
}
