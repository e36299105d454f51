import type { RegistrationFailureStatus } from "../../contract/register-phone-number.ts";

/** How well a fact is known: Meta's documentation, a body quoted from a real call, or a third party's word. */
export type Standing = "doc" | "log" | "claim";

/** One code of Graph's, or an inclusive range of codes. */
export interface CatalogueRow {
  readonly code: number | readonly [from: number, to: number];
  readonly status: Exclude<RegistrationFailureStatus, "in_progress" | "outcome_unknown">;
  readonly meaning: string;
  readonly standing: Standing;
  /** Meta's page where the code is listed. */
  readonly page: string;
}

const CLOUD_API_ERRORS = "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes";
const GRAPH_ERRORS = "https://developers.facebook.com/docs/graph-api/guides/error-handling";
const RATE_LIMITS = "https://developers.facebook.com/docs/graph-api/overview/rate-limiting";
const REGISTRATION = "https://developers.facebook.com/docs/whatsapp/cloud-api/reference/registration";
const TWO_STEP = "https://developers.facebook.com/docs/whatsapp/cloud-api/reference/two-step-verification";

const row = (
  code: CatalogueRow["code"],
  status: CatalogueRow["status"],
  meaning: string,
  page: string,
  standing: Standing = "doc",
): CatalogueRow => ({ code, status, meaning, standing, page });

/** Every code that registering is known to answer with. Codes that mean several things have shapes besides (`shapes.ts`). */
export const ERROR_CATALOGUE: readonly CatalogueRow[] = [
  row(0, "invalid_token", "The app user could not be authenticated.", CLOUD_API_ERRORS),
  row(102, "invalid_token", "The session behind the token has ended.", GRAPH_ERRORS),
  row(104, "invalid_token", "The token needs a proof that is missing or wrong.", GRAPH_ERRORS, "claim"),
  row(190, "invalid_token", "The token expired, was revoked or cannot be read.", CLOUD_API_ERRORS),
  row(1, "meta_unavailable", "An unknown error on Meta's side.", GRAPH_ERRORS),
  row(2, "meta_unavailable", "A service of Meta's is down for the moment.", CLOUD_API_ERRORS),
  row(131000, "meta_unavailable", "Something went wrong on Meta's side.", CLOUD_API_ERRORS),
  row(131016, "meta_unavailable", "A service of Meta's is overloaded.", CLOUD_API_ERRORS),
  row(133004, "meta_unavailable", "Meta's registration server is unavailable for the moment.", CLOUD_API_ERRORS),
  row(3, "missing_permission", "The app lacks the capability for this call.", CLOUD_API_ERRORS),
  row(10, "missing_permission", "The permission is not granted or was removed.", CLOUD_API_ERRORS),
  row([200, 299], "missing_permission", "The permission is not granted or was removed.", CLOUD_API_ERRORS),
  row(131005, "missing_permission", "Access denied: the permission is not granted or was removed.", CLOUD_API_ERRORS),
  row(4, "throttled", "The app reached its limit of calls.", CLOUD_API_ERRORS),
  row(17, "throttled", "The user behind the token reached the limit of calls.", RATE_LIMITS),
  row(613, "throttled", "A limit of calls for this endpoint was reached.", RATE_LIMITS),
  row(80007, "throttled", "The WhatsApp Business Account reached its limit of calls.", CLOUD_API_ERRORS),
  row(80008, "throttled", "Too many calls to this WhatsApp Business Account.", RATE_LIMITS),
  row(130429, "throttled", "The limit of messages a second was reached.", CLOUD_API_ERRORS),
  row(33, "invalid_parameter", "The business phone number has been deleted.", CLOUD_API_ERRORS),
  row(131008, "invalid_parameter", "A required parameter is missing.", CLOUD_API_ERRORS),
  row(131009, "invalid_parameter", "The value of a parameter is not valid.", CLOUD_API_ERRORS),
  row(368, "account_locked", "The account is blocked for the moment for violating a policy.", CLOUD_API_ERRORS),
  row(131031, "account_locked", "The account is locked, or the two-step PIN is wrong.", CLOUD_API_ERRORS),
  row(133000, "incomplete_deregistration", "An earlier deregistration did not finish.", CLOUD_API_ERRORS),
  row(133005, "pin_mismatch", "The two-step PIN is not the one this number has.", TWO_STEP),
  row(133006, "verification_required", "The number must be verified before it is registered.", CLOUD_API_ERRORS),
  row(133008, "pin_locked", "Too many guesses of the two-step PIN.", TWO_STEP),
  row(133009, "pin_locked", "The two-step PIN was entered too quickly.", TWO_STEP),
  row(133015, "recently_deleted", "The number was deleted a moment ago; deletion is not finished.", CLOUD_API_ERRORS),
  row(133016, "rate_limited", "Ten registrations in 72 hours are used up.", REGISTRATION),
];

/** The row of a code, or `undefined` when the code is not known. */
export function catalogueRow(code: number): CatalogueRow | undefined {
  return ERROR_CATALOGUE.find((entry) =>
    typeof entry.code === "number" ? entry.code === code : entry.code[0] <= code && code <= entry.code[1],
  );
}
