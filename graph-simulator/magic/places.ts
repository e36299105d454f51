import type { AppState, LoginConfiguration, WabaState } from "../state.ts";
import { BUSINESS_TEMPLATES, HELLO_WORLD } from "./templates.ts";

export const APP_ID = "888000000000001";
export const APP_SECRET = "simulator-app-secret";
export const OTHER_APP_ID = "888000000000002";
export const BLOCKED_APP_ID = "888000000000003";
export const BUSINESS_ID = "666000000000001";
export const WABA_ID = "777000000000001";
export const OTHER_WABA_ID = "777000000000002";
export const SYSTEM_USER_ID = "122000000000001";
export const READ_ONLY_USER_ID = "122000000000002";
export const NO_DEVELOPER_ID = "122000000000003";
export const MESSAGING_USER_ID = "122000000000004";

/** Configurations of Facebook Login for Business: a token that never expires, and one for 60 days. */
export const CONFIGURATION_ID = "444000000000001";
const EXPIRING_CONFIGURATION_ID = "444000000000002";
const OTHER_CONFIGURATION_ID = "444000000000003";

const configuration = (id: string, expiresInDays: number | null = null): LoginConfiguration => ({
  id,
  tokenType: "SYSTEM_USER",
  expiresInDays,
});

/** The accounts that the default token's granular scopes list. */
export const TARGETS: readonly string[] = [
  WABA_ID,
  "777000000000003",
  "777000000000004",
  "777000000000005",
  "777000000000006",
  "777000000000007",
  "777000000000008",
  "777000000000009",
];

/** What an app that does this job needs to hear of (Meta's webhook fields). */
const FIELDS = [
  "messages",
  "account_update",
  "account_alerts",
  "account_review_update",
  "business_capability_update",
  "phone_number_name_update",
  "phone_number_quality_update",
  "security",
  "message_template_status_update",
];

/** What an app looks like that was made through the control API without saying more than its id. */
export function newApp(id: string): AppState {
  return {
    id,
    name: `App ${id}`,
    secret: "",
    businessId: BUSINESS_ID,
    loginConfigurations: [],
    requireProof: false,
    developers: [SYSTEM_USER_ID, READ_ONLY_USER_ID],
    solutionPartner: false,
    canSendMessage: "AVAILABLE",
    healthErrors: [],
    blocked: false,
    subscriptions: [{ object: "whatsapp_business_account", callbackUrl: null, active: true, fields: [...FIELDS] }],
  };
}

/** The apps of the default world. */
export const APPS: readonly AppState[] = [
  {
    ...newApp(APP_ID),
    name: "Simulator app",
    secret: APP_SECRET,
    loginConfigurations: [configuration(CONFIGURATION_ID), configuration(EXPIRING_CONFIGURATION_ID, 60)],
  },
  {
    ...newApp(OTHER_APP_ID),
    name: "Another app",
    secret: "another-app-secret",
    businessId: "666000000000003",
    loginConfigurations: [configuration(OTHER_CONFIGURATION_ID)],
  },
  { ...newApp(BLOCKED_APP_ID), name: "Blocked app", secret: "blocked-app-secret", blocked: true },
];

const plain: WabaState = {
  id: WABA_ID,
  name: "Simulator account",
  status: "ACTIVE",
  businessId: BUSINESS_ID,
  businessName: "Simulator business",
  businessProfileComplete: true,
  reviewStatus: "APPROVED",
  businessVerificationStatus: "VERIFIED",
  country: "DE",
  currency: "EUR",
  timezoneId: "42",
  ownershipType: "SELF_OWNED",
  primaryBusinessLocation: "DE",
  primaryFundingId: "222000000000099",
  messagingLimit: "TIER_250",
  canSendMessage: "AVAILABLE",
  phoneNumberLimit: null,
  templates: BUSINESS_TEMPLATES,
  templateReview: { seconds: 60 },
  templateLimit: 250,
  subscribedApps: [APP_ID],
  callbackOverrides: {},
  listsBareApps: false,
  assignedUsers: [
    {
      id: SYSTEM_USER_ID,
      name: "Simulator system user",
      userType: "SYSTEM_USER",
      tasks: ["MANAGE", "MANAGE_PHONE", "MESSAGING"],
    },
    {
      id: READ_ONLY_USER_ID,
      name: "Read-only system user",
      userType: "SYSTEM_USER",
      tasks: ["VIEW_PHONE_ASSETS", "VIEW_TEMPLATES"],
    },
    {
      id: NO_DEVELOPER_ID,
      name: "System user without a role on the app",
      userType: "SYSTEM_USER",
      tasks: ["MANAGE", "MANAGE_PHONE", "MESSAGING"],
    },
    { id: MESSAGING_USER_ID, name: "Messaging system user", userType: "SYSTEM_USER", tasks: ["MESSAGING"] },
  ],
  hourlyCallLimit: null,
};

/** An account that always plays the same part. */
interface MagicWaba {
  readonly title: string;
  readonly state: WabaState;
}

/** The accounts of the default world. */
export const MAGIC_WABAS: readonly MagicWaba[] = [
  { title: "the configured account; holds every magic number not said to be elsewhere", state: plain },
  {
    title: "outside the default token's targets: answers #100, subcode 33",
    state: { ...plain, id: OTHER_WABA_ID, name: "Another business's account", businessId: "666000000000002" },
  },
  {
    title: "no app is subscribed to its webhooks; hello_world is its only template",
    state: {
      ...plain,
      id: "777000000000003",
      name: "Unsubscribed account",
      subscribedApps: [],
      templates: [HELLO_WORLD],
    },
  },
  {
    title: "only another app is subscribed to its webhooks",
    state: { ...plain, id: "777000000000004", name: "Account of another app", subscribedApps: [OTHER_APP_ID] },
  },
  {
    title: "its business is not verified: BUSINESS LIMITED, 141010 (log); number 556000000000083",
    state: {
      ...plain,
      id: "777000000000005",
      name: "Unverified business's account",
      businessVerificationStatus: "pending_submission",
    },
  },
  {
    title: "no payment method: WABA BLOCKED, 141006 (log); number 556000000000084",
    state: { ...plain, id: "777000000000006", name: "Account without payment", primaryFundingId: null },
  },
  {
    title: "its business has no legal name and website: BUSINESS BLOCKED, 131000 (log); number 556000000000085",
    state: {
      ...plain,
      id: "777000000000007",
      name: "Incomplete business's account",
      businessVerificationStatus: "pending_submission",
      businessProfileComplete: false,
    },
  },
  {
    title: "another number is refused: its limit of two is reached (log: code; guess: words)",
    state: { ...plain, id: "777000000000008", name: "Full account", phoneNumberLimit: 2 },
  },
  {
    title:
      "answers in other forms: its apps without whatsapp_business_api_data (log), the id of number 55600000000000091 as a JSON number (doc)",
    state: { ...plain, id: "777000000000009", name: "Account in other forms", listsBareApps: true },
  },
];

/** What a WABA looks like that was made through the control API without saying more than its id. */
export function newWaba(id: string): WabaState {
  return { ...plain, id, name: `Account ${id}` };
}
