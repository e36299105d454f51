import type { AccessCause } from "../../contract/access-evidence.ts";
import type { Actor, Resolution } from "../../contract/failure.ts";
import type { RegistrationFailureStatus } from "../../contract/register-phone-number.ts";
import { CLOUD_API_ERRORS, DIRECT_SUPPORT, APPS, PHONE_NUMBERS, REGISTRATION } from "./meta-pages.ts";
import {
  APP_REVIEW,
  ASSIGN_ASSET,
  CHECK_ACCOUNT,
  CHECK_BUSINESS_HEALTH,
  CHECK_IDS,
  CHECK_OWNER,
  COMPLETE_BUSINESS,
  DEBUG_TOKEN,
  GIVE_APP_PERMISSIONS,
  LEAVE_BUSINESS_APP,
  LEAVE_PROVIDER,
  LOOK_AT_NUMBER,
  NEW_TOKEN,
  REGISTER_ONCE_VERIFIED,
  SET_PIN,
  STORE_TOKEN,
  UNBLOCK_APP,
  VERIFY_NUMBER,
  WATCH_META,
  step,
} from "./steps.ts";

/** What is said to a person about one situation, and whether calling again can help without a change. */
export interface Advice {
  readonly message: string;
  readonly actor: Actor;
  readonly retryable: boolean;
  readonly resolution: readonly [Resolution, ...Resolution[]];
}

/** Only #100 was seen for a number on a phone. */
export const CHECK_PHONE = step(
  "Check that the number is not on the WhatsApp Business app",
  "Meta gives the same error for a number that a phone still uses, even with a perfect token. On that phone: WhatsApp Business > Settings > Account > Delete account.",
  PHONE_NUMBERS,
);

/** Meta says that a number is not registered, where it was asked to register it. */
export const NOT_THIS_NUMBER: Advice = {
  message: "Asked to register this number, Meta answers that it is not registered.",
  actor: "operator",
  retryable: false,
  resolution: [CHECK_IDS, LOOK_AT_NUMBER],
};

/** What to say for each unsuccessful status. `missing_permission` is refined by `ACCESS_ADVICE`. */
export const ADVICE: Readonly<Record<Exclude<RegistrationFailureStatus, "missing_permission">, Advice>> = {
  app_blocked: {
    message: "Meta has blocked the app: it refuses everything that is asked with the app's tokens.",
    actor: "operator",
    retryable: false,
    resolution: [UNBLOCK_APP],
  },
  business_incomplete: {
    message: "Meta refuses the business, not a value of the request: its portfolio is not filled in.",
    actor: "customer",
    retryable: false,
    resolution: [COMPLETE_BUSINESS, CHECK_BUSINESS_HEALTH],
  },
  number_held_elsewhere: {
    message: "A phone, another account or another provider still holds the number.",
    actor: "customer",
    retryable: false,
    resolution: [LEAVE_BUSINESS_APP, LEAVE_PROVIDER, LOOK_AT_NUMBER],
  },
  number_on_business_app: {
    message: "This number is used in the WhatsApp Business app, so the Cloud API cannot register it.",
    actor: "customer",
    retryable: false,
    resolution: [LEAVE_BUSINESS_APP, LOOK_AT_NUMBER],
  },
  invalid_token: {
    message: "Meta does not accept the System User token.",
    actor: "operator",
    retryable: false,
    resolution: [NEW_TOKEN, STORE_TOKEN, DEBUG_TOKEN],
  },
  pin_mismatch: {
    message: "The PIN is not the two-step PIN that this number already has.",
    actor: "customer",
    retryable: true,
    resolution: [
      step(
        "Use the PIN the number has",
        "Two-step verification was switched on earlier, by you or a former provider. Ask who set the PIN; every wrong guess spends one of ten attempts.",
      ),
      SET_PIN,
    ],
  },
  pin_locked: {
    message: "Too many wrong PINs, or PINs sent too quickly: Meta refuses every PIN for a while.",
    actor: "customer",
    retryable: true,
    resolution: [
      step("Wait", "Do not try before the time in retryAt; where it is missing, Meta named none."),
      step(
        "Set a new PIN meanwhile",
        "WhatsApp Manager > the number > Settings > Two-step verification > Change PIN.",
        PHONE_NUMBERS,
      ),
    ],
  },
  verification_required: {
    message: "The business has not yet proved that the number is its own.",
    actor: "customer",
    retryable: true,
    resolution: [VERIFY_NUMBER, REGISTER_ONCE_VERIFIED],
  },
  rate_limited: {
    message: "The budget of registrations for this number in 72 hours is used up.",
    actor: "meta",
    retryable: true,
    resolution: [
      step(
        "Wait until an attempt is free",
        "The answer says when (retryAt), and so does the number. Meta allows ten requests in 72 hours for a number and counts failed ones; a further one locks the number for 72 hours. Nothing shortens the wait.",
        REGISTRATION,
      ),
      step(
        "Find the cause first",
        "Run diagnoseAccess (or `npm run doctor`) now: it reads only and spends no attempt.",
      ),
    ],
  },
  throttled: {
    message: "Meta limits the calls of this app or account at the moment.",
    actor: "meta",
    retryable: true,
    resolution: [
      step("Wait and try again", "Limits on calls move with the hour. See the app's usage under Rate limits.", APPS),
    ],
  },
  recently_deleted: {
    message: "The number was deleted from WhatsApp moments ago, and Meta has not finished.",
    actor: "meta",
    retryable: true,
    resolution: [step("Wait five minutes", "Then register again. Trying earlier spends attempts.")],
  },
  incomplete_deregistration: {
    message: "An earlier deregistration of this number did not finish.",
    actor: "operator",
    retryable: false,
    resolution: [
      step("Deregister once more", "Call deregisterPhoneNumber with this number's id, then register again."),
    ],
  },
  account_locked: {
    message: "Meta has locked or restricted the account. Error 131031 may mean a wrong PIN instead.",
    actor: "customer",
    retryable: false,
    resolution: [
      CHECK_ACCOUNT,
      step(
        "If the account is in order, suspect the PIN",
        "Meta documents error 131031 also for a wrong two-step PIN: check the PIN, or set a new one in WhatsApp Manager.",
        PHONE_NUMBERS,
      ),
    ],
  },
  invalid_parameter: {
    message: "Meta refuses a value of the request.",
    actor: "operator",
    retryable: false,
    resolution: [
      step(
        "Read what Meta names",
        "graphError.message and graphError.details say which value, where Meta tells it. The app secret is one of them: META_APP_SECRET must belong to the token's app. Error 2500 is about the version, META_GRAPH_VERSION.",
        REGISTRATION,
      ),
      CHECK_IDS,
    ],
  },
  meta_unavailable: {
    message: "Meta could not be reached or had a fault of its own.",
    actor: "meta",
    retryable: true,
    resolution: [WATCH_META],
  },
  outcome_unknown: {
    message: "The request was sent, but no answer came back that can be read. It may have worked.",
    actor: "operator",
    retryable: false,
    resolution: [
      step(
        "Wait for the state to settle",
        "The number is read again within minutes, and its document says what became of it. The attempt already counts. For ten minutes, registering again reads the number and posts nothing, unless `force` is set.",
      ),
    ],
  },
  in_progress: {
    message: "Another registration of this number is under way.",
    actor: "operator",
    retryable: true,
    resolution: [step("Wait for it", "Its result appears in the number's document within two minutes.")],
  },
  unknown_error: {
    message: "Meta answered with an error that is not known here.",
    actor: "operator",
    retryable: false,
    resolution: [
      step(
        "Read Meta's own words",
        "graphError holds the whole error. Search for its code in Meta's list.",
        CLOUD_API_ERRORS,
      ),
      step("Ask Meta", "Direct support needs graphError.fbtraceId.", DIRECT_SUPPORT),
    ],
  },
};

/** What to say for each proven, or unproven, cause of `missing_permission`. */
export const ACCESS_ADVICE: Readonly<Record<AccessCause, Advice>> = {
  scope_not_granted: {
    message: "The token lacks a permission that this call needs.",
    actor: "operator",
    retryable: false,
    resolution: [GIVE_APP_PERMISSIONS, NEW_TOKEN, STORE_TOKEN],
  },
  asset_not_assigned: {
    message: "The token may not act on this WhatsApp Business Account.",
    actor: "operator",
    retryable: false,
    resolution: [ASSIGN_ASSET, NEW_TOKEN, STORE_TOKEN, CHECK_IDS],
  },
  wrong_id_or_no_access: {
    message: "Meta does not find this phone number id with this token: the id is wrong, or the token may not see it.",
    actor: "operator",
    retryable: false,
    resolution: [CHECK_IDS, ASSIGN_ASSET, NEW_TOKEN, STORE_TOKEN],
  },
  unproven: {
    message: "Meta refuses access, and what can be read does not show why.",
    actor: "operator",
    retryable: false,
    resolution: [CHECK_PHONE, ASSIGN_ASSET, CHECK_OWNER, COMPLETE_BUSINESS, APP_REVIEW, NEW_TOKEN, STORE_TOKEN],
  },
};
