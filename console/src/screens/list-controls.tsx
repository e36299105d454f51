import type { VNode } from "preact";
import { LINES } from "../parts/icon.ts";
import { GROUP_WORDS, NUMBER_GROUPS, type NumberGroup } from "../words/number-group.ts";
import { SORTS, type Choice, type Sort } from "../words/number-rows.ts";
import { spoken } from "../words/spoken.ts";

const SORT_WORDS: Readonly<Record<Sort, string>> = {
  attention: "Needs attention first",
  name: "By name",
  changed: "Last changed first",
  attempts: "Fewest attempts left first",
};

interface ListControlsProps {
  readonly choice: Choice;
  readonly counts: Readonly<Record<NumberGroup | "all", number>>;
  /** How many numbers fit the choice. */
  readonly found: number;
  readonly choose: (choice: Choice) => void;
}

/** Search, filter and sort, with how many numbers stand how. */
export function ListControls({ choice, counts, found, choose }: ListControlsProps): VNode {
  const filters = [["all", "All"] as const, ...NUMBER_GROUPS.map((name) => [name, GROUP_WORDS[name]] as const)];
  return (
    <div class="list-controls" role="search" aria-label={spoken("Find a number")}>
      <span class="search">
        <input
          type="search"
          aria-label={spoken("Search the numbers")}
          placeholder={spoken("Name, phone number or id")}
          autocomplete="off"
          spellcheck={false}
          value={choice.search}
          onInput={({ currentTarget }) => choose({ ...choice, search: currentTarget.value })}
        />
        <svg viewBox="0 0 24 24" class="icon" aria-hidden="true">
          <path d={LINES.search} />
        </svg>
      </span>
      <select
        aria-label={spoken("Order of the numbers")}
        value={choice.sort}
        onChange={({ currentTarget }) => choose({ ...choice, sort: sortOf(currentTarget.value) })}
      >
        {SORTS.map((name) => (
          <option key={name} value={name}>
            {spoken(SORT_WORDS[name])}
          </option>
        ))}
      </select>
      <div class="filters" role="group" aria-label={spoken("Which numbers")}>
        {filters.map(([name, word]) => (
          <button
            key={name}
            type="button"
            class="filter"
            data-group={name}
            aria-pressed={choice.group === name}
            onClick={() => choose({ ...choice, group: name })}
          >
            {spoken(word)} <b>{counts[name]}</b>
          </button>
        ))}
      </div>
      <p class="sr" role="status">
        {spoken(found === counts.all ? `${found} numbers` : `${found} of ${counts.all} numbers`)}
      </p>
    </div>
  );
}

const sortOf = (value: string): Sort => SORTS.find((name) => name === value) ?? "attention";
