import { randomBytes } from "node:crypto";
import { z } from "zod";
import { APP_ID, OTHER_APP_ID } from "../magic/places.ts";
import type { LoginConfiguration, SignupCode, TokenState, WabaState } from "../state.ts";
import type { World } from "../world.ts";
import { ADDED_ENDS, openAccount } from "./account.ts";
import { messageOf, type SessionMessage } from "./message.ts";
import { partnerEvent } from "./partner-events.ts";
import { share } from "./partner.ts";
import { SignupRefused } from "./refused.ts";

const Id = z.string().regex(/^\d{5,20}$/, "must be 5 to 20 digits");

/** How a dialog ends, as `POST /_simulator/signups` and the dialog page ask for it. */
export const SignupRequest = z.strictObject({
  appId: Id.default(APP_ID),
  /** Left out: the app's first configuration. */
  configId: Id.optional(),
  end: z.enum([...ADDED_ENDS, "cancelled", "error"]).default("verified"),
  /** What is the matter with the code. */
  code: z.enum(["fresh", "expired", "used", "of_another_app"]).default("fresh"),
  /** An account that exists, which the customer chooses; left out: a new account of a new portfolio. */
  wabaId: Id.optional(),
  /** A new account of this portfolio. */
  businessId: Id.optional(),
  businessName: z.string().min(1).max(100).optional(),
  /** Whether the new account has a payment method: Meta asks for one only afterwards. */
  paymentMethod: z.boolean().default(false),
  /** What debug_token lists of the token: the truth, or what it listed for a while in June 2026 of tokens that worked. */
  listed: z.enum(["truth", "events_instead_of_management", "without_targets"]).default("truth"),
  /** The screen that a cancelled dialog was left on. */
  step: z.string().min(1).default("PHONE_NUMBER_SETUP"),
  /** Which of Meta's two names for the key of an error's code; ERROR is an event of its own in a copy of 2026-09. */
  errorKey: z.enum(["error_code", "error_id"]).default("error_code"),
  errorEvent: z.enum(["CANCEL", "ERROR"]).default("CANCEL"),
  /** What Meta tells the app's webhook by itself. */
  announces: z.array(z.enum(["PARTNER_ADDED", "PARTNER_APP_INSTALLED"])).default(["PARTNER_ADDED"]),
});
export type SignupRequest = z.infer<typeof SignupRequest>;

/** What the page that opened the dialog gets to see, and what came into being. */
export interface SignupEnd {
  /** What the dialog posts to its opener, as a JSON string. */
  readonly message: SessionMessage;
  /** What FB.login hands to its callback. */
  readonly response: { readonly authResponse: { readonly code: string } | null; readonly status: string };
  readonly wabaId: string | null;
  readonly businessId: string | null;
  readonly phoneNumberIds: readonly string[];
}

/** Ends a dialog: makes or shares what the customer chose, and tells the app's webhook. @throws SignupRefused */
export function endSignup(world: World, request: SignupRequest): SignupEnd {
  const { appId, end } = request;
  const configuration = configurationOf(world, request);
  if (end === "cancelled" || end === "error") {
    const message = messageOf(end, { ...request, now: world.clock.now() });
    return {
      message,
      response: { authResponse: null, status: "unknown" },
      wabaId: null,
      businessId: null,
      phoneNumberIds: [],
    };
  }
  const { waba, phoneNumberIds } = openAccount(world, { ...request, end }, portfolioOf(world, appId));
  const owner = request.code === "of_another_app" ? anotherApp(world, appId) : appId;
  share(waba, owner);
  const code = issueCode(world, request, { owner, configuration, waba });
  if (owner === appId) {
    for (const event of request.announces) world.webhooks.announce(partnerEvent(world, waba, { appId, event }));
  }
  const ids = { wabaId: waba.id, businessId: waba.businessId, phoneNumberId: phoneNumberIds[0] ?? null };
  const message = messageOf(end, ids);
  const response = { authResponse: { code }, status: "connected" };
  return { message, response, wabaId: waba.id, businessId: waba.businessId, phoneNumberIds };
}

/** Meta does not let an app's own portfolio be chosen. */
const portfolioOf = (world: World, appId: string): string => world.apps.get(appId)?.businessId ?? "";

const anotherApp = (world: World, appId: string): string =>
  appId === OTHER_APP_ID ? ([...world.apps.keys()].find((id) => id !== appId) ?? appId) : OTHER_APP_ID;

function configurationOf(world: World, { appId, configId }: SignupRequest): LoginConfiguration {
  const configurations = world.apps.get(appId)?.loginConfigurations ?? [];
  const found = configId === undefined ? configurations[0] : configurations.find(({ id }) => id === configId);
  if (found !== undefined) return found;
  throw new SignupRefused(`App ${appId} has no configuration ${configId ?? "of Facebook Login for Business"}.`);
}

interface Granted {
  readonly owner: string;
  readonly configuration: LoginConfiguration;
  readonly waba: WabaState;
}

/** Longer ago than a code lives. */
const LONG_AGO_MS = 31_000;

function issueCode(world: World, request: SignupRequest, { owner, configuration, waba }: Granted): string {
  const code: SignupCode = {
    code: `AQ${randomBytes(45).toString("base64url")}`,
    appId: owner,
    configuration,
    issuedAt: world.clock.now() - (request.code === "expired" ? LONG_AGO_MS : 0),
    spent: request.code === "used",
    businessId: waba.businessId,
    listed: listedAs(request.listed),
  };
  world.codes.set(code.code, code);
  return code.code;
}

/** Lists of debug_token that were wrong while the tokens worked (seen in logs, 2026-06). */
function listedAs(kind: SignupRequest["listed"]): TokenState["listed"] {
  const granularScopes = ["business_management", "whatsapp_business_manage_events"].map((scope) => ({
    scope,
    targetIds: null,
  }));
  if (kind === "truth") return null;
  const rest = ["business_management", "whatsapp_business_messaging"];
  return kind === "events_instead_of_management"
    ? { scopes: [...rest, "whatsapp_business_manage_events"], granularScopes }
    : { scopes: [...rest, "whatsapp_business_management", "public_profile"], granularScopes };
}
