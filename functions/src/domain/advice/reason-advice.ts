import type { Reason, ReasonCode } from "../../contract/lifecycle.ts";
import type { RegistrationRecord } from "../../contract/phone-number.ts";
import type { RegistrationFailureStatus } from "../../contract/register-phone-number.ts";
import { ACCESS_ADVICE, ADVICE, type Advice } from "./advice.ts";
import { BUSINESS_SUPPORT, PHONE_NUMBERS } from "./meta-pages.ts";
import { REGISTER_APPROVED_NAME, step } from "./steps.ts";

type Said = Pick<Advice, "message" | "actor" | "resolution">;

const said = (actor: Said["actor"], message: string, title: string, detail: string, url?: string): Said => ({
  message,
  actor,
  resolution: [step(title, detail, url)],
});

/** What to say for each reason that is no failed registration: those have their own advice. */
export const REASON_ADVICE: Readonly<Record<Exclude<ReasonCode, RegistrationFailureStatus>, Said>> = {
  awaiting_meta: said(
    "meta",
    "Meta accepted the registration, but does not show the number as connected yet.",
    "Wait",
    "The number is read again within minutes, and its document changes by itself.",
  ),
  ownership_expired: said(
    "customer",
    "The proof that the business owns the number is old. Meta may ask for a new one when the number is registered.",
    "Register, and verify again only if Meta asks for it",
    "Should registering answer verification_required, call requestVerificationCode and verifyPhoneNumber first.",
  ),
  account_disconnected: said(
    "customer",
    "The number's account was disconnected from this deployment, so the number is no longer read. What stands here is how it was then.",
    "Connect the account again if the number is to be used here",
    "The sign-up of the customer's page, with the same account; its history is still there.",
  ),
  ownership_unknown: said(
    "operator",
    "Nothing is known yet of whether the business has proved that the number is its own.",
    "Read the number",
    "Call refreshPhoneNumber, or diagnoseAccess where the number cannot be read.",
  ),
  not_registered: said(
    "operator",
    "The number is not registered with the Cloud API.",
    "Register the number",
    "Call registerPhoneNumber with the number's two-step PIN.",
  ),
  deregistered: said(
    "operator",
    "The number was deregistered from the Cloud API.",
    "Register it again when it is to be used",
    "Call registerPhoneNumber with the number's two-step PIN.",
  ),
  connection_lost: said(
    "operator",
    "Meta no longer shows the number as connected.",
    "Find out why, then register again",
    "Run diagnoseAccess; when the number may be used, call registerPhoneNumber with its two-step PIN.",
  ),
  number_deleted: said(
    "customer",
    "The number was deleted from its WhatsApp Business Account.",
    "Add the number again",
    "WhatsApp Manager > Phone numbers > Add phone number. It gets a new phone number id.",
    PHONE_NUMBERS,
  ),
  number_migrated: said(
    "customer",
    "The number was moved to another WhatsApp Business Account.",
    "Use its new phone number id",
    "WhatsApp Manager of the account that the number belongs to now shows the id; set META_PHONE_NUMBER_ID and META_WABA_ID to it and its account.",
    PHONE_NUMBERS,
  ),
  number_banned: said(
    "customer",
    "Meta has banned the number for violating its policies.",
    "Ask for a review",
    "Business support home shows the violation and takes a request for review.",
    BUSINESS_SUPPORT,
  ),
  number_restricted: said(
    "customer",
    "Meta has restricted the number: it cannot start conversations for the moment.",
    "Look at the reason",
    "WhatsApp Manager > Phone numbers shows the limit and the quality; Business support home shows restrictions and takes a request for review.",
    BUSINESS_SUPPORT,
  ),
  number_flagged: said(
    "customer",
    "Meta has flagged the number for low quality. It still works, and is restricted if the quality does not improve.",
    "Improve what is sent",
    "WhatsApp Manager > Phone numbers > the number shows why people block or report it. Send less, and only to those who asked for it.",
    PHONE_NUMBERS,
  ),
  name_pending: said(
    "meta",
    "Meta has not decided on the display name yet.",
    "Wait for the review",
    "The decision comes as an event. A number that Meta provided (+1 555) sends nothing before it. Once the name is approved, register the number again so that the name takes effect.",
  ),
  name_declined: said(
    "customer",
    "Meta declined the display name.",
    "Choose another name",
    "WhatsApp Manager > Phone numbers > the number > Profile shows the reason and takes a new name.",
    PHONE_NUMBERS,
  ),
  name_needs_registration: said(
    "operator",
    "Meta approved a display name after the number was registered. It takes effect with the next registration.",
    REGISTER_APPROVED_NAME.title,
    REGISTER_APPROVED_NAME.detail,
  ),
  quality_low: said(
    "customer",
    "Meta rates the number's quality as low.",
    "Improve what is sent",
    "WhatsApp Manager > Phone numbers > the number shows why people block or report it.",
    PHONE_NUMBERS,
  ),
  quality_medium: said(
    "customer",
    "Meta rates the number's quality as medium.",
    "Watch what is sent",
    "WhatsApp Manager > Phone numbers > the number shows why people block or report it.",
    PHONE_NUMBERS,
  ),
  app_removed: said(
    "customer",
    "Meta says that this app or partner was removed from the WhatsApp Business Account.",
    "Connect the account again",
    "webhook.claims.partner says why, where Meta named a reason. The business gives the app access again (Business settings > Accounts > WhatsApp accounts > Partners, or Embedded Signup). Then run diagnoseAccess.",
  ),
  account_offboarded: said(
    "meta",
    "The customer set the WhatsApp Business app up anew, on another phone for example, which took the number off the Cloud API. Meta reconnects by itself within minutes.",
    "Wait",
    "Nothing to do at first: the number is read again within minutes, and its document changes by itself. If it does not come back, the customer connects the account again through Embedded Signup.",
  ),
  access_lost: said(
    "operator",
    "The token no longer reaches the number, which it did before.",
    "Find what is missing",
    "Run diagnoseAccess: it names the permission or assignment that is gone. The business may also have removed the app.",
  ),
  spent_elsewhere: said(
    "operator",
    "Somebody else registers this number too: Meta counted requests that were not sent from here, or the number was registered or deregistered without it.",
    "Find out who it is",
    "Ask who else has access to the number: another partner, Meta's own tools, Postman, another deployment. They spend from the same ten requests in 72 hours, so the attempts shown are the most that can be left.",
  ),
  token_expires_soon: said(
    "operator",
    "The System User token expires within days. Then nothing can be registered, sent or read.",
    "Renew the token now",
    "Generate a new token with expiry Never, store it with `firebase functions:secrets:set META_SYSTEM_USER_TOKEN`, and deploy.",
  ),
  account_disabled: said(
    "customer",
    "Meta has disabled the WhatsApp Business Account, or says that it will.",
    "Ask for a review",
    "Business support home shows the violation and takes a request for review.",
    BUSINESS_SUPPORT,
  ),
  account_deleted: said(
    "customer",
    "Meta says that the WhatsApp Business Account was deleted or left the platform.",
    "Check the account",
    "Business settings > Accounts > WhatsApp accounts. A deleted account does not come back: its numbers are added to another one.",
  ),
  account_restricted: said(
    "customer",
    "Meta has restricted the WhatsApp Business Account for a time.",
    "Look at the restriction",
    "webhook.claims.restriction says which and until when; Business support home takes a request for review.",
    BUSINESS_SUPPORT,
  ),
  account_violation: said(
    "customer",
    "Meta says that the WhatsApp Business Account violated a policy.",
    "Look at the violation",
    "webhook.claims.violation names it; Business support home shows it and takes a request for review.",
    BUSINESS_SUPPORT,
  ),
  review_rejected: said(
    "customer",
    "Meta rejected the WhatsApp Business Account in its review.",
    "Ask for another review",
    "Business support home shows the reason and takes a request.",
    BUSINESS_SUPPORT,
  ),
  pin_changed: said(
    "operator",
    "The two-step PIN was changed or switched off after the number was registered: the old one no longer holds.",
    "Use the new PIN",
    "The next registration needs it; where the PIN was switched off, any six digits become the new one. webhook.claims.pin says which it was. If nobody on your side changed it, check who has access to the account.",
  ),
  pin_reset_requested: said(
    "operator",
    "Someone asked Meta to reset the two-step PIN.",
    "Check who did",
    "If nobody on your side did, check who has access to the account. Meta switches two-step verification off when the request is confirmed.",
  ),
  sending_blocked: said(
    "operator",
    "The number is connected, and no message from it arrives: Meta refuses it, or takes it and does not deliver it.",
    "See what is in the way",
    "Run diagnoseAccess (or `npm run doctor`): `sending` names the check that says so, with the steps and who must take them. Most often a payment method is missing.",
  ),
  no_webhook_yet: said(
    "operator",
    "The number is connected, but no event about it has come in since.",
    "Send a test message",
    "Call sendTestMessage. If nothing arrives, subscribe the app to the account and to the field messages: see the webhook part of the README.",
  ),
};

/** The advice that goes with a failed registration: of missing permissions there are several. */
export function adviceOnFailure(
  code: RegistrationFailureStatus,
  record: Pick<RegistrationRecord, "cause"> | undefined,
): Said {
  return code === "missing_permission" ? ACCESS_ADVICE[record?.cause ?? "unproven"] : ADVICE[code];
}

const isFailure = (code: ReasonCode): code is RegistrationFailureStatus => !(code in REASON_ADVICE);

/** A reason in full. `record` is the number's registration: where it stands for the same code, what it was answered is said. */
export function reason(code: ReasonCode, record?: RegistrationRecord): Reason {
  const advice = isFailure(code) ? adviceOnFailure(code, record) : REASON_ADVICE[code];
  const own = record?.status === code ? record : undefined;
  const { resolution, actor } = own?.advised ?? advice;
  return { code, message: own?.message ?? advice.message, resolution: [...resolution], actor };
}
