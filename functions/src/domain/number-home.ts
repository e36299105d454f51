import type { AccountRef } from "./account.ts";

/** The account that a number belongs to. `nobodys`: its customer has left with it, or nobody can tell whose it is; nobody acts on it. */
export type NumberHome =
  | (AccountRef & { readonly nobodys?: never })
  | { readonly nobodys: "left" | "unreadable"; readonly wabaId?: never; readonly customerId?: never };

/** What is stored of a number that says where it belongs. */
export interface StoredHome {
  /** Whether a customer is named, however badly. */
  readonly namesCustomer: boolean;
  /** `null`: none is named, or it cannot be read. */
  readonly customerId: string | null;
  readonly wabaId: string | null;
  /** Whether it was added from here. */
  readonly isAdded: boolean;
  /** Whether its customer has left with it. */
  readonly hasLeft: boolean;
}

/**
 * Where a number belongs by what is stored of it; `null`: neither did a customer connect it, nor was it added from here. A customer's number
 * is never taken for the deployment's own because a part of its document cannot be read.
 */
export function homeOf({ namesCustomer, customerId, wabaId, isAdded, hasLeft }: StoredHome): NumberHome | null {
  if (!namesCustomer) return isAdded && wabaId !== null ? { wabaId, customerId: null } : null;
  if (hasLeft) return { nobodys: "left" };
  return customerId === null || wabaId === null ? { nobodys: "unreadable" } : { wabaId, customerId };
}

/** The numbers that this deployment names: by their ids, or all of an account's. */
export interface NamedNumbers {
  readonly namedIds: readonly string[];
  /** Whether a number is named, or covered with all others. */
  readonly manages: (phoneNumberId: string) => boolean;
}

/** Whether a number is managed here: it is named, or it belongs here; one that nothing is known about may be covered with all others. */
export function isManaged(
  { namedIds, manages }: NamedNumbers,
  phoneNumberId: string,
  home: NumberHome | null,
): boolean {
  if (namedIds.includes(phoneNumberId)) return true;
  return home === null ? manages(phoneNumberId) : home.nobodys === undefined;
}

/**
 * Whether a call about a number in an account finds it here, for everybody who may ask about the account. In a customer's account, only
 * what was connected with it counts: its members know nothing of the configuration.
 */
export function isFoundIn(
  account: NamedNumbers & Pick<AccountRef, "customerId">,
  phoneNumberId: string,
  home: NumberHome | null,
): boolean {
  const { customerId } = account;
  if (customerId === null) return isManaged(account, phoneNumberId, home);
  return home?.customerId === customerId;
}

/**
 * Whether a customer who connects an account may have a number in it. A customer's number goes with its account; the deployment's own stays
 * its own, and so does one that another customer has in another account.
 */
export function mayAdopt(
  stored: StoredHome,
  { wabaId, customerId }: AccountRef & { readonly customerId: string },
): boolean {
  if (!stored.namesCustomer) return !stored.isAdded;
  return stored.customerId === customerId || (stored.customerId !== null && stored.wabaId === wabaId);
}

/** Whether a number is this customer's, in this account, and the customer has not left with it. */
export function isHeldIn(stored: StoredHome, { wabaId, customerId }: AccountRef): boolean {
  return customerId !== null && stored.customerId === customerId && stored.wabaId === wabaId && !stored.hasLeft;
}
