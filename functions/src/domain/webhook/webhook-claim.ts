import type { ClaimSubject } from "../../contract/webhook.ts";
import { cut, listAt, objectAt, textAt, timeOf } from "../json.ts";
import { keptValue, type KeptValue } from "./kept-value.ts";
import type { Claim, WebhookChange } from "./webhook-change.ts";

/** `appId`: this deployment's app; `null`: it is not configured. */
type ClaimReader = (value: KeptValue, appId: string | null) => Claim | null;

/** A claim whose word stands in one field of the value. */
const word =
  (subject: ClaimSubject, field: string, detailOf: (value: KeptValue) => string | null = () => null): ClaimReader =>
  (value) => {
    const text = textAt(value, field);
    return text === null ? null : { subject, word: text, detail: detailOf(value) };
  };

/** A claim whose subject is decided by its word. Words that are not known claim nothing, and so take nothing back. */
const sorted =
  (subjects: Readonly<Record<string, ClaimSubject>>, detailOf: (value: KeptValue) => string | null): ClaimReader =>
  (value) => {
    const event = textAt(value, "event");
    const subject = event !== null && Object.hasOwn(subjects, event) ? subjects[event] : undefined;
    return event === null || subject === undefined ? null : { subject, word: event, detail: detailOf(value) };
  };

/** What each event of `account_update` is about (Meta, account_update webhook). */
const ACCOUNT_EVENTS: Readonly<Record<string, ClaimSubject>> = {
  PARTNER_ADDED: "partner",
  PARTNER_REMOVED: "partner",
  PARTNER_APP_INSTALLED: "app",
  PARTNER_APP_UNINSTALLED: "app",
  ACCOUNT_OFFBOARDED: "link",
  ACCOUNT_RECONNECTED: "link",
  ACCOUNT_DELETED: "deletion",
  DISABLED_UPDATE: "standing",
  ACCOUNT_RESTRICTION: "restriction",
  ACCOUNT_VIOLATION: "violation",
};

/** What each event of `phone_number_quality_update` is about. */
const QUALITY_EVENTS: Readonly<Record<string, ClaimSubject>> = {
  FLAGGED: "quality",
  UNFLAGGED: "quality",
  ONBOARDING: "limit",
  UPGRADE: "limit",
  DOWNGRADE: "limit",
  THROUGHPUT_UPGRADE: "throughput",
};

/** What each event of `security` is about. After a reset the PIN is off: Meta's page spells the event the first way, live ones come the second (seen in a log). */
const SECURITY_EVENTS: Readonly<Record<string, ClaimSubject>> = {
  PIN_CHANGED: "pin",
  PIN_REQUEST_SUCCESS: "pin",
  PIN_RESET_SUCCESS: "pin",
  PIN_RESET_REQUEST: "pin_reset",
};

const accountEvent = sorted(ACCOUNT_EVENTS, () => null);

function accountUpdate(value: KeptValue, appId: string | null): Claim | null {
  const claim = accountEvent(value, appId);
  if (claim === null) return null;
  switch (claim.subject) {
    case "standing": {
      const ban = objectAt(value, "ban_info");
      return { ...claim, word: textAt(ban, "waba_ban_state") ?? claim.word, detail: textAt(ban, "waba_ban_date") };
    }
    case "restriction":
      return { ...claim, detail: restrictions(value), ...endOf(value) };
    case "violation":
      return { ...claim, detail: textAt(objectAt(value, "violation_info"), "violation_type") };
    case "app": {
      // Several partners share an account: the app that comes or goes may be another's.
      const partnerAppId = textAt(objectAt(value, "waba_info"), "partner_app_id");
      const isForeign = appId !== null && partnerAppId !== null && partnerAppId !== appId;
      return isForeign ? null : { ...claim, detail: partnerAppId };
    }
    case "partner":
      return { ...claim, detail: disconnection(value) };
    default:
      return claim;
  }
}

/** Why a business left, and who began it (Meta, coexistence, account_update PARTNER_REMOVED). */
function disconnection(value: KeptValue): string | null {
  const info = objectAt(value, "disconnection_info");
  const [reason, by] = [textAt(info, "reason"), textAt(info, "initiated_by")];
  if (by === null) return reason;
  return reason === null ? `initiated by ${by}` : `${reason}, initiated by ${by}`;
}

/** Each restriction with its end, so that a reader sees when it is over. */
function restrictions(value: KeptValue): string | null {
  const named = listAt(value, "restriction_info").flatMap((entry) => {
    const [type, until] = [textAt(entry, "restriction_type"), timeOf(entry, "expiration")];
    if (type === null) return [];
    return [until === null ? type : `${type} until ${new Date(until).toISOString()}`];
  });
  return named.length === 0 ? null : cut(named.join(", "));
}

/** When the last restriction ends; nothing, where one of them has no end. */
function endOf(value: KeptValue): { readonly until?: string } {
  const ends = listAt(value, "restriction_info").map((entry) => timeOf(entry, "expiration"));
  const known = ends.filter((end) => end !== null);
  return known.length === 0 || known.length < ends.length ? {} : { until: new Date(Math.max(...known)).toISOString() };
}

/** Newer deliveries wrap what an alert says in `alert_info`. */
function alert(value: KeptValue): Claim | null {
  const info = objectAt(value, "alert_info") ?? value;
  const type = textAt(info, "alert_type");
  return type === null ? null : { subject: "alert", word: type, detail: textAt(info, "alert_description") };
}

/** The limits that the account has, in Meta's own names. */
function capability(value: KeptValue): Claim | null {
  const limits = Object.keys(value).map((name) => `${name}=${textAt(value, name)}`);
  return limits.length === 0 ? null : { subject: "capability", word: limits.join(", "), detail: null };
}

/** Two libraries know the events of coexistence as fields of their own; Meta documents them inside `account_update` alone. */
const linkEvent =
  (event: "ACCOUNT_OFFBOARDED" | "ACCOUNT_RECONNECTED"): ClaimReader =>
  (value) => ({ subject: "link", word: event, detail: textAt(value, "reason") });

/** Which field of a webhook claims what. */
const FIELDS: ReadonlyMap<string, ClaimReader> = new Map(
  Object.entries({
    phone_number_name_update: word("name", "decision", (value) => textAt(value, "requested_verified_name")),
    phone_number_quality_update: sorted(
      QUALITY_EVENTS,
      (value) => textAt(value, "current_limit") ?? textAt(value, "max_daily_conversations_per_business"),
    ),
    account_review_update: word("review", "decision"),
    account_update: accountUpdate,
    account_offboarded: linkEvent("ACCOUNT_OFFBOARDED"),
    account_reconnected: linkEvent("ACCOUNT_RECONNECTED"),
    account_alerts: alert,
    business_capability_update: capability,
    security: sorted(SECURITY_EVENTS, () => null),
  }),
);

/** What a change claims; `null`: nothing that is known here. Read from what may be kept, so a claim holds nothing else. */
export function claimOfChange({ field, value }: WebhookChange, appId: string | null): Claim | null {
  const kept = keptValue(field, value);
  return kept === null ? null : (FIELDS.get(field)?.(kept, appId) ?? null);
}
