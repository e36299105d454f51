import { UnopenedToken } from "../domain/unopened-token.ts";
import type { SealedToken, SealedTokens, TokenVault } from "./customer-ports.ts";
import { inTurns } from "./in-turns.ts";

/** What is done to one token. Opening it comes first, whatever key it bears: what cannot be opened any more is to be known. */
type End = "newest_already" | "resealed" | "to_reseal" | "gone" | "left" | UnopenedToken["why"];

/** A token, by its document, and what was done to it. */
export interface Resealed {
  readonly place: string;
  readonly end: End;
  /** The name of the key that it bore when it was looked at; `null`: it bears none. */
  readonly key: string | null;
}

export interface Resealing {
  readonly tokens: SealedTokens;
  readonly vault: TokenVault;
  /** Only looks. */
  readonly dryRun: boolean;
  /** Ends the work after the tokens that are under way. */
  readonly interrupted: AbortSignal;
  /** Told each page's tokens once they are done. */
  readonly onPage: (page: readonly Resealed[]) => void;
}

const AT_ONCE = 10;
/** A token that others write again and again is theirs to seal: the next run looks at it anew. */
const MOST_TRIES = 3;

/**
 * Seals every token with the newest key that bears an older one. Started again it takes up what is left, since a token with the newest
 * key is passed over. A token that somebody else has written meanwhile is never overwritten. @throws what Firestore throws.
 */
export async function resealTokens(resealing: Resealing): Promise<void> {
  for await (const page of resealing.tokens.pages()) {
    const done: Resealed[] = [];
    await inTurns(AT_ONCE, page, async (token) => {
      if (resealing.interrupted.aborted) return;
      done.push(await reseal(resealing, token));
    });
    resealing.onPage(done);
    if (resealing.interrupted.aborted) return;
  }
}

async function reseal({ vault, dryRun }: Resealing, first: SealedToken): Promise<Resealed> {
  const { place } = first;
  let token: SealedToken | null = first;
  for (let tries = 0; tries < MOST_TRIES && token !== null; tries += 1) {
    const key = vault.keyOf(token.sealed);
    const opened = await openedOrWhyNot(vault, token);
    if (typeof opened === "string") return { place, end: opened, key };
    if (key === vault.newestKey) return { place, end: "newest_already", key };
    if (dryRun) return { place, end: "to_reseal", key };
    if (await token.replaceWith(await vault.seal(opened, place))) return { place, end: "resealed", key };
    token = await token.readAgain();
  }
  return { place, end: token === null ? "gone" : "left", key: token === null ? null : vault.keyOf(token.sealed) };
}

async function openedOrWhyNot(vault: TokenVault, { sealed, place }: SealedToken) {
  try {
    return await vault.open(sealed, place);
  } catch (error) {
    if (error instanceof UnopenedToken) return error.why;
    throw error;
  }
}
