import type { GraphError } from "../../contract/failure.ts";
import type { RegistrationFailureStatus } from "../../contract/register-phone-number.ts";
import { catalogueRow } from "./error-catalogue.ts";
import { SHAPES_OF_100 } from "./shapes-of-100.ts";

/** The statuses that an error of Graph's can mean. */
export type RefusalStatus = Exclude<RegistrationFailureStatus, "in_progress" | "outcome_unknown">;

/** What an error of Graph's means for a registration: by code, then subcode, then message; the HTTP status decides only for codes we do not know. */
export function refusalStatus(error: GraphError): RefusalStatus {
  if (error.code === 100) return SHAPES_OF_100.find((shape) => shape.fits(error))?.status ?? "missing_permission";
  const row = catalogueRow(error.code);
  if (row !== undefined) return row.status;
  if (error.httpStatus === 429) return "throttled";
  if (error.httpStatus >= 500) return "meta_unavailable";
  return "unknown_error";
}
