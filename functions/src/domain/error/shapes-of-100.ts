import type { GraphError } from "../../contract/failure.ts";
import type { RegistrationFailureStatus } from "../../contract/register-phone-number.ts";
import type { Standing } from "./error-catalogue.ts";

/** One of the things that Graph's #100 can be. */
export interface Shape {
  /** What its body looks like, for people. */
  readonly words: string;
  readonly status: Extract<
    RegistrationFailureStatus,
    "missing_permission" | "number_on_business_app" | "invalid_parameter"
  >;
  /** What it was when it was met. */
  readonly meaning: string;
  readonly standing: Standing;
  readonly fits: (error: Pick<GraphError, "subcode" | "message">) => boolean;
}

/**
 * What #100 can be, told apart by `error_subcode` and the English `message` (`error_user_*` and `details` may be localised and
 * decide nothing). The first that fits counts. What fits none is missing access too: that is what an unnamed #100 has been so far.
 */
export const SHAPES_OF_100: readonly Shape[] = [
  {
    words: "“(#100) Missing Permission”",
    status: "missing_permission",
    meaning:
      "A permission is not granted; or, with token, permissions and account all in order, the number belongs to the WhatsApp Business app.",
    standing: "log",
    fits: ({ message }) => /missing permission/i.test(message),
  },
  {
    words:
      "subcode 33: “Unsupported post request. Object with ID '…' does not exist, cannot be loaded due to missing permissions, …”",
    status: "missing_permission",
    meaning: "The account is missing from the token's accounts; or the id is not a phone number id.",
    standing: "log",
    fits: ({ subcode }) => subcode === 33,
  },
  {
    words: "“Register endpoint is not available for SMB businesses.”",
    status: "number_on_business_app",
    meaning: "The number is used in the WhatsApp Business app.",
    standing: "log",
    fits: ({ message }) => /\bSMB\b/.test(message),
  },
  {
    words: "“(#100) Invalid parameter” with details, or “(#100) The parameter pin is required”",
    status: "invalid_parameter",
    meaning: "A value of the request is wrong or missing, the proof of the app secret included.",
    standing: "doc",
    fits: ({ message }) => /\bparam(?:eter)?s?\b|\bargument\b/i.test(message),
  },
  {
    words: "subcode 2388001: “Cannot Create Certificate”",
    status: "missing_permission",
    meaning: "Meta has not processed the display name yet, or a phone still uses the number.",
    standing: "claim",
    fits: ({ subcode }) => subcode === 2_388_001,
  },
];
