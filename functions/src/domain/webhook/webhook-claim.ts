import type { ClaimSubject } from "../../contract/webhook.ts";
import { isObject, listAt, objectAt, textAt, timeOf } from "../json.ts";
import type { Claim, WebhookChange } from "./webhook-change.ts";

type Reading = (value: unknown) => Claim | null;

/** A claim whose word stands in one field of the value. */
const word =
  (subject: ClaimSubject, field: string, detailOf: (value: unknown) => string | null = () => null): Reading =>
  (value) => {
    const text = textAt(value, field);
    return text === null ? null : { subject, word: text, detail: detailOf(value) };
  };

/** What each event of `account_update` is about (Meta, account_update webhook). Other events claim nothing. */
const ACCOUNT_EVENTS: Readonly<Record<string, ClaimSubject>> = {
  PARTNER_ADDED: "access",
  PARTNER_REMOVED: "access",
  PARTNER_APP_INSTALLED: "access",
  PARTNER_APP_UNINSTALLED: "access",
  ACCOUNT_OFFBOARDED: "access",
  ACCOUNT_RECONNECTED: "access",
  ACCOUNT_DELETED: "access",
  DISABLED_UPDATE: "standing",
  ACCOUNT_RESTRICTION: "restriction",
  ACCOUNT_VIOLATION: "violation",
};

function accountUpdate(value: unknown): Claim | null {
  const event = textAt(value, "event");
  const subject = event !== null && Object.hasOwn(ACCOUNT_EVENTS, event) ? ACCOUNT_EVENTS[event] : undefined;
  if (event === null || subject === undefined) return null;
  switch (subject) {
    case "standing": {
      const ban = objectAt(value, "ban_info");
      return { subject, word: textAt(ban, "waba_ban_state") ?? event, detail: textAt(ban, "waba_ban_date") };
    }
    case "restriction":
      return { subject, word: event, detail: restrictions(value) };
    case "violation":
      return { subject, word: event, detail: textAt(objectAt(value, "violation_info"), "violation_type") };
    default:
      return { subject, word: event, detail: textAt(objectAt(value, "waba_info"), "partner_app_id") };
  }
}

/** Each restriction with its end, so that a reader sees when it is over. */
function restrictions(value: unknown): string | null {
  const named = listAt(value, "restriction_info").flatMap((entry) => {
    const [type, until] = [textAt(entry, "restriction_type"), timeOf(entry, "expiration")];
    if (type === null) return [];
    return [until === null ? type : `${type} until ${new Date(until).toISOString()}`];
  });
  return named.length === 0 ? null : named.join(", ").slice(0, 1000);
}

/** Newer deliveries wrap what an alert says in `alert_info`. */
function alert(value: unknown): Claim | null {
  const info = objectAt(value, "alert_info") ?? value;
  const type = textAt(info, "alert_type");
  return type === null ? null : { subject: "alert", word: type, detail: textAt(info, "alert_description") };
}

/** The limits that the account has, in Meta's own names. */
function capability(value: unknown): Claim | null {
  if (!isObject(value)) return null;
  const limits = Object.keys(value)
    .filter((name) => name.startsWith("max_"))
    .toSorted()
    .flatMap((name) => (textAt(value, name) === null ? [] : [`${name}=${textAt(value, name)}`]));
  return limits.length === 0 ? null : { subject: "capability", word: limits.join(", ").slice(0, 1000), detail: null };
}

/** Which field of a webhook claims what. */
const FIELDS: Readonly<Record<string, Reading>> = {
  phone_number_name_update: word("name", "decision", (value) => textAt(value, "requested_verified_name")),
  phone_number_quality_update: word(
    "quality",
    "event",
    (value) => textAt(value, "current_limit") ?? textAt(value, "max_daily_conversations_per_business"),
  ),
  account_review_update: word("review", "decision"),
  account_update: accountUpdate,
  account_alerts: alert,
  business_capability_update: capability,
  security: word("security", "event"),
};

/** What a change claims; `null`: nothing that is known here. */
export function claimOfChange({ field, value }: WebhookChange): Claim | null {
  return Object.hasOwn(FIELDS, field) ? (FIELDS[field]?.(value) ?? null) : null;
}
