import type { GraphError } from "../../contract/failure.ts";
import type { RegistrationFailureStatus } from "../../contract/register-phone-number.ts";
import { catalogueRow } from "./error-catalogue.ts";
import { shapeOf } from "./shapes.ts";

/** The statuses that an error of Graph's can mean. */
export type RefusalStatus = Exclude<RegistrationFailureStatus, "in_progress" | "outcome_unknown">;

/** WhatsApp's own codes have six digits and begin so (Meta, Cloud API error codes). */
const WHATSAPP_CODE = /^13\d{4}$/;

/**
 * The error with the code that decides. Graph wraps WhatsApp's own errors in #100 and puts their code into `error_subcode`, or into
 * an `error_data` that is a text (both seen in logs).
 */
export function unwrapped(error: GraphError): GraphError {
  if (error.code !== 100) return error;
  if (error.subcode !== null && WHATSAPP_CODE.test(String(error.subcode)))
    return { ...error, code: error.subcode, subcode: null };
  const told = /^\(?#?(13\d{4})\b/.exec(error.details ?? "")?.[1];
  return told === undefined ? error : { ...error, code: Number(told), subcode: null };
}

/**
 * What an error of Graph's means for a registration: by code, then subcode, then message; the HTTP status decides only for codes
 * that are not known. A #100 that fits nothing known is unknown: whether access is missing then, reads must show.
 */
export function refusalStatus(error: GraphError): RefusalStatus {
  const inner = unwrapped(error);
  const status = shapeOf(inner)?.status ?? catalogueRow(inner.code)?.status;
  if (status !== undefined) return status;
  if (error.httpStatus === 429) return "throttled";
  if (error.httpStatus >= 500) return "meta_unavailable";
  return "unknown_error";
}

/** Meta asks for a verification of the number, whatever reading it shows (Meta, Cloud API error codes). */
const VERIFY_AGAIN = 133_006;

/**
 * Whether Meta itself refused the last registration for want of a verification. Then a code can be requested although the number
 * shows VERIFIED, and registering again without one would be refused again.
 */
export function metaAsksForVerification(
  record: { readonly status: string; readonly graphError: GraphError | null } | null | undefined,
): boolean {
  if (record?.status !== "verification_required" || record.graphError === null) return false;
  return unwrapped(record.graphError).code === VERIFY_AGAIN;
}
