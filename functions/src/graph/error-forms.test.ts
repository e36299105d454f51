import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CallOperation } from "../contract/calls.ts";
import { callRefusalStatus } from "../domain/error/call-refusal.ts";
import { errorDetails } from "./error-details.ts";
import { readRefusal } from "./read-refusal.ts";

type Row = readonly [
  form: string,
  call: CallOperation,
  error: Readonly<Record<string, unknown>>,
  status: string,
  http?: number,
];

/**
 * Forms in which Meta's errors come, or may come: numbers as texts, `error_data` as a text, as JSON in a text or one level further
 * down, the code in the prefix alone, WhatsApp's own code inside another, and the same thing in other words.
 */
const FORMS: readonly Row[] = [
  ["code as text", "register", { code: "133005", message: "x" }, "pin_mismatch"],
  [
    "code as text 100, subcode text 33",
    "register",
    { code: "100", error_subcode: "33", message: "Unsupported post request." },
    "missing_permission",
  ],
  ["subcode text 2388001", "register", { code: 100, error_subcode: "2388001" }, "number_held_elsewhere"],
  [
    "subcode text own code",
    "register",
    { code: 100, error_subcode: "133006", message: "(#100) Invalid parameter" },
    "verification_required",
  ],
  ["no code, prefix only", "register", { message: "(#200) Provide valid app ID" }, "invalid_token"],
  ["no code, prefix 133016", "register", { message: "(#133016) Too many attempts" }, "rate_limited"],
  ["code null, prefix", "register", { code: null, message: "(#190) x" }, "invalid_token"],
  [
    "own code in subcode of #1",
    "register",
    { code: 1, error_subcode: 133005, message: "An unknown error occurred" },
    "pin_mismatch",
  ],
  ["own code in subcode of #10", "register", { code: 10, error_subcode: 131031, message: "x" }, "account_locked"],
  [
    "own code as text error_data",
    "register",
    { code: 100, message: "Invalid parameter", error_data: "133010" },
    "verification_required",
  ],
  [
    "own code as number error_data",
    "register",
    { code: 100, message: "Invalid parameter", error_data: 133016 },
    "rate_limited",
  ],
  [
    "own code as text error_data with words",
    "register",
    { code: 100, message: "Invalid parameter", error_data: "(#133008) Too many guesses" },
    "pin_locked",
  ],
  [
    "own code in prefix of message under #100",
    "register",
    { code: 100, message: "(#133005) Two step verification PIN Mismatch" },
    "pin_mismatch",
  ],
  [
    "error_data JSON text with details naming param",
    "register",
    {
      code: 100,
      message: "(#100) Invalid parameter",
      error_data: JSON.stringify({ messaging_product: "whatsapp", details: "Param pin must be 6 characters long." }),
    },
    "invalid_parameter",
  ],
  [
    "error_data JSON text, details own code",
    "register",
    {
      code: 100,
      message: "Invalid parameter",
      error_data: JSON.stringify({ messaging_product: "whatsapp", details: "133005: PIN mismatch" }),
    },
    "pin_mismatch",
  ],
  [
    "error_data nested details object",
    "register",
    {
      code: 100,
      message: "Invalid parameter",
      error_data: { details: { details: "Register endpoint is not available for SMB businesses." } },
    },
    "number_on_business_app",
  ],
  [
    "error_data nested in error_data",
    "register",
    { code: 100, message: "Invalid parameter", error_data: { error_data: { details: "pin is wrong" } } },
    "invalid_parameter",
  ],
  [
    "blame_field_specs",
    "register",
    { code: 100, message: "Invalid parameter", error_data: { blame_field_specs: [["pin"]] } },
    "invalid_parameter",
  ],
  [
    "blame_field_specs as text",
    "register",
    { code: 100, message: "Invalid parameter", error_data: '{"blame_field_specs":[["data_localization_region"]]}' },
    "invalid_parameter",
  ],
  [
    "blame_field_specs empty",
    "register",
    { code: 100, message: "Invalid parameter", error_data: { blame_field_specs: [[]] } },
    "unknown_error",
  ],
  [
    "details: SMB",
    "register",
    {
      code: 100,
      message: "(#100) Invalid parameter",
      error_data: { messaging_product: "whatsapp", details: "Register endpoint is not available for SMB businesses." },
    },
    "number_on_business_app",
  ],
  [
    "details: not verified",
    "register",
    { code: 100, message: "(#100) Invalid parameter", error_data: { details: "Phone number not verified" } },
    "verification_required",
  ],
  [
    "user msg SMB",
    "register",
    {
      code: 100,
      message: "Invalid parameter",
      error_user_msg: "Register endpoint is not available for SMB businesses.",
    },
    "unknown_error",
  ],
  [
    "prefix [100] SMB",
    "register",
    { code: 100, message: "[100] Register endpoint is not available for SMB businesses." },
    "number_on_business_app",
  ],
  [
    "SMB lower case",
    "register",
    { code: 100, message: "register endpoint is not available for smb businesses" },
    "number_on_business_app",
  ],
  [
    "phone link in message",
    "register",
    { code: 100, message: "Phone Link to WABA Failed - Unverified WABA" },
    "business_incomplete",
  ],
  [
    "phone link with details",
    "register",
    {
      code: 100,
      message: "Invalid parameter",
      error_data: "x y",
      error_user_title: "Phone Link to WABA Failed - Unverified WABA",
    },
    "business_incomplete",
  ],
  [
    "WABA not verified in message",
    "register",
    {
      code: 100,
      message: "(#100) You cannot proceed with this operation since your WhatsApp Business account is not verified.",
    },
    "business_incomplete",
  ],
  [
    "WABA not verified in user msg only",
    "register",
    {
      code: 100,
      message: "Invalid parameter",
      error_user_msg: "You cannot proceed with this operation since your WhatsApp Business account is not verified.",
    },
    "unknown_error",
  ],
  [
    "title Cannot Create Certificate, no subcode",
    "register",
    { code: 100, message: "Invalid parameter", error_user_title: "Cannot Create Certificate" },
    "number_held_elsewhere",
  ],
  [
    "2388001 with other message",
    "register",
    { code: 100, error_subcode: 2388001, message: "(#100) Missing Permission" },
    "number_held_elsewhere",
  ],
  [
    "2388001 with param words",
    "register",
    { code: 100, error_subcode: 2388001, message: "(#100) Param pin is invalid" },
    "number_held_elsewhere",
  ],
  [
    "phone number is not verified",
    "register",
    { code: 100, message: "(#100) The phone number has not been verified yet" },
    "verification_required",
  ],
  [
    "number unverified",
    "register",
    { code: 100, message: "(#100) Phone number is unverified" },
    "verification_required",
  ],
  [
    "number must be verified",
    "register",
    { code: 100, message: "(#100) Phone number must be verified before registering" },
    "verification_required",
  ],
  [
    "missing permissions plural",
    "register",
    { code: 100, message: "(#100) Missing Permissions" },
    "missing_permission",
  ],
  ["no prefix", "register", { code: 100, message: "Missing permission" }, "missing_permission"],
  [
    "insufficient permissions",
    "register",
    { code: 100, message: "(#100) Insufficient permissions" },
    "missing_permission",
  ],
  [
    "do not have permission",
    "register",
    { code: 100, message: "(#100) You do not have permission to access this endpoint" },
    "missing_permission",
  ],
  [
    "requires permission",
    "register",
    { code: 100, message: "(#100) Requires the whatsapp_business_management permission" },
    "missing_permission",
  ],
  [
    "Object with ID without subcode",
    "register",
    {
      code: 100,
      message:
        "Unsupported post request. Object with ID '155' does not exist, cannot be loaded, or does not support this operation",
    },
    "missing_permission",
  ],
  [
    "Unsupported post request alone",
    "register",
    { code: 100, message: "(#100) Unsupported post request." },
    "missing_permission",
  ],
  ["bare wrapper", "register", { code: 100, message: "Invalid parameter" }, "unknown_error"],
  ["bare wrapper upper", "register", { code: 100, message: "(#100) Invalid Parameter." }, "unknown_error"],
  ["bare wrapper plural", "register", { code: 100, message: "(#100) Invalid parameters" }, "unknown_error"],
  [
    "bare wrapper unknown subcode",
    "register",
    { code: 100, error_subcode: 2388999, message: "Invalid parameter", error_user_title: "Ein Fehler" },
    "unknown_error",
  ],
  ["message null", "register", { code: 100, message: null }, "unknown_error"],
  [
    "empty details",
    "register",
    { code: 100, message: "Invalid parameter", error_data: { details: "" } },
    "unknown_error",
  ],
  ["100 something else", "register", { code: 100, message: "(#100) The service has sneezed" }, "unknown_error"],
  ["localised wrapper", "register", { code: 100, message: "Parâmetro inválido" }, "unknown_error"],
  ["api access blocked prefixed", "register", { code: 200, message: "(#200) API access blocked." }, "app_blocked"],
  [
    "api access deactivated",
    "register",
    { code: 200, message: "API access deactivated. To reactivate it go to the app dashboard." },
    "app_blocked",
  ],
  ["API access has been blocked", "register", { code: 200, message: "API access has been blocked" }, "app_blocked"],
  ...["disrupted. Go to the App Dashboard", "is suspended", "was restricted"].map((words): Row => [
    `API access ${words}`,
    "register",
    { code: 200, message: `API access ${words}` },
    "app_blocked",
  ]),
  ["api access blocked no code", "register", { message: "(#200) API access blocked." }, "app_blocked"],
  ["200 Provide valid app id lower", "register", { code: 200, message: "provide valid app id" }, "invalid_token"],
  ["200 permissions error", "register", { code: 200, message: "(#200) Permissions error" }, "missing_permission"],
  [
    "200 user hasn't authorized",
    "register",
    { code: 200, message: "(#200) The user hasn't authorized the application to perform this action" },
    "missing_permission",
  ],
  ["200 with own subcode", "register", { code: 200, error_subcode: 131005, message: "x" }, "missing_permission"],
  [
    "2500 token",
    "register",
    { code: 2500, message: "An active access token must be used to query information about the current user." },
    "invalid_token",
  ],
  [
    "2500 path",
    "register",
    { code: 2500, message: "Unknown path components: /15550000001/register" },
    "missing_permission",
  ],
  ["2500 version", "register", { code: 2500, message: "(#2500) Unsupported version" }, "invalid_parameter"],
  ["131031 pin", "register", { code: 131031, message: "Account has been locked" }, "account_locked"],
  ["12 alone", "register", { code: 12, message: "(#12) This call is deprecated" }, "unknown_error"],
  [
    "190 no subcode",
    "register",
    { code: 190, message: "Invalid OAuth access token - Cannot parse access token" },
    "invalid_token",
  ],
  [
    "appsecret_proof",
    "register",
    { code: 100, message: "Invalid appsecret_proof provided in the API argument" },
    "invalid_parameter",
  ],
  [
    "133006 wrapped text",
    "register",
    { code: 100, error_subcode: 133006, error_data: "Phone number re-verification needed" },
    "verification_required",
  ],
  [
    "133016 is_transient",
    "register",
    { code: 133016, message: "Too many attempts", is_transient: true },
    "rate_limited",
  ],
  ["429 unknown code", "register", { code: 777777, message: "x" }, "throttled", 429],
  ["503 unknown code", "register", { code: 777777, message: "x" }, "meta_unavailable", 503],
  [
    "dereg text data only",
    "deregister",
    {
      code: 100,
      message: "(#100) Invalid parameter",
      error_data: "Phone number not registered on the Whatsapp Business Platform.",
    },
    "not_registered",
  ],
  [
    "dereg not linked",
    "deregister",
    { code: 100, message: "(#100) The phone number is not currently linked to an account" },
    "not_registered",
  ],
  [
    "dereg not linked in details",
    "deregister",
    {
      code: 100,
      message: "(#100) Invalid parameter",
      error_data: { details: "This number is not currently linked to a WhatsApp account" },
    },
    "not_registered",
  ],
  [
    "dereg 133010 text subcode",
    "deregister",
    { code: "100", error_subcode: "133010", message: "(#100) Invalid parameter" },
    "not_registered",
  ],
  ["dereg 133010 plain", "deregister", { code: 133010, message: "(#133010) Account not registered" }, "not_registered"],
  ["code 2388367 text", "request_code", { code: "136024", error_subcode: "2388367" }, "code_request_limited"],
  [
    "code 100 wrapping 136024 too many",
    "request_code",
    { code: 100, error_subcode: 136024, error_user_msg: "You have requested a verification code too many times." },
    "code_request_limited",
  ],
  [
    "code 100 wrapping 136024",
    "request_code",
    { code: 100, error_subcode: 136024, message: "Invalid parameter" },
    "code_request_failed",
  ],
  [
    "136024 too many in message",
    "request_code",
    { code: 136024, message: "You have requested a code too many times" },
    "code_request_limited",
  ],
  [
    "136024 too many in details",
    "request_code",
    {
      code: 136024,
      message: "Request code error",
      error_data: { details: "Code requested too many times, try later" },
    },
    "code_request_limited",
  ],
  [
    "136024 servers unavailable without subcode",
    "request_code",
    {
      code: 136024,
      message: "Request code error",
      error_user_msg: "Request code failed: Our servers are temporarily unavailable.",
    },
    "code_request_limited",
  ],
  [
    "136024 localised",
    "request_code",
    { code: 136024, message: "Request code error", error_user_msg: "Você pediu muitas vezes" },
    "code_request_failed",
  ],
  [
    "request_code SMB",
    "request_code",
    { code: 100, message: "(#100) Request code endpoint is not available for SMB businesses." },
    "number_on_business_app",
  ],
  [
    "verify #100 code words",
    "verify_code",
    { code: 100, message: "(#100) The verification code is invalid" },
    "code_refused",
  ],
  ["verify #100 code expired", "verify_code", { code: 100, message: "(#100) Code has expired" }, "code_refused"],
  [
    "verify #100 details",
    "verify_code",
    { code: 100, message: "(#100) Invalid parameter", error_data: { details: "The code you entered is incorrect" } },
    "code_refused",
  ],
  [
    "verify param code",
    "verify_code",
    { code: 100, message: "(#100) Param code must be 6 characters long." },
    "invalid_parameter",
  ],
  ["136025 text", "verify_code", { code: "136025", error_subcode: "2388093" }, "wrong_code"],
  ["send 131058 wrapped", "send_message", { code: 100, error_subcode: 131058, message: "x" }, "template_not_usable"],
  [
    "send 132001 text data",
    "send_message",
    { code: 100, message: "Invalid parameter", error_data: "132001" },
    "template_not_found",
  ],
  [
    "send 100 details template",
    "send_message",
    { code: 100, message: "(#100) Invalid parameter", error_data: { details: "Message must be a template message." } },
    "invalid_parameter",
  ],
  ...(
    [
      ["data of JSON that says nothing", { message: "Invalid parameter", error_data: "{}" }],
      [
        "data of JSON with the product alone",
        { message: "Invalid parameter", error_data: '{"messaging_product":"whatsapp"}' },
      ],
      ["data 0", { message: "Invalid parameter", error_data: 0 }],
      ["data of text 33", { message: "Invalid parameter", error_data: "33" }],
      ["recipient's permission", { message: "(#100) The recipient does not have to grant permission" }],
      ["recipient's permission, lacking", { message: "(#100) Recipient user does not have permission for calls" }],
      ["you need not grant permission", { message: "(#100) You do not have to grant permission for this" }],
      ["call permission", { message: "(#100) Sending a call requires permission of the recipient" }],
      ["the business is not verified", { message: "(#100) The business that owns this phone number is not verified" }],
      ["the name is not verified", { message: "(#100) The display name of the phone number is not verified" }],
      ["account of an unverified business", { message: "(#100) Number limit of an unverified business is reached" }],
      ["number of codes", { message: "(#100) The number of attempts is not yet verified" }],
    ] as const
  ).map(([form, error]): Row => [form, "register", { code: 100, ...error }, "unknown_error"]),
  ...(
    [
      ["phone number has not yet been verified", "(#100) This phone number has not yet been verified."],
      ["number with digits", "(#100) Phone number +1 555 000 0001 is not verified"],
      ["after a colon", "(#100) Cannot register: phone number isn't verified"],
      ["because", "(#100) Registration failed because the number was not verified"],
    ] as const
  ).map(([form, message]): Row => [form, "register", { code: 100, message }, "verification_required"]),
  ...(
    [
      ["app lacks", "(#100) The app lacks the whatsapp_business_messaging permission"],
      ["token does not have", "(#100) This access token does not have the required permissions"],
      ["requires a permission by name", "(#100) This endpoint requires the 'whatsapp_business_management' permission"],
      ["requires extended permission", "(#100) Requires extended permission: whatsapp_business_management"],
      ["permission denied", "(#100) Permission denied"],
    ] as const
  ).map(([form, message]): Row => [form, "register", { code: 100, message }, "missing_permission"]),
  ...(
    [
      ["country code", "(#100) Invalid country code"],
      ["language code", "(#100) The language code is not supported"],
      ["error code", "(#100) The error code is 5"],
      ["code method", "(#100) The verification code method is unknown"],
      ["code base", "(#100) Code path not reachable"],
    ] as const
  ).map(([form, message]): Row => [form, "verify_code", { code: 100, message }, "unknown_error"]),
  ...(
    [
      ["code is wrong", "(#100) The code is incorrect."],
      ["invalid code", "(#100) Invalid code"],
      ["code expired", "(#100) Code expired"],
      ["confirmation code", "(#100) Wrong confirmation code entered"],
      ["your code", "(#100) Verification failed: your code has expired"],
      ["code does not match", "(#100) The code you entered does not match"],
    ] as const
  ).map(([form, message]): Row => [form, "verify_code", { code: 100, message }, "code_refused"]),
  ["set_pin wrapped", "set_pin", { code: 100, error_subcode: 133010, message: "Invalid parameter" }, "not_registered"],
];

describe("an error of Graph's in another form", () => {
  for (const [form, call, error, status, http = 400] of FORMS) {
    it(`is ${status} to ${call}: ${form}`, () => {
      const refusal = readRefusal({ error }, http, []);
      assert.ok(refusal !== null, "it is read");
      assert.equal(callRefusalStatus(call, refusal), status);
    });
  }
});

describe("the details of an error", () => {
  const cases: readonly (readonly [data: unknown, details: string | null])[] = [
    [{ details: "x" }, "x"],
    [{ details: "" }, null],
    ["x", "x"],
    ["", null],
    [133_010, "133010"],
    ['{"details":"x"}', "x"],
    ['{"details":"x"', '{"details":"x"'],
    ['{"other":1}', null],
    ["{}", null],
    ["[]", null],
    ["null", null],
    ["true", null],
    ['""', null],
    ['"x"', "x"],
    [" ", null],
    [0, null],
    ["0", null],
    [100, null],
    ["2207051", "2207051"],
    [136_024.5, null],
    ["15550000001", null],
    ["(#133008) Too many guesses", "(#133008) Too many guesses"],
    [{ error_data: '{"details":"x"}' }, "x"],
    [
      { blame_field_specs: [["pin"], ["data_localization_region"]] },
      "blame_field_specs: pin, data_localization_region",
    ],
    [{ blame_field_specs: "pin" }, null],
    [{ details: { details: { details: { details: "too deep" } } } }, null],
    [["x"], null],
    [null, null],
  ];
  for (const [data, details] of cases) {
    it(`of ${JSON.stringify(data)} are ${JSON.stringify(details)}`, () => assert.equal(errorDetails(data), details));
  }
});
