import { OTHER_APP_ID, OTHER_WABA_ID } from "../../graph-simulator/magic/places.ts";
import { fix, healthy } from "./expecting.ts";
import type { SetUp } from "./set-up.ts";

const NEW_TOKEN = "Generate a new token";
const GIVE = "Give the app the permissions";
const APP_SECRET = "Store the app secret of the token's app";

const DAY_MS = 86_400_000;
const REVOKED = {
  kind: "graph_error" as const,
  error: { code: 190, subcode: 460, message: "Error validating access token: The session has been invalidated." },
};

/** What can be wrong with a token, its app, its permissions and its accounts. */
export const TOKEN_SET_UPS: readonly SetUp[] = [
  {
    title: "the token has expired",
    configured: { token: "SIMULATOR-TOKEN-EXPIRED" },
    expected: fix("token_valid", NEW_TOKEN),
  },
  {
    title: "the token was revoked",
    configured: { token: "SIMULATOR-TOKEN-REVOKED" },
    expected: fix("token_valid", NEW_TOKEN),
  },
  {
    title: "the app was removed",
    configured: { token: "SIMULATOR-TOKEN-APP-REMOVED" },
    expected: fix("token_valid", NEW_TOKEN),
  },
  {
    title: "something that is no token",
    configured: { token: "NOT-A-TOKEN" },
    expected: fix("token_valid", NEW_TOKEN),
  },
  {
    title: "the token is revoked midway: it can still be inspected, and nothing else works",
    arrange: ({ state: { faults } }) => {
      for (const endpoint of ["read_me", "read_node", "read_permissions", "list_numbers"] as const)
        faults.add({ match: { endpoint }, fault: REVOKED, times: 99 });
    },
    expected: fix("token_valid", NEW_TOKEN),
  },
  {
    title: "the number's node refuses the token, which debug_token calls valid",
    arrange: ({ state: { faults } }) => faults.add({ match: { nodeId: "550000000000001" }, fault: REVOKED, times: 99 }),
    expected: fix("token_valid", NEW_TOKEN),
  },
  {
    title: "the system user is no developer of the app, and no app secret is stored: number and account can be read",
    configured: { token: "SIMULATOR-TOKEN-NOT-DEVELOPER", appSecret: "" },
    expected: healthy("messaging_permission", "Let the token be inspected"),
  },
  {
    title: "the list of permissions is wrong, and the number can be read",
    configured: { token: "SIMULATOR-TOKEN-LISTED-WRONGLY" },
    expected: healthy("registration", "Register the number, with the PIN it has"),
  },
  {
    title: "Meta has blocked the app",
    configured: { token: "SIMULATOR-TOKEN-APP-BLOCKED", appSecret: "" },
    expected: fix("token_app", "Do what the app's dashboard asks for"),
  },
  {
    title: "a person's token instead of a system user's",
    configured: { token: "SIMULATOR-TOKEN-USER" },
    expected: fix("token_kind", "Use a System User token"),
  },
  {
    title: "a page's token instead of a system user's",
    configured: { token: "SIMULATOR-TOKEN-PAGE" },
    expected: healthy("token_kind", "Use a System User token"),
  },
  {
    title: "the token ends in ten days",
    configured: { token: "SIMULATOR-TOKEN-EXPIRES-SOON" },
    expected: healthy("token_expiry", NEW_TOKEN),
  },
  {
    title: "the token's access to data ended yesterday",
    arrange: ({ state }) =>
      state.patchToken("SIMULATOR-SYSTEM-USER-TOKEN", { dataAccessExpiresAt: state.clock.now() - DAY_MS }),
    expected: healthy("token_expiry", NEW_TOKEN),
  },
  {
    title: "the token was made for another app, and the app secret is ours",
    configured: { token: "SIMULATOR-TOKEN-OTHER-APP" },
    expected: fix("token_app", APP_SECRET),
  },
  {
    title: "the token was made for another app, without an app secret",
    configured: { token: "SIMULATOR-TOKEN-OTHER-APP", appSecret: "" },
    expected: fix("token_app", "Use one app for everything"),
  },
  {
    title: "the app demands a proof of its secret, which is not configured",
    configured: { appSecret: "" },
    arrange: ({ state }) => state.patchApp("888000000000001", { requireProof: true }),
    expected: fix("token_app", APP_SECRET),
  },
  {
    title: "the token lacks whatsapp_business_management",
    configured: { token: "SIMULATOR-TOKEN-NO-MANAGEMENT" },
    expected: fix("management_permission", GIVE),
  },
  {
    title: "the token lacks whatsapp_business_messaging",
    configured: { token: "SIMULATOR-TOKEN-NO-MESSAGING" },
    expected: fix("messaging_permission", GIVE),
  },
  {
    title: "the token's maker declined whatsapp_business_messaging",
    configured: { token: "SIMULATOR-TOKEN-DECLINED" },
    expected: fix("messaging_permission", NEW_TOKEN),
  },
  {
    title: "the permission is granted, but the token is older than that",
    configured: { token: "SIMULATOR-TOKEN-OLDER-THAN-PERMISSION" },
    expected: fix("management_permission", NEW_TOKEN),
  },
  {
    title: "the token's accounts lack the configured one",
    configured: { token: "SIMULATOR-TOKEN-OTHER-WABA" },
    expected: fix("asset_scope", "Give the system user the WhatsApp account"),
  },
  {
    title: "the system user may look at the account and change nothing",
    configured: { token: "SIMULATOR-TOKEN-READ-ONLY" },
    expected: fix("system_user_assigned", "Give the system user the WhatsApp account"),
  },
  {
    title: "the system user is not assigned to the account, as administrators need not be",
    arrange: ({ state }) => state.patchWaba("777000000000001", { assignedUsers: [] }),
    expected: healthy("system_user_assigned", "Give the system user the WhatsApp account"),
  },
  {
    title: "no app gets the account's events",
    configured: { wabaId: "777000000000003" },
    arrange: ({ state }) => state.patchNumber("550000000000001", { wabaId: "777000000000003" }),
    expected: fix("app_subscribed", "Subscribe the app to the account"),
  },
  {
    title: "only another app gets the account's events",
    configured: { wabaId: "777000000000004" },
    arrange: ({ state }) => state.patchNumber("550000000000001", { wabaId: "777000000000004" }),
    expected: fix("app_subscribed", "Subscribe the app to the account"),
  },
  {
    title: "the account is another business's, outside the token's reach",
    configured: { wabaId: OTHER_WABA_ID },
    arrange: ({ state }) => state.patchNumber("550000000000001", { wabaId: OTHER_WABA_ID }),
    expected: fix("asset_scope", "Give the system user the WhatsApp account"),
  },
  {
    title: "Meta has rejected the account in its review",
    arrange: ({ state }) => state.patchWaba("777000000000001", { reviewStatus: "REJECTED" }),
    expected: fix("waba_readable", "Check the account", "customer"),
  },
  {
    title: "META_APP_ID names another app",
    configured: { expectedAppId: OTHER_APP_ID },
    expected: fix("token_app", "Use one app for everything"),
  },
];
