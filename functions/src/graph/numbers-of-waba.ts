import type { z } from "zod";
import type { Read } from "../app/ports.ts";
import { failed, type Answer, type Reader } from "./reader.ts";
import { NumbersPage } from "./wire.ts";

/** Twenty pages of a hundred: a WABA with more numbers than this is not known to exist. */
const MOST_PAGES = 20;

/** The ids of all numbers of a WABA, page by page. Meta's `next` link is not followed, because it holds the token. */
export async function numbersOfWaba(
  reader: Reader,
  wabaId: string,
  deadlineMs: number,
): Promise<Read<readonly string[]>> {
  const endsAt = Date.now() + deadlineMs;
  const ids: string[] = [];
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query: Record<string, string> = { fields: "id", limit: "100", ...(after === null ? {} : { after }) };
    const read: Read<Answer<z.infer<typeof NumbersPage>>> = await reader(
      [wabaId, "phone_numbers"],
      query,
      NumbersPage,
      Math.max(1, endsAt - Date.now()),
    );
    if (!read.ok) return read;
    const { data, paging } = read.value.body;
    ids.push(...data.map((number) => number.id));
    const more = paging !== null && paging.next !== null;
    after = more ? (paging.cursors?.after ?? null) : null;
    if (after === null) return { ok: true, value: ids };
  }
  return failed("unreadable", "the account lists more numbers than can be read");
}
