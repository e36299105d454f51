import { Lifecycle, ReasonCode } from "../../functions/src/contract/lifecycle.ts";
import type { WebhookView } from "../../functions/src/contract/webhook.ts";
import { reason } from "../../functions/src/domain/advice/reason-advice.ts";
import { LIFECYCLE_RULES, type LifecycleRule } from "../../functions/src/domain/lifecycle/lifecycle-rules.ts";
import { NOTICES } from "../../functions/src/domain/lifecycle/notices.ts";
import { STATUS_WORDS } from "../../functions/src/domain/number-status.ts";
import { metaView } from "../../functions/src/testing/fixtures.ts";
import { table } from "../../graph-simulator/markdown-table.ts";
import { cell, code, GENERATED, HELD, WHO } from "./markdown.ts";

/** What each word means to somebody who reads it for the first time. */
const MEANINGS: Readonly<Record<Lifecycle, string>> = {
  draft: "nothing is known that would allow a next step",
  verification_required: "the business must prove that the number is its own",
  ready_to_register: "verified, and may be registered",
  registering: "a registration is under way",
  awaiting_meta: "Meta accepted and does not show it yet",
  connected: "works, as Meta says",
  live: "works, and an event about it has arrived here since",
  action_required: "somebody must mend something first",
  rate_limited: "Meta's budget of registrations is used up",
  outcome_unknown: "a request was sent and its answer lost; being found out by reading",
  suspended: "Meta took the number or its account out of service",
  disconnected: "worked, and does no longer",
  coexistence: "works, and is used by the WhatsApp Business app as well",
};

const FACTS: readonly (readonly string[])[] = [
  ["ownership, Meta's status, name, quality, platform", "`meta`", "every reading of the number"],
  [
    "registration",
    "`registration`",
    "`registerPhoneNumber`, `deregisterPhoneNumber`, `verifyPhoneNumber`, `refreshPhoneNumber`, `reconcilePhoneNumbers`",
  ],
  ["attempts", "`attempts`", "the attempt ledger"],
  ["webhook", "`webhook`", "`metaWebhook`"],
  ["token", "`token`", "`reconcilePhoneNumbers`"],
  ["access", "`access`", "`reconcilePhoneNumbers`, `refreshPhoneNumber`"],
];

/** docs/lifecycle.md: how `lifecycle` and `reasons` follow from what is known. */
export function lifecyclePage(): string {
  return `${[
    "# The lifecycle of a number",
    GENERATED,
    HELD,
    "`whatsappNumbers/{phoneNumberId}` has one word for the number's situation, `lifecycle`, and says why in `reasons`. Both are derived from the independent facts beside them, each time one of these changes, by one pure function ([lifecycle.ts](../functions/src/domain/lifecycle/lifecycle.ts)); nobody sets them. Words of Meta's that are not known here change nothing: they stand in `meta` as Meta wrote them.",
    table(["fact", "part of the document", "who learns it"], FACTS),
    "## The words",
    table(
      ["lifecycle", "in short"],
      Lifecycle.options.map((word) => [code(word), MEANINGS[word]]),
    ),
    "## Which word when",
    "Rows are tried from the top; the first that fits gives the word, and the first reason.",
    table(
      ["row", "when", "lifecycle", "first reason"],
      LIFECYCLE_RULES.map((rule, row) => ruleRow(rule, row)),
    ),
    "**`live` exactly:** connected, and `webhook.provenAt` is not before the connection began. `provenAt` is Meta's time of the earliest event that names this very number: an event with its digits, or one of the field `messages`, a status of a test message among them; events about the whole account prove nothing of one number. The connection began when Meta says so (`meta.lastOnboardedAt`), or else at `registration.at`. Registering a connected number again with `force` does not interrupt it (`lastAccepted.connectedSince`): it stays `live`.",
    "## What else is said",
    "Whatever the word is, these are added to `reasons` when they hold.",
    table(
      ["reason", "when"],
      NOTICES.map(({ code: name, when }) => [code(name), cell(when)]),
    ),
    "Claims of events are hints. Where Meta can be read, they are believed only until a reading is newer than they are (`meta.observedAt` after `webhook.claims.*.at`); `metaWebhook` has the number read within a minute. Where it cannot be read (reviews of the account, restrictions, violations, the PIN), the newest claim stands. A claim is taken back only by an event about the same subject (`webhook.claims` has one per subject). Times that lie in the future are not believed: such an event is kept, claims nothing and proves nothing.",
    "## Every reason",
    table(
      ["reason", "says", "who"],
      ReasonCode.options.map((name) => reasonRow(name)),
    ),
    "What can be done about a reason stands in its `resolution`: title, detail, and Meta's page where there is one.",
  ].join("\n\n")}\n`;
}

function ruleRow(rule: LifecycleRule, row: number): string[] {
  const isLast = row === LIFECYCLE_RULES.length - 1;
  const why = isLast
    ? "as `registration.status`"
    : firstReasons(rule)
        .map((name) => code(name))
        .join(", ");
  return [String(row + 1), cell(rule.when), code(rule.word), why];
}

const NOTHING_SAID = { message: null, retryAt: null, graphError: null };

/** The reasons that a row can give, found out by asking it about facts that it fits. */
function firstReasons({ fits, why }: LifecycleRule): ReasonCode[] {
  const statuses = [...STATUS_WORDS, null];
  const meta = (status: string | null) => metaView({ status });
  const claim = (word: string) => ({ word, detail: null, at: "2030-01-02T00:00:00.000Z", eventId: "e" });
  const told = (claims: WebhookView["claims"]): WebhookView => ({ provenAt: null, claims });
  const offboarded = told({ link: claim("ACCOUNT_OFFBOARDED") });
  const deregistered = { status: "deregistered", at: "2030-01-01T00:00:00.000Z", by: "", ...NOTHING_SAID } as const;
  const facts = [
    { meta: meta("DISCONNECTED"), registration: deregistered },
    ...statuses.map((status) => ({ meta: meta(status) })),
    {},
    { meta: meta("CONNECTED"), webhook: told({ partner: claim("PARTNER_REMOVED") }) },
    { meta: meta("CONNECTED"), webhook: offboarded },
    { meta: meta("DISCONNECTED"), webhook: offboarded },
  ];
  const fitting = facts.filter((fact) => fits(fact));
  const found = (fitting.length === 0 ? facts : fitting).map((fact) => why(fact)).filter((name) => name !== null);
  return [...new Set(found)];
}

function reasonRow(name: ReasonCode): string[] {
  const { message, actor } = reason(name);
  return [code(name), cell(message), WHO[actor]];
}
