import type { Understood } from "./webhook-route.ts";

/** A customer who has left at Meta. `at`: Meta's time of it, in ms since the epoch. */
export interface Departure {
  readonly wabaId: string;
  readonly at: number;
  readonly reason: string;
}

/**
 * What an event says of a customer who left; `null`: nothing. ACCOUNT_OFFBOARDED is no departure: Meta reconnects by itself within minutes
 * (Meta, coexistence). Nor is an event without a time: it may be older than the connection. `appId`: this deployment's app; `null`: it is not
 * configured, and an app that is uninstalled may be another's.
 */
export function departureOf({ meaning }: Understood, appId: string | null): Departure | null {
  const { claim, at, subject } = meaning;
  if (claim === null || at === null) return null;
  const about = { wabaId: subject.wabaId, at };
  if (claim.word === "PARTNER_REMOVED") {
    const detail = claim.detail === null ? "" : `: ${claim.detail}`;
    return { ...about, reason: `Meta says that the customer ended the partnership (PARTNER_REMOVED${detail}).` };
  }
  if (claim.word === "PARTNER_APP_UNINSTALLED" && appId !== null && claim.detail === appId)
    return { ...about, reason: "Meta says that the customer removed the app (PARTNER_APP_UNINSTALLED)." };
  return null;
}
