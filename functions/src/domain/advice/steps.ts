import type { Resolution } from "../../contract/failure.ts";
import { GRAPH_VERSION } from "../../contract/graph-versions.ts";
import {
  APPS,
  BUSINESS_INFO,
  BUSINESS_SUPPORT,
  COEXISTENCE,
  GRAPH_VERSIONS,
  HEALTH_STATUS,
  MESSAGE_TEMPLATES,
  META_STATUS,
  PAYMENT_SETTINGS,
  PERMISSIONS,
  PHONE_NUMBERS,
  SECURITY_CENTER,
  SYSTEM_USERS,
  TOKEN_DEBUGGER,
  WEBHOOK_OVERRIDES,
  WEBHOOK_SUBSCRIPTIONS,
  WHATSAPP_ACCOUNTS,
} from "./meta-pages.ts";

// Every step that more than one situation asks for, once. Menus are in Meta's own words (Meta, Access tokens, Two-step
// verification, Permissions; 2026), with > between one click and the next.

/** One step: an imperative, and how to do it. */
export const step = (title: string, detail: string, url?: string): Resolution =>
  url === undefined ? { title, detail } : { title, detail, url };

export const GIVE_APP_PERMISSIONS = step(
  "Give the app the permissions",
  "App dashboard > Use cases > Connect with customers through WhatsApp > Customize > Permissions (in older apps: App review > Permissions and features): add whatsapp_business_management and whatsapp_business_messaging.",
  APPS,
);
export const NEW_TOKEN = step(
  "Generate a new token",
  "Business settings > Users > System users > the system user > Generate token. Choose the app, expiration Never, and tick both whatsapp_business_management and whatsapp_business_messaging. A token keeps the permissions it was made with: changing the system user does not change an old token.",
  SYSTEM_USERS,
);
export const STORE_TOKEN = step(
  "Store the token and deploy",
  "Run `firebase functions:secrets:set META_SYSTEM_USER_TOKEN`, paste the new token, then `firebase deploy --only functions:whatsapp`: functions keep the old secret until they are deployed again.",
);
export const SYSTEM_USER_TOKEN = step(
  "Use a System User token",
  "Business settings > Users > System users: add a system user if there is none, assign it the app and the WhatsApp account, then Generate token with expiration Never. A person's token ends within hours or weeks and with the person's password; the token that API Setup shows is of that kind.",
  SYSTEM_USERS,
);
export const DEBUG_TOKEN = step(
  "See what Meta says of the token",
  "Paste it into the access token debugger.",
  TOKEN_DEBUGGER,
);
export const CHECK_IDS = step(
  "Compare the ids",
  "META_PHONE_NUMBER_ID must be the phone number id and META_WABA_ID the WhatsApp Business Account id. Both stand in the app's dashboard under WhatsApp > API Setup; neither is the phone number itself.",
  APPS,
);
export const ASSIGN_ASSET = step(
  "Give the system user the WhatsApp account",
  "Business settings > Users > System users > the system user > Assign assets > WhatsApp accounts: choose the account and switch on Manage WhatsApp Business accounts under Full control.",
  SYSTEM_USERS,
);
export const CHECK_OWNER = step(
  "Check who owns the account",
  "Business settings > Accounts > WhatsApp accounts: the system user's business must own the account or be a partner of it with full control.",
  WHATSAPP_ACCOUNTS,
);
export const APP_REVIEW = step(
  "Check the app's access level",
  "For accounts of another business the app needs Advanced access to whatsapp_business_management and whatsapp_business_messaging (App review > Permissions and features); for your own business it does not. No call can read this level.",
  PERMISSIONS,
);
export const LEAVE_BUSINESS_APP = step(
  "Free the number, or keep both",
  "To move it: on the phone, WhatsApp Business > Settings > Account > Delete account, which takes some minutes, then verify the number again and register. To keep the app: connect it through Embedded Signup's coexistence instead of registering.",
  COEXISTENCE,
);
export const VERIFY_NUMBER = step(
  "Verify the number",
  "Call requestVerificationCode, read the SMS or take the call, then call verifyPhoneNumber with the code; or do the same in WhatsApp Manager > Account tools > Phone numbers. The code is not the PIN.",
  PHONE_NUMBERS,
);
export const REGISTER_ONCE_VERIFIED = step(
  "If it has been verified since, register again",
  "If Meta asked for a verification while showing VERIFIED (#133006), no reading can show that one was made in WhatsApp Manager since: only registering again shows it, and that spends one of the ten attempts. If Meta shows NOT_VERIFIED, the call stops before a registration is sent, and spends none.",
);
export const SET_PIN = step(
  "Or set a new PIN",
  'Where nobody knows the PIN of a number that is not registered, register with a new one: registerPhoneNumber with resetPin, in the operator\'s page "The PIN is not known". Or WhatsApp Manager > the number > Settings > Two-step verification > Change PIN. Meta issues no PIN: you choose it.',
  PHONE_NUMBERS,
);
export const LOOK_AT_NUMBER = step(
  "Look at the number",
  "WhatsApp Manager > Account tools > Phone numbers shows where the number lives now.",
  PHONE_NUMBERS,
);
export const CHECK_ACCOUNT = step(
  "Check the account",
  "Business support home shows restrictions and lets the business ask for a review.",
  BUSINESS_SUPPORT,
);
export const WATCH_META = step(
  "Look at Meta's status page",
  "Then try again later. attempts says whether this try was spent.",
  META_STATUS,
);
export const CHECK_CONNECTION = step(
  "Check the connection to Meta",
  "Nothing could be read from graph.facebook.com. See Meta's status page; if Meta is up, let this machine reach graph.facebook.com on port 443, without a proxy. Then run the diagnosis again.",
  META_STATUS,
);
export const ASK_AGAIN = step(
  "Run the diagnosis again",
  "It reads only and spends no attempt. If the same check stays unclear, look at Meta's status page.",
  META_STATUS,
);
export const SET_VERSION = step(
  "Set the Graph API version",
  `Set META_GRAPH_VERSION=${GRAPH_VERSION} in functions/.env (or your project's .env file), then \`firebase deploy --only functions:whatsapp\`. Meta's list says until when each version lives.`,
  GRAPH_VERSIONS,
);
export const SET_BUSINESS_ID = step(
  "Name the business",
  "Set META_BUSINESS_ID in functions/.env to the Business portfolio ID (Business settings > Business info), then `firebase deploy --only functions:whatsapp`.",
  "https://business.facebook.com/settings/info",
);
export const INSPECT_TOKEN = step(
  "Let the token be inspected",
  "Set META_APP_ID in functions/.env and store META_APP_SECRET, then `firebase deploy --only functions:whatsapp`: the app itself is asked then. Or make the system user a developer of the app (App dashboard > App roles). The token itself is not at fault.",
  APPS,
);
export const MATCH_APP_SECRET = step(
  "Store the app secret of the token's app",
  "App dashboard > App settings > Basic > App secret, of the app that the token was made for. Then `firebase functions:secrets:set META_APP_SECRET` and `firebase deploy --only functions:whatsapp`.",
  APPS,
);
export const MATCH_APP = step(
  "Use one app for everything",
  "META_APP_ID is not the app that the token was made for. Generate the token again and choose the right app, or correct META_APP_ID (App dashboard > App settings > Basic > App ID).",
  APPS,
);
export const SUBSCRIBE_APP = step(
  "Subscribe the app to the account",
  "Call connectWebhook, or run `npm run doctor -- --fix webhook`. Meta then sends this account's events to this deployment.",
  WEBHOOK_SUBSCRIPTIONS,
);
export const SET_CALLBACK = step(
  "Tell Meta where to send events",
  "App dashboard > WhatsApp > Configuration: enter the address of metaWebhook as Callback URL and the value of META_WEBHOOK_VERIFY_TOKEN as Verify token, choose Verify and save, then subscribe to the webhook fields.",
  APPS,
);
export const CONNECT_WEBHOOK = step(
  "Connect the webhook",
  "Call connectWebhook, or run `npm run doctor -- --fix webhook`: it changes what is missing, and says what it may not change by itself.",
  WEBHOOK_SUBSCRIPTIONS,
);
export const NAME_WEBHOOK = step(
  "Or say that the address is this deployment's",
  "If that address is metaWebhook under another name, or forwards everything to it, set WEBHOOK_URL to that address and deploy.",
);
export const DROP_NUMBER_ADDRESS = step(
  "Take the number's own address away",
  "It takes precedence over the account's and the app's: POST /{phone number id} with webhook_configuration and an empty override_callback_uri. Then call connectWebhook.",
  WEBHOOK_OVERRIDES,
);
export const SWITCH_ON_FIELDS = step(
  "Or switch the fields on by hand",
  "App dashboard > WhatsApp > Configuration > Webhook fields: Subscribe to each of them.",
  APPS,
);
export const TEST_WEBHOOK = step(
  "Send a test event",
  "App dashboard > WhatsApp > Configuration > Webhook fields > messages: subscribe, then choose Test. If nothing arrives, META_APP_SECRET is not the secret of this app.",
  APPS,
);
export const CHOOSE_PIN = step(
  "Register the number, with a PIN you choose",
  "Call registerPhoneNumber with six digits of your choice. They become the number's two-step PIN: keep them, every later registration asks for them.",
);
export const USE_PIN = step(
  "Register the number, with the PIN it has",
  "Call registerPhoneNumber with the number's two-step PIN. The person who switched it on knows it; each wrong guess spends one of ten attempts. If it is lost, set a new one first with setTwoStepPin.",
);
export const KEEP_OR_CHOOSE_PIN = step(
  "Register the number",
  "Call registerPhoneNumber with the number's two-step PIN if it has one; otherwise choose six digits, and keep them.",
);
export const REAL_NUMBER = step(
  "Use a number of your own for customers",
  "A test number writes only to recipients that were added in App dashboard > WhatsApp > API Setup > To. Add them there, or add your own number in WhatsApp Manager > Account tools > Phone numbers.",
  PHONE_NUMBERS,
);
export const CHANGE_NAME = step(
  "Ask for another display name",
  "WhatsApp Manager > Account tools > Phone numbers > the number > Profile: edit the display name so that it follows Meta's guidelines. After Meta approves it, register again with the same PIN.",
  PHONE_NUMBERS,
);
export const AWAIT_NAME = step(
  "Wait for the review of the display name",
  "Meta names no time, and shows its decision in WhatsApp Manager > Account tools > Phone numbers. Nothing else has to wait for it.",
  PHONE_NUMBERS,
);
export const IMPROVE_QUALITY = step(
  "Write only what recipients want",
  "The rating falls when recipients block or report messages, and rises again with time. WhatsApp Manager > Account tools > Phone numbers shows it, and what is limited meanwhile.",
  PHONE_NUMBERS,
);
export const MEND_HEALTH = step(
  "Remove what blocks messages",
  "The finding names the part that is in the way (number, account, business or app) and Meta's reason. WhatsApp Manager and Business support home show the same.",
  HEALTH_STATUS,
);
export const UNBLOCK_APP = step(
  "Do what the app's dashboard asks for",
  "App dashboard > Required actions, and Alerts: as a rule an administrator must confirm an account or complete a check. A new token or another assignment does not help.",
  APPS,
);
export const COMPLETE_BUSINESS = step(
  "Fill in the business portfolio",
  "Business settings > Business info: legal name, country and website. Register again afterwards; a verification of the business comes only after that, where Meta still asks for it.",
  BUSINESS_INFO,
);
export const CHECK_BUSINESS_HEALTH = step(
  "See what Meta says of the business",
  "Run diagnoseAccess (or `npm run doctor`): messaging_health names what is missing for the entity BUSINESS.",
);
export const LEAVE_PROVIDER = step(
  "Or have the other side let it go",
  "Another provider or account takes the number off in WhatsApp Manager, after switching off its two-step verification; that can take minutes to show.",
  PHONE_NUMBERS,
);
export const ADD_PAYMENT = step(
  "Add a payment method",
  "Business settings > Billing & payments > the WhatsApp account: add a method of payment, or settle what is due. Without one Meta still takes messages, and does not deliver them.",
  PAYMENT_SETTINGS,
);
export const VERIFY_BUSINESS = step(
  "Have the business verified",
  "Business settings > Security center > Start verification. Until Meta has verified the business, the number of people whom it may write to stays small.",
  SECURITY_CENTER,
);
export const OTHER_TEMPLATE = step(
  "Choose another template, or mend this one",
  "WhatsApp Manager > Message templates shows the status of each and why Meta refused it. Only approved ones can be sent.",
  MESSAGE_TEMPLATES,
);
export const APPROVE_PROVIDED_NAME = step(
  "Have the display name approved",
  "A number that Meta provided (+1 555 …) sends nothing before its name is APPROVED. WhatsApp Manager > Account tools > Phone numbers > the number > Profile: submit the display name for review. After the approval, register the number again.",
  PHONE_NUMBERS,
);
export const REGISTER_APPROVED_NAME = step(
  "Register the number again",
  "Call registerPhoneNumber with the number's two-step PIN and force: true. The number stays connected meanwhile.",
);
export const AWAIT_PROVIDED_NAME = step(
  "Wait until Meta has approved the display name",
  "A number that Meta provided (+1 555 …) sends nothing before its name is APPROVED. Meta names no time, and shows its decision in WhatsApp Manager > Account tools > Phone numbers. After the approval, register the number again.",
  PHONE_NUMBERS,
);
export const LOOK_AT_PAYMENT = step(
  "Look whether a payment method is set",
  "Business settings > Billing & payments > the WhatsApp account. Meta shows this to apps of Solution Partners alone; a test message that is delivered proves it, too.",
  PAYMENT_SETTINGS,
);
