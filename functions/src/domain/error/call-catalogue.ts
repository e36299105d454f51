import type { CallOperation, ChangingCall, StatusOf } from "../../contract/calls.ts";
import type { Standing } from "./error-catalogue.ts";

/** The statuses that a refusal can mean which registering does not know: those of the calls that change something. */
export type CallStatus = StatusOf[ChangingCall];

/** What one code of Graph's means to some calls, where `ERROR_CATALOGUE` does not say it or says it differently. */
export interface CallRow {
  readonly calls: readonly CallOperation[];
  readonly code: number;
  /** Left out: whatever the subcode is. */
  readonly subcode?: number;
  /** Left out: whatever Meta says in English, in its message or its details. */
  readonly says?: RegExp;
  /** Left out: whatever Meta says to people, or anywhere. It may be translated: so it decides only where Meta gives nothing else. */
  readonly tells?: RegExp;
  readonly status: CallStatus;
  readonly meaning: string;
  readonly standing: Standing;
  /** Meta's page where the code is listed. */
  readonly page: string;
}

const CLOUD_API_ERRORS = "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes";
const NODE =
  "https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account-to-number-current-status";

const row = (
  calls: readonly CallOperation[],
  code: number | readonly [code: number, subcode: number],
  status: CallStatus,
  meaning: string,
  rest: Partial<Pick<CallRow, "standing" | "page" | "says" | "tells">> = {},
): CallRow => ({
  calls,
  ...(typeof code === "number" ? { code } : { code: code[0], subcode: code[1] }),
  status,
  meaning,
  standing: "doc",
  page: CLOUD_API_ERRORS,
  ...rest,
});

const log = { standing: "log" } as const;
const ACCOUNT_NUMBERS = {
  page: "https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account/phone_numbers/",
};
const ACCOUNT_APPS = {
  page: "https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account/subscribed_apps/",
};
const CODE_EXCHANGE = {
  page: "https://developers.facebook.com/docs/whatsapp/embedded-signup/implementation/",
};
const CODE_REQUEST = { page: `${NODE}/request_code` };
const CODE_GUESS = { page: `${NODE}/verify_code` };
const claim = { standing: "claim" } as const;

const TEMPLATE_CREATION =
  "https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account/message_templates/";

/** Words about the code that Meta sent, and not about a country's, a language's or an error's. */
const SENT_CODE =
  /^(?!.*\bparam)(?:.*\b(?:verification|confirmation|one-time|6-digit|six-digit) code\b(?! method)|.*\b(?:wrong|incorrect|invalid|expired) code\b|(?:.*(?:[.:)] |\b(?:the|this|your) ))?code (?:you \w+ )?(?:(?:is|was|has|does|did)\b|expired|mismatch|invalid|incorrect))/i;

/** Why Meta refuses to make a template that a test message wants, by the subcode of #100. */
const TEMPLATE_REFUSALS: readonly (readonly [subcode: number, meaning: string, standing: Standing])[] = [
  [2388024, "The account has this template in this language already.", "log"],
  [2388023, "The account has this template in this language already.", "claim"],
  [2388155, "The template has the name of a sample of Meta's.", "claim"],
  [2388046, "The template's name may hold small letters, digits and underscores alone.", "log"],
  [2388040, "A text of the template is too long.", "doc"],
  [2388047, "The template's header is not in order.", "doc"],
  [2388072, "The template's body is not in order.", "doc"],
  [2388073, "The template's footer is not in order.", "doc"],
  [2388293, "The template has too many variables for its length.", "doc"],
  [2388299, "A variable stands at the start or the end of the template.", "doc"],
  [2388019, "The account may hold no more templates.", "doc"],
  [2388039, "The template's status does not allow a change.", "doc"],
];

/**
 * The codes of all calls but registering. Rows with a subcode come before the row of the bare code.
 * Subcodes 2388091 and 2388093 mean other things under other codes (templates use them too), so they never count alone.
 */
export const CALL_CATALOGUE: readonly CallRow[] = [
  row(
    ["add_number"],
    200000,
    "addition_refused",
    "The number was not added to the account; for what reason is not said.",
    {
      ...ACCOUNT_NUMBERS,
    },
  ),
  row(["add_number"], [100, 2388012], "already_added", "The account lists the number already.", {
    ...ACCOUNT_NUMBERS,
  }),
  row(["add_number"], [100, 2388103], "migration_not_ready", "One of ten causes, told apart by Meta's title alone.", {
    ...ACCOUNT_NUMBERS,
  }),
  row(["add_number"], 2494100, "meta_unavailable", "The number is in maintenance, for minutes.", ACCOUNT_NUMBERS),
  row(["connect_account"], [100, 36007], "code_expired", "The code of Embedded Signup is older than thirty seconds.", {
    ...CODE_EXCHANGE,
    ...log,
  }),
  row(["connect_account"], [100, 36009], "code_refused", "The code was exchanged before, or is none.", {
    ...CODE_EXCHANGE,
    ...log,
  }),
  row(["connect_account"], [100, 36008], "code_refused", "The code was issued for another address.", {
    ...CODE_EXCHANGE,
    ...log,
  }),
  row(["connect_account"], 100, "code_refused", "The code was not accepted; perhaps it is another app's.", {
    ...CODE_EXCHANGE,
    ...claim,
    says: /\b(?:verification|authorization) code\b/i,
  }),
  row(["connect_account"], 100, "wrong_app", "The token was issued for another app.", {
    ...CODE_EXCHANGE,
    ...log,
    says: /app_id in the input_token did not match/i,
  }),
  row(["connect_account"], 101, "not_configured", "META_APP_ID names no app.", { ...CODE_EXCHANGE, ...claim }),
  row(["connect_account"], 191, "not_configured", "The page's domain is not among those of the app.", {
    ...CODE_EXCHANGE,
    ...claim,
  }),
  row(["connect_webhook"], 2200, "handshake_failed", "The address did not give Meta its challenge back.", {
    ...ACCOUNT_APPS,
    ...log,
  }),
  row(["connect_webhook"], 100, "fields_missing", "The app must have the field messages before an override.", {
    ...ACCOUNT_APPS,
    ...log,
    says: /^(?:\(#100\) )?before override/i,
  }),
  row(
    ["request_code"],
    [136024, 2388091],
    "code_request_limited",
    "Meta's servers are busy, or the number cannot get a code: it is still on the Business app.",
    {
      ...CODE_REQUEST,
      ...log,
    },
  ),
  row(["request_code"], [136024, 2388367], "code_request_limited", "A code was asked for too often: ten in 72 hours.", {
    ...CODE_REQUEST,
    ...log,
  }),
  row(
    ["request_code"],
    136024,
    "code_request_limited",
    "A code was asked for too often; so only what Meta says to people tells.",
    {
      ...CODE_REQUEST,
      ...log,
      tells: /too many times/i,
    },
  ),
  row(
    ["request_code"],
    136024,
    "code_request_limited",
    "Meta's servers are busy, or the number cannot get a code; so only what Meta says to people tells.",
    {
      ...CODE_REQUEST,
      ...log,
      tells: /temporarily unavailable/i,
    },
  ),
  row(["request_code"], 136024, "code_request_failed", "No code was sent.", CODE_REQUEST),
  row(["verify_code"], [136025, 2388093], "wrong_code", "The code is not the one that was sent.", {
    ...CODE_GUESS,
    ...log,
  }),
  row(["verify_code"], 136025, "code_refused", "The code was not accepted.", CODE_GUESS),
  row(["verify_code"], 100, "code_refused", "The code was not accepted; so only Meta's words tell.", {
    ...CODE_GUESS,
    ...claim,
    says: SENT_CODE,
  }),
  row(
    ["register"],
    133010,
    "verification_required",
    "The number is not registered: its ownership is to be verified. Where reading shows that it is, the id is wrong.",
  ),
  row(
    ["deregister", "set_pin", "send_message"],
    133010,
    "not_registered",
    "The number is not registered on the Cloud API.",
    log,
  ),
  row(["deregister"], 100, "not_registered", "The number is not linked to an account at present.", {
    page: `${NODE}/deregister`,
    standing: "claim",
    says: /not currently linked/i,
  }),
  row(["deregister"], 100, "not_registered", "The number is not registered, in the text that comes with 133010.", {
    page: `${NODE}/deregister`,
    ...log,
    says: /not registered on the whatsapp business platform/i,
  }),
  row(["deregister"], [100, 2207051], "not_registered", "The number is not registered on the WhatsApp platform.", {
    page: `${NODE}/deregister`,
    standing: "claim",
  }),
  row(["send_message"], 131026, "recipient_unreachable", "The message cannot be delivered to this recipient."),
  row(["send_message"], 131021, "recipient_unreachable", "The recipient is the sending number itself."),
  row(
    ["send_message"],
    131062,
    "recipient_unreachable",
    "The recipient is named by a user id where a number is needed.",
  ),
  row(["send_message"], 131030, "recipient_not_allowed", "The recipient is not in a test number's list.", log),
  row(["send_message"], 130403, "recipient_blocked", "The business itself has blocked the recipient."),
  row(["send_message"], 131050, "recipient_opted_out", "The recipient does not want marketing messages."),
  row(["send_message"], 130472, "recipient_in_experiment", "The recipient is part of an experiment of Meta's."),
  row(
    ["send_message"],
    131049,
    "held_back_by_meta",
    "Enough marketing for this person at present: wait 24 hours or more.",
  ),
  row(
    ["send_message"],
    131037,
    "display_name_not_approved",
    "A number from Meta (+1 555) whose display name is not approved.",
  ),
  row(
    ["send_message"],
    131042,
    "payment_issue",
    "No payment method, or credit, currency or time zone are not in order.",
  ),
  row(["send_message"], 131045, "certificate_error", "The number's registration is not in order."),
  row(["send_message"], 131047, "outside_conversation_window", "More than 24 hours since the recipient last wrote."),
  row(["send_message"], 131056, "throttled", "Too many messages to this recipient in a short time."),
  row(["send_message"], 131048, "spam_limited", "Too many earlier messages were blocked or flagged as spam."),
  row(
    ["send_message"],
    131064,
    "templates_misclassified",
    "Utility templates were classified wrongly, so Meta limits the account for a while.",
  ),
  row(["send_message"], 131057, "meta_unavailable", "The account is in maintenance, for minutes."),
  row(["send_message"], 2494100, "meta_unavailable", "The number is in maintenance, for minutes."),
  row(
    ["send_message"],
    130497,
    "country_restricted",
    "Meta does not let the business write to people in this country.",
  ),
  row(["send_message"], 135000, "unexplained_refusal", "A header or parameter is missing, a ban, or the payment.", log),
  row(["send_message"], 131058, "template_not_usable", "hello_world is sent from Meta's test numbers alone.", log),
  row(["send_message"], 131063, "template_not_usable", "Marketing templates are switched off for this account."),
  row(["send_message"], 132000, "template_not_usable", "The template needs parameters, which a test message lacks."),
  row(["send_message"], 132001, "template_not_found", "The template is missing in this language, or not approved."),
  row(["send_message"], 132005, "template_not_usable", "The template's text is too long."),
  row(["send_message"], 132007, "template_not_usable", "The template's text violates a policy."),
  row(["send_message"], 132012, "template_not_usable", "A parameter of the template has the wrong form."),
  row(["send_message"], 132015, "template_not_usable", "The template is paused for its low quality."),
  row(["send_message"], 132016, "template_not_usable", "The template was paused too often and is disabled for good."),
  row(["send_message"], 132018, "template_not_usable", "The template's parameters do not fit it."),
  row(["send_message"], 132068, "template_not_usable", "The template's flow is blocked."),
  row(["send_message"], 132069, "template_not_usable", "The template's flow is throttled."),
  row(["send_message"], 131051, "invalid_parameter", "The type of the message is not supported."),
  row(["send_message"], 131055, "special_product", "A rule of the Marketing Messages API is not met."),
  row(["send_message"], 131060, "special_product", "The recipient's device does not support this kind of message."),
  row(
    ["send_message"],
    131065,
    "special_product",
    "The message would cost more than the highest price that was set.",
    claim,
  ),
  row(["send_message"], 134011, "special_product", "A rule of the Marketing Messages API is not met."),
  row(["send_message"], 134100, "special_product", "A rule of the Marketing Messages API is not met."),
  row(["send_message"], 134101, "special_product", "A rule of the Marketing Messages API is not met."),
  row(["send_message"], 134102, "special_product", "A rule of the Marketing Messages API is not met."),
  row(["send_message"], 137000, "special_product", "A rule of a special product is not met."),
  ...TEMPLATE_REFUSALS.map(([subcode, meaning, standing]) =>
    row(["send_message"], [100, subcode], "template_needed", meaning, { standing, page: TEMPLATE_CREATION }),
  ),
];
