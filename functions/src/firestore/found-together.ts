import type { Found, Wanted } from "../domain/webhook/webhook-route.ts";
import { gathered } from "./gathered.ts";
import { isRefusedInput } from "./storable.ts";

/** What is looked up for more than this goes by itself, and so does what is about whole accounts: neither is to be waited for. */
const MOST_NAMED = 20;
const MOST_TOGETHER = 30;

/**
 * Looks up together what comes while one look-up is under way. Each finds at least what it would have found alone. Where Firestore refuses
 * what is asked for, each is looked up by itself, so that none fails for another's sake.
 */
export function foundTogether(find: (wanted: Wanted) => Promise<Found>): (wanted: Wanted) => Promise<Found> {
  const together = gathered(MOST_TOGETHER, (_, all: readonly Wanted[]) => find(joined(all)));
  return async (wanted) => {
    if (namedBy(wanted) > MOST_NAMED || wanted.wabaIds.length > 0) return find(wanted);
    try {
      return (await together("all", [wanted])).answer;
    } catch (error) {
      if (!isRefusedInput(error)) throw error;
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
