/** One write that waits for its turn; what comes for the same key meanwhile joins it. */
interface Waiting<Item, Answer> {
  readonly items: Item[];
  readonly written: Promise<Answer>;
}

/**
 * Writes for one key one after the other, and what comes while one is under way together in the next: writers in one process never
 * get in each other's way, and a burst costs a few commits. The first caller of a write gets its answer, those who join it get `null`.
 */
export function gathered<Item, Answer>(
  most: number,
  write: (key: string, items: readonly Item[]) => Promise<Answer>,
): (key: string, items: readonly Item[]) => Promise<Answer | null> {
  const waiting = new Map<string, Waiting<Item, Answer>>();
  const last = new Map<string, Promise<unknown>>();

  const begin = async (key: string, items: Item[], before: Promise<unknown> | undefined): Promise<Answer> => {
    await before?.catch(() => undefined);
    if (waiting.get(key)?.items === items) waiting.delete(key);
    return write(key, items);
  };

  return async (key, items) => {
    const joined = waiting.get(key);
    if (joined !== undefined && joined.items.length + items.length <= most) {
      joined.items.push(...items);
      await joined.written;
      return null;
    }
    const before = last.get(key);
    const own = [...items];
    const written = begin(key, own, before);
    if (before !== undefined) waiting.set(key, { items: own, written });
    last.set(key, written);
    try {
      return await written;
    } finally {
      if (last.get(key) === written) last.delete(key);
    }
  };
}
