import type { VNode } from "preact";
import { LINES } from "../parts/icon.ts";
import { SORTS, type Choice, type Sort } from "../words/number-rows.ts";
import { STANDING_WORDS, STANDINGS, type Standing } from "../words/standing.ts";

const SORT_WORDS: Readonly<Record<Sort, string>> = {
  attention: "Needs attention first",
  name: "By name",
  changed: "Last changed first",
  attempts: "Fewest attempts left first",
};

interface ListControlsProps {
  readonly choice: Choice;
  readonly counts: Readonly<Record<Standing | "all", number>>;
  /** How many numbers fit the choice. */
  readonly found: number;
  readonly choose: (choice: Choice) => void;
}

/** Search, filter and sort, with how many numbers stand how. */
export function ListControls({ choice, counts, found, choose }: ListControlsProps): VNode {
  const filters = [["all", "All"] as const, ...STANDINGS.map((name) => [name, STANDING_WORDS[name]] as const)];
  return (
    <div class="list-controls" role="search" aria-label="Find a number">
      <span class="search">
        <input
          type="search"
          aria-label="Search the numbers"
          placeholder="Name, phone number or id"
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
        aria-label="Order of the numbers"
        value={choice.sort}
        onChange={({ currentTarget }) => choose({ ...choice, sort: sortOf(currentTarget.value) })}
      >
        {SORTS.map((name) => (
          <option key={name} value={name}>
            {SORT_WORDS[name]}
          </option>
        ))}
      </select>
      <div class="filters" role="group" aria-label="Which numbers">
        {filters.map(([name, word]) => (
          <button
            key={name}
            type="button"
            class="filter"
            data-standing={name}
            aria-pressed={choice.standing === name}
            onClick={() => choose({ ...choice, standing: name })}
          >
            {word} <b>{counts[name]}</b>
          </button>
        ))}
      </div>
      <p class="sr" role="status">
        {found === counts.all ? `${found} numbers` : `${found} of ${counts.all} numbers`}
      </p>
    </div>
  );
}

const sortOf = (value: string): Sort => SORTS.find((name) => name === value) ?? "attention";
