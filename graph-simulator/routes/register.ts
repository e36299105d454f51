import { z } from "zod";
import { MANAGEMENT, MESSAGING, reachNumberToWrite } from "../access.ts";
import { spendAttempt } from "../attempts.ts";
import { type Call, strangeParameter } from "../call.ts";
import {
  GraphFailure,
  HELD_BY_BUSINESS_APP,
  invalidParameter,
  missingParameter,
  UNVERIFIED_WABA,
  unknownParameter,
} from "../graph-errors.ts";
import { accept, release } from "../registration.ts";
import { type Reply, success } from "../reply.ts";
import type { NumberState } from "../state.ts";
import { checkPin, sixDigits } from "../two-step-pin.ts";
import type { World } from "../world.ts";

/** Countries of Meta's local storage (Meta, Cloud API registration reference). */
const Region = z.enum(["AU", "ID", "IN", "JP", "SG", "KR", "DE", "CH", "GB", "BR", "BH", "ZA", "AE", "CA"]);

/** The number to register, its attempt counted. A missing scope is "(#100) Missing Permission" (seen in a log). */
export function openRegistration(world: World, call: Call): NumberState {
  if (![MANAGEMENT, MESSAGING].every((scope) => call.token.scopes.includes(scope))) {
    throw new GraphFailure({ code: 100 });
  }
  const number = reachNumberToWrite(world, call);
  spendAttempt(number, "register", call.now);
  return number;
}

/** What the registration takes (Meta's reference; `tier` and `meta_store_retention_minutes` are old and still known). */
const KNOWN = new Set([
  "messaging_product",
  "pin",
  "data_localization_region",
  "backup",
  "tier",
  "meta_store_retention_minutes",
]);

/** `POST /{phone_number_id}/register`. The order of Graph's own checks is not known. */
export function register(world: World, call: Call, number: NumberState): Reply {
  const { messaging_product: product, pin, data_localization_region: region } = call.parameters;
  if (product === undefined) throw new GraphFailure(missingParameter("messaging_product"));
  if (product !== "whatsapp") throw new GraphFailure(invalidParameter("Param messaging_product must be whatsapp."));
  if (pin === undefined) throw new GraphFailure(missingParameter("pin"));
  const digits = sixDigits(pin, "pin");
  if (region !== undefined && !Region.safeParse(region).success) {
    throw new GraphFailure(invalidParameter("Param data_localization_region is not a supported region."));
  }
  const strange = strangeParameter(call, KNOWN);
  if (strange !== null) throw new GraphFailure(unknownParameter(strange));
  refuseState(world, number, call.now);
  // A number that is registered already takes any PIN and keeps its own (Meta's guide on display names).
  if (!number.registered) checkPin(number, digits, call.now);
  accept(number, call.now);
  endMigration(world, number);
  return success;
}

/** The number has moved: it is no longer registered where it was (what the old number's status then is, is a guess). */
function endMigration(world: World, number: NumberState): void {
  const source = number.migratesFrom === null ? undefined : world.numbers.get(number.migratesFrom);
  number.migratesFrom = null;
  if (source === undefined) return;
  release(source);
  source.status = "MIGRATED";
}

function refuseState(world: World, number: NumberState, now: number): void {
  if (number.isOnBizApp) throw new GraphFailure(HELD_BY_BUSINESS_APP);
  if (number.incompleteDeregistration) throw new GraphFailure({ code: 133000 });
  if (number.deletionTakes !== null) {
    number.deletedUntil = now + number.deletionTakes * 1000;
    number.deletionTakes = null;
  }
  if (number.deletedUntil !== null && now < number.deletedUntil) throw new GraphFailure({ code: 133015 });
  if (number.codeVerificationStatus === "NOT_VERIFIED" || number.needsReverification) {
    throw new GraphFailure({ code: 133006 });
  }
  if (world.wabas.get(number.wabaId)?.businessProfileComplete === false) throw new GraphFailure(UNVERIFIED_WABA);
}
