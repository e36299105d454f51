import type { TokenView } from "../../contract/phone-number.ts";
import type { TokenFacts } from "../diagnosis/access-findings.ts";
import { refusalStatus } from "../error/graph-refusal.ts";
import type { Read } from "../read.ts";

/** How long before its end a token is reported. */
const SOON_MS = 7 * 86_400_000;

/** What a reading of the token says of it, at a time in ms; `null`: it says nothing. `known`: what was said before. */
export function tokenView(read: Read<TokenFacts>, known: TokenView | null, now: number): TokenView | null {
  const seen = seenState(read, now);
  if (seen === null) return known;
  const isSame = known?.state === seen.state && known.expiresAt === seen.expiresAt;
  return { ...seen, at: isSame ? known.at : new Date(now).toISOString() };
}

function seenState(read: Read<TokenFacts>, now: number): Omit<TokenView, "at"> | null {
  if (!read.ok) {
    const isInvalid = read.failure.kind === "refused" && refusalStatus(read.failure.error) === "invalid_token";
    return isInvalid ? { state: "invalid", expiresAt: null } : null;
  }
  const end = endOf(read.value);
  const expiresAt = end === null ? null : new Date(end).toISOString();
  if (!read.value.isValid) return { state: "invalid", expiresAt };
  return { state: end !== null && end - now < SOON_MS ? "expires_soon" : "valid", expiresAt };
}

/** A token that may no longer see data is as good as none. */
function endOf({ expiresAt, dataAccessExpiresAt }: TokenFacts): number | null {
  if (expiresAt === null || dataAccessExpiresAt === null) return expiresAt ?? dataAccessExpiresAt;
  return Math.min(expiresAt, dataAccessExpiresAt);
}
