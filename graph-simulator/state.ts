import { z } from "zod";
import { Fault } from "./faults.ts";
import { EndpointName } from "./target.ts";

const Id = z.string().regex(/^\d{5,20}$/, "must be 5 to 20 digits");
/** A moment on the simulator's clock, in milliseconds since 1970. */
const Moment = z.int().nonnegative();
const Count = z.int().nonnegative();

/** A phone number as Meta keeps it. What Meta's API calls a field keeps Meta's words as values. */
export const NumberState = z.strictObject({
  id: Id,
  wabaId: Id,
  displayPhoneNumber: z.string(),
  verifiedName: z.string(),
  status: z.string(),
  codeVerificationStatus: z.string(),
  nameStatus: z.string(),
  qualityRating: z.string(),
  platformType: z.string(),
  isOnBizApp: z.boolean(),
  accountMode: z.string(),
  throughputLevel: z.string(),
  /** `health_status`: AVAILABLE, LIMITED or BLOCKED. */
  canSendMessage: z.string(),
  lastOnboardedAt: Moment.nullable(),
  webhookConfiguration: z.record(z.string(), z.string()),
  /** Fields that this number's reader may not ask for, with the code that Graph refuses them with. */
  forbiddenFields: z.record(z.string(), z.union([z.literal(10), z.literal(100)])),
  /** The two-step PIN; `null`: none is set, and the next registration sets it. */
  pin: z.string().nullable(),
  wrongPins: Count,
  pinLockedUntil: Moment.nullable(),
  /** The code sent by request_code and not yet used. */
  pendingCode: z.string().nullable(),
  codeRequests: z.array(Moment),
  registered: z.boolean(),
  /** How a number becomes CONNECTED once a registration is accepted. */
  connects: z.union([
    z.literal("at_once"),
    z.literal("never"),
    z.strictObject({ seconds: Count }),
    z.strictObject({ reads: Count }),
  ]),
  acceptedAt: Moment.nullable(),
  readsSinceAccepted: Count,
  /** Times of the register requests that still count, oldest first. */
  registerRequests: z.array(Moment),
  registerBlockedUntil: Moment.nullable(),
  deregisterRequests: z.array(Moment),
  deregisterBlockedUntil: Moment.nullable(),
  incompleteDeregistration: z.boolean(),
  /** Set: the first registration finds a deletion that takes this many seconds more. */
  deletionTakes: Count.nullable(),
  deletedUntil: Moment.nullable(),
  /** Who a SANDBOX number may write to, digits only. */
  allowedRecipients: z.array(z.string()),
  /** What goes wrong with calls to this number, each time. */
  faults: z.partialRecord(EndpointName, Fault),
});
export type NumberState = z.infer<typeof NumberState>;

/** An access token. */
export const TokenState = z.strictObject({
  token: z.string().min(1),
  appId: Id,
  userId: Id,
  userName: z.string(),
  type: z.enum(["SYSTEM_USER", "USER", "PAGE"]),
  scopes: z.array(z.string()),
  /** `targetIds: null`: the scope covers everything. */
  granularScopes: z.array(z.strictObject({ scope: z.string(), targetIds: z.array(Id).nullable() })),
  /** What `/me/permissions` lists; usually the scopes, all granted. */
  permissions: z.record(z.string(), z.enum(["granted", "declined", "expired"])),
  issuedAt: Moment,
  /** `null`: never. */
  expiresAt: Moment.nullable(),
  dataAccessExpiresAt: Moment.nullable(),
  /** Set: Graph refuses the token with #190 and this subcode. */
  invalid: z.strictObject({ subcode: z.int().nullable(), message: z.string() }).nullable(),
  /** The token dies with its first POST, as if revoked between a read and a write. */
  revokedAtFirstPost: z.boolean(),
});
export type TokenState = z.infer<typeof TokenState>;

/** An app. `requireProof`: every call must carry an `appsecret_proof`. */
export const AppState = z.strictObject({ id: Id, name: z.string(), secret: z.string(), requireProof: z.boolean() });
export type AppState = z.infer<typeof AppState>;

/** A WhatsApp Business Account. Which numbers it has is written in the numbers. */
export const WabaState = z.strictObject({
  id: Id,
  name: z.string(),
  businessId: Id,
  reviewStatus: z.string(),
  businessVerificationStatus: z.string(),
  country: z.string(),
  currency: z.string(),
  timezoneId: z.string(),
  ownershipType: z.string(),
  canSendMessage: z.string(),
  /** Ids of the apps whose webhooks get this account's events. */
  subscribedApps: z.array(Id),
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
}
