import type { AccessCause } from "../contract/access-evidence.ts";
import type { Actor, Resolution } from "../contract/failure.ts";
import type { RegistrationFailureStatus } from "../contract/register-phone-number.ts";

/** What is said to a person about one situation, and whether calling again can help without a change. */
export interface Advice {
  readonly message: string;
  readonly actor: Actor;
  readonly retryable: boolean;
  readonly resolution: readonly [Resolution, ...Resolution[]];
}

const SYSTEM_USERS = "https://business.facebook.com/settings/system-users";
const WHATSAPP_ACCOUNTS = "https://business.facebook.com/settings/whatsapp-business-accounts";
const PHONE_NUMBERS = "https://business.facebook.com/wa/manage/phone-numbers/";
const APPS = "https://developers.facebook.com/apps/";
const TOKEN_DEBUGGER = "https://developers.facebook.com/tools/debug/accesstoken/";
const META_STATUS = "https://metastatus.com/whatsapp-business-api";
const REGISTRATION = "https://developers.facebook.com/docs/whatsapp/cloud-api/reference/registration";
const BUSINESS_SUPPORT = "https://business.facebook.com/business-support-home/";
const DIRECT_SUPPORT = "https://business.facebook.com/direct-support/";

const step = (title: string, detail: string, url?: string): Resolution =>
  url === undefined ? { title, detail } : { title, detail, url };

const NEW_TOKEN = step(
  "Generate a new token",
  "Business settings > Users > System users > the system user > Generate new token. Choose the app, expiry Never, and tick both whatsapp_business_management and whatsapp_business_messaging. A token keeps the permissions it was made with: changing the system user does not change an old token.",
  SYSTEM_USERS,
);
const STORE_TOKEN = step(
  "Store the token and deploy",
  "Run `firebase functions:secrets:set META_SYSTEM_USER_TOKEN`, paste the new token, then `firebase deploy --only functions`: functions keep the old secret until they are deployed again.",
);
const CHECK_IDS = step(
  "Compare the ids",
  "META_PHONE_NUMBER_ID must be the phone number id and META_WABA_ID the WhatsApp Business Account id. Both stand in the app's dashboard under WhatsApp > API Setup; neither is the phone number itself.",
  APPS,
);
const ASSIGN_ASSET = step(
  "Give the system user the WhatsApp account",
  "Business settings > Users > System users > the system user > Assign assets > WhatsApp accounts: choose the account and switch on full control (Manage WhatsApp account).",
  SYSTEM_USERS,
);
const APP_REVIEW = step(
  "Check the app's access level",
  "For numbers of another business the app needs advanced access to whatsapp_business_management and whatsapp_business_messaging (App review > Permissions and features). No call can read this level.",
  APPS,
);

/** What to say for each unsuccessful status. `missing_permission` is refined by `ACCESS_ADVICE`. */
export const ADVICE: Readonly<Record<Exclude<RegistrationFailureStatus, "missing_permission">, Advice>> = {
  number_on_business_app: {
    message: "This number is used in the WhatsApp Business app, so the Cloud API cannot register it.",
    actor: "customer",
    retryable: false,
    resolution: [
      step(
        "Free the number, or keep both",
        "To move it: on the phone, WhatsApp Business > Settings > Account > Delete account, wait five minutes, then verify the number again and register. To keep the app: connect it through Embedded Signup's coexistence instead of registering.",
        "https://developers.facebook.com/docs/whatsapp/embedded-signup/custom-flows/onboarding-business-app-users",
      ),
      step("Look at the number", "WhatsApp Manager > Phone numbers shows where the number lives now.", PHONE_NUMBERS),
    ],
  },
  invalid_token: {
    message: "Meta does not accept the System User token.",
    actor: "operator",
    retryable: false,
    resolution: [
      step("See what Meta says of the token", "Paste it into the access token debugger.", TOKEN_DEBUGGER),
      NEW_TOKEN,
      STORE_TOKEN,
    ],
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
      step(
        "Or set a new PIN",
        "WhatsApp Manager > Phone numbers > the number > Two-step verification, or call setTwoStepPin. Meta issues no PIN: whoever sets it chooses it.",
        PHONE_NUMBERS,
      ),
    ],
  },
  pin_locked: {
    message: "Too many wrong PINs, or PINs sent too quickly: Meta refuses every PIN for a while.",
    actor: "customer",
    retryable: true,
    resolution: [
      step("Wait", "Do not try before the time in retryAt; where it is missing, wait at least an hour."),
      step(
        "Set a new PIN meanwhile",
        "WhatsApp Manager > Phone numbers > the number > Two-step verification.",
        PHONE_NUMBERS,
      ),
    ],
  },
  verification_required: {
    message: "The business has not yet proved that the number is its own.",
    actor: "customer",
    retryable: true,
    resolution: [
      step(
        "Verify the number",
        "Call requestVerificationCode, read the SMS or take the call, then call verifyPhoneNumber with the code; or do the same in WhatsApp Manager > Phone numbers. The code is not the PIN.",
        PHONE_NUMBERS,
      ),
    ],
  },
  rate_limited: {
    message: "The budget of registrations for this number in 72 hours is used up.",
    actor: "meta",
    retryable: true,
    resolution: [
      step(
        "Wait until retryAt",
        "Meta allows ten requests in 72 hours for a number and counts failed ones; a further one locks the number for 72 hours. Nothing shortens the wait.",
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
    message: "Meta has locked or restricted the account. Meta uses the same error for a wrong PIN.",
    actor: "customer",
    retryable: false,
    resolution: [
      step(
        "Check the account",
        "Business support home shows restrictions and lets the business ask for a review.",
        BUSINESS_SUPPORT,
      ),
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
        "graphError.message and graphError.details say which value. Likely: the data localization region, the app secret (META_APP_SECRET must belong to the token's app), or the phone number id.",
        REGISTRATION,
      ),
      CHECK_IDS,
    ],
  },
  meta_unavailable: {
    message: "Meta could not be reached or had a fault of its own.",
    actor: "meta",
    retryable: true,
    resolution: [
      step(
        "Look at Meta's status page",
        "Then try again later. attempts says whether this try was spent.",
        META_STATUS,
      ),
    ],
  },
  outcome_unknown: {
    message: "The request was sent, but no answer came back that can be read. It may have worked.",
    actor: "operator",
    retryable: false,
    resolution: [
      step(
        "Wait for the state to settle",
        "The number is read again within minutes, and its document says what became of it. Do not register again meanwhile: the attempt already counts.",
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
        "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes",
      ),
      step("Ask Meta", "Direct support needs graphError.fbtraceId.", DIRECT_SUPPORT),
    ],
  },
};

/** What to say for each proven, or unproven, cause of `missing_permission`. */
export const ACCESS_ADVICE: Readonly<Record<AccessCause, Advice>> = {
  scope_not_granted: {
    message: "The token lacks a permission that registering needs.",
    actor: "operator",
    retryable: false,
    resolution: [
      step(
        "Give the app the permissions",
        "App dashboard > WhatsApp use case (or App review > Permissions and features): add whatsapp_business_management and whatsapp_business_messaging.",
        APPS,
      ),
      NEW_TOKEN,
      STORE_TOKEN,
    ],
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
    resolution: [
      step(
        "Check that the number is not on the WhatsApp Business app",
        "Meta gives the same error for a number that a phone still uses, even with a perfect token. On that phone: WhatsApp Business > Settings > Account > Delete account.",
        PHONE_NUMBERS,
      ),
      ASSIGN_ASSET,
      step(
        "Check who owns the account",
        "Business settings > Accounts > WhatsApp accounts: the system user's business must own the account or be a partner of it with full control.",
        WHATSAPP_ACCOUNTS,
      ),
      APP_REVIEW,
      NEW_TOKEN,
      STORE_TOKEN,
    ],
  },
};
