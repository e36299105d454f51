import type { z } from "zod";
import type { Read } from "../app/ports.ts";
import { failed, type Answer, type Reader } from "./reader.ts";

/** Twenty pages of a hundred: no WhatsApp account is known to list more numbers or people. */
const MOST_PAGES = 20;

interface Page<Item> {
  readonly data: readonly Item[];
  readonly paging: { readonly next: string | null; readonly cursors: { readonly after: string | null } | null } | null;
}

/**
 * All items of an edge, page by page, within one deadline, or as many as it takes for one that is `enough`. Meta's `next` link is not followed,
 * because it holds the token.
 */
export async function readPages<Item>(
  reader: Reader,
  parts: readonly string[],
  query: Readonly<Record<string, string>>,
  schema: z.ZodType<Page<Item>>,
  deadlineMs: number,
  { size = 100, enough = () => false }: { readonly size?: number; readonly enough?: (item: Item) => boolean } = {},
): Promise<Read<readonly Item[]>> {
  const endsAt = Date.now() + deadlineMs;
  const items: Item[] = [];
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const where: Record<string, string> = { ...query, limit: String(size), ...(after === null ? {} : { after }) };
    const read: Read<Answer<Page<Item>>> = await reader(parts, where, schema, endsAt - Date.now());
    if (!read.ok) return read;
    const { data, paging } = read.value.body;
    items.push(...data);
    if (data.some(enough)) return { ok: true, value: items };
    const more = paging !== null && paging.next !== null;
    after = more ? (paging.cursors?.after ?? null) : null;
    if (after === null) return { ok: true, value: items };
  }
  return failed("unreadable", "Meta lists more than can be read");
}
