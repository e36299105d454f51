import type { GraphError } from "../../contract/failure.ts";
import type { RegistrationFailureStatus } from "../../contract/register-phone-number.ts";
import { catalogueRow } from "./error-catalogue.ts";
import { shapeOf } from "./shapes.ts";

/** The statuses that an error of Graph's can mean. */
export type RefusalStatus = Exclude<RegistrationFailureStatus, "in_progress" | "outcome_unknown">;

/** WhatsApp's own codes have six digits and begin so (Meta, Cloud API error codes). */
const WHATSAPP_CODE = /^13\d{4}$/;

/** A text that begins with one of them. */
const BEGINS_WITH_CODE = /^\(?#?(13\d{4})\b/;

/**
 * The error with the code that decides. Graph wraps WhatsApp's own errors and puts their code into `error_subcode`, or, around #100,
 * into an `error_data` that is a text (both seen in logs); the prefix of the message bears it where neither does.
 */
export function unwrapped(error: GraphError): GraphError {
  if (error.subcode !== null && WHATSAPP_CODE.test(String(error.subcode)))
    return { ...error, code: error.subcode, subcode: null };
  if (error.code !== 100) return error;
  const told = [error.details, error.message].flatMap((text) => BEGINS_WITH_CODE.exec(text ?? "")?.[1] ?? [])[0];
  return told === undefined ? error : { ...error, code: Number(told), subcode: null };
}

/**
 * What an error of Graph's means for a registration: by code, then subcode, then message; the HTTP status decides only for codes
 * that are not known. A #100 that fits nothing known is unknown: only reads can show then whether access is missing.
 */
export function refusalStatus(error: GraphError): RefusalStatus {
  const inner = unwrapped(error);
  const status = shapeOf(inner)?.status ?? catalogueRow(inner.code)?.status;
  if (status !== undefined) return status;
  if (error.httpStatus === 429) return "throttled";
  if (error.httpStatus >= 500) return "meta_unavailable";
  return "unknown_error";
}

/**
 * Whether Meta itself refused the last registration for want of a verification (133006, or in words). Then a code can be requested
 * although the number shows VERIFIED, and registering again without one would be refused again. That the number is not registered
 * (133010) says less: there the reading decides.
 */
export function metaAsksForVerification<
  Refused extends { readonly status: string; readonly graphError: GraphError | null },
>(record: Refused | null | undefined): record is Refused & { readonly graphError: GraphError } {
  if (record?.status !== "verification_required" || record.graphError === null) return false;
  return refusalStatus(record.graphError) === record.status;
}
