import type { TokenVault } from "../app/customer-ports.ts";
import type { AccessToken } from "../domain/access-token.ts";

const KEPT_MS = 5 * 60_000;

/**
 * A vault that keeps each token that it has opened for five minutes in memory, so that calls that follow each other, and the numbers of one
 * run, open it once. What is kept answers only for the very text that it was sealed as, at its place, and callers read that text from
 * Firestore every time: a token that was replaced or deleted since is never answered.
 */
export function keepingOpened(vault: TokenVault): TokenVault {
  const kept = new Map<string, { readonly sealed: string; readonly token: AccessToken }>();
  return {
    ...vault,
    open: async (sealed, place) => {
      const known = kept.get(place);
      if (known?.sealed === sealed) return known.token;
      const opened = { sealed, token: await vault.open(sealed, place) };
      kept.set(place, opened);
      setTimeout(() => {
        if (kept.get(place) === opened) kept.delete(place);
      }, KEPT_MS).unref();
      return opened.token;
    },
  };
}
