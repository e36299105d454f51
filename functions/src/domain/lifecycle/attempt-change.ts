import type { AttemptBudget } from "../../contract/attempts.ts";
import type { MetaView, RegistrationRecord } from "../../contract/phone-number.ts";
import { ADVICE } from "../advice/advice.ts";
import type { Operation, Refusal } from "../attempt/attempt-window.ts";
import type { OpenEnd } from "../attempt/open-attempt.ts";
import { refusedByLedger } from "../outcome/attempt.ts";
import { failure } from "../outcome/registration.ts";
import { registrationRecord, type PhoneNumberChange } from "./phone-number-document.ts";
import { VERIFIED_SINCE } from "./registration-seen.ts";

interface RecordTerms {
  readonly by: string;
  /** The budget of the operation. */
  readonly attempts: AttemptBudget;
  readonly now: number;
}

/** The record of an attempt that has begun. */
export function beginning(terms: RecordTerms): RegistrationRecord {
  return registrationRecord(failure("in_progress"), terms);
}

/**
 * What a number's document says of an attempt that began or was refused; `null`: nothing. The document tells of registering:
 * a deregistration changes it only once it has worked. What is known of an earlier outcome that is open stays until it is settled.
 */
export function changeBefore(
  operation: Operation,
  registration: RegistrationRecord,
  about: { readonly attempts: AttemptBudget; readonly open: OpenEnd | null },
): PhoneNumberChange | null {
  const { attempts, open } = about;
  if (operation === "deregister") return null;
  return open === null ? { registration, attempts } : { attempts };
}

/**
 * What a number's document says of an attempt that was refused before anything was sent; `null`: nothing new. A live lease changes nothing,
 * and a used-up budget is written down once.
 */
export function changeOnRefusal(
  operation: Operation,
  refusal: Refusal,
  about: RecordTerms & Pick<AtTheEnd, "open" | "known">,
): PhoneNumberChange | null {
  if (refusal.reason === "leased") return null;
  const { open, known, ...terms } = about;
  const record = registrationRecord(refusedByLedger(ADVICE, refusal, about.now), terms);
  const isSaid = known?.status === record.status && known.retryAt === record.retryAt;
  return isSaid ? null : changeBefore(operation, record, { attempts: about.attempts, open });
}

/** Whether a record is that of the attempt that this caller began then, in ms since the epoch. */
export function isRecordOf(
  record: RegistrationRecord | undefined,
  { by, reservedAt }: { readonly by: string; readonly reservedAt: number },
): boolean {
  return record?.by === by && Date.parse(record.at) === reservedAt;
}

/** What is known of a number when an attempt ends. */
export interface AtTheEnd {
  readonly attempts: AttemptBudget;
  readonly holdsLease: boolean;
  /** An earlier request whose outcome is open. */
  readonly open: OpenEnd | null;
  /** What the number's document says of registering. */
  readonly known: RegistrationRecord | undefined;
}

/**
 * What a number's document says of an attempt that ended. One that lost its lease meanwhile no longer speaks for the number, and
 * a deregistration that failed leaves standing what the last registration was answered.
 */
export function changeAfter(
  operation: Operation,
  end: { readonly spent: boolean; readonly view: MetaView | null },
  record: RegistrationRecord,
  at: AtTheEnd,
): PhoneNumberChange {
  const { view } = end;
  if (operation === "register") {
    const speaks = at.holdsLease && (end.spent || !hidesOpenEnd(record, at));
    return { view, attempts: at.attempts, ...(speaks ? { registration: record } : {}) };
  }
  const accepted = end.spent && (record.status === "deregistered" || record.status === "awaiting_meta");
  return { view, ...(accepted && at.holdsLease ? { registration: { ...record, status: "deregistered" } } : {}) };
}

/**
 * Whether the record of an attempt that spent nothing would hide that an earlier outcome is open. It is written only where it says
 * that the number is registered, or where the document says something else than the ledger knows.
 */
function hidesOpenEnd({ status }: RegistrationRecord, { open, known }: AtTheEnd): boolean {
  if (open === null || status === "registered") return false;
  return status !== open.status || known?.status === open.status;
}

/**
 * What a number's document says after a call that spends nothing; `null`: nothing new. Ownership that was verified since Meta asked
 * for it no longer stands in the way of registering.
 */
export function changeAfterCall(
  known: RegistrationRecord | undefined,
  end: { readonly status: string; readonly view: MetaView | null; readonly by: string; readonly now: number },
): PhoneNumberChange | null {
  const { status, view, by, now } = end;
  const isVerified = status === "verified" && known?.status === "verification_required";
  if (!isVerified) return view === null ? null : { view };
  const at = new Date(now).toISOString();
  const verified = {
    status: "not_registered",
    at,
    by,
    message: VERIFIED_SINCE,
    retryAt: null,
    graphError: null,
  } as const;
  return { view, registration: verified };
}
