/** A place where what is checked here differs from Meta's description, and why. */
interface Deviation {
  readonly where: string;
  readonly described: string;
  readonly here: string;
  readonly reason: string;
}

/** Every deviation from Meta's OpenAPI description of the WhatsApp Business APIs (v23.0). */
export const DEVIATIONS: readonly Deviation[] = [
  {
    where: "GET /{number}, GET /{waba}/phone_numbers: status",
    described: "PENDING, LINKED, UNLINKED, DELETED, MIGRATED, BANNED, RESTRICTED",
    here: "any word",
    reason: "CONNECTED, DISCONNECTED and FLAGGED are what logs show; Meta calls the list open.",
  },
  {
    where: "GET /{number}: code_verification_status",
    described: "VERIFIED, UNVERIFIED",
    here: "any word",
    reason: "NOT_VERIFIED and EXPIRED are what logs show.",
  },
  {
    where: "GET /{number}, GET /{waba}/phone_numbers: id",
    described: "a string",
    here: "of one number a JSON number beyond 2^53",
    reason: "Some documented samples print ids so.",
  },
  {
    where: "GET /{waba}/phone_numbers: required fields",
    described: "id, display_phone_number, status",
    here: "id alone",
    reason: "`fields` decides what comes; the guide's samples have neither.",
  },
  {
    where: "GET /{number}: fields",
    described: "six fields",
    here: "those of Meta's guides too, such as health_status, platform_type and webhook_configuration",
    reason: "The description lists a part of what the guides document.",
  },
  {
    where: "GET /{waba}/subscribed_apps: entries",
    described: "{ id, name }",
    here: "{ whatsapp_business_api_data: { id, name, link }, override_callback_uri? }; one account's without the wrapper",
    reason: "The guide on webhooks and nearly every quoted body have the wrapper; a log shows entries without it.",
  },
  {
    where: "POST /{waba}/phone_numbers: phone_number, verified_name",
    described: "E.164 without +, seven to fifteen digits; always a name",
    here: "four to fourteen digits, without the country code; no name where a number is moved",
    reason: "Reference and migration guide say so, with cc apart.",
  },
  {
    where: "POST /{number}/request_code: language",
    described: "two small letters, underscore, two capitals",
    here: "a language of Meta's list, of which some have no country",
    reason: "Meta's list of languages has de, fr and others without one; what is not on it is refused.",
  },
  {
    where: "POST /{number}/messages: template.language.policy",
    described: "required",
    here: "may be left out",
    reason: "Meta's guides and samples leave it out.",
  },
  {
    where: "errors: error_data",
    described: "not at all",
    here: "an object with details, blame_field_specs, or a string",
    reason: "Documented on the error page, and seen in logs.",
  },
  {
    where: "oauth/access_token, debug_token, me, me/permissions, app, subscriptions, message_templates",
    described: "not at all",
    here: "as Meta's Graph reference and guides show them",
    reason: "They are no part of that description.",
  },
];
