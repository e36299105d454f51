import { answering, errorBody, type CallPlayed, type FieldReport } from "./report.ts";

const UNVERIFIED = { codeVerificationStatus: "NOT_VERIFIED" } as const;
const LIVE = { status: "CONNECTED", platformType: "CLOUD_API", registered: true, accountMode: "LIVE" } as const;
const RECIPIENT = "4915100000042";

const request = (expected: CallPlayed["expected"]): CallPlayed => ({
  kind: "call",
  name: "requestVerificationCode",
  data: { method: "SMS", language: "en_US" },
  expected,
});

const send = (expected: CallPlayed["expected"], template = "account_ready"): CallPlayed => ({
  kind: "call",
  name: "sendTestMessage",
  data: { to: RECIPIENT, template },
  expected,
});

const notSent = (
  error: Readonly<Record<string, unknown>>,
  state: Parameters<Parameters<FieldReport["arrange"]>[0]["patchNumber"]>[1] = {},
): FieldReport["arrange"] => {
  return (world, nodeId) => {
    world.patchNumber(nodeId, { ...UNVERIFIED, ...state });
    answering(
      world,
      { nodeId, endpoint: "request_code" },
      errorBody({ message: "Request code error", code: 136_024, ...error }),
    );
  };
};

const refused =
  (error: Readonly<Record<string, unknown>>, status = 400): FieldReport["arrange"] =>
  (world, nodeId) => {
    world.patchNumber(nodeId, LIVE);
    answering(world, { nodeId, endpoint: "send_message" }, errorBody(error), status);
  };

const details = (text: string) => ({ error_data: { messaging_product: "whatsapp", details: text } });

/** What asking for a code was answered. */
const CODES: readonly FieldReport[] = [
  {
    id: "code-01",
    met: "2026",
    standing: "log",
    meta: "request_code: #136024 without a subcode; only error_user_msg says “too many times”",
    before: "poor",
    answeredBefore: "`code_request_failed`",
    answer: "`code_request_limited`, without a time: Meta names none, it can be three days",
    arrange: notSent({ error_user_msg: "You have requested a verification code too many times. Try again later." }),
    play: request({ status: "code_request_limited", also: { retryAt: null }, first: "Use the newest code", posts: 1 }),
  },
  {
    id: "code-03",
    met: "2026-07-14",
    standing: "log",
    meta: "request_code: #136024, subcode 2388091, “servers are temporarily unavailable”; the number reads ON_PREMISE, is_on_biz_app is refused",
    before: "poor",
    answeredBefore: "`code_request_limited`: wait an hour",
    answer: "`number_on_business_app`: Meta sends no code to a number that a phone still uses",
    arrange: notSent(
      {
        error_subcode: 2_388_091,
        error_user_title: "Could not send code",
        error_user_msg:
          "Request code failed: Our servers are temporarily unavailable. Wait 1 hour before trying again.",
      },
      { status: "DISCONNECTED", platformType: "ON_PREMISE", forbiddenFields: { is_on_biz_app: 100 } },
    ),
    play: request({ status: "number_on_business_app", first: "Free the number, or keep both", posts: 1 }),
  },
  {
    id: "code-04",
    met: "2026-01-03",
    standing: "log",
    meta: "request_code: #136024, subcode 2388091, “try again in some time”",
    before: "right",
    answeredBefore: "`code_request_limited`: wait an hour",
    answer: "`code_request_limited`, without a time, as Meta names none",
    arrange: notSent({
      error_subcode: 2_388_091,
      error_user_msg: "Request code failed: Please try again in some time.",
    }),
    play: request({ status: "code_request_limited", also: { retryAt: null }, first: "Use the newest code", posts: 1 }),
  },
];

/** What sending a test message was answered. */
const MESSAGES: readonly FieldReport[] = [
  {
    id: "msg-01",
    met: "2025, 2026",
    standing: "log",
    meta: "messages: #131058, hello_world from a LIVE number",
    before: "wrong",
    answeredBefore: "hello_world posted, `unknown_error`",
    answer: "`template_not_usable`, and nothing is posted: hello_world is sent from Meta's test numbers alone",
    arrange: refused({
      message: "(#131058) Hello World templates can only be sent from the Public Test Numbers",
      code: 131_058,
    }),
    play: send({ status: "template_not_usable", first: "Leave the template out", posts: 0 }, "hello_world"),
  },
  {
    id: "msg-02",
    met: "2025-10 to 2026",
    standing: "log",
    meta: "messages: “(#135000) Generic user error”",
    before: "poor",
    answeredBefore: "`unknown_error`",
    answer: "`unexplained_refusal`: the health of number, account and payment says more",
    arrange: refused({
      message: "(#135000) Generic user error",
      code: 135_000,
      ...details("Message failed to send because of an unknown error with your request parameters."),
    }),
    play: send({ status: "unexplained_refusal", posts: 1 }),
  },
  {
    id: "msg-04",
    met: "2026-04-17",
    standing: "doc",
    meta: "messages: #131064, limited for template classification violations",
    before: "poor",
    answeredBefore: "`unknown_error`",
    answer: "`templates_misclassified`: it ends by itself",
    arrange: refused({
      message: "(#131064) Message limit reached",
      code: 131_064,
      ...details(
        "Message failed to send because this account has reached its messaging limit due to template classification violations.",
      ),
    }),
    play: send({ status: "templates_misclassified", posts: 1 }),
  },
  {
    id: "msg-05",
    met: "2026-09-11",
    standing: "doc",
    meta: "messages: HTTP 403, #130497, restricted in the recipient's country",
    before: "poor",
    answeredBefore: "`unknown_error`",
    answer: "`country_restricted`",
    arrange: refused(
      { message: "(#130497) Business account is restricted from messaging users in this country.", code: 130_497 },
      403,
    ),
    play: send({ status: "country_restricted", posts: 1 }),
  },
  {
    id: "msg-06",
    met: "2026-09-11",
    standing: "doc",
    meta: "messages: #131063, marketing is switched off for the account",
    before: "poor",
    answeredBefore: "`unknown_error`",
    answer: "`template_not_usable`: take another template",
    arrange: refused({
      message: "(#131063) Marketing templates disabled",
      code: 131_063,
      ...details(
        "Your template is categorized as Marketing, but marketing templates are currently disabled for your Cloud API configuration.",
      ),
    }),
    play: send({ status: "template_not_usable", posts: 1 }),
  },
  {
    id: "msg-07",
    met: "2026-09-11",
    standing: "doc",
    meta: "messages: #130403, the business itself has blocked the recipient",
    before: "poor",
    answeredBefore: "`unknown_error`",
    answer: "`recipient_blocked`",
    arrange: refused({
      message: "(#130403) Unable to deliver the message. This business has blocked the end user on WhatsApp",
      code: 130_403,
    }),
    play: send({ status: "recipient_blocked", posts: 1 }),
  },
  {
    id: "msg-09",
    met: "2026-08-31",
    standing: "log",
    meta: "health_status BLOCKED: the account has no payment method (141006); calls by SIP are off (138024); the business is not verified (141010)",
    before: "right",
    answeredBefore: "`messaging_blocked`, and nothing posted",
    answer: "`messaging_blocked` with the account named, and nothing is posted",
    arrange: (world, nodeId) => {
      const wabaId = "777000000000006";
      world.patchWaba(wabaId, { businessVerificationStatus: "pending_submission" });
      const sip = { code: 138_024, description: "SIP is not enabled" };
      world.patchNumber(nodeId, { ...LIVE, wabaId, canSendMessage: "LIMITED", healthErrors: [sip] });
    },
    play: send({ status: "messaging_blocked", posts: 0 }),
  },
];

/** What the calls besides registering were answered. */
export const OTHER_CALLS: readonly FieldReport[] = [...CODES, ...MESSAGES];
