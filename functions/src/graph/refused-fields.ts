import { createHash } from "node:crypto";

/** How long a refusal is remembered. A right that was granted since is seen after it, for one refused request in that time. */
const REMEMBERED_MS = 2 * 60_000;

/** What Meta has refused to tell a token about numbers, as far as this process has met it lately. */
export interface RefusedFields {
  /** Whether a field of the widest read was refused: then what may be refused is asked for apart. */
  readonly any: () => boolean;
  readonly note: () => void;
}

/** Nothing is known yet. `now`: ms since the epoch. */
export function noneRefused(now: () => number = Date.now): RefusedFields {
  let until = 0;
  return {
    any: () => now() < until,
    note: () => void (until = now() + REMEMBERED_MS),
  };
}

const met = new Map<string, RefusedFields>();

/** What this process knows of a token. Which fields are refused depends on its account and its app. Only a hash of the token is kept. */
export function refusedTo(token: string): RefusedFields {
  const name = createHash("sha256").update(token).digest("base64");
  const known = met.get(name) ?? noneRefused();
  met.set(name, known);
  return known;
}
