import type { MetaView } from "../../contract/phone-number.ts";
import { claimOf, lastRegisteredAt, type NumberFacts } from "./number-facts.ts";

/** What Meta says where no change of the name is under way. */
const NO_CHANGE: ReadonlySet<string | null> = new Set([null, "NONE", "NON_EXISTS"]);

/** Meta's word for the newest display name: of a change that has not taken effect, where there is one. */
export function nameWord(meta: MetaView | undefined): string | null {
  if (meta === undefined) return null;
  return NO_CHANGE.has(meta.newNameStatus) ? meta.nameStatus : meta.newNameStatus;
}

/**
 * When a reading first showed an approval of a display name; `undefined`: none has. A change that Meta calls approved is one, and so
 * is a name that was not approved at the reading before. When Meta decided is not said, so the time is that of the reading.
 */
export function nameApprovalSeen(
  before: Pick<NumberFacts, "meta" | "nameApprovedAt"> | undefined,
  meta: MetaView | undefined,
): string | undefined {
  const known = before?.nameApprovedAt;
  if (meta === undefined) return known;
  const isNewName = meta.newNameStatus === "APPROVED" && before?.meta?.newNameStatus !== "APPROVED";
  const was = before?.meta?.nameStatus ?? null;
  const isDecided = meta.nameStatus === "APPROVED" && was !== null && was !== "APPROVED";
  return isNewName || isDecided ? meta.observedAt : known;
}

/** Whether a display name was approved after the number was last registered: it takes effect with the next registration. */
export function nameAwaitsRegistration(facts: NumberFacts): boolean {
  const since = lastRegisteredAt(facts);
  if (since === null) return false;
  const claim = claimOf(facts, "name");
  const approvals = [claim?.word === "APPROVED" ? claim.at : null, facts.nameApprovedAt ?? null];
  return approvals.some((at) => at !== null && Date.parse(at) > since);
}
