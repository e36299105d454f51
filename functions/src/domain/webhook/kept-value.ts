import { cut, isObject } from "../json.ts";

/** Meta's own word for something: it begins with a letter, so that no dialable number passes for one. */
type Scalar = "word" | "id" | "count" | "digits" | "text";

/** The keys of an object, or of each object of a list, that may be kept. */
interface Keys {
  readonly [key: string]: Scalar | Keys;
}

const WORD = /^[A-Za-z][\w-]{0,511}$/;
const ID = /^\d{5,20}$/;
const COUNT = /^-?\d{1,13}$/;
/** A number as Meta writes it: digits, and what stands between them. */
const DIALLED = /^\+?[\d\s().-]{5,30}$/;
const LONGEST_TEXT = 500;
const LONGEST_LIST = 20;

const NUMBER: Keys = { display_phone_number: "digits" };
const TEMPLATE: Keys = {
  message_template_id: "id",
  message_template_name: "word",
  message_template_language: "word",
};
const ALERT: Keys = { alert_severity: "word", alert_status: "word", alert_type: "word", alert_description: "text" };
const OFFBOARDING: Keys = { waba_id: "id", reason: "word", timestamp: "count" };
const USERNAME: Keys = { ...NUMBER, status: "word", context: "word" };

/**
 * Everything that is ever kept of an event (Meta, webhook reference, 2026-11), field by field and key by key. Free text is kept in
 * three places alone: the display name that the business asked for, Meta's description of an alert, and the day of a ban.
 */
const KEPT: Readonly<Record<string, Keys>> = {
  account_update: {
    ban_info: { waba_ban_date: "text", waba_ban_state: "word" },
    disconnection_info: { initiated_by: "word", reason: "word" },
    event: "word",
    phone_number: "digits",
    restriction_info: { expiration: "count", restriction_type: "word" },
    violation_info: { violation_type: "word" },
    waba_info: { owner_business_id: "id", partner_app_id: "id", solution_id: "id", waba_id: "id" },
  },
  account_offboarded: OFFBOARDING,
  account_reconnected: OFFBOARDING,
  account_review_update: { decision: "word" },
  account_alerts: { ...ALERT, alert_info: ALERT, entity_id: "id", entity_type: "word" },
  business_capability_update: {
    max_daily_conversation_per_phone: "count",
    max_daily_conversations_per_business: "count",
    max_phone_numbers_per_business: "count",
    max_phone_numbers_per_waba: "count",
  },
  phone_number_name_update: {
    ...NUMBER,
    decision: "word",
    rejection_reason: "word",
    requested_verified_name: "text",
  },
  phone_number_quality_update: {
    ...NUMBER,
    current_limit: "word",
    event: "word",
    max_daily_conversations_per_business: "count",
    old_limit: "word",
  },
  security: { ...NUMBER, event: "word" },
  business_username_update: USERNAME,
  business_username_updates: USERNAME,
  message_template_status_update: { ...TEMPLATE, event: "word", reason: "word" },
  message_template_quality_update: { ...TEMPLATE, new_quality_score: "word", previous_quality_score: "word" },
  template_category_update: { ...TEMPLATE, correct_category: "word", new_category: "word", previous_category: "word" },
  partner_solutions: { event: "word", solution_id: "id", solution_status: "word" },
};

/** A kept part of an event: keys of the list alone, in the list's order. */
export type KeptValue = { readonly [key: string]: unknown };

/** What of an event's value may be kept; `null`: nothing of this field is, not even that it came. */
export function keptValue(field: string, value: unknown): KeptValue | null {
  const keys = Object.hasOwn(KEPT, field) ? KEPT[field] : undefined;
  return keys === undefined ? null : keptOf(value, keys);
}

/** The fields of which anything is kept, for the documentation. */
export const KEPT_FIELDS: readonly string[] = Object.keys(KEPT).toSorted();

function keptOf(value: unknown, keys: Keys): KeptValue {
  if (!isObject(value)) return {};
  const entries = Object.entries(keys).flatMap(([key, shape]) => {
    const field = Object.hasOwn(value, key) ? part(value[key], shape) : undefined;
    return field === undefined ? [] : [[key, field] as const];
  });
  return Object.fromEntries(entries);
}

function part(value: unknown, shape: Scalar | Keys): unknown {
  if (typeof shape === "string") return scalar(value, shape);
  if (!Array.isArray(value)) return isObject(value) ? keptOf(value, shape) : undefined;
  return value.slice(0, LONGEST_LIST).map((item) => keptOf(item, shape));
}

/** Whole numbers stand for their digits: Meta writes ids and limits either way. */
function scalar(value: unknown, shape: Scalar): string | number | undefined {
  const text = Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== "string" || text === "") return undefined;
  switch (shape) {
    case "word":
      return WORD.test(text) ? text : undefined;
    case "id":
      return ID.test(text) ? text : undefined;
    case "count":
      return COUNT.test(text) ? Number(text) : undefined;
    case "digits":
      return DIALLED.test(text) ? text : undefined;
    case "text":
      return cut(text, LONGEST_TEXT);
  }
}
