import { z } from "zod";
import { Fault } from "./faults.ts";
import { EndpointName } from "./target.ts";

const Id = z.string().regex(/^\d{5,20}$/, "must be 5 to 20 digits");
/** A moment on the simulator's clock, in milliseconds since 1970. */
const EpochMs = z.int().nonnegative();
const Count = z.int().nonnegative();

/** One entry of `errors` of an entity of `health_status`. */
const HealthError = z.strictObject({ code: z.int(), description: z.string(), solution: z.string().optional() });

/** A phone number as Meta keeps it. What Meta's API calls a field keeps Meta's words as values. */
export const NumberState = z.strictObject({
  id: Id,
  wabaId: Id,
  displayPhoneNumber: z.string(),
  verifiedName: z.string(),
  status: z.string(),
  codeVerificationStatus: z.string(),
  nameStatus: z.string(),
  /** A change of the display name that is under review; `null`: none. */
  newDisplayName: z.string().nullable(),
  newNameStatus: z.string().nullable(),
  qualityRating: z.string(),
  platformType: z.string(),
  isOnBizApp: z.boolean(),
  accountMode: z.string(),
  throughputLevel: z.string(),
  /** `health_status`: AVAILABLE, LIMITED or BLOCKED. */
  canSendMessage: z.string(),
  /** Errors of the number's own entity in `health_status`, beside those that follow from its state. */
  healthErrors: z.array(HealthError),
  /** Errors that the APP entity shows of this number alone. */
  appErrors: z.array(HealthError),
  /** The word for the whole of `health_status`; `null`: the worst of its entities. */
  healthAsAWhole: z.string().nullable(),
  /** Its id is printed as a JSON number. */
  printsIdAsNumber: z.boolean(),
  lastOnboardedAt: EpochMs.nullable(),
  /** Addresses that `webhook_configuration` shows beside, or instead of, those that follow from app, account and number. */
  webhookConfiguration: z.record(z.string(), z.string()),
  /** Where this number's own events go instead; `null`: where the account's go. */
  callbackOverride: z.string().nullable(),
  /** Fields that this number's reader may not ask for, with the code that Graph refuses them with. */
  forbiddenFields: z.record(z.string(), z.union([z.literal(10), z.literal(100), z.literal(200)])),
  /** The two-step PIN; `null`: none is set, and the next registration sets it. */
  pin: z.string().nullable(),
  wrongPins: Count,
  pinLockedUntil: EpochMs.nullable(),
  /** The code sent by request_code and not yet used. */
  pendingCode: z.string().nullable(),
  codeRequests: z.array(EpochMs),
  /** Meta wants ownership verified again although `code_verification_status` shows VERIFIED: register answers 133006. */
  needsReverification: z.boolean(),
  registered: z.boolean(),
  /** The number that this one is moved from, which its registration ends; `null`: it is not being moved. */
  migratesFrom: Id.nullable(),
  /** How a number becomes CONNECTED once a registration is accepted. */
  connects: z.union([
    z.literal("at_once"),
    z.literal("never"),
    z.strictObject({ seconds: Count }),
    z.strictObject({ reads: Count }),
  ]),
  acceptedAt: EpochMs.nullable(),
  readsSinceAccepted: Count,
  /** Times of the register requests that still count, oldest first. */
  registerRequests: z.array(EpochMs),
  registerBlockedUntil: EpochMs.nullable(),
  deregisterRequests: z.array(EpochMs),
  deregisterBlockedUntil: EpochMs.nullable(),
  incompleteDeregistration: z.boolean(),
  /** Set: the first registration finds a deletion that takes this many seconds more. */
  deletionTakes: Count.nullable(),
  deletedUntil: EpochMs.nullable(),
  /** The recipients that a SANDBOX number may write to, digits only. */
  allowedRecipients: z.array(z.string()),
  /** When people, by their digits, last wrote to this number. */
  lastHeardFrom: z.record(z.string(), EpochMs),
  /** What goes wrong with calls to this number, each time. */
  faults: z.partialRecord(EndpointName, Fault),
});
export type NumberState = z.infer<typeof NumberState>;

const GranularScopes = z.array(z.strictObject({ scope: z.string(), targetIds: z.array(Id).nullable() }));

/** An access token. */
export const TokenState = z.strictObject({
  token: z.string().min(1),
  appId: Id,
  userId: Id,
  userName: z.string(),
  type: z.enum(["SYSTEM_USER", "USER", "PAGE"]),
  scopes: z.array(z.string()),
  /** `targetIds: null`: the scope covers everything. */
  granularScopes: GranularScopes,
  /** What debug_token lists in their place; `null`: the truth. */
  listed: z.strictObject({ scopes: z.array(z.string()), granularScopes: GranularScopes }).nullable(),
  /** What `/me/permissions` lists; usually the scopes, all granted. */
  permissions: z.record(z.string(), z.enum(["granted", "declined", "expired"])),
  issuedAt: EpochMs,
  /** `null`: never. */
  expiresAt: EpochMs.nullable(),
  dataAccessExpiresAt: EpochMs.nullable(),
  /** The portfolio of the customer who gave it in Embedded Signup; `null`: it is no business token. */
  clientBusinessId: Id.nullable(),
  /** Set: Graph refuses the token with #190 and this subcode. */
  invalid: z.strictObject({ subcode: z.int().nullable(), message: z.string() }).nullable(),
  /** The token dies with its first POST, as if revoked between a read and a write. */
  revokedAtFirstPost: z.boolean(),
});
export type TokenState = z.infer<typeof TokenState>;

/** What an app wants to hear of one kind of object. */
const AppSubscription = z.strictObject({
  object: z.string(),
  /** `null`: the simulator's webhook target. */
  callbackUrl: z.string().nullable(),
  active: z.boolean(),
  fields: z.array(z.string()),
});
export type AppSubscription = z.infer<typeof AppSubscription>;

/** A configuration of Facebook Login for Business, which a dialog is opened with: it fixes the kind of token and how long it lives. */
export const LoginConfiguration = z.strictObject({
  id: Id,
  tokenType: z.enum(["SYSTEM_USER", "USER"]),
  /** `null`: never. */
  expiresInDays: z.int().positive().nullable(),
});
export type LoginConfiguration = z.infer<typeof LoginConfiguration>;

/** A code of Embedded Signup, which is exchanged for a business token once, and within seconds. */
export const SignupCode = z.strictObject({
  code: z.string().min(1),
  appId: Id,
  configuration: LoginConfiguration,
  issuedAt: EpochMs,
  /** Exchanged, or used up by a try that failed. */
  spent: z.boolean(),
  /** The portfolio whose accounts its token reaches. */
  businessId: Id,
  /** What debug_token lists of its token in place of the truth; `null`: the truth. */
  listed: TokenState.shape.listed,
});
export type SignupCode = z.infer<typeof SignupCode>;

/** An app. */
export const AppState = z.strictObject({
  id: Id,
  name: z.string(),
  secret: z.string(),
  /** The portfolio that owns the app: webhooks about partners come under its id. */
  businessId: Id,
  loginConfigurations: z.array(LoginConfiguration),
  /** Every call must carry an `appsecret_proof`. */
  requireProof: z.boolean(),
  /** Users who own or develop the app: their tokens may ask debug_token. */
  developers: z.array(Id),
  /** Whether the app's business is a Solution Partner, which may read `primary_funding_id`. */
  solutionPartner: z.boolean(),
  /** `health_status` of the APP entity: AVAILABLE, LIMITED or BLOCKED, and its errors. */
  canSendMessage: z.string(),
  healthErrors: z.array(HealthError),
  /** Meta has blocked the app: every call of its tokens is answered #200 "API access blocked." */
  blocked: z.boolean(),
  subscriptions: z.array(AppSubscription),
});
export type AppState = z.infer<typeof AppState>;

/** A message template. `reviewedAt`: when its review ends, by itself; `null`: it is over, or never ends. */
export const TemplateState = z.strictObject({
  id: Id,
  name: z.string(),
  language: z.string(),
  status: z.string(),
  category: z.string(),
  parameterFormat: z.string(),
  components: z.array(z.looseObject({ type: z.string() })),
  reviewedAt: EpochMs.nullable(),
});
export type TemplateState = z.infer<typeof TemplateState>;

/** A WhatsApp Business Account. Which numbers it has is written in the numbers. */
export const WabaState = z.strictObject({
  id: Id,
  name: z.string(),
  status: z.string(),
  businessId: Id,
  businessName: z.string(),
  /** Whether legal name, country and website of the business are filled in; else it is BLOCKED and nothing can be registered. */
  businessProfileComplete: z.boolean(),
  reviewStatus: z.string(),
  businessVerificationStatus: z.string(),
  country: z.string(),
  currency: z.string(),
  timezoneId: z.string(),
  ownershipType: z.string(),
  primaryBusinessLocation: z.string(),
  /** The payment method; `null`: there is none. */
  primaryFundingId: Id.nullable(),
  messagingLimit: z.enum(["TIER_250", "TIER_2K", "TIER_10K", "TIER_100K", "TIER_UNLIMITED"]),
  canSendMessage: z.string(),
  /** Numbers that may be in the account before another one is refused; `null`: any. */
  phoneNumberLimit: z.int().positive().nullable(),
  templates: z.array(TemplateState),
  /** What becomes of a new template: approved in the answer, after a while, or never. */
  templateReview: z.union([z.literal("at_once"), z.literal("never"), z.strictObject({ seconds: Count })]),
  templateLimit: z.int().positive(),
  /** Ids of the apps whose webhooks get this account's events. */
  subscribedApps: z.array(Id),
  /** Where this account's events go instead of to the app's own address, by app. */
  callbackOverrides: z.record(Id, z.string()),
  /** `subscribed_apps` lists the apps without the level `whatsapp_business_api_data`. */
  listsBareApps: z.boolean(),
  assignedUsers: z.array(
    z.strictObject({ id: Id, name: z.string(), userType: z.string(), tasks: z.array(z.string()) }),
  ),
  /** Calls an hour before Graph answers #80008; `null`: no limit. */
  hourlyCallLimit: z.int().positive().nullable(),
});
export type WabaState = z.infer<typeof WabaState>;

/** A message that was accepted. */
export interface SentMessage {
  readonly id: string;
  readonly phoneNumberId: string;
  readonly to: string;
  readonly body: unknown;
  readonly at: number;
  /** The code that its delivery fails with; `null`: it arrives. */
  readonly failsWith: number | null;
}
