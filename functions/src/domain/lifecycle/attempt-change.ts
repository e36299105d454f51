import type { AttemptBudget } from "../../contract/attempts.ts";
import type { MetaView, RegistrationRecord } from "../../contract/phone-number.ts";
import type { Operation } from "../attempt/attempt-window.ts";
import { failure } from "../outcome/registration.ts";
import { registrationRecord, type PhoneNumberChange } from "./phone-number-document.ts";

interface Moment {
  readonly by: string;
  /** The budget of the operation. */
  readonly attempts: AttemptBudget;
  readonly now: number;
}

/** The record of an attempt that has begun. */
export function beginning(moment: Moment): RegistrationRecord {
  return registrationRecord(failure("in_progress"), moment);
}

/**
 * What a number's document says of an attempt that began or was refused; `null`: nothing. The document tells of registering:
 * a deregistration changes it only once it has worked.
 */
export function changeBefore(
  operation: Operation,
  registration: RegistrationRecord,
  attempts: AttemptBudget,
): PhoneNumberChange | null {
  return operation === "register" ? { registration, attempts } : null;
}

/**
 * What a number's document says of an attempt that ended. One that lost its lease meanwhile no longer speaks for the number, and
 * a deregistration that failed leaves standing what the last registration was answered.
 */
export function changeAfter(
  operation: Operation,
  end: { readonly spent: boolean; readonly view: MetaView | null },
  record: RegistrationRecord,
  about: { readonly attempts: AttemptBudget; readonly holdsLease: boolean },
): PhoneNumberChange {
  const { view } = end;
  if (operation === "register") {
    return { view, attempts: about.attempts, ...(about.holdsLease ? { registration: record } : {}) };
  }
  const accepted = end.spent && (record.status === "deregistered" || record.status === "awaiting_meta");
  return { view, ...(accepted && about.holdsLease ? { registration: { ...record, status: "deregistered" } } : {}) };
}
