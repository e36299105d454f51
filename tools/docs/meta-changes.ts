import { GRAPH_VERSIONS } from "../../functions/src/contract/graph-versions.ts";
import type { Standing } from "../../functions/src/domain/error/error-catalogue.ts";

/** Something that Meta changed, announced or was seen to do otherwise. */
export interface MetaChange {
  /** When, as exactly as it is known: `2026`, `2026-09`, `2026-09-11`. */
  readonly date: string;
  readonly what: string;
  readonly standing: Standing;
  /** What it means here. */
  readonly verdict: string;
  /** Files, by their paths from the root, that follow it; none: it asks for nothing. */
  readonly where: readonly string[];
}

const DOMAIN = "functions/src/domain";
const GRAPH = "functions/src/graph";

const change = (
  date: string,
  standing: Standing,
  what: string,
  verdict: string,
  ...where: readonly string[]
): MetaChange => ({ date, standing, what, verdict, where });

/** The ends of versions, out of the one table of them. */
const VERSION_ENDS: readonly MetaChange[] = Object.entries(GRAPH_VERSIONS).flatMap(([version, { since, ends }]) => [
  ...(since === null
    ? []
    : [
        change(
          since,
          "doc",
          `Graph API ${version} comes.`,
          "Served by the simulator; the default stays until a version gives a reason.",
          "graph-simulator/versions.ts",
        ),
      ]),
  ...(ends === null
    ? []
    : [
        change(
          ends,
          "doc",
          `Graph API ${version} ends.`,
          "The diagnosis warns sixty days before, and where Meta serves another version than was asked for.",
          "functions/src/contract/graph-versions.ts",
          `${DOMAIN}/diagnosis/reach-checks.ts`,
        ),
      ]),
]);

const CHANGES: readonly MetaChange[] = [
  change(
    "2025-07-01",
    "doc",
    "Messages are charged one by one, when they are delivered.",
    "An account without a payment method is noticed: 131042, and 141006 in health_status.",
    `${DOMAIN}/error/call-catalogue.ts`,
    `${DOMAIN}/diagnosis/health-checks.ts`,
  ),
  change(
    "2025-10-03",
    "doc",
    "Access verification is gone; business verification and App Review stay.",
    "The steps name Advanced access alone.",
    `${DOMAIN}/advice/steps.ts`,
  ),
  change(
    "2025-11-03",
    "doc",
    "Messages have a status `played`.",
    "A word that is not known changes nothing, and fails nothing.",
    `${DOMAIN}/webhook/webhook-meaning.ts`,
  ),
  change(
    "2026-04-17",
    "doc",
    "131064: utility templates were classified wrongly; the limit ends by itself.",
    "A status of its own words.",
    `${DOMAIN}/error/call-catalogue.ts`,
  ),
  change(
    "2026-05-13",
    "log",
    "`code_verification_status` EXPIRED stands on numbers that work.",
    "EXPIRED stops nothing.",
    `${DOMAIN}/phone-number.ts`,
  ),
  change(
    "2026-05-18",
    "doc",
    "A coexisting number whose phone was changed: ACCOUNT_OFFBOARDED, then ACCOUNT_RECONNECTED by itself.",
    "Nothing to do at first; the reason says so, and heals.",
    `${DOMAIN}/webhook/webhook-claim.ts`,
    `${DOMAIN}/lifecycle/number-facts.ts`,
  ),
  change(
    "2026-05-21",
    "doc",
    "Field `automatic_events`: what people bought in a chat.",
    "Nothing of it is kept.",
    `${DOMAIN}/webhook/kept-value.ts`,
  ),
  change(
    "2026-06",
    "doc",
    "Every partner on a number can deregister it.",
    "A number is called connected only while reading shows it.",
    `${DOMAIN}/lifecycle/registration-seen.ts`,
    "functions/src/app/reconcile-phone-numbers.ts",
  ),
  change(
    "2026-06",
    "doc",
    "account_*, template_*, and unlisted phone_number_* and security go to the app's address only, whatever overrides say.",
    "The diagnosis names the address by its level.",
    `${GRAPH}/webhook-addresses.ts`,
    `${DOMAIN}/diagnosis/webhook-checks.ts`,
  ),
  change(
    "2026-06-10",
    "log",
    "debug_token lists whatsapp_business_manage_events in place of whatsapp_business_management, for fresh tokens of Embedded Signup.",
    "A successful read outranks every list.",
    `${DOMAIN}/diagnosis/access-findings.ts`,
    `${DOMAIN}/diagnosis/permission-checks.ts`,
  ),
  change(
    "2026-06-24",
    "doc",
    "Registering a registered number succeeds with any PIN and changes none; the answer says so under a key that no copy names.",
    "`registered.pin` says `not_changed`; names of unknown keys are logged.",
    `${DOMAIN}/outcome/registration.ts`,
    `${GRAPH}/post-reply.ts`,
  ),
  change(
    "2026-06-24",
    "doc",
    "The account model to come (to 2026-10-27, beta): WABA ids become Messaging accounts, numbers WhatsApp accounts. Ids and paths stay.",
    "Paths are built in one place; a number may hang on several accounts, and its events are taken under any.",
    `${GRAPH}/address.ts`,
    `${DOMAIN}/webhook/webhook-route.ts`,
    "functions/src/handlers/webhook/delivery.ts",
  ),
  change(
    "2026-07-11",
    "log",
    "#200 “API access blocked.”: Meta has restricted the app itself.",
    "`app_blocked`, and no attempt is spent.",
    `${DOMAIN}/error/shapes.ts`,
    `${DOMAIN}/diagnosis/access-findings.ts`,
  ),
  change(
    "2026-07-24",
    "log",
    "33 webhook fields stand in the dashboard.",
    "An allow-list names what is kept; a new field is acknowledged and not kept.",
    `${DOMAIN}/webhook/kept-value.ts`,
  ),
  change(
    "2026-08-19",
    "log",
    "“Phone Link to WABA Failed - Unverified WABA”: the business portfolio is not filled in. BUSINESS LIMITED (141010) stops no registration.",
    "`business_incomplete`; health is judged by entity and code.",
    `${DOMAIN}/error/shapes.ts`,
    `${DOMAIN}/diagnosis/health-checks.ts`,
  ),
  change(
    "2026-09-11",
    "doc",
    "The error page lists 130403, 130497, 131063; account_update has `partner_app_id` and new restriction types.",
    "Known words; another partner's app coming or going is nothing of ours.",
    `${DOMAIN}/error/call-catalogue.ts`,
    `${DOMAIN}/webhook/webhook-claim.ts`,
  ),
  change(
    "2026-09",
    "log",
    "security: a reset of the PIN comes as PIN_RESET_SUCCESS, which Meta's page spells PIN_REQUEST_SUCCESS.",
    "Both are `pin_changed`.",
    `${DOMAIN}/webhook/webhook-claim.ts`,
  ),
  change(
    "2026-09-15",
    "doc",
    "business_username_updates: context `revoked`.",
    "Kept as an event of the number; says nothing of registering.",
    `${DOMAIN}/webhook/kept-value.ts`,
  ),
  change(
    "2026-09-19",
    "doc",
    "Access is granted apart for a WhatsApp account and its Messaging account.",
    "Whatever can be read is readable; assigned tasks are evidence of their own.",
    `${DOMAIN}/diagnosis/access-findings.ts`,
  ),
  change(
    "2026-10-01",
    "doc",
    "Free text and utility messages inside the 24 hours cost, too; without a payment method deliveries stop although the call succeeds.",
    "A test message's delivery is followed by webhook, and 141006 is named.",
    "functions/src/app/send-test-message.ts",
    `${DOMAIN}/outcome/test-message.ts`,
  ),
  change(
    "2026-10",
    "log",
    "debug_token refuses tokens of users who neither own nor develop the app.",
    "It is asked again as the app; where that is not configured, the diagnosis says so, and nothing is called broken.",
    `${GRAPH}/inspect-token.ts`,
    `${DOMAIN}/diagnosis/unfit-to-ask.ts`,
  ),
  change(
    "2026-10-15",
    "doc",
    "Embedded Signup: v4 alone.",
    "The client opens its dialog and reads its messages; what a page claims is proved against Meta before it is stored.",
    "client/src/signup/start-signup.ts",
    "client/src/signup/session-message.ts",
    "functions/src/app/connect-account.ts",
  ),
  change(
    "2026-12-31",
    "doc",
    "`paid_messaging_account_id`, the alias of `messaging_account_id` in sends, ends.",
    "Neither is sent.",
  ),
  change(
    "2027",
    "doc",
    "First half: with several accounts `messaging_account_id` must be sent, by the newest version; webhooks come as object `whatsapp_account`.",
    "The object is accepted; ids in it are not taken for accounts of today.",
    "functions/src/handlers/webhook/delivery.ts",
  ),
  change(
    "2028",
    "doc",
    "First half: paths take the ids of WhatsApp accounts.",
    "Paths are built in one place.",
    `${GRAPH}/address.ts`,
  ),
];

/** What Meta changed that touches this job, newest first. */
export const META_CHANGES: readonly MetaChange[] = [...CHANGES, ...VERSION_ENDS].toSorted((one, other) =>
  other.date.localeCompare(one.date),
);
