import { reachWaba, refuseWithoutTask } from "../access.ts";
import { type Call, strangeParameter, text } from "../call.ts";
import { type Fault, type GraphErrorSpec, takesEffect } from "../faults.ts";
import { GraphFailure, invalidParameter, missingParameter, unknownParameter } from "../graph-errors.ts";
import { IN_THE_LIST, NUMBERS_TO_ADD, PIN_IS_ON } from "../magic/numbers-to-add.ts";
import { ok, type Reply } from "../reply.ts";
import type { NumberState, WabaState } from "../state.ts";
import { digitsOf } from "../webhooks/events.ts";
import type { World } from "../world.ts";

/** In JSON, or in a form. */
const MOVES = new Set<unknown>([true, "true"]);
const KNOWN = new Set(["cc", "phone_number", "verified_name", "preverified_id", "migrate_phone_number"]);

/** The edge's documented code; its words do not say which of its reasons holds. */
const refusedToAdd = (rest: Partial<GraphErrorSpec> = {}): GraphFailure => new GraphFailure({ code: 200000, ...rest });

/** One subcode with ten causes, told apart by their titles alone (documented; the titles here are inferred). */
const notMovable = (userTitle: string): GraphFailure =>
  new GraphFailure({ code: 100, subcode: 2388103, userTitle, userMessage: userTitle });

/** `POST /{waba_id}/phone_numbers`: a new number, unverified, or one that is moved from another account. Both get a new id. */
export function addNumber(world: World, call: Call): { readonly reply: Reply; readonly fault: Fault | null } {
  const waba = reachWaba(world, call);
  refuseWithoutTask(world, call, waba.id);
  const strange = strangeParameter(call, KNOWN);
  if (strange !== null) throw new GraphFailure(unknownParameter(strange));
  const [cc, phoneNumber, name] = [text(call, "cc"), text(call, "phone_number"), text(call, "verified_name")];
  if (cc === null) throw new GraphFailure(missingParameter("cc"));
  if (phoneNumber === null) throw new GraphFailure(missingParameter("phone_number"));
  if (!/^[1-9]\d{0,2}$/.test(cc)) throw new GraphFailure(invalidParameter("Param cc is not a country code."));
  if (!/^\d{4,14}$/.test(phoneNumber))
    throw new GraphFailure(invalidParameter("Param phone_number must be digits only."));
  const moves = MOVES.has(call.parameters["migrate_phone_number"]);
  if (!moves && name === null) throw new GraphFailure(missingParameter("verified_name"));
  if (name !== null && !/^.{2,75}$/u.test(name))
    throw new GraphFailure(invalidParameter("Param verified_name must have 2 to 75 characters."));
  const magic = NUMBERS_TO_ADD.find((row) => row.phoneNumber === phoneNumber);
  if (magic?.refusal != null) throw new GraphFailure(magic.refusal);
  const fault = magic?.fault ?? null;
  if (fault !== null && !takesEffect(fault)) return { reply: ok({}), fault };
  const digits = `${cc}${phoneNumber}`;
  const holders = [...world.numbers.values()].filter(
    (number) => digitsOf(number) === digits && number.status !== "MIGRATED",
  );
  if (holders.some((number) => number.wabaId === waba.id)) throw new GraphFailure(IN_THE_LIST);
  refuseFull(world, waba);
  const [source] = holders;
  if (!moves && source !== undefined) throw refusedToAdd({ subcode: 3095008 });
  const from = moves ? sourceOf(world, waba, source) : null;
  const id = nextId(world);
  world.patchNumber(id, {
    wabaId: waba.id,
    displayPhoneNumber: `+${cc} ${phoneNumber}`,
    verifiedName: from?.verifiedName ?? name ?? "",
    codeVerificationStatus: "NOT_VERIFIED",
    nameStatus: from?.nameStatus ?? "AVAILABLE_WITHOUT_REVIEW",
    qualityRating: from?.qualityRating ?? "UNKNOWN",
    pin: null,
    migratesFrom: from?.id ?? null,
  });
  return { reply: ok({ id }), fault };
}

function refuseFull(world: World, waba: WabaState): void {
  const count = [...world.numbers.values()].filter((number) => number.wabaId === waba.id).length;
  if (waba.phoneNumberLimit === null || count < waba.phoneNumberLimit) return;
  throw refusedToAdd({
    userTitle: "Phone number limit reached",
    userMessage: "You have reached the limit of phone numbers.",
  });
}

/** The number at its old account, if everything that Meta asks of a migration holds. */
function sourceOf(world: World, target: WabaState, source: NumberState | undefined): NumberState {
  if (target.reviewStatus !== "APPROVED") throw notMovable("The target account is not approved");
  if (target.businessVerificationStatus.toLowerCase() !== "verified") throw notMovable("The business is not verified");
  if (target.primaryFundingId === null) throw notMovable("The target account has no payment method");
  if (target.subscribedApps.length === 0) throw notMovable("No app is subscribed to the target account's webhooks");
  if (source === undefined || !source.registered) throw notMovable("Add the number directly instead");
  if (source.accountMode !== "LIVE" || source.isOnBizApp) throw notMovable("This number cannot be migrated");
  if (source.nameStatus !== "APPROVED" || source.newNameStatus !== null) {
    throw notMovable("The display name is not approved, or a change is pending");
  }
  const from = world.wabas.get(source.wabaId);
  if (from?.businessId !== target.businessId) throw notMovable("The accounts belong to different portfolios");
  if (from.reviewStatus !== "APPROVED") throw notMovable("The source account is not approved");
  if (source.pin !== null) throw new GraphFailure(PIN_IS_ON);
  return source;
}

/** The first id of the family of added numbers that is free. */
function nextId(world: World): string {
  const taken = [...world.numbers.keys()].filter((id) => id.startsWith("559")).map(Number);
  return String(Math.max(559_000_000_000_000, ...taken) + 1);
}
