import type { Listed } from "../../../client/src/watch.ts";
import type { PhoneNumberDocument } from "../../../functions/src/contract/phone-number.ts";
import { NUMBER_GROUPS, groupOf, type NumberGroup } from "./number-group.ts";
import { numberView } from "./number.ts";
import { spokenLanguage } from "./spoken.ts";
import type { Tone } from "./tone.ts";

/** A number as a row of the list. */
export interface NumberRow {
  readonly id: string;
  readonly title: string;
  readonly subtitle: string | null;
  readonly state: { readonly word: string; readonly tone: Tone };
  readonly group: NumberGroup;
  /** Why it stands so, in a sentence; `null`: nothing is to be said. */
  readonly reason: string | null;
  /** Registrations left in 72 hours; `null`: none was made yet. */
  readonly attemptsLeft: number | null;
  /** When its state last changed, ISO-8601. */
  readonly changedAt: string | null;
  /** What a search looks into, in small letters. */
  readonly searched: string;
}

/** What the person at the list wants to see. */
export interface Choice {
  readonly search: string;
  readonly group: NumberGroup | "all";
  readonly sort: Sort;
}

export const SORTS = ["attention", "name", "changed", "attempts"] as const;
export type Sort = (typeof SORTS)[number];

export const ALL: Choice = { search: "", group: "all", sort: "attention" };

const made = new WeakMap<Listed<PhoneNumberDocument>, NumberRow>();

/** The row of a number. The same number as before gives the same row, so that of hundreds only what changed is made anew. */
export function rowOf(number: Listed<PhoneNumberDocument>): NumberRow {
  const row = made.get(number) ?? makeRow(number);
  made.set(number, row);
  return row;
}

function makeRow(number: Listed<PhoneNumberDocument>): NumberRow {
  const { id } = number;
  const { title, subtitle, state } = numberView(id, number);
  const document = number.state === "known" ? number.document : null;
  const group = groupOf(number);
  const digits = document?.meta?.displayPhoneNumber?.replaceAll(/\D/g, "") ?? "";
  return {
    id,
    title,
    subtitle,
    state,
    group,
    reason: group === "working" ? null : (document?.reasons[0]?.message ?? null),
    attemptsLeft: document?.attempts?.remaining ?? null,
    changedAt: document?.updatedAt ?? null,
    searched: [title, subtitle, id, digits, document?.customerId, document?.wabaId, state.word]
      .join("\n")
      .toLowerCase(),
  };
}

/** How many numbers stand how. */
export function countsOf(rows: readonly NumberRow[]): Readonly<Record<NumberGroup | "all", number>> {
  const counts = { all: rows.length, attention: 0, setup: 0, waiting: 0, working: 0 };
  for (const { group } of rows) counts[group] += 1;
  return counts;
}

/** The rows that fit a choice, in its order. */
export function chosen(rows: readonly NumberRow[], { search, group, sort }: Choice): NumberRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const wholeNumber = /^[+\d\s()./-]+$/.test(search) ? search.replaceAll(/\D/g, "") : "";
  const fits = ({ searched }: NumberRow): boolean =>
    words.every((word) => searched.includes(word)) || (wholeNumber !== "" && searched.includes(wholeNumber));
  return rows
    .filter((row) => (group === "all" || row.group === group) && fits(row))
    .toSorted((one, other) => ORDERS[sort](one, other) || BY_NAME(one, other));
}

type Order = (one: NumberRow, other: NumberRow) => number;

let collator: Intl.Collator | null = null;

function compared(one: string, other: string): number {
  collator ??= new Intl.Collator(spokenLanguage(), { numeric: true, sensitivity: "base" });
  return collator.compare(one, other);
}

const BY_NAME: Order = (one, other) => compared(one.title, other.title) || compared(one.id, other.id);

const ORDERS: Readonly<Record<Sort, Order>> = {
  attention: (one, other) => NUMBER_GROUPS.indexOf(one.group) - NUMBER_GROUPS.indexOf(other.group),
  name: BY_NAME,
  changed: (one, other) => (other.changedAt ?? "").localeCompare(one.changedAt ?? ""),
  attempts: (one, other) => (one.attemptsLeft ?? Infinity) - (other.attemptsLeft ?? Infinity),
};

/**
 * The rows as they stood, brought up to date: nothing jumps away from under a person who is about to click. What is gone is left out;
 * what is new comes last. @param before the ids in the order in which they are shown
 */
export function held(
  rows: readonly NumberRow[],
  wanted: readonly NumberRow[],
  before: readonly string[],
): readonly NumberRow[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const shown = new Set(before);
  return [...before.flatMap((id) => byId.get(id) ?? []), ...wanted.filter(({ id }) => !shown.has(id))];
}
