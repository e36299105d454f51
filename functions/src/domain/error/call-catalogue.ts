import type { CallOperation } from "../../contract/calls.ts";
import type { DeregistrationFailureStatus } from "../../contract/deregister-phone-number.ts";
import type { TestMessageFailureStatus } from "../../contract/send-test-message.ts";
import type { TwoStepPinFailureStatus } from "../../contract/set-two-step-pin.ts";
import type { VerificationFailureStatus } from "../../contract/verification.ts";
import type { Standing } from "./error-catalogue.ts";

/** The calls to Meta that can be refused in words of their own. */
export type Call = CallOperation;

/** The statuses that a refusal can mean which registering does not know. */
export type CallStatus =
  | DeregistrationFailureStatus
  | VerificationFailureStatus
  | TwoStepPinFailureStatus
  | TestMessageFailureStatus;

/** What one code of Graph's means to some calls, where `ERROR_CATALOGUE` does not say it or says it differently. */
export interface CallRow {
  readonly calls: readonly Call[];
  readonly code: number;
  /** Left out: whatever the subcode is. */
  readonly subcode?: number;
  /** Left out: whatever Meta says in English. */
  readonly says?: RegExp;
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
  calls: readonly Call[],
  code: number | readonly [code: number, subcode: number],
  status: CallStatus,
  meaning: string,
  rest: Partial<Pick<CallRow, "standing" | "page" | "says">> = {},
): CallRow => ({
  calls,
  ...(typeof code === "number" ? { code } : { code: code[0], subcode: code[1] }),
  status,
  meaning,
  standing: rest.standing ?? "doc",
  page: rest.page ?? CLOUD_API_ERRORS,
  ...(rest.says === undefined ? {} : { says: rest.says }),
});

const CODE_REQUEST = { page: `${NODE}/request_code` };
const CODE_GUESS = { page: `${NODE}/verify_code` };
const log = { standing: "log" } as const;

/**
 * The codes of all calls but registering. Rows with a subcode come before the row of the bare code.
 * Subcodes 2388091 and 2388093 mean other things under other codes (templates use them too), so they never count alone.
 */
export const CALL_CATALOGUE: readonly CallRow[] = [
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
  row(["request_code"], 136024, "code_request_failed", "No code was sent.", CODE_REQUEST),
  row(["verify_code"], [136025, 2388093], "wrong_code", "The code is not the one that was sent.", {
    ...CODE_GUESS,
    ...log,
  }),
  row(["verify_code"], 136025, "code_refused", "The code was not accepted.", CODE_GUESS),
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
  row(["deregister"], [100, 2207051], "not_registered", "The number is not registered on the WhatsApp platform.", {
    page: `${NODE}/deregister`,
    standing: "claim",
  }),
  row(["send_message"], 130403, "recipient_unreachable", "The business itself has blocked the recipient."),
  row(
    ["send_message"],
    131062,
    "recipient_unreachable",
    "The recipient is named by a user id where a number is needed.",
  ),
  row(["send_message"], 131021, "recipient_unreachable", "The recipient is the sending number itself."),
  row(["send_message"], 131026, "recipient_unreachable", "The message cannot be delivered to this recipient."),
  row(["send_message"], 131030, "recipient_not_allowed", "The recipient is not in a test number's list.", log),
  row(["send_message"], 131037, "display_name_not_approved", "The display name is not approved yet."),
  row(["send_message"], 131042, "payment_issue", "Something is wrong with how messages are paid for."),
  row(["send_message"], 131045, "certificate_error", "The number's registration is not in order."),
  row(["send_message"], 131047, "outside_conversation_window", "More than 24 hours since the recipient last wrote."),
  row(["send_message"], 131048, "throttled", "Too many earlier messages were blocked or flagged as spam."),
  row(["send_message"], 131049, "held_back_by_meta", "Meta chose not to deliver, for the sake of the recipient."),
  row(["send_message"], 131050, "held_back_by_meta", "The recipient does not want marketing messages."),
  row(["send_message"], 130472, "held_back_by_meta", "The recipient is part of an experiment of Meta's."),
  row(["send_message"], 131056, "throttled", "Too many messages to this recipient in a short time."),
  row(["send_message"], 131057, "meta_unavailable", "The account is in maintenance, for minutes."),
  row(["send_message"], 2494100, "meta_unavailable", "The number is in maintenance, for minutes."),
  row(
    ["send_message"],
    131064,
    "throttled",
    "Templates were classified wrongly, so Meta limits the account for a while.",
  ),
  row(["send_message"], 130497, "account_locked", "Meta does not let the business write to people in this country."),
  row(["send_message"], 131058, "template_not_usable", "hello_world is sent from Meta's test numbers alone.", log),
  row(["send_message"], 131063, "template_not_usable", "Marketing templates are switched off for this account."),
  row(
    ["send_message"],
    135000,
    "template_not_usable",
    "Something is wrong with the template, the account or its payment.",
    log,
  ),
  row(["send_message"], 132018, "template_not_usable", "The template's parameters do not fit it."),
  row(["send_message"], 132068, "template_not_usable", "The template's flow is blocked."),
  row(["send_message"], 132069, "template_not_usable", "The template's flow is throttled."),
  row(["send_message"], 131051, "invalid_parameter", "The type of the message is not supported."),
  row(["send_message"], 132000, "template_not_usable", "The template needs parameters, which a test message lacks."),
  row(["send_message"], 132001, "template_not_found", "The template does not exist in this language."),
  row(["send_message"], 132005, "template_not_usable", "The template's text is too long."),
  row(["send_message"], 132007, "template_not_usable", "The template's text violates a policy."),
  row(["send_message"], 132012, "template_not_usable", "A parameter of the template has the wrong form."),
  row(["send_message"], 132015, "template_not_usable", "The template is paused for its low quality."),
  row(["send_message"], 132016, "template_not_usable", "The template was paused too often and is disabled."),
];
