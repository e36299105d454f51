import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CheckId, type CheckState, type Observed } from "../../contract/diagnose-access.ts";
import { factsInOrder, known, LATE, refused, subjectInOrder } from "../../testing/diagnosis-facts.ts";
import {
  CONNECTED,
  graphError,
  healthEntity,
  metaView,
  OTHER_NUMBER,
  tokenFacts,
  WABA,
} from "../../testing/fixtures.ts";
import { record } from "../../testing/number-facts.ts";
import { NEEDED_FIELDS } from "../webhook-fields.ts";
import { CHECKS } from "./checks.ts";
import type { DiagnosisFacts, DiagnosisSubject } from "./facts.ts";
import type { Finding } from "./finding.ts";

const NOW = subjectInOrder().now;
const DAY_MS = 86_400_000;
const NOT_FOUND = graphError(100, {
  subcode: 33,
  message: "Unsupported get request. Object with ID '1' does not exist",
});
const EXPIRED = graphError(190, { subcode: 463, message: "Error validating access token: Session has expired." });
/** How Meta refuses a token that may not ask about itself (seen in logs): nothing is wrong with it. */
const UNFIT = graphError(100, {
  message:
    "(#100) You must provide an app access token, or a user access token that is an owner or developer of the app",
});
const UNREAD = { number: LATE, waba: LATE };
const INSPECT = "Let the token be inspected";
/** Meta itself asked for a verification, although reading the number shows one. */
const ASKED = { lastRegistration: known(record("verification_required", { graphError: graphError(133_006) })) };
const BLOCKED = graphError(200, { message: "API access blocked." });
const PROOF = graphError(100, { message: "Invalid appsecret_proof provided in the API argument" });
const onNode = (type: string) =>
  graphError(100, { message: `(#100) Tried accessing nonexisting field (status) on node type (${type})` });
const budget = (remaining: number, blockedUntil: string | null = null) =>
  known({
    used: 10 - remaining,
    limit: 10,
    remaining,
    nextFreeAt: "2030-01-02T00:00:00.000Z",
    blockedUntil,
    spentElsewhere: false,
  });
const spentElsewhere = (remaining: number) =>
  known({ used: 10 - remaining, limit: 10, remaining, nextFreeAt: null, blockedUntil: null, spentElsewhere: true });
const health = (canSendMessage: string, ...entities: [type: string, canSendMessage: string, problem?: string][]) =>
  known({
    canSendMessage,
    entities: entities.map(([type, word, problem]) =>
      healthEntity(type, { canSendMessage: word, problems: problem === undefined ? [] : [problem] }),
    ),
  });
const scoped = (targetIds: string[] | null) =>
  known(tokenFacts({ granularScopes: [{ scope: "whatsapp_business_management", targetIds }] }));

interface Case {
  readonly facts?: Partial<DiagnosisFacts>;
  readonly subject?: Partial<DiagnosisSubject>;
  readonly state: CheckState;
  readonly says: RegExp;
  /** The first step. */
  readonly first?: string;
  readonly actor?: Finding["actor"];
  readonly observed?: Observed;
}

const row = (state: CheckState, says: RegExp, facts: Partial<DiagnosisFacts> = {}, rest: Partial<Case> = {}): Case => ({
  state,
  says,
  facts,
  ...rest,
});

const number = (view: Parameters<typeof metaView>[0]): Partial<DiagnosisFacts> => ({ number: known(metaView(view)) });

/** The address of the deployment's own webhook. */
const OWN = "https://hooks.example.com/metaWebhook";

/** The app's own address is this one. */
const appAt = (callbackUrl: string | null): Partial<DiagnosisFacts> => ({
  appSubscription: known({ callbackUrl, active: true, fields: NEEDED_FIELDS }),
  webhook: known({ phoneNumber: null, waba: null, application: callbackUrl }),
});

/** The events of the account go to another address than the app's own. */
const overriddenTo = (override: string): DiagnosisFacts["subscribed"] =>
  known([{ id: "888000000000001", name: "Invented app", override }]);

/** The checks that `sending-checks.test.ts` is about. */
const OF_SENDING = [
  "business_health",
  "number_connected",
  "account_review",
  "payment",
  "account_health",
  "number_health",
  "app_health",
  "provided_name",
  "business_verification",
  "messaging_limit",
] as const satisfies readonly CheckId[];
type AccessCheckId = Exclude<CheckId, (typeof OF_SENDING)[number]>;

const isOfAccess = (id: CheckId): id is AccessCheckId => !OF_SENDING.some((name) => name === id);

const CASES: Readonly<Record<AccessCheckId, readonly Case[]>> = {
  graph_reachable: [
    row("pass", /answers/),
    row("pass", /answers/, { reach: known({ servedVersion: null, refusal: EXPIRED }) }),
    row(
      "unknown",
      /no answer came in time/,
      { reach: LATE },
      { first: "Check the connection to Meta", observed: { read: "timeout" } },
    ),
    row("unknown", /ECONNREFUSED/, { reach: { ok: false, failure: { kind: "unreachable", reason: "ECONNREFUSED" } } }),
    row("unknown", /cannot be understood \(HTML\)/, {
      reach: { ok: false, failure: { kind: "unreadable", reason: "HTML" } },
    }),
  ],
  api_version: [
    row("pass", /serves v26\.0/),
    row("pass", /serves v26\.0/, { reach: known({ servedVersion: null, refusal: null }) }),
    row(
      "warn",
      /v19\.0 has ended: Meta serves these calls as v22\.0/,
      { reach: known({ servedVersion: "v22.0", refusal: null }) },
      { subject: { graphVersion: "v19.0" }, first: "Set the Graph API version" },
    ),
    row(
      "warn",
      /ends v25\.0 on 2028-07-29\.$/,
      { reach: known({ servedVersion: "v25.0", refusal: null }) },
      { subject: { graphVersion: "v25.0", now: Date.UTC(2028, 5, 1) } },
    ),
    row(
      "pass",
      /serves v25\.0/,
      { reach: known({ servedVersion: "v25.0", refusal: null }) },
      { subject: { graphVersion: "v25.0", now: Date.UTC(2028, 6, 29) - 60 * DAY_MS } },
    ),
    row(
      "warn",
      /ends v25\.0/,
      { reach: known({ servedVersion: "v25.0", refusal: null }) },
      { subject: { graphVersion: "v25.0", now: Date.UTC(2028, 6, 29) - 60 * DAY_MS + 1 } },
    ),
    row("fail", /does not know version v26\.0/, {
      reach: known({
        servedVersion: null,
        refusal: graphError(2500, { message: "Unknown path components: /v26.0/me" }),
      }),
    }),
    row("unknown", /no answer came in time/, { reach: LATE }),
  ],
  token_valid: [
    row("pass", /accepts the token/),
    row(
      "fail",
      /no longer accepts the token: Session has expired/,
      { token: known(tokenFacts({ isValid: false, error: "Session has expired" })) },
      { first: "Generate a new token", actor: "operator", observed: { isValid: false } },
    ),
    row("fail", /Meta gives no reason/, { token: known(tokenFacts({ isValid: false })) }),
    row(
      "fail",
      /does not accept the token \(#190, subcode 463: Error validating/,
      { reach: known({ servedVersion: null, refusal: EXPIRED }) },
      { observed: { isValid: true, code: 190, subcode: 463 } },
    ),
    row(
      "fail",
      /does not accept the token \(#190/,
      { reach: refused(EXPIRED), token: LATE },
      { observed: { isValid: null, code: 190, subcode: 463 } },
    ),
    row("pass", /accepts the token/, { reach: known({ servedVersion: null, refusal: graphError(10) }) }),
    row("pass", /accepts the token/, { reach: LATE }),
    row(
      "fail",
      /refuses to inspect the token/,
      { ...UNREAD, token: refused(EXPIRED) },
      { observed: { read: "refused", code: 190, subcode: 463, message: EXPIRED.message } },
    ),
    row(
      "unknown",
      /could not be read: no answer/,
      { ...UNREAD, token: LATE },
      { first: "Run the diagnosis again", actor: "meta" },
    ),
    row("unknown", /Meta refuses it/, { ...UNREAD, token: refused(graphError(10)) }, { actor: null }),
    row("unknown", /limits the calls/, { ...UNREAD, token: refused(graphError(4)) }, { first: "Wait and try again" }),
    row("unknown", /refuses it/, { ...UNREAD, token: refused(graphError(2)) }, { first: "Run the diagnosis again" }),
    row("pass", /accepts the token: the number and the account could be read with it\.$/, { token: refused(UNFIT) }),
    row("pass", /the account could be read with it\.$/, { token: LATE, number: refused(NOT_FOUND) }),
    row("pass", /the number could be read with it\.$/, { token: LATE, waba: LATE }),
    row("unknown", /to the app itself/, { ...UNREAD, token: refused(UNFIT) }, { first: INSPECT, actor: "operator" }),
    row(
      "unknown",
      /Meta refuses it/,
      {
        ...UNREAD,
        token: refused(BLOCKED),
      },
      { first: "Do what the app's dashboard asks for" },
    ),
    row(
      "fail",
      /calls the token valid, and refuses it when the number is read with it \(#190, subcode 463/,
      { number: refused(EXPIRED) },
      { first: "Generate a new token", observed: { isValid: true, code: 190, subcode: 463 } },
    ),
    row("fail", /^Meta refuses the token when the number is read/, { token: LATE, number: refused(EXPIRED) }),
  ],
  token_kind: [
    row("pass", /System User/),
    row("pass", /System User/, { token: known(tokenFacts({ expiresAt: NOW + 1 })) }),
    row("pass", /never expires, as the business tokens of Embedded Signup/, {
      token: known(tokenFacts({ type: "USER" })),
    }),
    row(
      "warn",
      /person's token: it ends on 2030-01-02, or sooner/,
      { token: known(tokenFacts({ type: "USER", expiresAt: NOW + DAY_MS })) },
      { first: "Use a System User token" },
    ),
    row("fail", /lasts for hours/, { token: known(tokenFacts({ type: "USER", expiresAt: NOW + DAY_MS - 1 })) }),
    row("warn", /kind PAGE/, { token: known(tokenFacts({ type: "PAGE" })) }),
    row("warn", /kind PAGE/, { token: known(tokenFacts({ type: "PAGE", expiresAt: NOW + DAY_MS })) }),
    row("unknown", /does not say what kind/, { token: known(tokenFacts({ type: null })) }),
    row("unknown", /does not say what kind/, { token: known(tokenFacts({ type: null, expiresAt: NOW + DAY_MS })) }),
    row("unknown", /does not accept the token/, { token: refused(EXPIRED) }, { first: "Generate a new token" }),
  ],
  token_expiry: [
    row("pass", /does not expire/),
    row("pass", /ends on 2030-01-15\.$/, { token: known(tokenFacts({ expiresAt: NOW + 14 * DAY_MS })) }),
    row("warn", /in 13 days, on 2030-01-14/, { token: known(tokenFacts({ expiresAt: NOW + 14 * DAY_MS - 1 })) }),
    row("warn", /in 1 day,/, { token: known(tokenFacts({ expiresAt: NOW + DAY_MS })) }),
    row(
      "fail",
      /within a day, at 2030-01-01T00:00:00\.001Z/,
      { token: known(tokenFacts({ expiresAt: NOW + 1 })) },
      { first: "Generate a new token" },
    ),
    row("fail", /ended on 2030-01-01/, { token: known(tokenFacts({ expiresAt: NOW })) }),
    row("warn", /access to data ended/, { token: known(tokenFacts({ dataAccessExpiresAt: NOW })) }),
    row("warn", /access to data ends/, { token: known(tokenFacts({ dataAccessExpiresAt: NOW + DAY_MS })) }),
    row("pass", /does not expire/, { token: known(tokenFacts({ dataAccessExpiresAt: NOW + 14 * DAY_MS })) }),
    row("unknown", /could not be read/, { token: LATE }),
  ],
  token_app: [
    row("pass", /Invented app \(888000000000001\), as expected/),
    row(
      "fail",
      /not to 888000000000002/,
      {},
      { subject: { expectedAppId: "888000000000002" }, first: "Use one app for everything" },
    ),
    row(
      "fail",
      /belongs to another app/,
      { token: refused(PROOF) },
      { first: "Store the app secret of the token's app", observed: { expectedAppId: "888000000000001" } },
    ),
    row("fail", /META_APP_SECRET is missing/, { token: refused(PROOF) }, { subject: { provesAppSecret: false } }),
    row("fail", /belongs to another app/, { token: LATE, reach: known({ servedVersion: null, refusal: PROOF }) }),
    ...[{ reach: known({ servedVersion: null, refusal: BLOCKED }) }, { reach: LATE, token: refused(BLOCKED) }].map(
      (facts) =>
        row("fail", /has blocked the app \(#200: API access blocked\)/, facts, {
          first: "Do what the app's dashboard asks for",
          observed: { expectedAppId: "888000000000001" },
        }),
    ),
    row("pass", /so does META_APP_SECRET/, {}, { subject: { expectedAppId: null } }),
    row("unknown", /META_APP_ID is not set/, {}, { subject: { expectedAppId: null, provesAppSecret: false } }),
    row("pass", /as expected/, { reach: known({ servedVersion: null, refusal: EXPIRED }) }),
    row("pass", /as expected/, { reach: refused(PROOF) }),
    row(
      "unknown",
      /META_APP_ID is not set/,
      { token: known(tokenFacts({ isValid: false })) },
      { subject: { expectedAppId: null } },
    ),
    row("pass", /^META_APP_SECRET belongs to the token's app: /, {
      token: known(tokenFacts({ appId: null, application: null })),
    }),
    ...(
      [
        [/^Meta does not say which app the token belongs to\.$/, { appId: null, application: null }],
        [/belongs to the app Only a name\. Whether/, { appId: null, application: "Only a name" }],
        [/belongs to the app 888000000000001\. Whether/, { application: null }],
      ] as const
    ).map(([says, token]) =>
      row(
        "unknown",
        says,
        { token: known(tokenFacts(token)) },
        { subject: { expectedAppId: null, provesAppSecret: false } },
      ),
    ),
    row("unknown", /could not be read/, { token: LATE }),
  ],
  management_permission: permissionCases("whatsapp_business_management", "reading and registering numbers"),
  messaging_permission: permissionCases("whatsapp_business_messaging", "registering numbers and sending messages"),
  other_permissions: [
    row("pass", /^None\./),
    row("pass", /^business_management\. None of them is needed here\.$/, withScopes("business_management"), {
      observed: { others: ["business_management"] },
    }),
    row("pass", /^pages_read, email\. None of them/, withScopes("pages_read", "email")),
    row(
      "pass",
      /whatsapp_business_phone_number_management is in none of Meta's lists/,
      withScopes("whatsapp_business_phone_number_management"),
    ),
    row("unknown", /does not say/, { token: known(tokenFacts({ scopes: null })) }),
    row("unknown", /could not be read/, { token: LATE }),
  ],
  asset_scope: [
    row("pass", /every account/),
    row(
      "pass",
      /2 account\(s\), 777000000000001 among them/,
      { token: scoped(["777000000000002", "777000000000001"]) },
      { observed: { wabaId: WABA, targets: ["777000000000002", "777000000000001"] } },
    ),
    row("pass", /every account/, {
      token: known(
        tokenFacts({
          granularScopes: [
            { scope: "whatsapp_business_messaging", targetIds: [] },
            { scope: "whatsapp_business_management", targetIds: null },
          ],
        }),
      ),
    }),
    row("fail", /for other accounts than 777000000000001\.$/, {
      token: scoped([]),
      number: LATE,
      waba: refused(onNode("WhatsAppBusinessAccount")),
    }),
    row("unknown", /does not say which accounts/, { token: known(tokenFacts({ granularScopes: null })) }),
    row(
      "fail",
      /for other accounts than 777000000000001\.$/,
      { token: scoped([]), number: refused(NOT_FOUND), waba: refused(NOT_FOUND) },
      { first: "Give the system user the WhatsApp account" },
    ),
    row("pass", /leaves the account 777000000000001 out, and is wrong/, { token: scoped([]) }),
    row("fail", /can read the number/, { token: scoped([]), waba: LATE }, { first: "Compare the ids" }),
    row(
      "warn",
      /can read the number/,
      { token: scoped([]), waba: LATE },
      { subject: { accountIsKnown: false }, first: "Compare the ids" },
    ),
    row(
      "unknown",
      /which is a phone number id/,
      { token: scoped([]), waba: refused(onNode("WhatsAppBusinessPhoneNumber")) },
      { first: "Compare the ids" },
    ),
    row("unknown", /could not be read/, { token: LATE }),
  ],
  waba_readable: [
    row("pass", /Invented account can be read\.$/),
    row("pass", /belongs to another business \(CLIENT_OWNED\), for which the app needs Advanced access/, {
      waba: known({ name: null, reviewStatus: null, businessVerificationStatus: null, ownershipType: "CLIENT_OWNED" }),
    }),
    row("fail", /calls it REJECTED/, reviewed("REJECTED"), { first: "Check the account", actor: "customer" }),
    row("fail", /calls it RESTRICTED/, reviewed("RESTRICTED")),
    row("warn", /still reviewing/, reviewed("PENDING"), { actor: "meta" }),
    row("fail", /is the id of a business, not of/, { waba: refused(onNode("Business")) }, { first: "Compare the ids" }),
    row("fail", /777000000000001 is the id of an app, not of/, { waba: refused(onNode("Application")) }),
    row("fail", /refuses the account to this token \(#100\)/, { waba: refused(onNode("WhatsAppBusinessAccount")) }),
    row("pass", /^The account 777000000000001 can be read\.$/, reviewed("SHINY")),
    row(
      "fail",
      /does not show the account/,
      { waba: refused(NOT_FOUND) },
      {
        first: "Compare the ids",
        observed: { wabaId: WABA, read: "refused", code: 100, subcode: 33, message: NOT_FOUND.message },
      },
    ),
    row(
      "fail",
      /refuses the account to this token \(#200\)/,
      { waba: refused(graphError(200)) },
      { first: "Give the system user the WhatsApp account" },
    ),
    row("unknown", /^The account could not be read: Meta does not accept the token/, { waba: refused(EXPIRED) }),
    row("unknown", /no answer/, { waba: LATE }),
  ],
  system_user_assigned: [
    row("pass", /may manage it/),
    row(
      "fail",
      /may only VIEW_PHONE_ASSETS/,
      { assigned: known([{ id: "999000000000001", tasks: ["VIEW_PHONE_ASSETS"] }]) },
      { first: "Give the system user the WhatsApp account" },
    ),
    row("fail", /may only VIEW_PHONE_ASSETS, VIEW_TEMPLATES in account/, {
      assigned: known([{ id: "999000000000001", tasks: ["VIEW_PHONE_ASSETS", "VIEW_TEMPLATES"] }]),
    }),
    row("fail", /may only look/, { assigned: known([{ id: "999000000000001", tasks: [] }]) }),
    row(
      "unknown",
      /does not say what the token's user may do/,
      { assigned: known([{ id: "999000000000001", tasks: null }]) },
      { observed: { userId: "999000000000001", tasks: null } },
    ),
    row("warn", /in order for an administrator/, { assigned: known([{ id: "1", tasks: ["MANAGE"] }]) }),
    row("unknown", /token's user could not be read/, { token: LATE }),
    row("unknown", /^Not configured\.$/, {
      assigned: { ok: false, failure: { kind: "no_source", reason: "Not configured.", remedy: null } },
    }),
  ],
  number_readable: [
    row("pass", /can be read: \+1 555-000-0001, Invented Ltd\.$/),
    row("pass", /can be read\.$/, number({ displayPhoneNumber: null, verifiedName: null })),
    row(
      "fail",
      /is the id of a WhatsApp Business Account/,
      { number: refused(NOT_FOUND) },
      { subject: { phoneNumberId: "777000000000001" }, first: "Compare the ids" },
    ),
    row("fail", /is the id of a WhatsApp Business Account/, { number: refused(onNode("WhatsAppBusinessAccount")) }),
    row("fail", /is the id of a user/, { number: refused(onNode("SystemUser")) }),
    row("fail", /is the id of a user/, { number: refused(onNode("BusinessUser")) }),
    row("fail", /is the id of a business,/, { number: refused(onNode("Business")) }),
    row("fail", /is the id of an app/, { number: refused(onNode("Application")) }),
    row("fail", /refuses the number to this token \(#100\)/, { number: refused(onNode("ApplicationRequest")) }),
    row("fail", /refuses the number to this token \(#100\)/, { number: refused(onNode("TestApplication")) }),
    row("fail", /refuses the number to this token \(#100\)/, { number: refused(onNode("BusinessAsset")) }),
    row("fail", /refuses the number to this token \(#100\)/, { number: refused(onNode("AssetsOfBusiness")) }),
    row("fail", /refuses the number to this token \(#100\)/, { number: refused(onNode("WhatsAppBusinessAccountX")) }),
    row("fail", /refuses the number to this token \(#100\)/, { number: refused(onNode("XWhatsAppBusinessAccount")) }),
    row("fail", /refuses the number to this token \(#10\)/, {
      number: refused(graphError(10, { message: onNode("Business").message })),
    }),
    row(
      "fail",
      /is the phone number itself; its id is 550000000000001/,
      { number: refused(NOT_FOUND) },
      { subject: { phoneNumberId: "15550000001" }, first: "Compare the ids" },
    ),
    row(
      "fail",
      /does not show a number.*\+1 555-000-0001 has the id 550000000000001/,
      { number: refused(NOT_FOUND) },
      {
        subject: { phoneNumberId: OTHER_NUMBER },
        observed: {
          phoneNumberId: OTHER_NUMBER,
          read: "refused",
          code: 100,
          subcode: 33,
          message: NOT_FOUND.message,
          numbersOfAccount: ["+1 555-000-0001 has the id 550000000000001"],
        },
      },
    ),
    row("fail", /has other numbers: 1; 2; (?:[345](?:; |\.$)){3}$/, {
      number: refused(NOT_FOUND),
      wabaNumbers: known(["1", "2", "3", "4", "5", "6"].map((id) => ({ id, displayPhoneNumber: null }))),
    }),
    row(
      "fail",
      /to this token\.$/,
      { number: refused(NOT_FOUND), wabaNumbers: LATE },
      {
        first: "Compare the ids",
        observed: {
          phoneNumberId: "550000000000001",
          read: "refused",
          code: 100,
          subcode: 33,
          message: NOT_FOUND.message,
        },
      },
    ),
    row(
      "fail",
      /refuses the number to this token \(#10\)/,
      { number: refused(graphError(10)) },
      { first: "Give the system user the WhatsApp account" },
    ),
    row("fail", /refuses the number to this token \(#100\)/, {
      number: refused(onNode("WhatsAppBusinessPhoneNumber")),
    }),
    row("unknown", /^The number could not be read: .* the proof of the app secret/, { number: refused(PROOF) }),
    row("unknown", /no answer/, { number: LATE }),
  ],
  number_in_waba: [
    row("pass", /belongs to the account/),
    row("fail", /does not have this number\.$/, { wabaNumbers: known([]) }, { first: "Compare the ids" }),
    row("fail", /does not have this number\.$/, {
      wabaNumbers: known([{ id: OTHER_NUMBER, displayPhoneNumber: null }]),
    }),
    row(
      "fail",
      /does not have this number\.$/,
      { wabaNumbers: known([]), number: LATE },
      { subject: { accountIsKnown: false } },
    ),
    row("warn", /in another account/, { wabaNumbers: known([]) }, { subject: { accountIsKnown: false } }),
    row("unknown", /list of numbers could not be read/, { wabaNumbers: LATE }),
  ],
  number_platform: [
    row("pass", /no platform yet/),
    row("pass", /is on the Cloud API/, number({ platformType: "CLOUD_API" })),
    row("pass", /coexistence/, { number: known({ ...CONNECTED, isOnBusinessApp: true }) }),
    row("fail", /WhatsApp Business app/, number({ platformType: "ON_PREMISE", isOnBusinessApp: true }), {
      first: "Free the number, or keep both",
      actor: "customer",
    }),
    row("fail", /WhatsApp Business app/, number({ isOnBusinessApp: true })),
    row("warn", /old On-Premises API/, number({ platformType: "ON_PREMISE", isOnBusinessApp: false }), {
      first: "Register the number, with the PIN it has",
      actor: "operator",
    }),
    row("unknown", /does not say where/, number({ platformType: null }), { first: "Look at the number" }),
    row("unknown", /says MARS, a word/, number({ platformType: "MARS" }), {
      first: "Look at the number",
      observed: { word: "MARS" },
    }),
    row("unknown", /no answer/, { number: LATE }),
  ],
  number_mode: [
    row("pass", /real number/),
    row("warn", /test number/, { accountMode: known("SANDBOX") }, { first: "Use a number of your own for customers" }),
    row("unknown", /says MOON/, { accountMode: known("MOON") }),
    row("unknown", /no answer/, { accountMode: LATE }),
  ],
  number_verified: [
    row("fail", /Meta shows VERIFIED, and refused the last registration until .* \(#133006\)/, ASKED, {
      first: "Verify the number",
    }),
    row("fail", /^Meta shows no proof of ownership, and refused .* \(#133006\)/, {
      lastRegistration: known(record("verification_required", { graphError: graphError(133_006) })),
      ...number({ codeVerificationStatus: null }),
    }),
    row("pass", /has proved/, { ...ASKED, number: known(CONNECTED) }),
    row("pass", /has proved/, { lastRegistration: known(record("verification_required")) }),
    row("pass", /has proved/, { lastRegistration: LATE }),
    row("pass", /has proved/),
    row("fail", /has not yet proved/, number({ codeVerificationStatus: "NOT_VERIFIED" }), {
      first: "Verify the number",
      actor: "customer",
    }),
    row("pass", /shows NOT_VERIFIED does not matter/, {
      number: known({ ...CONNECTED, codeVerificationStatus: "NOT_VERIFIED" }),
    }),
    row("pass", /no proof of ownership does not matter/, {
      number: known({ ...CONNECTED, codeVerificationStatus: null }),
    }),
    row("warn", /#133006/, number({ codeVerificationStatus: "EXPIRED" }), { first: "Verify the number" }),
    row("unknown", /does not say whether/, number({ codeVerificationStatus: null }), { first: "Verify the number" }),
    row("unknown", /says MAYBE/, number({ codeVerificationStatus: "MAYBE" })),
    row("unknown", /no answer/, { number: LATE }),
  ],
  display_name: [
    row("pass", /Invented Ltd may be used/),
    row("pass", /may be used/, number({ nameStatus: "AVAILABLE_WITHOUT_REVIEW" })),
    row("pass", /^The display name may be used/, number({ verifiedName: null })),
    row("warn", /reviewing/, number({ nameStatus: "PENDING_REVIEW" }), { actor: "meta" }),
    row("fail", /declined/, number({ nameStatus: "DECLINED" }), {
      first: "Ask for another display name",
      actor: "customer",
    }),
    row("fail", /expire/, number({ nameStatus: "EXPIRED" })),
    row("warn", /no display name/, number({ nameStatus: "NON_EXISTS" })),
    row("unknown", /says NICE/, number({ nameStatus: "NICE" })),
    row("unknown", /does not say/, number({ nameStatus: null })),
    row("unknown", /no answer/, { number: LATE }),
  ],
  two_step_pin: [
    row("pass", /has no PIN/),
    row("pass", /has a PIN/, { pinEnabled: known(true) }),
    row("unknown", /no answer/, { pinEnabled: LATE }),
  ],
  registration: [
    row("warn", /not registered \(Meta says PENDING\)/, ASKED, { first: "Verify the number" }),
    row(
      "warn",
      /not registered \(Meta says PENDING\)/,
      {},
      { first: "Register the number, with a PIN you choose", actor: "operator" },
    ),
    row("warn", /not registered/, { pinEnabled: known(true) }, { first: "Register the number, with the PIN it has" }),
    row("warn", /not registered/, { pinEnabled: LATE }, { first: "Register the number" }),
    ...["DISCONNECTED", "DELETED", "MIGRATED"].map((status) =>
      row("warn", new RegExp(`not registered \\(Meta says ${status}\\)`), number({ status })),
    ),
    row("pass", /registered and connected/, { number: known(CONNECTED) }),
    row(
      "warn",
      /not registered with the Cloud API/,
      number({ status: "DISCONNECTED", platformType: "ON_PREMISE", isOnBusinessApp: true }),
      {
        first: "Free the number, or keep both",
      },
    ),
    ...[{ platformType: "ON_PREMISE", isOnBusinessApp: false }, { platformType: "NOT_APPLICABLE" }].map((elsewhere) =>
      row("warn", /not registered with the Cloud API/, number({ status: "CONNECTED", ...elsewhere }), {
        first: "Register the number, with a PIN you choose",
      }),
    ),
    row("fail", /out of service: BANNED/, number({ status: "BANNED" }), {
      first: "Check the account",
      actor: "customer",
    }),
    row("fail", /restricts what the number may send: RESTRICTED/, number({ status: "RESTRICTED" })),
    row(
      "warn",
      /calls it FLAGGED/,
      { number: known({ ...CONNECTED, status: "FLAGGED" }) },
      { first: "Write only what recipients want" },
    ),
    row("pass", /calls it RATE_LIMITED/, { number: known({ ...CONNECTED, status: "RATE_LIMITED" }) }),
    ...["UNVERIFIED", "OFFLINE", "UNKNOWN"].map((status) =>
      row("unknown", new RegExp(`calls the number ${status}, which does not say`), number({ status }), {
        first: "Register the number, with a PIN you choose",
      }),
    ),
    row("unknown", /SHINY, a word/, number({ status: "SHINY" })),
    row("unknown", /does not say whether/, number({ status: null }), {
      first: "Register the number, with a PIN you choose",
    }),
    row("unknown", /no answer/, { number: LATE }),
  ],
  attempt_budget: [
    row("pass", /^10 of 10/),
    row("pass", /^3 of 10/, { budget: budget(3) }),
    row("warn", /^2 of 10/, { budget: budget(2) }),
    row("pass", /^At most 3 of 10 .* others spend from them too\.$/, { budget: spentElsewhere(3) }),
    row("warn", /^At most 2 of 10 .* too: settle/, { budget: spentElsewhere(2) }),
    row("warn", /^1 of 10/, { budget: budget(1) }, { first: "Wait until an attempt is free" }),
    row("fail", /All 10 .* used up: register no more before 2030-01-02/, { budget: budget(0) }, { actor: "meta" }),
    row("fail", /Meta has blocked .* before 2030-01-04/, { budget: budget(0, "2030-01-04T00:00:00.000Z") }),
    row("fail", /register no more\.$/, {
      budget: known({ used: 0, limit: 1, remaining: 0, nextFreeAt: null, blockedUntil: null, spentElsewhere: false }),
    }),
    row("fail", /used up/, { budget: budget(0), number: LATE }),
    row("pass", /needs none/, { budget: budget(0), number: known(CONNECTED) }),
    row("unknown", /no answer/, { budget: LATE }),
  ],
  app_subscribed: [
    row("pass", /Our app/),
    row("pass", /Our app/, {}, { subject: { expectedAppId: null } }),
    row("fail", /No app gets/, { subscribed: known([]) }, { first: "Subscribe the app to the account" }),
    row("fail", /Only other apps .*: 5\./, { subscribed: known([{ id: "5", name: null, override: null }]) }),
    row("pass", /Our app/, {
      subscribed: known([
        { id: "5", name: null, override: null },
        { id: "888000000000001", name: "Invented app", override: null },
      ]),
    }),
    row(
      "fail",
      /Only other apps .*: Invented app \(888000000000001\), 5\.$/,
      {
        subscribed: known([
          { id: "888000000000001", name: "Invented app", override: null },
          { id: "5", name: null, override: null },
        ]),
      },
      { subject: { expectedAppId: "1" } },
    ),
    row(
      "unknown",
      /^Subscribed: Invented app \(888000000000001\), 5\. Which app is ours/,
      {
        token: LATE,
        subscribed: known([
          { id: "888000000000001", name: "Invented app", override: null },
          { id: "5", name: null, override: null },
        ]),
      },
      { subject: { expectedAppId: null } },
    ),
    row("unknown", /no answer/, { subscribed: LATE }),
  ],
  webhook_fields: [
    row("pass", /every field/),
    row(
      "warn",
      /hears nothing of WhatsApp accounts/,
      { appSubscription: known(null) },
      { first: "Connect the webhook", observed: { address: null, fields: [] } },
    ),
    row(
      "warn",
      /hears nothing/,
      {
        appSubscription: known({
          callbackUrl: "https://hooks.example.com/metaWebhook",
          active: false,
          fields: NEEDED_FIELDS,
        }),
      },
      { observed: { address: "https://hooks.example.com/metaWebhook", fields: [] } },
    ),
    row(
      "warn",
      /lacks the fields account_update, security\.$/,
      {
        appSubscription: known({
          callbackUrl: "https://hooks.example.com/metaWebhook",
          active: true,
          fields: NEEDED_FIELDS.filter((field) => field !== "account_update" && field !== "security"),
        }),
      },
      { first: "Connect the webhook" },
    ),
    row("unknown", /no answer/, { appSubscription: LATE }),
  ],
  webhook_events: [
    row("pass", /last one came 2029-12-31T00:00:00.000Z\.$/),
    row("pass", /last one came/, { webhook: LATE }),
    row(
      "warn",
      /of this app to https:\/\/other\.example\.com\/hook, and not to this deployment\. The last event came here 2029-12-31/,
      appAt("https://other.example.com/hook"),
      { first: "Connect the webhook" },
    ),
    row(
      "warn",
      /of this account to https:\/\/other\.example\.com\/, and not to this deployment\.$/,
      { subscribed: overriddenTo("https://other.example.com/"), lastEvent: known(null), webhook: LATE },
      { first: "Connect the webhook" },
    ),
    row(
      "warn",
      /of this number to https:\/\/number\.example\.com\/, and not/,
      { webhook: known({ phoneNumber: "https://number.example.com/", waba: OWN, application: OWN }) },
      { first: "Take the number's own address away" },
    ),
    row("pass", /last one came .* still go to https:\/\/other\.example\.com\/hook\.$/, {
      ...appAt("https://other.example.com/hook"),
      subscribed: overriddenTo(`${OWN}/`),
    }),
    row("pass", /last one came/, {
      subscribed: known([{ id: "5", name: null, override: "https://other.example.com/" }]),
    }),
    row(
      "warn",
      /of this account to https:\/\/other\.example\.com\/, and not/,
      { subscribed: known([{ id: "5", name: null, override: "https://other.example.com/" }]) },
      { subject: { expectedAppId: "5" } },
    ),
    row(
      "warn",
      /of this account to https:\/\/other\.example\.com\/, and not/,
      { subscribed: overriddenTo("https://other.example.com/") },
      { subject: { expectedAppId: null } },
    ),
    row("warn", /of this app to https:\/\/other\.example\.com\/hook, and not/, {
      ...appAt("https://other.example.com/hook"),
      webhook: known({ phoneNumber: null, waba: null, application: OWN }),
    }),
    row("pass", /last one came/, {
      appSubscription: known({ callbackUrl: "https://other.example.com/hook", active: false, fields: NEEDED_FIELDS }),
      webhook: known({ phoneNumber: null, waba: null, application: OWN }),
    }),
    row("pass", /last one came/, appAt("https://other.example.com/hook"), { subject: { ownWebhook: null } }),
    row(
      "warn",
      /https:\/\/hooks\.example\.com\/metaWebhook, .* No event/,
      { lastEvent: known(null) },
      { first: "Send a test event" },
    ),
    row(
      "warn",
      /to https:\/\/number\.example\.com\/, which/,
      {
        lastEvent: known(null),
        webhook: known({
          phoneNumber: "https://number.example.com/",
          waba: "https://waba.example.com/",
          application: null,
        }),
      },
      { subject: { ownWebhook: null } },
    ),
    row(
      "warn",
      /to https:\/\/waba\.example\.com\/, which/,
      {
        lastEvent: known(null),
        webhook: known({
          phoneNumber: null,
          waba: "https://waba.example.com/",
          application: "https://app.example.com/",
        }),
      },
      { subject: { ownWebhook: null } },
    ),
    row("warn", /no address/, { ...appAt(null), lastEvent: known(null) }, { first: "Tell Meta where to send events" }),
    row("unknown", /Whether any arrived is not known: no answer/, { lastEvent: LATE }),
    row("unknown", /Where Meta sends events could not be read/, { lastEvent: known(null), webhook: LATE }),
  ],
  quality: [
    row("pass", /Not rated/),
    row("pass", /High/, number({ qualityRating: "GREEN" })),
    row("warn", /Medium/, number({ qualityRating: "YELLOW" }), { actor: "customer" }),
    row("warn", /Low/, number({ qualityRating: "RED" })),
    row("pass", /Not rated/, number({ qualityRating: "NA" })),
    row("pass", /Not rated/, number({ qualityRating: null })),
    row("unknown", /says PURPLE/, number({ qualityRating: "PURPLE" })),
    row("unknown", /no answer/, { number: LATE }),
  ],
  throughput: [
    row("pass", /^STANDARD\.$/),
    row("pass", /not registered/, { throughput: known("NOT_APPLICABLE") }),
    row("unknown", /no answer/, { throughput: LATE }),
  ],
  messaging_health: [
    row("pass", /Nothing stands/),
    row(
      "warn",
      /limited: WABA LIMITED, too new for v2\.0; BUSINESS LIMITED\.$/,
      {
        health: health(
          "LIMITED",
          ["WABA", "LIMITED", "too new for v2.0."],
          ["APP", "AVAILABLE"],
          ["BUSINESS", "LIMITED"],
        ),
      },
      { observed: { canSendMessage: "LIMITED", inTheWay: ["WABA LIMITED, too new for v2.0", "BUSINESS LIMITED"] } },
    ),
    row("warn", /limited\.$/, {
      health: known({
        canSendMessage: "LIMITED",
        entities: [healthEntity("APP", { canSendMessage: null, problems: ["x"] })],
      }),
    }),
    row("fail", /blocked: WABA BLOCKED\.$/, {
      health: health("BLOCKED", ["PHONE_NUMBER", "BLOCKED"], ["WABA", "BLOCKED"]),
    }),
    row(
      "fail",
      /blocked: BUSINESS BLOCKED, no payment\.$/,
      { health: health("BLOCKED", ["BUSINESS", "BLOCKED", "no payment"]) },
      { first: "Remove what blocks messages" },
    ),
    row("pass", /not connected/, { health: health("BLOCKED", ["PHONE_NUMBER", "BLOCKED"], ["WABA", "AVAILABLE"]) }),
    row("pass", /not connected/, { health: health("BLOCKED") }),
    row("fail", /blocked\.$/, { health: health("BLOCKED"), number: known(CONNECTED) }),
    row("warn", /limited: BUSINESS LIMITED, not verified\.$/, {
      health: health("BLOCKED", ["PHONE_NUMBER", "BLOCKED"], ["BUSINESS", "LIMITED", "not verified"]),
    }),
    row("warn", /limited: BUSINESS LIMITED, It has not passed verification\.$/, {
      health: health("LIMITED", ["BUSINESS", "LIMITED", "It has not passed verification."]),
    }),
    ...["LIMITED", "BLOCKED"].map((word) =>
      row("pass", /Nothing stands/, {
        health: known({
          canSendMessage: word,
          entities: [
            healthEntity("PHONE_NUMBER", { canSendMessage: word, codes: [138_024] }),
            healthEntity("APP", { canSendMessage: word, codes: [138_025] }),
          ],
        }),
        number: known(CONNECTED),
      }),
    ),
    row("warn", /limited: PHONE_NUMBER LIMITED/, {
      health: known({
        canSendMessage: "LIMITED",
        entities: [healthEntity("PHONE_NUMBER", { canSendMessage: "LIMITED", codes: [138_024, 131_000] })],
      }),
      number: known(CONNECTED),
    }),
    row("warn", /limited: PHONE_NUMBER LIMITED/, {
      health: known({
        canSendMessage: "LIMITED",
        entities: [
          healthEntity("PHONE_NUMBER", { canSendMessage: "LIMITED", codes: [138_024], notes: ["no name yet"] }),
        ],
      }),
      number: known(CONNECTED),
    }),
    row("fail", /blocked: PHONE_NUMBER/, {
      health: health("BLOCKED", ["PHONE_NUMBER", "BLOCKED"]),
      number: known(CONNECTED),
    }),
    row("fail", /blocked: PHONE_NUMBER/, { health: health("BLOCKED", ["PHONE_NUMBER", "BLOCKED"]), number: LATE }),
    row("unknown", /says SLEEPY/, { health: health("SLEEPY") }),
    row("unknown", /no answer/, { health: LATE }),
  ],
};

/** What each check shows to look at where everything is in order. */
const OBSERVED: Readonly<Record<AccessCheckId, Observed>> = {
  graph_reachable: {},
  api_version: { configured: "v26.0", served: "v26.0" },
  token_valid: { isValid: true },
  token_kind: { type: "SYSTEM_USER", userId: "999000000000001" },
  token_expiry: { expiresAt: null, dataAccessExpiresAt: null },
  token_app: { appId: "888000000000001", application: "Invented app", expectedAppId: "888000000000001" },
  management_permission: { debugToken: true, mePermissions: "granted" },
  messaging_permission: { debugToken: true, mePermissions: "granted" },
  other_permissions: { others: [] },
  asset_scope: { wabaId: WABA, targets: null },
  waba_readable: {
    wabaId: WABA,
    name: "Invented account",
    reviewStatus: "APPROVED",
    businessVerificationStatus: "VERIFIED",
    ownershipType: "SELF_OWNED",
  },
  system_user_assigned: { userId: "999000000000001", tasks: ["MANAGE"] },
  number_readable: { displayPhoneNumber: "+1 555-000-0001", verifiedName: "Invented Ltd" },
  number_in_waba: { wabaId: WABA, numbers: 1 },
  number_platform: { platformType: "NOT_APPLICABLE", isOnBusinessApp: false },
  number_mode: { accountMode: "LIVE" },
  number_verified: { codeVerificationStatus: "VERIFIED" },
  display_name: { nameStatus: "APPROVED", verifiedName: "Invented Ltd" },
  two_step_pin: { isPinEnabled: false },
  registration: { status: "PENDING", platformType: "NOT_APPLICABLE", lastOnboardedAt: null },
  attempt_budget: { used: 0, limit: 10, remaining: 10, nextFreeAt: null, blockedUntil: null, spentElsewhere: false },
  app_subscribed: { appId: "888000000000001", subscribed: ["Invented app (888000000000001)"] },
  webhook_fields: { address: "https://hooks.example.com/metaWebhook", fields: [...NEEDED_FIELDS], missing: [] },
  webhook_events: {
    address: "https://hooks.example.com/metaWebhook",
    ownAddress: "https://hooks.example.com/metaWebhook",
    lastEventAt: "2029-12-31T00:00:00.000Z",
  },
  quality: { qualityRating: "UNKNOWN" },
  throughput: { level: "STANDARD" },
  messaging_health: { canSendMessage: "AVAILABLE", inTheWay: [] },
};

function permissionCases(permission: string, use: string): readonly Case[] {
  const without = known(tokenFacts({ scopes: ["business_management"] }));
  const second = (status: string) => known([{ permission, status }]);
  const [give, renew] = ["Give the app the permissions", "Generate a new token"];
  return [
    row("pass", new RegExp(`^The token has it: it is needed for ${use}\\.$`)),
    row("pass", /The token has it/, { grants: known([{ permission: "email", status: "declined" }]) }),
    row("pass", /The token has it/, { grants: LATE }, { observed: { debugToken: true, mePermissions: null } }),
    row(
      "pass",
      /The token has it/,
      { grants: known([]) },
      { observed: { debugToken: true, mePermissions: "not listed" } },
    ),
    row("warn", /calls it declined: the two disagree/, { grants: second("declined") }, { first: renew }),
    row("fail", /does not have it\. It is needed/, { ...UNREAD, token: without, grants: known([]) }, { first: give }),
    row("fail", /does not have it\. It is needed/, { ...UNREAD, token: without, grants: LATE }, { first: give }),
    row(
      "fail",
      /granted only after this token/,
      { ...UNREAD, token: without, grants: second("granted") },
      { first: renew },
    ),
    row(
      "fail",
      /calls it declined: whoever made/,
      { ...UNREAD, token: without, grants: second("declined") },
      { first: renew },
    ),
    row("fail", /calls it expired/, { ...UNREAD, token: LATE, grants: second("expired") }, { first: renew }),
    row("unknown", /could not be read/, { ...UNREAD, token: LATE, grants: second("granted") }),
    row(
      "unknown",
      /does not say which permissions/,
      { ...UNREAD, token: known(tokenFacts({ scopes: null })) },
      { first: renew, observed: { debugToken: null, mePermissions: "granted" } },
    ),
    ...whereReadable(permission, without),
  ];
}

/** A number or an account that was read proves the permission that reading needs, and no other. */
function whereReadable(permission: string, without: DiagnosisFacts["token"]): readonly Case[] {
  if (permission === "whatsapp_business_management") {
    return [
      row("pass", /leaves it out, and is wrong/, { token: without, number: LATE }),
      row("pass", /leaves it out, and is wrong/, { token: without, waba: LATE }),
      row(
        "pass",
        /lists nothing: what was read/,
        { token: refused(UNFIT) },
        { observed: { debugToken: null, mePermissions: "granted" } },
      ),
    ];
  }
  return [
    row("fail", /does not have it/, { token: without, grants: LATE }),
    row("unknown", /could not be read/, { token: LATE, grants: LATE }),
    row(
      "warn",
      /^Whether the token has it could not be read: Meta shows it to the app itself/,
      { token: refused(UNFIT), grants: LATE },
      { first: INSPECT, actor: "operator" },
    ),
  ];
}

function withScopes(...more: string[]): Partial<DiagnosisFacts> {
  return {
    token: known(tokenFacts({ scopes: ["whatsapp_business_management", "whatsapp_business_messaging", ...more] })),
  };
}

function reviewed(reviewStatus: string): Partial<DiagnosisFacts> {
  return { waba: known({ name: null, reviewStatus, businessVerificationStatus: null, ownershipType: null }) };
}

describe("each check", () => {
  for (const check of CHECKS) {
    for (const [position, one] of (isOfAccess(check.id) ? CASES[check.id] : []).entries()) {
      const { facts, subject, state, says, first, actor, observed } = one;
      it(`${check.id} ${position + 1}: ${state}, ${String(says)}`, () => {
        const found = check.judge(factsInOrder(facts), subjectInOrder(subject));
        assert.equal(found.state, state, found.finding);
        assert.match(found.finding, says);
        if (first !== undefined) assert.equal(found.resolution[0]?.title, first);
        if (actor !== undefined) assert.equal(found.actor, actor);
        if (observed !== undefined) assert.deepEqual(found.observed, observed);
      });
    }
  }

  it("says what could not be read, and why, where nothing could be", () => {
    const nothing = new Proxy(factsInOrder(), { get: () => LATE });
    for (const check of CHECKS.filter(({ id }) => id !== "graph_reachable")) {
      const { finding } = check.judge(nothing, subjectInOrder());
      assert.match(finding, /^[A-Z][\w' ]+ could not be read: no answer came in time\.$/, check.id);
    }
  });

  it("shows what it judged by", () => {
    for (const { id, judge } of CHECKS) {
      if (isOfAccess(id)) assert.deepEqual(judge(factsInOrder(), subjectInOrder()).observed, OBSERVED[id], id);
    }
  });

  it("is in the order of the contract, once", () => {
    assert.deepEqual(
      CHECKS.map((check) => check.id),
      CheckId.options,
    );
  });

  it("can be met in each state that it has an answer for, a missing fact included", () => {
    for (const { id } of CHECKS) assert.ok(!isOfAccess(id) || CASES[id].some((one) => one.state === "unknown"), id);
  });
});
