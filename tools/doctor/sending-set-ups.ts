import type { CheckId, SendingVerdict } from "../../functions/src/contract/diagnose-access.ts";
import type { Actor } from "../../functions/src/contract/failure.ts";
import { FRESH_BUDGET, remembering, type SetUp } from "./set-up.ts";

/** A number from which no message arrives, or not for everybody, and the first thing to do about it. */
export interface SendingSetUp extends Omit<SetUp, "expected"> {
  readonly expected: {
    readonly verdict: SendingVerdict;
    readonly first: { readonly check: CheckId; readonly actor: Actor; readonly title: string } | null;
  };
}

const NUMBER = "550000000000001";
const WABA = "777000000000001";
const APP = "888000000000001";
const CONNECTED = { status: "CONNECTED", platformType: "CLOUD_API", registered: true };
const EVENT = remembering(FRESH_BUDGET, "2026-11-01T12:00:00.000Z");
const PROVIDED = { ...CONNECTED, displayPhoneNumber: "+1 555-010-0034" };

const first =
  (verdict: SendingVerdict) =>
  (check: CheckId, title: string, actor: Actor = "operator"): SendingSetUp["expected"] => ({
    verdict,
    first: { check, actor, title },
  });
const blocked = first("blocked");
const limited = first("limited");
const unknown = first("unknown");

type Arrange = NonNullable<SetUp["arrange"]>;

/** Connected, paid for, verified, and an event has come in: what is arranged besides is the one thing that is wrong. */
const row = (
  title: string,
  expected: SendingSetUp["expected"],
  arrange: Arrange = () => undefined,
  configured: SetUp["configured"] = {},
): SendingSetUp => ({
  title,
  expected,
  configured: { records: EVENT, ...configured },
  arrange: (simulator) => {
    // Meta shows the payment method to Solution Partners' apps alone.
    simulator.state.patchApp(APP, { solutionPartner: true });
    simulator.state.patchNumber(NUMBER, CONNECTED);
    arrange(simulator);
  },
});

const number =
  (change: object): Arrange =>
  ({ state }) =>
    state.patchNumber(NUMBER, { ...CONNECTED, ...change });
const account =
  (change: object): Arrange =>
  ({ state }) =>
    state.patchWaba(WABA, change);

const PAY = "Add a payment method";
const COMPLETE = "Fill in the business portfolio";

/** Numbers that cannot send, or not freely, each with the first action. One table for the test and for docs/diagnosis.md. */
export const SENDING_SET_UPS: readonly SendingSetUp[] = [
  row("all in order", { verdict: "ready", first: null }),
  row("not registered", blocked("number_connected", "Register the number"), ({ state }) =>
    state.patchNumber(NUMBER, { status: "PENDING", platformType: "NOT_APPLICABLE", registered: false }),
  ),
  row("disconnected", blocked("number_connected", "Register the number"), ({ state }) =>
    state.patchNumber(NUMBER, { status: "DISCONNECTED", registered: false }),
  ),
  row(
    "on the WhatsApp Business app alone",
    blocked("number_connected", "Free the number, or keep both", "customer"),
    undefined,
    { phoneNumberId: "556000000000020" },
  ),
  row("banned", blocked("number_connected", "Check the account", "customer"), number({ status: "BANNED" })),
  row("restricted", blocked("number_connected", "Check the account", "customer"), number({ status: "RESTRICTED" })),
  row("no payment method", blocked("payment", PAY, "customer"), account({ primaryFundingId: null })),
  row("no payment method, which only the health tells", blocked("payment", PAY, "customer"), ({ state }) => {
    state.patchApp(APP, { solutionPartner: false });
    state.patchWaba(WABA, { primaryFundingId: null });
  }),
  row("no payment method, and the business is not verified", blocked("payment", PAY, "customer"), ({ state }) =>
    state.patchWaba(WABA, { primaryFundingId: null, businessVerificationStatus: "pending_submission" }),
  ),
  row(
    "a portfolio without legal name and website",
    blocked("business_health", COMPLETE, "customer"),
    account({ businessProfileComplete: false }),
  ),
  row(
    "a portfolio without legal name, and not registered",
    blocked("business_health", COMPLETE, "customer"),
    ({ state }) => {
      state.patchWaba(WABA, { businessProfileComplete: false });
      state.patchNumber(NUMBER, { status: "PENDING", platformType: "NOT_APPLICABLE", registered: false });
    },
  ),
  row(
    "an account that Meta rejected",
    blocked("account_review", "Check the account", "customer"),
    account({ reviewStatus: "REJECTED" }),
  ),
  row(
    "an account that Meta blocks for a reason that is not known here",
    blocked("account_health", "Remove what blocks messages", "customer"),
    account({ canSendMessage: "BLOCKED" }),
  ),
  row(
    "a number that Meta blocks with a code that is not known here",
    blocked("number_health", "Remove what blocks messages", "customer"),
    number({ canSendMessage: "BLOCKED", healthErrors: [{ code: 141_999, description: "Something new." }] }),
  ),
  row(
    "a number from Meta (+1 555) without an approved name",
    blocked("provided_name", "Have the display name approved", "customer"),
    number({ ...PROVIDED, nameStatus: "AVAILABLE_WITHOUT_REVIEW" }),
  ),
  row(
    "a number from Meta (+1 555) whose name is in review",
    blocked("provided_name", "Wait until Meta has approved the display name", "meta"),
    number({ ...PROVIDED, nameStatus: "PENDING_REVIEW" }),
  ),
  row(
    "a number from Meta (+1 555) whose new name is approved, not registered since",
    blocked("provided_name", "Register the number again"),
    number({ ...PROVIDED, nameStatus: "NONE", newDisplayName: "Harbour Books", newNameStatus: "APPROVED" }),
  ),
  row(
    "a display name that Meta declined",
    blocked("display_name", "Ask for another display name", "customer"),
    number({ nameStatus: "DECLINED" }),
  ),
  row("a token that Meta no longer accepts", blocked("token_valid", "Generate a new token"), undefined, {
    token: "SIMULATOR-TOKEN-EXPIRED",
  }),
  row(
    "a token without the permission to send",
    blocked("messaging_permission", "Give the app the permissions"),
    undefined,
    {
      token: "SIMULATOR-TOKEN-NO-MESSAGING",
    },
  ),
  row("a number that the token does not reach", blocked("number_readable", "Compare the ids"), undefined, {
    phoneNumberId: "556000000000082",
  }),
  row(
    "a business that is not verified",
    limited("business_health", "Have the business verified", "customer"),
    ({ state }) => state.patchWaba(WABA, { businessVerificationStatus: "pending_submission" }),
  ),
  row(
    "an account under review",
    limited("account_review", "Check the account", "meta"),
    account({ reviewStatus: "PENDING" }),
  ),
  row(
    "a test number",
    limited("number_mode", "Use a number of your own for customers"),
    number({ accountMode: "SANDBOX" }),
  ),
  row(
    "flagged for low quality",
    limited("number_connected", "Write only what recipients want", "customer"),
    number({ status: "FLAGGED" }),
  ),
  row(
    "no app hears of the account's messages",
    limited("app_subscribed", "Subscribe the app to the account"),
    account({ subscribedApps: [] }),
  ),
  row(
    "Meta sends the account's events to another address",
    limited("webhook_events", "Connect the webhook"),
    ({ state }) => state.patchWaba(WABA, { callbackOverrides: { [APP]: "https://other.example.com/hook" } }),
    { ownWebhook: "https://hooks.example.com/metaWebhook" },
  ),
  row("no event has come in yet", limited("webhook_events", "Tell Meta where to send events"), number({}), {
    records: remembering(FRESH_BUDGET),
  }),
  row(
    "all in order, and Meta does not show whether there is a payment method",
    unknown("payment", "Look whether a payment method is set"),
    ({ state }) => state.patchApp(APP, { solutionPartner: false }),
  ),
  row(
    "all in order, and the version is too old to show the limit",
    unknown("messaging_limit", "Set the Graph API version"),
    undefined,
    {
      graphVersion: "v23.0",
    },
  ),
  row(
    "calls by SIP are not set up, which is no matter of messages",
    { verdict: "ready", first: null },
    number({
      canSendMessage: "LIMITED",
      healthErrors: [
        { code: 138_024, description: "WhatsApp Business calling cannot use SIP because it is not enabled" },
      ],
    }),
  ),
];
