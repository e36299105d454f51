import { notAuthorized, SESSION_INVALIDATED } from "../graph-errors.ts";
import type { TokenState } from "../state.ts";
import type { Standing } from "./magic-number.ts";
import {
  APP_ID,
  BLOCKED_APP_ID,
  MESSAGING_USER_ID,
  NO_DEVELOPER_ID,
  OTHER_APP_ID,
  OTHER_WABA_ID,
  READ_ONLY_USER_ID,
} from "./places.ts";

/** The token that a fresh set-up is configured with. */
export const DEFAULT_TOKEN = "SIMULATOR-SYSTEM-USER-TOKEN";

/** A token that always plays the same part. */
interface MagicToken {
  readonly token: string;
  readonly title: string;
  readonly standing: Standing;
  readonly note: string;
  /** How the token differs from the default one when the simulator starts or is reset at `now`. */
  readonly state: (now: number) => Partial<TokenState>;
}

const DAY = 86_400_000;
const MANAGEMENT = "whatsapp_business_management";
const MESSAGING = "whatsapp_business_messaging";

const scopes = (...names: string[]): Partial<TokenState> => ({
  scopes: names,
  granularScopes: names.map((scope) => ({ scope, targetIds: null })),
  permissions: Object.fromEntries(names.map((name) => [name, "granted" as const])),
});

/** Every token of the default world. Any other token is answered #190, "Cannot parse access token". */
export const MAGIC_TOKENS: readonly MagicToken[] = [
  {
    token: DEFAULT_TOKEN,
    title: "system user, never expires, everything granted",
    standing: "doc",
    note: "Targets 777000000000001 and 777000000000003 to 777000000000009.",
    state: () => ({}),
  },
  {
    token: "SIMULATOR-TOKEN-EXPIRED",
    title: "expired yesterday",
    standing: "log",
    note: "#190, subcode 463.",
    state: (now) => ({ expiresAt: now - DAY }),
  },
  {
    token: "SIMULATOR-TOKEN-REVOKED",
    title: "revoked",
    standing: "doc",
    note: "#190, subcode 460.",
    state: () => ({ invalid: SESSION_INVALIDATED }),
  },
  {
    token: "SIMULATOR-TOKEN-APP-REMOVED",
    title: "the app was removed",
    standing: "doc",
    note: "#190, subcode 458.",
    state: () => ({ invalid: notAuthorized(APP_ID) }),
  },
  {
    token: "SIMULATOR-TOKEN-REVOKED-MIDWAY",
    title: "valid until its first POST",
    standing: "guess",
    note: "Reads work, the POST is answered #190/460, and so is everything after it.",
    state: () => ({ revokedAtFirstPost: true }),
  },
  {
    token: "SIMULATOR-TOKEN-USER",
    title: "a user's token, expires in 50 minutes",
    standing: "doc",
    note: "Works, but not for long.",
    state: (now) => ({ type: "USER", expiresAt: now + 50 * 60_000, dataAccessExpiresAt: now + 90 * DAY }),
  },
  {
    token: "SIMULATOR-TOKEN-PAGE",
    title: "a page's token",
    standing: "guess",
    note: "Whether a page's token can register is not known; here it can.",
    state: () => ({ type: "PAGE" }),
  },
  {
    token: "SIMULATOR-TOKEN-EXPIRES-SOON",
    title: "system user, expires in 10 days",
    standing: "doc",
    note: "System user tokens may be made for 60 days.",
    state: (now) => ({ expiresAt: now + 10 * DAY }),
  },
  {
    token: "SIMULATOR-TOKEN-DATA-ACCESS-EXPIRED",
    title: "a user's token whose data access has expired",
    standing: "guess",
    note: "debug_token tells; what else Graph would refuse is not known.",
    state: (now) => ({ type: "USER", dataAccessExpiresAt: now - DAY }),
  },
  {
    token: "SIMULATOR-TOKEN-OTHER-APP",
    title: "made for another app",
    standing: "log",
    note: "With an appsecret_proof made of the configured app's secret: #100 Invalid appsecret_proof. Without a proof it works.",
    state: () => ({ appId: OTHER_APP_ID }),
  },
  {
    token: "SIMULATOR-TOKEN-NO-MANAGEMENT",
    title: "lacks whatsapp_business_management",
    standing: "log",
    note: "register: (#100) Missing Permission; reads: #100, subcode 33 (guess).",
    state: () => scopes(MESSAGING),
  },
  {
    token: "SIMULATOR-TOKEN-NO-MESSAGING",
    title: "lacks whatsapp_business_messaging",
    standing: "guess",
    note: "register: (#100) Missing Permission; reads work.",
    state: () => scopes(MANAGEMENT),
  },
  {
    token: "SIMULATOR-TOKEN-DECLINED",
    title: "a user's token; the user declined whatsapp_business_messaging",
    standing: "doc",
    note: "/me/permissions shows declined.",
    state: () => ({
      ...scopes(MANAGEMENT),
      type: "USER",
      permissions: { [MANAGEMENT]: "granted", [MESSAGING]: "declined" },
    }),
  },
  {
    token: "SIMULATOR-TOKEN-OLDER-THAN-PERMISSION",
    title: "made before whatsapp_business_management was granted",
    standing: "guess",
    note: "/me/permissions shows granted, debug_token does not: a new token is needed.",
    state: () => ({ ...scopes(MESSAGING), permissions: { [MANAGEMENT]: "granted", [MESSAGING]: "granted" } }),
  },
  {
    token: "SIMULATOR-TOKEN-OTHER-WABA",
    title: "its targets lack account 777000000000001",
    standing: "log",
    note: "#100, subcode 33.",
    state: () => ({
      granularScopes: [
        { scope: MANAGEMENT, targetIds: [OTHER_WABA_ID] },
        { scope: MESSAGING, targetIds: [OTHER_WABA_ID] },
      ],
    }),
  },
  {
    token: "SIMULATOR-TOKEN-ALL-ASSETS",
    title: "granular scopes without target_ids: everything",
    standing: "doc",
    note: "No target_ids means all, not none.",
    state: () => scopes(MANAGEMENT, MESSAGING),
  },
  {
    token: "SIMULATOR-TOKEN-READ-ONLY",
    title: "its system user may only view the account",
    standing: "log",
    note: "Reads work, writes are answered (#200) Permissions error. assigned_users shows the tasks to a caller that names the business.",
    state: () => ({ userId: READ_ONLY_USER_ID, userName: "Read-only system user" }),
  },
  {
    token: "SIMULATOR-TOKEN-MESSAGING-TASK",
    title: "its system user has the task MESSAGING alone",
    standing: "log",
    note: "It reads and sends; registering, templates and names are answered (#200) Permissions error.",
    state: () => ({ userId: MESSAGING_USER_ID, userName: "Messaging system user" }),
  },
  {
    token: "SIMULATOR-TOKEN-NOT-DEVELOPER",
    title: "its system user is neither owner nor developer of the app",
    standing: "log",
    note: "debug_token refuses it, (#100) You must provide an app access token …; nothing else is wrong. Asked as the app it answers.",
    state: () => ({ userId: NO_DEVELOPER_ID, userName: "System user without a role on the app" }),
  },
  {
    token: "SIMULATOR-TOKEN-APP-BLOCKED",
    title: "Meta has blocked its app, 888000000000003",
    standing: "log",
    note: "Every call is answered #200 API access blocked.",
    state: () => ({ appId: BLOCKED_APP_ID }),
  },
  {
    token: "SIMULATOR-TOKEN-LISTED-WRONGLY",
    title: "may do everything, but debug_token lists whatsapp_business_manage_events in place of management",
    standing: "log",
    note: "Fresh tokens of Embedded Signup were listed so for days; reading and registering work.",
    state: () => ({
      listed: {
        scopes: ["business_management", "whatsapp_business_manage_events", MESSAGING],
        granularScopes: [
          { scope: "business_management", targetIds: null },
          { scope: "whatsapp_business_manage_events", targetIds: null },
        ],
      },
    }),
  },
];
