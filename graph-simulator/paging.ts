import { type Call, text } from "./call.ts";
import { GraphFailure, invalidParameter } from "./graph-errors.ts";

const DEFAULT_LIMIT = 25;
const LARGEST_LIMIT = 100;

const cursor = (id: string): string => Buffer.from(id).toString("base64url");

/** One page of a list with Graph's cursors. The link to the next page carries the token, as in Meta's own example. */
export function page<Item extends { id: string }>(
  call: Call,
  items: readonly Item[],
  present: (item: Item) => unknown,
): { data: unknown[]; paging?: unknown } {
  const limit = Number(text(call, "limit") ?? DEFAULT_LIMIT);
  if (!Number.isInteger(limit) || limit < 1) throw new GraphFailure(invalidParameter("Param limit must be positive."));
  const size = Math.min(limit, LARGEST_LIMIT);
  const [after, before] = [position(call, items, "after"), position(call, items, "before")];
  const from = after === null ? Math.max(0, (before ?? size) - size) : after + 1;
  const shown = items.slice(from, after === null && before !== null ? before : from + size);
  const [first, last] = [shown[0], shown.at(-1)];
  if (first === undefined || last === undefined) return { data: [] };
  const cursors = { before: cursor(first.id), after: cursor(last.id) };
  const more = from + shown.length < items.length;
  return {
    data: shown.map(present),
    paging: {
      cursors,
      ...(more ? { next: link(call, { after: cursors.after }) } : {}),
      ...(from > 0 ? { previous: link(call, { before: cursors.before }) } : {}),
    },
  };
}

function position(call: Call, items: readonly { id: string }[], name: "after" | "before"): number | null {
  const sent = text(call, name);
  if (sent === null) return null;
  const found = items.findIndex((item) => cursor(item.id) === sent);
  if (found < 0) throw new GraphFailure(invalidParameter(`Param ${name} is not a cursor of this list.`));
  return found;
}

function link(call: Call, to: Record<string, string>): string {
  const url = new URL(call.url);
  url.searchParams.set("access_token", call.token.token);
  for (const name of ["fields", "limit", "business"]) {
    const value = text(call, name);
    if (value !== null) url.searchParams.set(name, value);
  }
  for (const [name, value] of Object.entries(to)) url.searchParams.set(name, value);
  return url.href;
}
