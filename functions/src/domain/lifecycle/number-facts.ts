import type { AcceptedRegistration, PhoneNumberDocument } from "../../contract/phone-number.ts";
import type { ClaimSubject, WebhookClaim } from "../../contract/webhook.ts";
import { LEASE_MS } from "../attempt/attempt-window.ts";
import { refusalStatus } from "../error/graph-refusal.ts";
import { isConnected } from "../phone-number.ts";

/** Everything that is known of a number; its lifecycle and reasons are derived from it. */
export type NumberFacts = Omit<PhoneNumberDocument, "lifecycle" | "reasons" | "updatedAt">;

/** Meta's clock and Firestore's agree better than this. */
const SKEW_MS = 5 * 60_000;

/**
 * Since when the number is connected, in ms: as Meta says, or else as our own registration says; `null`: nobody says.
 * `last_onboarded_time` comes first, because our record is written anew when somebody asks for a registration that stands.
 * A registration of ours does not interrupt a number that was connected: then it is so since it was before.
 */
export function connectedSince({ meta, registration, lastAccepted }: NumberFacts): number | null {
  const [onboarded, before] = [time(meta?.lastOnboardedAt), time(lastAccepted?.connectedSince)];
  if (onboarded !== null) return before !== null && isOurs(onboarded, lastAccepted) ? before : onboarded;
  if (registration?.status !== "registered") return null;
  return before !== null && registration.at === lastAccepted?.at ? before : Date.parse(registration.at);
}

/** Whether a time of onboarding is that of our own registration, which Meta carried out before it was written down. */
function isOurs(onboarded: number, accepted: AcceptedRegistration | undefined): boolean {
  const at = time(accepted?.at);
  return at !== null && onboarded > at - LEASE_MS - SKEW_MS && onboarded <= at + SKEW_MS;
}

/** When the number was last registered, connected before or not, in ms: by us or by others; `null`: nobody says. */
export function lastRegisteredAt({ meta, registration, lastAccepted }: NumberFacts): number | null {
  const times = [time(meta?.lastOnboardedAt), time(lastAccepted?.at)].filter((at) => at !== null);
  if (times.length > 0) return Math.max(...times);
  return registration?.status === "registered" ? Date.parse(registration.at) : null;
}

function time(iso: string | null | undefined): number | null {
  const ms = Date.parse(iso ?? "");
  return Number.isNaN(ms) ? null : ms;
}

/** The newest claim about a subject. */
export function claimOf({ webhook }: NumberFacts, subject: ClaimSubject): WebhookClaim | undefined {
  return webhook?.claims[subject];
}

/** The newest claim about a subject that Meta can be asked about, as long as no reading has come after it. */
export function openClaim(facts: NumberFacts, subject: ClaimSubject): WebhookClaim | undefined {
  const claim = claimOf(facts, subject);
  return claim !== undefined && (facts.meta === undefined || facts.meta.observedAt <= claim.at) ? claim : undefined;
}

/** Whether what an event claims had ended by itself when the number was last read. `readAt`: ISO-8601. */
export const isOver = ({ until }: WebhookClaim, readAt: string | undefined): boolean =>
  until !== undefined && readAt !== undefined && readAt >= until;

/** Whether an event says that this app or its partner was taken off the account, and no reading has come after it. */
export function isRemoved(facts: NumberFacts): boolean {
  return (
    openClaim(facts, "partner")?.word === "PARTNER_REMOVED" ||
    openClaim(facts, "app")?.word === "PARTNER_APP_UNINSTALLED"
  );
}

/**
 * Since when the Business app is being set up anew on another phone, in ms, which takes the number off the Cloud API for minutes;
 * `null`: it is not. It ends when Meta says that it reconnected, or shows the number as connected in a later reading.
 */
export function offboardedSince(facts: NumberFacts): number | null {
  const claim = claimOf(facts, "link");
  if (claim?.word !== "ACCOUNT_OFFBOARDED") return null;
  const { meta } = facts;
  return meta !== undefined && meta.observedAt > claim.at && isConnected(meta) ? null : Date.parse(claim.at);
}

/** Whether an event about this very number has come in since it was connected. */
export function isProvenLive(facts: NumberFacts): boolean {
  const provenAt = facts.webhook?.provenAt ?? null;
  if (provenAt === null) return false;
  const since = connectedSince(facts);
  return since === null || Date.parse(provenAt) >= since;
}

/** Whether it is the token that is at fault: Meta calls it invalid, or refused the last reading for its sake. */
export function tokenIsBad({ token, access }: NumberFacts): boolean {
  const refusal = access?.readable === false ? access.graphError : null;
  return token?.state === "invalid" || (refusal !== null && refusalStatus(refusal) === "invalid_token");
}

/** Whether Meta refuses reading the number although the token is good. */
export function isOutOfReach(facts: NumberFacts): boolean {
  return facts.access?.readable === false && !tokenIsBad(facts);
}
