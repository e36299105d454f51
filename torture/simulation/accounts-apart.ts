import type { Customers } from "./customers.ts";

/** A run comes every minute, and looks at the deployment's own numbers first. */
const LOOKED_AT_WITHIN_MS = 100_000;

/** Watches that accounts stay apart: each with its own token, and none held up by another. */
export interface Apart {
  /** A number is read with a token. */
  read(phoneNumberId: string, token: string): void;
  /** A request to register a number leaves with a token. */
  posted(phoneNumberId: string, token: string): void;
  /** When a number is to be read next, by Firestore's time; `null`: never. */
  dueAt(phoneNumberId: string, time: number | null): void;
  /** A number that nobody can read now: it is not overdue for that. */
  excuse(phoneNumberId: string): void;
  /** Numbers whose time has come since `from` and that nobody has read for too long. */
  overdue(from: number): readonly string[];
}

/** When a number is to be read that was not read since that was said, and since when it should have been. */
interface Waiting {
  next: number | null;
  dueSince: number | null;
}

/**
 * @param now Firestore's time
 * @param complain is told of a token that is not one of the number's own account
 */
export function accountsApart(
  now: () => number,
  { mayAct }: Pick<Customers, "mayAct">,
  complain: (about: string) => void,
): Apart {
  const numbers = new Map<string, Waiting>();
  const of = (id: string): Waiting => {
    const waiting = numbers.get(id) ?? { next: null, dueSince: null };
    numbers.set(id, waiting);
    // What is put off without having been read stays due.
    if (waiting.next !== null && waiting.next <= now()) waiting.dueSince ??= waiting.next;
    return waiting;
  };
  const used = (what: string, id: string, token: string): void => {
    if (!mayAct(token, id)) complain(`${id} is ${what} with the token of another account`);
  };
  const begin = (id: string): void => void numbers.set(id, { next: null, dueSince: null });
  return {
    read: (id, token) => {
      used("read", id, token);
      begin(id);
    },
    excuse: begin,
    posted: (id, token) => used("registered", id, token),
    dueAt: (id, time) => void Object.assign(of(id), { next: time }),
    overdue: (from) =>
      [...numbers.keys()].filter((id) => {
        const { dueSince } = of(id);
        return dueSince !== null && now() - Math.max(dueSince, from) > LOOKED_AT_WITHIN_MS;
      }),
  };
}
