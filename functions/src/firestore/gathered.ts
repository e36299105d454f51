/** One request that waits for its turn; what comes for the same key meanwhile joins it. */
interface Waiting<Item, Answer> {
  readonly items: Item[];
  readonly made: Promise<Answer>;
}

/** What a request yielded. `joined`: it was another caller's, who has the same answer. */
export interface Gathered<Answer> {
  readonly answer: Answer;
  readonly joined: boolean;
}

/**
 * Write coalescing: makes requests for one key one after the other, and what comes while one is under way together in the next, which begins after it was
 * asked for: callers in one process never get in each other's way, and a burst costs a few requests. `most`: items in one. `isFirst`: no
 * other request for the key was under way.
 */
export function gathered<Item, Answer>(
  most: number,
  make: (key: string, items: readonly Item[], isFirst: boolean) => Promise<Answer>,
): (key: string, items: readonly Item[]) => Promise<Gathered<Answer>> {
  const waiting = new Map<string, Waiting<Item, Answer>>();
  const last = new Map<string, Promise<unknown>>();

  const begin = async (key: string, items: Item[], before: Promise<unknown> | undefined): Promise<Answer> => {
    await before?.catch(() => undefined);
    if (waiting.get(key)?.items === items) waiting.delete(key);
    return make(key, items, before === undefined);
  };

  return async (key, items) => {
    const joined = waiting.get(key);
    if (joined !== undefined && joined.items.length + items.length <= most) {
      joined.items.push(...items);
      return { answer: await joined.made, joined: true };
    }
    const before = last.get(key);
    const own = [...items];
    const made = begin(key, own, before);
    if (before !== undefined) waiting.set(key, { items: own, made });
    last.set(key, made);
    try {
      return { answer: await made, joined: false };
    } finally {
      if (last.get(key) === made) last.delete(key);
    }
  };
}
