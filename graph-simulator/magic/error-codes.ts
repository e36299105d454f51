import type { MagicNumber, Standing } from "./magic-number.ts";
import { padded, refusing, verifying } from "./refusing.ts";

/** register answers this code, in the words of graph-errors.ts; every read is fine. */
function registering(code: number, standing: Standing, note: string): MagicNumber {
  return refusing(padded("555", code), "register", { code }, { title: `register answers #${code}`, standing, note });
}

/** register works, sending a message answers this code. */
function sending(code: number, standing: Standing, note: string): MagicNumber {
  return refusing(
    padded("555", code),
    "send_message",
    { code },
    { title: `messages answers #${code}; register works`, standing, note },
  );
}

/** 555: calls that are refused with one code. */
export const ERROR_CODES: readonly MagicNumber[] = [
  registering(0, "doc", "The app user could not be authenticated."),
  registering(1, "doc", "Unknown error on Meta's side."),
  registering(2, "log", "Carries is_transient: true, which must not cause a second POST."),
  registering(3, "doc", "Capability or permission."),
  registering(4, "doc", "The app's limit."),
  registering(10, "doc", "Permission not granted or removed."),
  registering(12, "log", "Seen once: a dialable number stood in place of the id."),
  registering(17, "doc", "The user's limit."),
  registering(33, "doc", "As a code, not as the subcode of #100."),
  registering(100, "log", "(#100) Missing Permission while every read is in order."),
  registering(102, "doc", "Session."),
  registering(104, "doc", "Signature."),
  registering(190, "log", "Cannot parse access token, HTTP 401. The reads still call the token valid."),
  registering(200, "log", "The system user can read the account but has no task that allows writing."),
  registering(299, "doc", "The last of the range 200-299."),
  registering(368, "doc", "Blocked for violating a policy."),
  registering(613, "doc", "A custom limit."),
  registering(80007, "doc", "As the Cloud API's table numbers it."),
  registering(80008, "doc", "As Graph's reference numbers it."),
  registering(130429, "doc", "HTTP 429."),
  registering(131000, "doc", "Something went wrong."),
  registering(131005, "doc", "Access denied."),
  registering(131008, "doc", "A parameter is missing."),
  registering(131009, "log", "A parameter's value is not valid."),
  registering(131016, "doc", "Overloaded."),
  registering(131031, "doc", "Locked, or the PIN is wrong: Meta documents both."),
  registering(133000, "doc", "Each time; see 556000000000041 for one that can be cured."),
  registering(133004, "doc", "HTTP 503."),
  registering(133005, "doc", "Whatever the PIN; see 556000000000051 for a number with another PIN."),
  registering(133006, "doc", "Although the read shows VERIFIED."),
  registering(133008, "doc", "The wait, 12 hours, stands in details (its wording is guessed)."),
  registering(133009, "doc", "The wait, 60 seconds, stands in details (its wording is guessed)."),
  registering(133015, "doc", "Each time; see 556000000000040 for one that passes."),
  registering(133016, "doc", "Each time; see 556000000000060 for a block that ends."),
  registering(999999, "guess", "A code that nobody has documented."),
  sending(130403, "doc", "The business itself has blocked the recipient."),
  sending(130472, "doc", "The recipient is part of an experiment."),
  sending(130497, "doc", "Restricted in the recipient's country; HTTP 403."),
  sending(131021, "doc", "Sender and recipient are the same."),
  sending(131026, "doc", "Not on WhatsApp, or cannot be reached."),
  sending(131030, "log", "Test number: the recipient is not in its list."),
  sending(131037, "doc", "Display name not approved."),
  sending(131042, "doc", "No payment method."),
  sending(131045, "doc", "Certificate."),
  sending(131047, "doc", "More than 24 hours since the customer wrote."),
  sending(131048, "doc", "Too much of it was taken for spam."),
  sending(131049, "doc", "The person's limit of marketing messages."),
  sending(131050, "doc", "The person wants no marketing messages."),
  sending(131051, "doc", "Message type."),
  sending(131056, "doc", "Too many messages to the same person."),
  sending(131057, "doc", "Maintenance; HTTP 500."),
  sending(131058, "log", "hello_world from a number that is none of Meta's test numbers; in none of Meta's tables."),
  sending(131062, "doc", "The recipient must be a phone number."),
  sending(131063, "doc", "Marketing is switched off for this account."),
  sending(131064, "doc", "Utility templates were misclassified; ends by itself."),
  sending(132000, "doc", "Parameters are missing, or too many."),
  sending(132001, "doc", "The template does not exist in this language."),
  sending(132007, "doc", "The template's text breaks a policy."),
  sending(132012, "doc", "Wrong kind of parameter."),
  sending(132015, "doc", "The template is paused."),
  sending(132016, "doc", "The template is disabled for good."),
  sending(133010, "log", "Not registered, although it is."),
  sending(135000, "log", "Header or parameter missing, ban or payment: health_status says which."),
  verifying(padded("555", 136024), "request_code", { code: 136024 }, "request_code failed, no subcode."),
  verifying(padded("555", 136025), "verify_code", { code: 136025 }, "verify_code failed, no subcode."),
];
