import { z } from "zod";
import { APP_ID } from "../magic/places.ts";
import type { World } from "../world.ts";
import { partnerEvent } from "./partner-events.ts";
import { accountsSharedBy, partnerUserId, revoke, unshare } from "./partner.ts";
import { SignupRefused } from "./refused.ts";

const Id = z.string().regex(/^\d{5,20}$/, "must be 5 to 20 digits");

/** How a customer leaves, as `POST /_simulator/departures` asks for it. */
export const Departure = z.strictObject({
  wabaId: Id,
  appId: Id.default(APP_ID),
  /**
   * PARTNER_REMOVED: this account is no longer shared. PARTNER_APP_UNINSTALLED: the customer's portfolio has removed the app, and all
   * of the app's tokens for it are dead. `null`: the same, and Meta says nothing.
   */
  event: z.enum(["PARTNER_REMOVED", "PARTNER_APP_UNINSTALLED"]).nullable().default("PARTNER_REMOVED"),
  /** Why the WhatsApp Business app lost the link. */
  reason: z
    .enum([
      "BUSINESS_DOWNGRADE",
      "PRIMARY_INACTIVITY",
      "COMPANION_INACTIVITY",
      "ACCOUNT_DISCONNECTED",
      "CHANGE_NUMBER",
      "USER_RE_REGISTERED",
    ])
    .optional(),
  initiatedBy: z.enum(["USER", "SYSTEM"]).default("USER"),
});

/** Lets a customer leave at Meta: their tokens stop reaching the account, then the webhook tells. @throws SignupRefused */
export function depart(world: World, { wabaId, appId, event, reason, initiatedBy }: z.infer<typeof Departure>): void {
  const waba = world.wabas.get(wabaId);
  if (waba === undefined) throw new SignupRefused(`There is no account ${wabaId}.`);
  const { businessId } = waba;
  if (event === "PARTNER_REMOVED") unshare(world, waba, appId);
  else {
    for (const shared of accountsSharedBy(world, appId, businessId)) unshare(world, shared, appId);
    revoke(world, appId, partnerUserId(appId, businessId));
  }
  if (event === null) return;
  const disconnection = reason === undefined ? undefined : { reason, initiated_by: initiatedBy };
  world.webhooks.announce(partnerEvent(world, waba, { appId, event, disconnection }));
}
