import { GRAPH_VERSION, GRAPH_VERSIONS as VERSIONS } from "../../functions/src/contract/graph-versions.ts";
import {
  ACCESS_TOKENS,
  GRAPH_VERSIONS,
  PERMISSIONS,
  REGISTRATION,
  TWO_STEP,
} from "../../functions/src/domain/advice/meta-pages.ts";
import { NOT_A_PERMISSION } from "../../functions/src/domain/diagnosis/permission-checks.ts";

const ended = (version: string): string => VERSIONS[version]?.ends ?? "a day that is not known";

/** Something that widespread guides say, what is true instead, and where that stands. */
export interface Folklore {
  readonly said: string;
  readonly truth: string;
  readonly sources: readonly (readonly [name: string, url: string])[];
}

const DEBUG_TOKEN = "https://developers.facebook.com/docs/graph-api/reference/debug_token/";
const GRAPH_ERRORS = "https://developers.facebook.com/docs/graph-api/guides/error-handling";

/** Where the guides are wrong. */
export const FOLKLORE: readonly Folklore[] = [
  {
    said: `“Grant the permission ${NOT_A_PERMISSION}.”`,
    truth:
      "There is no such permission: none of Meta's lists has it. Registering needs whatsapp_business_management and whatsapp_business_messaging; business_management is needed only to list a business's assets.",
    sources: [["Meta, WhatsApp permissions", PERMISSIONS]],
  },
  {
    said: "“Use the PIN that Meta gave you”, or “the PIN is 000000 while testing”.",
    truth:
      "Meta issues no PIN. It is the number's two-step PIN, six digits that whoever switched it on has chosen; a number without one takes the PIN of its first registration. Each wrong guess spends one of ten attempts.",
    sources: [
      ["Meta, Two-step verification", TWO_STEP],
      ["Meta, Registration", REGISTRATION],
    ],
  },
  {
    said: "Examples that call Graph v18.0, v19.0 or v20.0.",
    truth: `These versions ended on ${ended("v18.0")}, ${ended("v19.0")} and ${ended("v20.0")}. Meta answers such calls as the oldest version that lives, so they seem to work and behave differently. ${GRAPH_VERSION} lives to ${ended(GRAPH_VERSION)}.`,
    sources: [["Meta, Graph API versions", GRAPH_VERSIONS]],
  },
  {
    said: "“(#100) Missing Permission means that a permission is missing.”",
    truth:
      "Often. It was also met with token, permissions and account in perfect order, when the number was still on the WhatsApp Business app. See the shapes of #100 above.",
    sources: [
      [
        "Meta, Error codes (which lists 10, 200–299 and 131005 for a lack of access, and not 100)",
        "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes",
      ],
    ],
  },
  {
    said: "“The token has no target_ids, so it has no accounts.”",
    truth: "The other way round: a permission without target_ids covers every account that its user may use.",
    sources: [["Meta, debug_token", DEBUG_TOKEN]],
  },
  {
    said: "“Change the system user's rights and try again.”",
    truth:
      "A token keeps the permissions that it was made with. After a change, generate a new one, store it and deploy.",
    sources: [["Meta, Access tokens", ACCESS_TOKENS]],
  },
  {
    said: "“Your app must pass App Review.”",
    truth:
      "Not for your own business's accounts. Advanced access, which App Review gives, is needed for accounts of other businesses; no call can read whether an app has it.",
    sources: [["Meta, WhatsApp permissions", PERMISSIONS]],
  },
  {
    said: "“Retry when the error is transient.”",
    truth:
      "Never for a registration. Every request counts, failed ones too: ten in 72 hours, and one more locks the number for 72 hours.",
    sources: [["Meta, Registration", REGISTRATION]],
  },
  {
    said: "“Look at the HTTP status.”",
    truth:
      "It says nothing reliable: #190 has come with 400 and with 401. Code, subcode and the English message decide.",
    sources: [["Meta, Handling errors", GRAPH_ERRORS]],
  },
];
