import type { GraphError } from "../../contract/failure.ts";
import type { RegistrationFailureStatus } from "../../contract/register-phone-number.ts";
import type { Standing } from "./error-catalogue.ts";

/** One of the things that a code of Graph's with several meanings can be. */
export interface Shape {
  readonly code: number;
  /** What its body looks like, for people. */
  readonly words: string;
  readonly status: Exclude<RegistrationFailureStatus, "in_progress" | "outcome_unknown">;
  /** What it was when it was met. */
  readonly meaning: string;
  readonly standing: Standing;
  readonly fits: (error: Worded) => boolean;
}

/** What a shape may be told by. */
type Worded = Pick<GraphError, "subcode" | "message" | "details" | "userTitle">;

/** "Invalid parameter" is Meta's wrapper around refusals of every kind: alone it names nothing. */
const isBareWrapper = (message: string): boolean =>
  /^(?:\(#100\) |\[100\] )?invalid parameters?\.?$/i.test(message.trim());

/** Whether Meta says so in English: in its message, or in the details that "Invalid parameter" wraps. */
const says = ({ message, details }: Worded, ...words: readonly RegExp[]): boolean =>
  words.some((each) => each.test(message) || each.test(details ?? ""));

/**
 * Meta's words for a permission that is missing; the first pair is seen in logs, the others say the same. They are about the app, its
 * user or a permission by name: what a recipient allows is something else.
 */
const PERMISSION: readonly RegExp[] = [
  /missing permission/i,
  /\binsufficient (?:\w+ )?permissions?\b/i,
  /(?<!\brecipient )\b(?:you|app|application|token|user)\b[^.,]{0,30}? (?:lacks?|has no|have no|(?:do|does) not have|(?:do|does)n't have)(?: (?:the|any|enough|sufficient|required|necessary))*(?: ['"]?\w+['"]?)? permissions?\b/i,
  /\brequires? (?:the )?(?:(?:extended|advanced|additional)|['"]?\w+_\w+['"]?) permissions?\b/i,
  /\bpermissions? denied\b/i,
];

/** Meta's words for a business that it does not link numbers to; its title is seen in logs, and so is the sentence below it. */
const UNVERIFIED_WABA = /phone link to waba failed|\bwhatsapp business account is not verified\b/i;

/**
 * Meta's words for a number whose ownership nobody has verified: a sentence about the number itself. Its name, its business and its
 * account can be unverified, too, and are something else.
 */
const UNVERIFIED_NUMBER =
  /(?:^|[.:;)\]] |\b(?:because|since|as) )(?:(?:the|this|your) )?(?:business )?(?:phone )?number (?:[+\d(][\d ()-]* )?(?:(?:(?:is|has|was) )?not (?:yet )?(?:been )?verified|(?:is|has|was)n't (?:yet )?(?:been )?verified|(?:is )?unverified|(?:must|has to|needs to) be verified)\b/i;

/** Whether Meta says that an id is none that it can show: by subcode 33, or in the words that come with it. */
export const isUnknownNode = ({ subcode, message }: Pick<GraphError, "subcode" | "message">): boolean =>
  subcode === 33 ||
  /^(?:\(#100\) |\[100\] )?unsupported (?:get|post|delete) request\b|\bobject with id '[^']*' does not exist\b/i.test(
    message,
  );

const shape = (
  code: number,
  status: Shape["status"],
  [words, meaning]: readonly [words: string, meaning: string],
  standing: Standing,
  fits: Shape["fits"],
): Shape => ({ code, words, status, meaning, standing, fits });

/**
 * The codes that mean several things, told apart by `error_subcode`, then by the English `message` and `error_data.details`. The first
 * shape that fits counts. `error_user_title` decides where Meta gives nothing else; what Meta has translated fits no shape, and means
 * nothing then.
 */
export const SHAPES: readonly Shape[] = [
  shape(
    100,
    "missing_permission",
    [
      "subcode 33: “Unsupported post request. Object with ID '…' does not exist, cannot be loaded due to missing permissions, …”",
      "The account is missing from the token's accounts; or the id is not a phone number id.",
    ],
    "log",
    ({ subcode }) => subcode === 33,
  ),
  shape(
    100,
    "number_held_elsewhere",
    [
      "subcode 2388001, or titled “Cannot Create Certificate”",
      "A phone, another account or another provider still holds the number.",
    ],
    "log",
    ({ subcode, userTitle }) =>
      subcode === 2_388_001 || (subcode === null && /^cannot create certificate\b/i.test(userTitle ?? "")),
  ),
  shape(
    100,
    "missing_permission",
    [
      "“(#100) Missing Permission”",
      "A permission is not granted; or, with token, permissions and account all in order, the number belongs to the WhatsApp Business app.",
    ],
    "log",
    (error) => says(error, ...PERMISSION),
  ),
  shape(
    100,
    "missing_permission",
    [
      "“Unsupported post request. Object with ID '…' does not exist, …” without its subcode",
      "The id is not one that Meta shows to this token.",
    ],
    "log",
    isUnknownNode,
  ),
  shape(
    100,
    "number_on_business_app",
    ["“Register endpoint is not available for SMB businesses.”", "The number is used in the WhatsApp Business app."],
    "log",
    ({ message, details }) => /\bSMB\b/i.test(message) || /not available for SMB\b/i.test(details ?? ""),
  ),
  shape(
    100,
    "business_incomplete",
    [
      "“Invalid parameter”, titled “Phone Link to WABA Failed - Unverified WABA”",
      "The business portfolio has no legal name, country or website. Filling them in mended it, without a verification.",
    ],
    "log",
    (error) => [error.userTitle, error.message, error.details].some((text) => UNVERIFIED_WABA.test(text ?? "")),
  ),
  shape(
    100,
    "verification_required",
    ["“(#100) Phone number not verified”", "The number's ownership was not verified before."],
    "claim",
    (error) => says(error, UNVERIFIED_NUMBER),
  ),
  shape(
    100,
    "missing_permission",
    [
      "“(#100) Tried accessing nonexisting field (…) on node type (…)”",
      "The id belongs to something else, such as a business or an account.",
    ],
    "log",
    (error) => says(error, /nonexisting field/i),
  ),
  shape(
    100,
    "invalid_parameter",
    [
      "“(#100) Invalid parameter” with details, or “(#100) The parameter pin is required”",
      "A value of the request is wrong or missing, the proof of the app secret included.",
    ],
    "doc",
    ({ message, details }) =>
      details !== null || (/\bparam(?:eter)?s?\b|\bargument\b/i.test(message) && !isBareWrapper(message)),
  ),
  shape(
    10,
    "missing_permission",
    [
      "“(#10) … requires that the Business that owns this App is a Business Solution Provider for WhatsApp.”",
      "This one thing is for the apps of Solution Partners alone; it says nothing of any other.",
    ],
    "log",
    ({ message }) => /solution provider/i.test(message),
  ),
  shape(
    200,
    "app_blocked",
    [
      "“API access blocked.”",
      "Meta has restricted the app itself, until its administrators do what the app's dashboard asks of them.",
    ],
    "log",
    ({ message }) =>
      /api access (?:(?:is|was|has been) )?(?:blocked|deactivated|disabled|disrupted|restricted|suspended)/i.test(
        message,
      ),
  ),
  shape(
    200,
    "invalid_token",
    ["“(#200) Provide valid app ID”", "There is no token that Meta can use."],
    "log",
    ({ message }) => /provide valid app id/i.test(message),
  ),
  shape(
    2500,
    "invalid_token",
    [
      "“An active access token must be used to query information about the current user.”",
      "The token does not fit /me.",
    ],
    "log",
    ({ message }) => /access token/i.test(message),
  ),
  shape(
    2500,
    "missing_permission",
    ["“Unknown path components: …”", "The id belongs to something else than a phone number."],
    "log",
    ({ message }) => /unknown path/i.test(message),
  ),
  shape(
    2500,
    "invalid_parameter",
    ["any other #2500", "The version of the Graph API does not exist, or not any more."],
    "log",
    () => true,
  ),
  shape(
    131_031,
    "account_locked",
    [
      "“(#131031) Account has been locked”",
      "The account is locked; or the two-step PIN is wrong, for which Meta documents the same error.",
    ],
    "doc",
    () => true,
  ),
];

/** The codes that have shapes. */
export const SHAPED_CODES: readonly number[] = [...new Set(SHAPES.map(({ code }) => code))];

/** The shape of an error, or `undefined`. */
export function shapeOf(error: GraphError): Shape | undefined {
  return SHAPES.find(({ code, fits }) => code === error.code && fits(error));
}
