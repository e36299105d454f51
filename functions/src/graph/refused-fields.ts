import { createHash } from "node:crypto";

/** What Meta has refused to tell a token about numbers, as far as this process has met it. Is noted by those who read. */
export interface RefusedFields {
  /** A field of the widest read: what may be refused is asked for apart from then on. */
  any: boolean;
}

export const noneRefused = (): RefusedFields => ({ any: false });

const met = new Map<string, RefusedFields>();

/** What this process knows of a token. Which fields are refused hangs on its account and its app. Of the token itself only a hash is kept. */
export function refusedTo(token: string): RefusedFields {
  const name = createHash("sha256").update(token).digest("base64");
  const known = met.get(name) ?? noneRefused();
  met.set(name, known);
  return known;
}
