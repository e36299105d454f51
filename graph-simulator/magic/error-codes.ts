import type { RegistrationStatus } from "../../functions/src/contract/register-phone-number.ts";
import type { MagicNumber, Standing } from "./magic-number.ts";
import { padded, refusing, verifying } from "./refusing.ts";

/** register answers this code, in the words of graph-errors.ts; every read is fine. */
function registering(code: number, status: RegistrationStatus, standing: Standing, note: string): MagicNumber {
  const title = `register answers #${code}`;
  const row = { title, status, standing, note };
  return refusing(
    padded("555", code),
    "register",
    { code },
    status === "missing_permission" ? { ...row, cause: "unproven" } : row,
  );
}

/** register works, sending a message answers this code. */
function sending(code: number, standing: Standing, note: string): MagicNumber {
  return refusing(
    padded("555", code),
    "send_message",
    { code },
    { title: `messages answers #${code}; register works`, status: "registered", standing, note },
  );
}

/** 555: calls that are refused with one code. */
export const ERROR_CODES: readonly MagicNumber[] = [
  registering(0, "invalid_token", "doc", "The app user could not be authenticated."),
  registering(1, "meta_unavailable", "doc", "Unknown error on Meta's side."),
  registering(2, "meta_unavailable", "log", "Carries is_transient: true, which must not cause a second POST."),
  registering(3, "missing_permission", "doc", "Capability or permission."),
  registering(4, "throttled", "doc", "The app's limit."),
  registering(10, "missing_permission", "doc", "Permission not granted or removed."),
  registering(17, "throttled", "doc", "The user's limit."),
  registering(33, "invalid_parameter", "doc", "As a code, not as the subcode of #100."),
  registering(100, "missing_permission", "log", "(#100) Missing Permission while every read is in order."),
  registering(102, "invalid_token", "doc", "Session."),
  registering(104, "invalid_token", "doc", "Signature."),
  registering(
    190,
    "invalid_token",
    "log",
    "Cannot parse access token, HTTP 401. The reads still call the token valid.",
  ),
  registering(
    200,
    "missing_permission",
    "log",
    "The system user can read the account but has no task that allows writing.",
  ),
  registering(299, "missing_permission", "doc", "The last of the range 200-299."),
  registering(368, "account_locked", "doc", "Blocked for violating a policy."),
  registering(613, "throttled", "doc", "A custom limit."),
  registering(80007, "throttled", "doc", "As the Cloud API's table numbers it."),
  registering(80008, "throttled", "doc", "As Graph's reference numbers it."),
  registering(130429, "throttled", "doc", "HTTP 429."),
  registering(131000, "meta_unavailable", "doc", "Something went wrong."),
  registering(131005, "missing_permission", "doc", "Access denied."),
  registering(131008, "invalid_parameter", "doc", "A parameter is missing."),
  registering(131009, "invalid_parameter", "log", "A parameter's value is not valid."),
  registering(131016, "meta_unavailable", "doc", "Overloaded."),
  registering(131031, "account_locked", "doc", "Locked, or the PIN is wrong: Meta documents both."),
  registering(133000, "incomplete_deregistration", "doc", "Each time; see 556000000000041 for one that can be cured."),
  registering(133004, "meta_unavailable", "doc", "HTTP 503."),
  registering(133005, "pin_mismatch", "doc", "Whatever the PIN; see 556000000000051 for a number with another PIN."),
  registering(133006, "verification_required", "doc", "Although the read shows VERIFIED."),
  registering(133008, "pin_locked", "doc", "The wait, 12 hours, stands in details (its wording is guessed)."),
  registering(133009, "pin_locked", "doc", "The wait, 60 seconds, stands in details (its wording is guessed)."),
  registering(133015, "recently_deleted", "doc", "Each time; see 556000000000040 for one that passes."),
  registering(133016, "rate_limited", "doc", "Each time; see 556000000000060 for a block that ends."),
  registering(999999, "unknown_error", "guess", "A code that nobody has documented."),
  sending(131030, "log", "Test number: the recipient is not in its list."),
  sending(131037, "doc", "Display name not approved."),
  sending(131042, "doc", "No payment method."),
  sending(131045, "doc", "Certificate."),
  sending(131047, "doc", "More than 24 hours since the customer wrote."),
  sending(132001, "doc", "The template does not exist in this language."),
  sending(133010, "log", "Not registered, although it is."),
  verifying(padded("555", 136024), "request_code", { code: 136024 }, "request_code failed, no subcode."),
  verifying(padded("555", 136025), "verify_code", { code: 136025 }, "verify_code failed, no subcode."),
];
