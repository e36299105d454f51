import type { Found, Wanted } from "../domain/webhook/webhook-route.ts";

/** What is looked up for more than this goes by itself, and so does what is about whole accounts: neither is to be waited for. */
const MOST_NAMED = 20;
const MOST_TOGETHER = 30;

/** Look-ups that wait for the one under way, to be made in one. */
interface Joint {
  readonly wanted: Wanted[];
  readonly found: Promise<Found>;
}

/**
 * Looks up together what comes while one look-up is under way, so that a burst of deliveries costs a few requests. Each begins after it was
 * asked for, and finds at least what it would have found alone. Where one fails that others have joined, each is made by itself.
 */
export function foundTogether(find: (wanted: Wanted) => Promise<Found>): (wanted: Wanted) => Promise<Found> {
  let underWay: Promise<unknown> = Promise.resolve();
  let next: Joint | null = null;

  const begin = (first: Wanted): Joint => {
    const wanted = [first];
    const before = underWay;
    const make = async (): Promise<Found> => {
      await before;
      if (next === joint) next = null;
      return find(joined(wanted));
    };
    const joint: Joint = { wanted, found: make() };
    underWay = joint.found.catch(() => undefined);
    return joint;
  };

  return async (wanted) => {
    if (namedBy(wanted) > MOST_NAMED || wanted.wabaIds.length > 0) return find(wanted);
    if (next !== null && next.wanted.length < MOST_TOGETHER) next.wanted.push(wanted);
    else next = begin(wanted);
    const { found, wanted: all } = next;
    try {
      return await found;
    } catch (error) {
      if (all.length === 1) throw error;
      return find(wanted);
    }
  };
}

const namedBy = ({ ids, digits, accounts, statuses }: Wanted): number =>
  ids.length + digits.length + accounts.length + statuses.length;

function joined(all: readonly Wanted[]): Wanted {
  const each = (values: (wanted: Wanted) => readonly string[]): string[] => [...new Set(all.flatMap(values))];
  return {
    ids: each(({ ids }) => ids),
    digits: each(({ digits }) => digits),
    wabaIds: [],
    accounts: each(({ accounts }) => accounts),
    statuses: all.flatMap(({ statuses }) => statuses),
  };
}
