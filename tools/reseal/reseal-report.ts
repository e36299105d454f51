import type { Resealed } from "../../functions/src/app/reseal-tokens.ts";

type End = Resealed["end"];

const WORDS: Readonly<Record<End, string>> = {
  resealed: "sealed again with the newest key",
  newest_already: "bear the newest key already",
  to_reseal: "would be sealed again",
  gone: "were deleted meanwhile",
  left: "were written by others again and again: give the command again",
  no_key: "cannot be opened: CUSTOMER_TOKEN_KEYS no longer holds their key",
  not_sealed_for_this_place: "cannot be opened: changed, or sealed for another place",
};

/** Ends after which a token bears the newest key, or is gone. */
const DONE: ReadonlySet<End> = new Set(["resealed", "newest_already", "gone"]);
const UNOPENED: ReadonlySet<End> = new Set(["no_key", "not_sealed_for_this_place"]);
const MOST_NAMED = 50;

/** What has come of a run so far. */
export interface ResealTally {
  readonly add: (page: readonly Resealed[]) => void;
  readonly looked: () => number;
  /** Whether there were tokens, and every one bears the newest key now. */
  readonly isDone: () => boolean;
  /** `isWhole`: everything was looked at; otherwise nothing is known of what is missing here. */
  readonly report: (isWhole: boolean) => string;
}

/** Keeps counts, so that it makes no difference how many tokens there are. `newest`: the name of the newest key. `place`: where the tokens are looked for. */
export function resealTally(newest: string, place: string): ResealTally {
  const ends = new Map<End, number>();
  const keys = new Map<string, number>();
  const unopened: string[] = [];
  const count = <Key>(counts: Map<Key, number>, key: Key): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  return {
    add: (page: readonly Resealed[]): void => {
      for (const { place: where, end, key } of page) {
        count(ends, end);
        if (end !== "gone") count(keys, end === "resealed" ? newest : (key ?? "none"));
        if (UNOPENED.has(end) && unopened.length < MOST_NAMED) unopened.push(where);
      }
    },
    looked: (): number => sum(ends.values()),
    isDone: (): boolean => ends.size > 0 && [...ends.keys()].every((end) => DONE.has(end)),
    report: (isWhole): string => {
      if (ends.size === 0)
        return isWhole
          ? `No token was found. Is ${place} the project and the database of the functions?`
          : "No token was looked at.";
      return [
        `${sum(ends.values())} tokens:`,
        ...[...ends].map(([end, many]) => `  ${String(many).padStart(6)}  ${WORDS[end]}`),
        "by the name of the key that they bear now:",
        ...[...keys].map(
          ([key, many]) => `  ${String(many).padStart(6)}  ${key}${key === newest ? " (the newest)" : ""}`,
        ),
        ...(unopened.length === 0 ? [] : ["What cannot be opened; its customers connect again:"]),
        ...unopened.map((one) => `  ${one}`),
      ].join("\n");
    },
  };
}

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((all, each) => all + each, 0);
