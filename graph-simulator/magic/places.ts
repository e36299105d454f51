import type { AppState, WabaState } from "../state.ts";

export const APP_ID = "888000000000001";
export const APP_SECRET = "simulator-app-secret";
export const OTHER_APP_ID = "888000000000002";
export const BUSINESS_ID = "666000000000001";
export const WABA_ID = "777000000000001";
export const OTHER_WABA_ID = "777000000000002";
export const SYSTEM_USER_ID = "122000000000001";
export const READ_ONLY_USER_ID = "122000000000002";

/** The accounts that the default token's granular scopes list. */
export const TARGETS: readonly string[] = [WABA_ID, "777000000000003", "777000000000004"];

/** The apps of the default world. */
export const APPS: readonly AppState[] = [
  { id: APP_ID, name: "Simulator app", secret: APP_SECRET, requireProof: false },
  { id: OTHER_APP_ID, name: "Another app", secret: "another-app-secret", requireProof: false },
];

const plain: WabaState = {
  id: WABA_ID,
  name: "Simulator account",
  businessId: BUSINESS_ID,
  reviewStatus: "APPROVED",
  businessVerificationStatus: "VERIFIED",
  country: "DE",
  currency: "EUR",
  timezoneId: "42",
  ownershipType: "SELF_OWNED",
  canSendMessage: "AVAILABLE",
  subscribedApps: [APP_ID],
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
    title: "no app is subscribed to its webhooks",
    state: { ...plain, id: "777000000000003", name: "Unsubscribed account", subscribedApps: [] },
  },
  {
    title: "only another app is subscribed to its webhooks",
    state: { ...plain, id: "777000000000004", name: "Account of another app", subscribedApps: [OTHER_APP_ID] },
  },
];

/** What a WABA looks like that was made through the control API without saying more than its id. */
export function newWaba(id: string): WabaState {
  return { ...plain, id, name: `Account ${id}` };
}
