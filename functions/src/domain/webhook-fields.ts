/** The webhook fields that this product lives on. Meta offers more, which an app may have besides. */
export const NEEDED_FIELDS: readonly string[] = [
  "messages",
  "account_update",
  "account_alerts",
  "account_review_update",
  "business_capability_update",
  "phone_number_name_update",
  "phone_number_quality_update",
  "security",
];

/** The fields of those above that are not among these. */
export function missingFields(fields: readonly string[]): string[] {
  return NEEDED_FIELDS.filter((field) => !fields.includes(field));
}
