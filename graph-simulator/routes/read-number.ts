import type { Call } from "../call.ts";
import { addressesOf } from "../callback-addresses.ts";
import { known, select } from "../fields.ts";
import { healthOfNumber } from "../health.ts";
import { asNumber } from "../meta-json.ts";
import { settle } from "../registration.ts";
import { ok, type Reply } from "../reply.ts";
import type { NumberState } from "../state.ts";
import { isSince } from "../versions.ts";
import type { World } from "../world.ts";

const NODE_TYPE = "WhatsAppBusinessPhoneNumber";
/** What comes when no `fields` are asked for (Meta's OpenAPI description). */
const DEFAULTS = ["id", "display_phone_number", "verified_name", "quality_rating"];
/** The other fields of Meta's OpenAPI description. */
const UNSET = known(
  "certificate",
  "country_code",
  "country_dial_code",
  "host_platform",
  "messaging_limit_tier",
  "unified_cert_status",
  "username",
);

/** `GET /{phone_number_id}?fields=…`. Each read can bring a number that waits for reads nearer to CONNECTED. */
export function readNumber(world: World, call: Call, number: NumberState): Reply {
  const shown = presentNumber(world, call, number);
  if (number.acceptedAt !== null) number.readsSinceAccepted += 1;
  return ok(shown);
}

/** A number as Graph shows it, alone or in its account's list. */
export function presentNumber(world: World, call: Call, number: NumberState): Record<string, unknown> {
  settle(number, call.now);
  const onboarded = number.lastOnboardedAt;
  const node = {
    ...UNSET,
    id: () => (number.printsIdAsNumber ? asNumber(number.id) : number.id),
    display_phone_number: () => number.displayPhoneNumber,
    verified_name: () => number.verifiedName,
    status: () => number.status,
    code_verification_status: () => number.codeVerificationStatus,
    name_status: () => number.nameStatus,
    new_display_name: () => number.newDisplayName ?? undefined,
    new_name_status: () => number.newNameStatus ?? undefined,
    quality_rating: () => number.qualityRating,
    platform_type: () => number.platformType,
    is_pin_enabled: () => number.pin !== null,
    is_on_biz_app: () => number.isOnBizApp,
    account_mode: () => number.accountMode,
    throughput: () => ({ level: number.throughputLevel }),
    health_status: () => healthOfNumber(world, call, number),
    last_onboarded_time: () =>
      onboarded === null ? undefined : new Date(onboarded).toISOString().replace(/\.\d+Z$/, "+0000"),
    webhook_configuration: () => addressesOf(world, call.app.id, number),
    is_official_business_account: () => false,
    ...(isSince(call.version, 24)
      ? { whatsapp_business_manager_messaging_limit: () => world.wabas.get(number.wabaId)?.messagingLimit }
      : {}),
  };
  return select(call, NODE_TYPE, node, DEFAULTS, number.forbiddenFields);
}
