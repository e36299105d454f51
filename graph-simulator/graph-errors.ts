import { randomBytes } from "node:crypto";
import type { GraphErrorSpec } from "./faults.ts";
import type { Reply } from "./reply.ts";

/** How Graph words one of its errors. */
interface Wording {
  /** Without the `(#code) ` that Graph usually puts before it. */
  readonly message: string;
  readonly httpStatus: number;
  readonly details?: string;
  /** False: this message comes without `(#code) ` (seen in logs). */
  readonly prefixed?: false;
  readonly isTransient?: true;
}

const CODES: Readonly<Record<number, Wording>> = {
  0: { message: "AuthException", httpStatus: 401 },
  1: { message: "An unknown error occurred", httpStatus: 400, prefixed: false },
  2: { message: "Service temporarily unavailable", httpStatus: 503, prefixed: false, isTransient: true },
  3: { message: "Application does not have the capability to make this API call.", httpStatus: 500 },
  4: { message: "Application request limit reached", httpStatus: 400 },
  10: { message: "Application does not have permission for this action", httpStatus: 403 },
  12: { message: "This call is deprecated", httpStatus: 400 },
  15: { message: "This method must be called with an app access_token", httpStatus: 400 },
  17: { message: "User request limit reached", httpStatus: 400 },
  33: { message: "Parameter value is not valid", httpStatus: 400 },
  100: { message: "Missing Permission", httpStatus: 400 },
  101: {
    message: "Error validating application. Invalid application ID.",
    httpStatus: 400,
    prefixed: false,
  },
  102: { message: "API Session", httpStatus: 401 },
  104: { message: "Incorrect signature", httpStatus: 400 },
  190: { message: "Invalid OAuth access token - Cannot parse access token", httpStatus: 401, prefixed: false },
  200: { message: "Permissions error", httpStatus: 403 },
  299: { message: "API Permission", httpStatus: 403 },
  368: { message: "Temporarily blocked for policies violations", httpStatus: 403 },
  613: { message: "Calls to this api have exceeded the rate limit.", httpStatus: 400 },
  2500: { message: "Unknown path components", httpStatus: 400, prefixed: false },
  2200: { message: "Callback verification failed with the following errors:", httpStatus: 400 },
  80007: { message: "Rate limit issues", httpStatus: 400 },
  80008: {
    message: "There have been too many calls to this WhatsApp Business account. Wait a bit and try again.",
    httpStatus: 400,
  },
  130429: {
    message: "Rate limit hit",
    httpStatus: 429,
    details: "Cloud API message throughput has been reached.",
  },
  130403: {
    message: "Unable to deliver the message. This business has blocked the end user on WhatsApp",
    httpStatus: 400,
  },
  130472: { message: "User's number is part of an experiment", httpStatus: 400 },
  130497: { message: "Business account is restricted from messaging users in this country.", httpStatus: 403 },
  131000: { message: "Something went wrong", httpStatus: 500 },
  131005: { message: "Access denied", httpStatus: 403 },
  131008: { message: "Required parameter is missing", httpStatus: 400 },
  131009: { message: "Parameter value is not valid", httpStatus: 400, details: "Parameter Invalid" },
  131016: { message: "Service unavailable", httpStatus: 500 },
  131021: { message: "Recipient cannot be sender", httpStatus: 400 },
  131026: { message: "Message undeliverable", httpStatus: 400, details: "Message Undeliverable." },
  131030: {
    message: "Recipient phone number not in allowed list",
    httpStatus: 400,
    details: "Recipient phone number not in allowed list: Add recipient phone number to recipient list and try again.",
  },
  131031: { message: "Account has been locked", httpStatus: 403 },
  131037: {
    message: "WhatsApp provided number needs display name approval before message can be sent",
    httpStatus: 400,
  },
  131042: {
    message: "Business eligibility payment issue",
    httpStatus: 400,
    details: "Message failed to send because there were one or more errors related to your payment method.",
  },
  131045: { message: "Incorrect certificate", httpStatus: 500 },
  131047: {
    message: "Re-engagement message",
    httpStatus: 400,
    details:
      "Message failed to send because more than 24 hours have passed since the customer last replied to this number.",
  },
  131048: { message: "Spam rate limit hit", httpStatus: 400 },
  131049: { message: "This message was not delivered to maintain healthy ecosystem engagement.", httpStatus: 400 },
  131050: { message: "User has stopped marketing messages", httpStatus: 400 },
  131051: { message: "Unsupported message type", httpStatus: 400 },
  131056: { message: "(Business Account, Consumer Account) pair rate limit hit", httpStatus: 400 },
  131057: { message: "Account in maintenance mode", httpStatus: 500 },
  131058: { message: "Hello World templates can only be sent from the Public Test Numbers", httpStatus: 400 },
  131062: {
    message: "Business-scoped User ID (BSUID) recipients are not supported for this message.",
    httpStatus: 400,
    details: "Business-scoped User ID (BSUID) recipients are not supported for this message.",
  },
  131063: {
    message: "Marketing templates disabled",
    httpStatus: 400,
    details:
      "Your template is categorized as Marketing, but marketing templates are currently disabled for your Cloud API configuration.",
  },
  131064: {
    message: "Message limit reached",
    httpStatus: 400,
    details:
      "Message failed to send because this account has reached its messaging limit due to template classification violations.",
  },
  132000: { message: "Number of parameters does not match the expected number of params", httpStatus: 400 },
  132001: { message: "Template name does not exist in the translation", httpStatus: 404 },
  132007: { message: "Template format character policy violated", httpStatus: 400 },
  132012: { message: "Parameter format does not match format in the created template", httpStatus: 400 },
  132015: { message: "Template is Paused", httpStatus: 400 },
  132016: { message: "Template is disabled", httpStatus: 400 },
  133000: { message: "Incomplete Deregistration", httpStatus: 500 },
  133004: { message: "Server Temporarily Unavailable", httpStatus: 503 },
  133005: { message: "Two step verification PIN Mismatch", httpStatus: 400 },
  133006: { message: "Phone number re-verification needed", httpStatus: 400 },
  133008: {
    message: "Too Many two step verification PIN Guesses",
    httpStatus: 400,
    details: "Too many two-step verification PIN guesses for this phone number. Try again after 12 hours.",
  },
  133009: {
    message: "Two step verification PIN Guessed Too Fast",
    httpStatus: 400,
    details: "Two-step verification PIN was entered too quickly. Try again after 60 seconds.",
  },
  133010: { message: "Account not registered", httpStatus: 400 },
  133015: {
    message: "Please wait a few minutes before attempting to register this phone number",
    httpStatus: 400,
  },
  133016: {
    message: "Account register deregister rate limit exceeded",
    httpStatus: 400,
    details:
      "Registration or Deregistration failed because there were too many attempts for this phone number in a short period of time",
  },
  135000: {
    message: "Generic user error",
    httpStatus: 400,
    details: "Message failed to send because of an unknown error with your request parameters.",
  },
  136024: { message: "Request code error", httpStatus: 400, prefixed: false },
  136025: { message: "Verify code error", httpStatus: 400, prefixed: false },
  200000: { message: "Cannot add phone number to WhatsApp Business Account", httpStatus: 400, prefixed: false },
  2494100: { message: "Account is in maintenance mode", httpStatus: 400, prefixed: false },
};

/** Thrown by whatever refuses a call; answered to the caller as Graph would. */
export class GraphFailure extends Error {
  readonly reply: Reply;
  constructor(spec: GraphErrorSpec) {
    super(`Graph error ${spec.code}`);
    this.reply = graphError(spec);
  }
}

/** The answer for an error of Graph's: the wording kept here, with what the spec says differently. */
export function graphError(spec: GraphErrorSpec): Reply {
  const wording: Wording = CODES[spec.code] ?? { message: "An error the simulator has no words for", httpStatus: 400 };
  const details = spec.details ?? wording.details;
  const errorData = spec.errorData ?? (details === undefined ? undefined : { messaging_product: "whatsapp", details });
  const isTransient = spec.isTransient ?? wording.isTransient;
  const body = {
    message: spec.message ?? messageOf(spec, wording),
    type: spec.type ?? "OAuthException",
    code: spec.code,
    ...(spec.subcode === undefined ? {} : { error_subcode: spec.subcode }),
    ...(errorData === undefined ? {} : { error_data: errorData }),
    ...(isTransient === undefined ? {} : { is_transient: isTransient }),
    ...(spec.userTitle === undefined ? {} : { error_user_title: spec.userTitle }),
    ...(spec.userMessage === undefined ? {} : { error_user_msg: spec.userMessage }),
    fbtrace_id: `A${randomBytes(15).toString("base64url")}`,
  };
  return { status: spec.httpStatus ?? wording.httpStatus, body: { error: body } };
}

/** With `(#code) `, but for codes and subcodes that logs show without it: 190, 136024, 136025, 2388xxx. */
function messageOf({ code, subcode }: GraphErrorSpec, { message, prefixed }: Wording): string {
  if (code === 100 && isOfNumbers(subcode)) return "Invalid parameter";
  return prefixed === false || isOfNumbers(subcode) ? message : `(#${code}) ${message}`;
}

const isOfNumbers = (subcode: number | undefined): boolean =>
  subcode !== undefined && Math.floor(subcode / 1000) === 2388;

/** #100 that names a parameter, with `error_data.details` (documented shape). */
export function invalidParameter(details: string): GraphErrorSpec {
  return { code: 100, message: "(#100) Invalid parameter", details };
}

/** #100 for a parameter that Graph does not know (that it is refused is seen in logs, the words are guessed). */
export function unknownParameter(name: string): GraphErrorSpec {
  return invalidParameter(`Unexpected key "${name}" on param "$".`);
}

/** #100 for a parameter that was left out (wording claimed by others). */
export function missingParameter(name: string): GraphErrorSpec {
  return { code: 100, message: `(#100) The parameter ${name} is required` };
}

/** #100, subcode 33: what Graph says of an id that it does not know or does not show to this token (seen in logs). */
export function unreachableNode(method: string, id: string): GraphErrorSpec {
  return {
    code: 100,
    subcode: 33,
    type: "GraphMethodException",
    message:
      `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing ` +
      "permissions, or does not support this operation. Please read the Graph API documentation at " +
      "https://developers.facebook.com/docs/graph-api",
  };
}

/** #190 of a token that was revoked (documented subcode). */
export const SESSION_INVALIDATED = {
  subcode: 460,
  message:
    "Error validating access token: The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.",
};

/** #190 of a token whose giver has removed the app (documented subcode). */
export const notAuthorized = (appId: string): { subcode: number; message: string } => ({
  subcode: 458,
  message: `Error validating access token: The user has not authorized application ${appId}.`,
});

/** #100 of a number that the WhatsApp Business app holds (seen in logs, with and without the prefix). */
export const HELD_BY_BUSINESS_APP: GraphErrorSpec = {
  code: 100,
  message: "Register endpoint is not available for SMB businesses.",
};

/** #200 of an app that Meta has blocked (seen in logs, without the prefix). */
export const APP_BLOCKED: GraphErrorSpec = { code: 200, message: "API access blocked.", httpStatus: 400 };

/** #200 where no usable token came (documented, seen in a log). */
export const NO_APP: GraphErrorSpec = { code: 200, message: "(#200) Provide valid app ID" };

/** Registering for a business whose profile lacks legal name, country or website (seen in logs of two projects). */
export const UNVERIFIED_WABA: GraphErrorSpec = {
  code: 100,
  message: "Invalid parameter",
  isTransient: false,
  userTitle: "Phone Link to WABA Failed - Unverified WABA",
  userMessage: "You cannot proceed with this operation since your WhatsApp Business account is not verified.",
};

/** A number that a phone, another account or another provider still holds (seen in logs). */
export const HELD_ELSEWHERE: GraphErrorSpec = {
  code: 100,
  subcode: 2388001,
  isTransient: false,
  userTitle: "Cannot Create Certificate",
  userMessage:
    "This number is registered to an existing WhatsApp account. To use this number, disconnect it from the existing account.",
};

/** Meta's servers, or a number that cannot be sent a code this way: the same words for both (seen in logs). */
export const NO_CODE: GraphErrorSpec = {
  code: 136024,
  subcode: 2388091,
  userTitle: "Could not send code",
  userMessage: "Request code failed: Our servers are temporarily unavailable. Wait 1 hour before trying again.",
};

/** A number that is not registered, as deregister says it: the code stands in the subcode, `error_data` is a string (seen in a log). */
export const NOT_LINKED: GraphErrorSpec = {
  code: 100,
  subcode: 133010,
  message: "(#100) Invalid parameter",
  errorData: "Phone number not registered on the Whatsapp Business Platform.",
};
