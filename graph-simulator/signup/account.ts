import { CONNECTED } from "../magic/magic-number.ts";
import { newWaba } from "../magic/places.ts";
import { HELLO_WORLD } from "../magic/templates.ts";
import type { NumberState, WabaState } from "../state.ts";
import type { World } from "../world.ts";
import { SignupRefused } from "./refused.ts";

/** The ends of a dialog after which an account is shared with the app. */
export const ADDED_ENDS = [
  "verified",
  "unverified",
  "no_number",
  "account_only",
  "several_numbers",
  "coexistence",
] as const;
export type AddedEnd = (typeof ADDED_ENDS)[number];

interface Choice {
  readonly end: AddedEnd;
  readonly wabaId?: string | undefined;
  readonly businessId?: string | undefined;
  readonly businessName?: string | undefined;
  readonly paymentMethod: boolean;
}

interface OpenedAccount {
  readonly waba: WabaState;
  /** Newest first. */
  readonly phoneNumberIds: readonly string[];
}

/**
 * The account that the customer chose, with its numbers: one that exists, as it is, or a new one. @throws SignupRefused for an account
 * of the app's own portfolio, which the dialog does not offer.
 */
export function openAccount(world: World, choice: Choice, ownPortfolio: string): OpenedAccount {
  const chosen = choice.wabaId === undefined ? undefined : world.wabas.get(choice.wabaId);
  if (choice.wabaId !== undefined && chosen === undefined) {
    throw new SignupRefused(`There is no account ${choice.wabaId}.`);
  }
  if ((chosen ?? choice).businessId === ownPortfolio) {
    throw new SignupRefused("Meta's dialog does not offer accounts of the app's own portfolio.");
  }
  const waba = chosen ?? makeAccount(world, choice);
  const there = [...world.numbers.values()].filter(({ wabaId }) => wabaId === waba.id);
  const numbers = there.length > 0 ? there : NUMBERS[choice.end].map((change) => makeNumber(world, waba, change));
  return { waba, phoneNumberIds: numbers.map(({ id }) => id).toReversed() };
}

/** A new customer's account: not verified, room for two numbers, Meta's sample as its only template (documented). */
function makeAccount(world: World, { businessId, businessName, paymentMethod }: Choice): WabaState {
  const id = nextId(world.wabas.keys(), 778_000_000_000_000);
  const businesses = [...world.wabas.values()].map((waba) => waba.businessId);
  const business = businessId ?? nextId(businesses, 667_000_000_000_000);
  const name = businessName ?? `Customer ${business.slice(-3)}`;
  const blank = newWaba(id);
  return world.patchWaba(id, {
    ...blank,
    name,
    businessId: business,
    businessName: name,
    businessVerificationStatus: "not_verified",
    primaryFundingId: paymentMethod ? blank.primaryFundingId : null,
    phoneNumberLimit: 2,
    templates: [structuredClone(HELLO_WORLD)],
    subscribedApps: [],
    assignedUsers: [],
  });
}

type NewNumber = Partial<NumberState>;
const VERIFIED: NewNumber = { codeVerificationStatus: "VERIFIED" };
const UNVERIFIED: NewNumber = { codeVerificationStatus: "NOT_VERIFIED" };

const NUMBERS: Readonly<Record<AddedEnd, readonly NewNumber[]>> = {
  verified: [VERIFIED],
  unverified: [UNVERIFIED],
  no_number: [],
  account_only: [],
  several_numbers: [UNVERIFIED, VERIFIED],
  coexistence: [{ ...CONNECTED, ...VERIFIED, isOnBizApp: true }],
};

/** Not registered and without a two-step PIN, unless the WhatsApp Business app has it. */
function makeNumber(world: World, waba: WabaState, change: NewNumber): NumberState {
  const id = nextId(world.numbers.keys(), 553_000_000_000_000);
  const digits = id.slice(-4);
  return world.patchNumber(id, {
    wabaId: waba.id,
    displayPhoneNumber: `+1 555-013-${digits}`,
    verifiedName: waba.name,
    nameStatus: "AVAILABLE_WITHOUT_REVIEW",
    qualityRating: "UNKNOWN",
    throughputLevel: "NOT_APPLICABLE",
    pin: null,
    ...change,
  });
}

/** The first free id of a family, which is told by its first three digits. */
function nextId(taken: Iterable<string>, family: number): string {
  const prefix = String(family).slice(0, 3);
  const ids = [...taken].filter((id) => id.startsWith(prefix)).map(Number);
  return String(Math.max(family, ...ids) + 1);
}
