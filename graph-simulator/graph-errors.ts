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
  17: { message: "User request limit reached", httpStatus: 400 },
  33: { message: "Parameter value is not valid", httpStatus: 400 },
  100: { message: "Missing Permission", httpStatus: 400 },
  102: { message: "API Session", httpStatus: 401 },
  104: { message: "Incorrect signature", httpStatus: 400 },
  190: { message: "Invalid OAuth access token - Cannot parse access token", httpStatus: 401, prefixed: false },
  200: { message: "Permissions error", httpStatus: 403 },
  299: { message: "API Permission", httpStatus: 403 },
  368: { message: "Temporarily blocked for policies violations", httpStatus: 403 },
  613: { message: "Calls to this api have exceeded the rate limit.", httpStatus: 400 },
  2500: { message: "Unknown path components", httpStatus: 400, prefixed: false },
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
  131000: { message: "Something went wrong", httpStatus: 500 },
  131005: { message: "Access denied", httpStatus: 403 },
  131008: { message: "Required parameter is missing", httpStatus: 400 },
  131009: { message: "Parameter value is not valid", httpStatus: 400, details: "Parameter Invalid" },
  131016: { message: "Service unavailable", httpStatus: 500 },
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
  131042: { message: "Business eligibility payment issue", httpStatus: 400 },
  131045: { message: "Incorrect certificate", httpStatus: 500 },
  131047: { message: "Re-engagement message", httpStatus: 400 },
  132001: { message: "Template does not exist", httpStatus: 404 },
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
  136024: { message: "Request code error", httpStatus: 400, prefixed: false },
  136025: { message: "Verify code error", httpStatus: 400, prefixed: false },
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
  const prefix = wording.prefixed === false ? "" : `(#${spec.code}) `;
  const details = spec.details ?? wording.details;
  const isTransient = spec.isTransient ?? wording.isTransient;
  const body = {
    message: spec.message ?? `${prefix}${wording.message}`,
    type: spec.type ?? "OAuthException",
    code: spec.code,
    ...(spec.subcode === undefined ? {} : { error_subcode: spec.subcode }),
    ...(details === undefined ? {} : { error_data: { messaging_product: "whatsapp", details } }),
    ...(isTransient === undefined ? {} : { is_transient: isTransient }),
    ...(spec.userTitle === undefined ? {} : { error_user_title: spec.userTitle }),
    ...(spec.userMessage === undefined ? {} : { error_user_msg: spec.userMessage }),
    fbtrace_id: `A${randomBytes(15).toString("base64url")}`,
  };
  return { status: spec.httpStatus ?? wording.httpStatus, body: { error: body } };
}

/** #100 that names a parameter, with `error_data.details` (documented shape). */
export function invalidParameter(details: string): GraphErrorSpec {
  return { code: 100, message: "(#100) Invalid parameter", details };
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

/** #100 of a number that the WhatsApp Business app holds (seen in logs, with and without the prefix). */
export const HELD_BY_BUSINESS_APP: GraphErrorSpec = {
  code: 100,
  message: "Register endpoint is not available for SMB businesses.",
};
