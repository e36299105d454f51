import { defineBoolean, defineInt, defineSecret, defineString } from "firebase-functions/params";
import {
  budget,
  ConfigurationError,
  digits,
  digitsOrNone,
  graphToken,
  managed,
  managedAccount,
  META_ORIGIN,
  named,
  origin,
  tokenKeys,
  version,
  VERSION,
} from "./config-values.ts";
import {
  CLAIM_NAME,
  DATABASE_ID,
  DEFAULT_CUSTOMERS_CLAIM,
  DEFAULT_DATABASE,
  DEFAULT_OPERATOR_CLAIM,
} from "./contract/deployment.ts";
import { GRAPH_VERSION, GRAPH_VERSIONS } from "./contract/graph-versions.ts";
import { GRAPH_ID } from "./contract/primitives.ts";

/** Set by the functions emulator, and by nothing else. */
export const inEmulator = (): boolean => process.env["FUNCTIONS_EMULATOR"] === "true";

export const metaSystemUserToken = defineSecret("META_SYSTEM_USER_TOKEN", {
  label: "System User token",
  description:
    "Business settings > Users > System users > Generate new token, with whatsapp_business_management and whatsapp_business_messaging.",
});

export const metaAppSecret = defineSecret("META_APP_SECRET", {
  label: "App secret",
  description:
    "App dashboard > App settings > Basic > App secret. May be empty: then calls are not proven and the webhook refuses all.",
});

export const metaWebhookVerifyToken = defineSecret("META_WEBHOOK_VERIFY_TOKEN", {
  label: "Webhook verify token",
  description:
    "A long random text of your own, of letters and digits. connectWebhook tells it to Meta, or you enter it in the app dashboard > WhatsApp > Configuration > Verify token.",
});

export const customerTokenKeys = defineSecret("CUSTOMER_TOKEN_KEYS", {
  label: "Keys that seal customers' tokens",
  description:
    "Each 32 random bytes in base64url (openssl rand 32 | basenc --base64url | tr -d =), the newest first, separated by commas. May be empty: then no customer can connect.",
});

/**
 * Secrets that may hold a blank for "none": without an app secret calls are not proven, and the webhook refuses all; without keys no
 * customer can connect.
 */
export const OPTIONAL_SECRETS: readonly string[] = [metaAppSecret.name, customerTokenKeys.name];

/** Everything that a function needs to act for the deployment's own account and for customers'. */
export const ACCOUNT_SECRETS = [metaSystemUserToken, metaAppSecret, customerTokenKeys];

const graphId = (what: string) => ({
  text: {
    example: "106000000000000",
    validationRegex: GRAPH_ID,
    validationErrorMessage: `${what} has 5 to 20 digits.`,
  },
});

const metaPhoneNumberId = defineString("META_PHONE_NUMBER_ID", {
  label: "Phone number id",
  description: "App dashboard > WhatsApp > API Setup > Phone number ID. Not the phone number itself.",
  input: graphId("A phone number id"),
});

const metaWabaId = defineString("META_WABA_ID", {
  label: "WhatsApp Business Account id",
  description: "App dashboard > WhatsApp > API Setup > WhatsApp Business Account ID.",
  input: graphId("A WhatsApp Business Account id"),
});

const optionalGraphId = (what: string) => ({
  text: { validationRegex: /^(\d{5,20})?$/, validationErrorMessage: `${what} has 5 to 20 digits; or empty.` },
});

const metaBusinessId = defineString("META_BUSINESS_ID", {
  label: "Business id",
  description:
    "Business settings > Business info > Business portfolio ID. May be empty: then the diagnosis cannot see whether the system user was assigned to the account.",
  default: "",
  input: optionalGraphId("A business id"),
});

const metaAppId = defineString("META_APP_ID", {
  label: "App id",
  description:
    "App dashboard > App settings > Basic > App ID. May be empty: then the diagnosis takes the token's own app for the right one, and webhooks about any partner's app count as about this one. An account is disconnected by it only where both are known and the same.",
  default: "",
  input: optionalGraphId("An app id"),
});

// No function reads it: it is asked for with the others, and the page's build takes it from their file.
const metaSignupConfigId = defineString("META_SIGNUP_CONFIG_ID", {
  label: "Embedded Signup configuration id",
  description:
    "App dashboard > Facebook Login for Business > Configurations > Configuration ID. Empty: the page offers customers no Embedded Signup.",
  default: "",
  input: optionalGraphId("A configuration id"),
});

const managedPhoneNumberIds = defineString("MANAGED_PHONE_NUMBER_IDS", {
  label: "Other managed numbers",
  description:
    "Ids of further numbers, separated by commas. Empty: only the configured one. *: every number the token reaches.",
  default: "",
  input: {
    text: {
      validationRegex: /^(\*|\s*|\s*\d{5,20}\s*(,\s*\d{5,20}\s*)*)$/,
      validationErrorMessage: "Ids of 5 to 20 digits, separated by commas; or empty; or *.",
    },
  },
});

export const webhookUrl = defineString("WEBHOOK_URL", {
  label: "Address of metaWebhook",
  description:
    "Only where Meta is to call it by another address than the one that follows from project and region, such as one of your own domain.",
  default: "",
  input: {
    text: {
      validationRegex: /^(https:\/\/[^\s?#]{1,192})?$/,
      validationErrorMessage: "An https address without a query, of at most 200 characters; or empty.",
    },
  },
});

export const webhookOverride = defineBoolean("WEBHOOK_OVERRIDE", {
  label: "Take events from another address of the app",
  description:
    "For an app whose webhook serves something else: true lets connectWebhook have the account's messages sent here instead of there.",
  default: false,
});

const metaGraphVersion = defineString("META_GRAPH_VERSION", {
  label: "Graph API version",
  description: `Meta supports ${GRAPH_VERSION} until ${GRAPH_VERSIONS[GRAPH_VERSION]?.ends}.`,
  default: GRAPH_VERSION,
  input: { text: { validationRegex: VERSION, validationErrorMessage: `Like ${GRAPH_VERSION}.` } },
});

const metaGraphBaseUrl = defineString("META_GRAPH_BASE_URL", {
  label: "Graph API origin",
  description: "Leave as it is. Another origin is accepted only in the emulator.",
  default: META_ORIGIN,
  input: {
    text: {
      validationRegex: new RegExp(String.raw`^${META_ORIGIN.replaceAll(".", String.raw`\.`)}/?$`),
      validationErrorMessage: `${META_ORIGIN}, without a path: the functions talk to no other origin outside the emulator.`,
    },
  },
});

const registrationBudget = defineInt("REGISTRATION_BUDGET", {
  label: "Registrations a number may use in 72 hours",
  description: "Meta allows ten. Lower it to keep a reserve for registering by hand.",
  default: 10,
  input: {
    text: { validationRegex: /^(?:[1-9]|10)$/, validationErrorMessage: "A whole number from 1 to 10." },
  },
});

const enforceAppCheckParam = defineBoolean("ENFORCE_APP_CHECK", {
  label: "Enforce App Check",
  description: "Refuse calls that do not come from your own apps.",
  default: true,
});

/**
 * Whether callables demand App Check: always, unless the param says false. Read from the environment like `allowedOrigins`; a
 * param that is missing must not switch the check off.
 */
export function enforceAppCheck(): boolean {
  return process.env[enforceAppCheckParam.name] !== "false";
}

const allowedOriginsParam = defineString("ALLOWED_ORIGINS", {
  label: "Origins of your web pages",
  description:
    "Origins that may call from a browser, separated by commas, such as https://admin.example.com. This project's own Hosting sites are always allowed.",
  default: "",
  input: {
    text: {
      validationRegex: /^\s*(https:\/\/[^\s,/]+\s*(,\s*https:\/\/[^\s,/]+\s*)*)?$/,
      validationErrorMessage: "Origins that begin with https://, without a path, separated by commas; or empty.",
    },
  },
});

/**
 * The origins whose pages may read our answers; in the emulator every one. Read from the environment, because functions are
 * defined before params may be asked for their values.
 */
export function allowedOrigins(): string[] | true {
  if (inEmulator()) return true;
  const project = process.env["GCLOUD_PROJECT"] ?? "";
  const listed = (process.env[allowedOriginsParam.name] ?? "").split(",").map((text) => text.trim());
  return [`https://${project}.web.app`, `https://${project}.firebaseapp.com`, ...listed.filter((text) => text !== "")];
}

const firestoreDatabaseParam = defineString("FIRESTORE_DATABASE", {
  label: "Firestore database",
  description:
    "Its id, where it is not the project's default one. It must exist: create it in the region of your choice. firebase.json must name the same.",
  default: DEFAULT_DATABASE,
  input: {
    text: {
      validationRegex: DATABASE_ID,
      validationErrorMessage: "(default), or 4 to 63 lower-case letters, digits and hyphens.",
    },
  },
});

/** The id of the database that everything is kept in. @throws ConfigurationError */
export function firestoreDatabase(): string {
  const id = process.env[firestoreDatabaseParam.name] ?? DEFAULT_DATABASE;
  if (!DATABASE_ID.test(id)) throw new ConfigurationError("FIRESTORE_DATABASE must be a database's id, or (default).");
  return id;
}

const claimName = {
  text: {
    validationRegex: CLAIM_NAME,
    validationErrorMessage: "Letters, digits and _, beginning with a letter; none of Firebase Auth's own words.",
  },
};

const operatorClaimParam = defineString("OPERATOR_CLAIM", {
  label: "Custom claim of operators",
  description:
    "The claim, set to true, that makes a user of yours an operator. The Firestore rules must ask for the same.",
  default: DEFAULT_OPERATOR_CLAIM,
  input: claimName,
});

const customersClaimParam = defineString("CUSTOMERS_CLAIM", {
  label: "Custom claim of customers' members",
  description:
    "The claim that lists the customers for whom a user of yours may act, by their ids. The Firestore rules must ask for the same.",
  default: DEFAULT_CUSTOMERS_CLAIM,
  input: claimName,
});

/** The name of the custom claim that makes a user an operator. @throws ConfigurationError */
export const operatorClaim = (): string => namedClaim(operatorClaimParam.name, DEFAULT_OPERATOR_CLAIM);

/** The name of the custom claim that makes a user a member of customers. @throws ConfigurationError */
export const customersClaim = (): string => namedClaim(customersClaimParam.name, DEFAULT_CUSTOMERS_CLAIM);

function namedClaim(param: string, otherwise: string): string {
  const name = process.env[param] ?? otherwise;
  if (!CLAIM_NAME.test(name)) throw new ConfigurationError(`${param} must be the name of a custom claim.`);
  return name;
}

/** Every param of the functions themselves; `FUNCTIONS_REGION` is of use only while they are deployed. */
export const PARAMS = [
  metaPhoneNumberId,
  metaWabaId,
  metaBusinessId,
  metaAppId,
  metaSignupConfigId,
  managedPhoneNumberIds,
  webhookUrl,
  webhookOverride,
  metaGraphVersion,
  metaGraphBaseUrl,
  registrationBudget,
  enforceAppCheckParam,
  allowedOriginsParam,
  firestoreDatabaseParam,
  operatorClaimParam,
  customersClaimParam,
] as const;

/** Everything that is configured, checked. Read when a call comes in: params have no value while functions are deployed. */
export interface Configuration {
  readonly token: string;
  readonly appSecret: string;
  readonly phoneNumberId: string;
  readonly wabaId: string;
  /** `null`: not configured. */
  readonly businessId: string | null;
  /** `null`: not configured. */
  readonly appId: string | null;
  /** The keys that customers' tokens are sealed with, each 32 bytes in base64url, the newest first. Empty: no customer can connect. */
  readonly tokenKeys: readonly string[];
  /** Whether this deployment is responsible for a number. */
  readonly manages: (phoneNumberId: string) => boolean;
  /** Whether it is responsible for an account: the configured one, or all that the token reaches. */
  readonly managesAccount: (wabaId: string) => boolean;
  /** The numbers that are named in the configuration, the configured one first. */
  readonly namedIds: readonly string[];
  readonly graphVersion: string;
  readonly graphBaseUrl: string;
  readonly registrationBudget: number;
}

/** @throws ConfigurationError naming the param that must be mended. */
export function configuration(): Configuration {
  const phoneNumberId = digits("META_PHONE_NUMBER_ID", metaPhoneNumberId.value());
  return {
    token: graphToken(metaSystemUserToken.value()),
    appSecret: metaAppSecret.value().trim(),
    phoneNumberId,
    wabaId: digits("META_WABA_ID", metaWabaId.value()),
    businessId: digitsOrNone("META_BUSINESS_ID", metaBusinessId.value()),
    appId: digitsOrNone("META_APP_ID", metaAppId.value()),
    tokenKeys: tokenKeys(customerTokenKeys.value()),
    manages: managed(phoneNumberId, managedPhoneNumberIds.value()),
    managesAccount: managedAccount(metaWabaId.value(), managedPhoneNumberIds.value()),
    namedIds: named(phoneNumberId, managedPhoneNumberIds.value()),
    graphVersion: version(metaGraphVersion.value()),
    graphBaseUrl: origin(metaGraphBaseUrl.value(), inEmulator()),
    registrationBudget: budget(registrationBudget.value()),
  };
}

/** What the webhook needs. It cannot call Meta: it has no token. */
export interface WebhookConfiguration {
  /** Empty: the webhook refuses all. */
  readonly appSecret: string;
  readonly verifyToken: string;
  readonly wabaId: string;
  /** `null`: not configured. */
  readonly appId: string | null;
  readonly manages: (phoneNumberId: string) => boolean;
  readonly managesAccount: (wabaId: string) => boolean;
  readonly namedIds: readonly string[];
}

/** @throws ConfigurationError naming the param that must be mended. */
export function webhookConfiguration(): WebhookConfiguration {
  const phoneNumberId = digits("META_PHONE_NUMBER_ID", metaPhoneNumberId.value());
  return {
    appSecret: metaAppSecret.value().trim(),
    verifyToken: metaWebhookVerifyToken.value().trim(),
    wabaId: digits("META_WABA_ID", metaWabaId.value()),
    appId: digitsOrNone("META_APP_ID", metaAppId.value()),
    manages: managed(phoneNumberId, managedPhoneNumberIds.value()),
    managesAccount: managedAccount(metaWabaId.value(), managedPhoneNumberIds.value()),
    namedIds: named(phoneNumberId, managedPhoneNumberIds.value()),
  };
}
