import type { NumberFacts } from "../lifecycle/number-facts.ts";
import { homeOf, isManaged, type NamedNumbers } from "../number-home.ts";
import { TEST_MESSAGE_MARK } from "../test-message.ts";
import type { Meaning, MessageStatus, Subject, WebhookChange } from "./webhook-change.ts";
import type { EventFacts } from "./webhook-view.ts";

/** A number that this deployment has a document of. */
export interface KnownNumber {
  readonly phoneNumberId: string;
  readonly facts: NumberFacts;
}

/** One event on its way into a number's document. `json`: its value; `null`: nothing of it is kept. */
export interface KeptEvent extends EventFacts {
  readonly wabaId: string;
  readonly field: string;
  readonly json: string | null;
  /** Whether the event names the number itself under an account, and so proves which account it belongs to. */
  readonly namesNumber: boolean;
}

/** What has to be looked up before a delivery can be routed. */
export interface Wanted {
  readonly ids: readonly string[];
  readonly digits: readonly string[];
  /** Accounts whose numbers are wanted. */
  readonly wabaIds: readonly string[];
  /** Accounts whose last event's time is needed. */
  readonly accounts: readonly string[];
  /** Statuses of messages that may be test messages. */
  readonly statuses: readonly MessageStatus[];
}

/** What was found. */
export interface Found {
  readonly numbers: readonly KnownNumber[];
  /** When the last event of an account came, as far as it is written down: ISO-8601. */
  readonly lastEventAt: ReadonlyMap<string, string>;
  /** Ids of the messages that are test messages. */
  readonly testMessages: ReadonlySet<string>;
}

/** A change and what it means. */
export interface Understood {
  readonly change: WebhookChange;
  readonly meaning: Meaning;
}

/** What this deployment is responsible for. */
export interface Responsibility extends NamedNumbers {
  /** In these accounts it may manage further numbers, which it added itself or a customer connected: their documents say so. */
  readonly managesAccount: (wabaId: string) => boolean;
}

/** The accounts of a delivery that the configuration does not name, and that may be customers'. */
export function foreignAccounts(
  understood: readonly Understood[],
  { manages, managesAccount }: Responsibility,
): readonly string[] {
  const foreign = understood.flatMap(({ meaning: { subject, statuses } }) => {
    const ids = [...(subject.kind === "id" ? [subject] : []), ...statuses];
    const isNamed = managesAccount(subject.wabaId) || ids.every(({ phoneNumberId }) => manages(phoneNumberId));
    return isNamed ? [] : [subject.wabaId];
  });
  return [...new Set(foreign)];
}

/**
 * What a delivery needs looked up. A number that is named by its id is looked for in whatever account it stands: Meta splits accounts,
 * and its document says whether it is managed here. Messages of numbers in other accounts are not looked up, unless they bear our mark.
 */
export function wantedBy(understood: readonly Understood[], { manages, managesAccount }: Responsibility): Wanted {
  const mayManage = (phoneNumberId: string, wabaId: string): boolean =>
    manages(phoneNumberId) || managesAccount(wabaId);
  const [ids, digits, wabaIds, accounts] = [new Set<string>(), new Set<string>(), new Set<string>(), new Set<string>()];
  for (const { meaning } of understood) {
    const { subject } = meaning;
    accounts.add(subject.wabaId);
    if (subject.kind === "id") ids.add(subject.phoneNumberId);
    else if (subject.kind === "digits") digits.add(subject.digits);
    else wabaIds.add(subject.wabaId);
    if (subject.kind === "account" && subject.digits !== null) digits.add(subject.digits);
  }
  const statuses = understood.flatMap(({ meaning }) =>
    meaning.statuses.filter(
      ({ phoneNumberId, mark }) => mark === TEST_MESSAGE_MARK || mayManage(phoneNumberId, meaning.subject.wabaId),
    ),
  );
  return {
    ids: [...ids],
    digits: [...digits],
    wabaIds: [...wabaIds],
    accounts: [...accounts],
    statuses,
  };
}

/**
 * Whether a number that something is stored of is managed here. Where its customer has left with it, its document is still theirs to read: no
 * event is written there, even where the number is named.
 */
export function isOurs({ phoneNumberId, facts }: KnownNumber, named: NamedNumbers): boolean {
  if (facts.disconnection != null) return false;
  const { customerId = null, addedAt } = facts;
  const stored = { namesCustomer: customerId !== null, customerId, isAdded: addedAt !== undefined, hasLeft: false };
  // In which account does not matter here.
  return isManaged(named, phoneNumberId, homeOf({ ...stored, wabaId: facts.wabaId ?? "" }));
}

/** The statuses of managed numbers that are about test messages: they bear our mark, or their message is written down here. */
export function ownStatuses(
  { statuses }: Wanted,
  { numbers, testMessages }: Found,
  ours: Responsibility,
): MessageStatus[] {
  const added = new Set(numbers.filter((number) => isOurs(number, ours)).map(({ phoneNumberId }) => phoneNumberId));
  return statuses.filter(
    ({ phoneNumberId, mark, messageId }) =>
      (ours.manages(phoneNumberId) || added.has(phoneNumberId)) &&
      (mark === TEST_MESSAGE_MARK || testMessages.has(messageId)),
  );
}

/** Where the changes of a delivery go. */
export interface Routes {
  readonly events: ReadonlyMap<KnownNumber, readonly KeptEvent[]>;
  /** Meta's time of the newest event of each account that concerns a number here. */
  readonly newest: ReadonlyMap<string, number>;
}

/** Sends every change to the numbers it is about. `defaultWabaId` is taken for the account of numbers whose account is not known. */
export function routeChanges(
  understood: readonly Understood[],
  known: readonly KnownNumber[],
  defaultWabaId: string,
): Routes {
  const events = new Map<KnownNumber, KeptEvent[]>();
  const newest = new Map<string, number>();
  const find = finder(known, defaultWabaId);
  for (const item of understood) {
    const { meaning } = item;
    const { about: numbers, alike } = find(meaning.subject);
    const tell = (number: KnownNumber, event: KeptEvent): void => {
      const told = events.get(number);
      if (told === undefined) events.set(number, [event]);
      else told.push(event);
    };
    for (const number of numbers) tell(number, keptEvent(item));
    for (const number of alike) if (meaning.claim !== null) tell(number, hint(keptEvent(item)));
    const at = Math.max(meaning.at ?? 0, meaning.provesLifeAt ?? 0);
    const { wabaId } = meaning.subject;
    if (numbers.length > 0 && at > (newest.get(wabaId) ?? 0)) newest.set(wabaId, at);
  }
  return { events, newest };
}

function keptEvent({ change, meaning }: Understood): KeptEvent {
  return {
    eventId: change.event?.id ?? "",
    at: meaning.at,
    claim: meaning.claim,
    provesLifeAt: meaning.provesLifeAt,
    wabaId: meaning.subject.wabaId,
    field: change.field,
    json: change.event?.json ?? null,
    namesNumber: change.isWaba && meaning.subject.kind !== "account",
  };
}

/** Says that something is claimed but not what: the number is read with its own account's token, and that reading decides. */
const hint = (event: KeptEvent): KeptEvent => ({
  ...event,
  at: null,
  provesLifeAt: null,
  json: null,
  namesNumber: false,
});

/** The numbers that an event is about, and customers' numbers of another account that have the digits which it names. */
interface Named {
  readonly about: readonly KnownNumber[];
  readonly alike: readonly KnownNumber[];
}

const NOBODY: readonly KnownNumber[] = [];

function finder(known: readonly KnownNumber[], defaultWabaId: string): (subject: Subject) => Named {
  const byId = Map.groupBy(known, ({ phoneNumberId }) => phoneNumberId);
  const byDigits = Map.groupBy(known, ({ facts }) => facts.digits ?? "");
  const byAccount = Map.groupBy(known, ({ facts }) => facts.wabaId ?? defaultWabaId);
  return (subject) => {
    if (subject.kind === "id") return { about: byId.get(subject.phoneNumberId) ?? NOBODY, alike: NOBODY };
    const named = nearest(subject.digits === null ? NOBODY : (byDigits.get(subject.digits) ?? NOBODY), subject.wabaId);
    if (subject.kind === "digits") return named;
    return { ...named, about: [...new Set([...(byAccount.get(subject.wabaId) ?? NOBODY), ...named.about])] };
  };
}

/**
 * While a number moves between accounts it has an id in each: the event is about the one in its own account. Where none is in that
 * account, it is about whatever number has these digits: Meta splits accounts, and one number may hang on several. But what is said of a
 * number in one account is never told to a customer who has it in another: their number is read anew, and nothing else.
 */
function nearest(numbers: readonly KnownNumber[], wabaId: string): Named {
  const inAccount = numbers.filter(({ facts }) => facts.wabaId === wabaId);
  if (inAccount.length > 0) return { about: inAccount, alike: NOBODY };
  const { own = [], customers = [] } = Object.groupBy(numbers, ({ facts }) =>
    facts.customerId == null ? "own" : "customers",
  );
  const homeless = own.filter(({ facts }) => facts.wabaId == null);
  return { about: homeless.length > 0 ? homeless : own, alike: customers };
}
