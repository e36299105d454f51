import type { GraphError } from "../contract/failure.ts";
import type { RegistrationFailureStatus } from "../contract/register-phone-number.ts";
import { catalogueRow } from "./error-catalogue.ts";

/** The statuses that an error of Graph's can mean. */
export type RefusalStatus = Exclude<RegistrationFailureStatus, "in_progress" | "outcome_unknown">;

const MISSING_PERMISSION = /missing permission/i;
const BUSINESS_APP = /\bSMB\b/;
const NAMES_A_PARAMETER = /\bparam(?:eter)?s?\b|\bargument\b/i;

/**
 * Graph's #100 is at least five things, told apart by `error_subcode` and the English `message`
 * (bodies seen in logs; `error_user_*` and `details` may be localised and decide nothing).
 */
function statusOf100({ subcode, message }: GraphError): RefusalStatus {
  if (MISSING_PERMISSION.test(message)) return "missing_permission";
  if (subcode === 33) return "missing_permission";
  if (BUSINESS_APP.test(message)) return "number_on_business_app";
  if (NAMES_A_PARAMETER.test(message)) return "invalid_parameter";
  return "missing_permission";
}

/** What an error of Graph's means for a registration: by code, then subcode, then message; the HTTP status decides only for codes we do not know. */
export function refusalStatus(error: GraphError): RefusalStatus {
  if (error.code === 100) return statusOf100(error);
  const row = catalogueRow(error.code);
  if (row !== undefined) return row.status;
  if (error.httpStatus === 429) return "throttled";
  if (error.httpStatus >= 500) return "meta_unavailable";
  return "unknown_error";
}
