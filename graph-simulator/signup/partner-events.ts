import type { WabaState } from "../state.ts";
import type { WebhookEvent } from "../webhooks/events.ts";
import type { World } from "../world.ts";

/** The events of `account_update` that tell of an app and a customer's account. */
export type PartnerEvent = "PARTNER_ADDED" | "PARTNER_REMOVED" | "PARTNER_APP_INSTALLED" | "PARTNER_APP_UNINSTALLED";

interface Partnership {
  readonly appId: string;
  readonly event: PartnerEvent;
  /** What the customer's own app gives as the reason (Meta's changelog of 2026-04; it may be missing). */
  readonly disconnection?: { readonly reason: string; readonly initiated_by: string } | undefined;
}

/** What Meta tells the app under the id of the app's own portfolio (Meta's page on account_update). */
export function partnerEvent(
  world: World,
  waba: WabaState,
  { appId, event, disconnection }: Partnership,
): WebhookEvent {
  const app = event.startsWith("PARTNER_APP_") ? { partner_app_id: appId } : {};
  return {
    wabaId: waba.id,
    partner: { appId, businessId: world.apps.get(appId)?.businessId ?? "" },
    time: Math.floor(world.clock.now() / 1000),
    field: "account_update",
    value: {
      event,
      waba_info: { waba_id: waba.id, owner_business_id: waba.businessId, ...app },
      ...(disconnection === undefined ? {} : { disconnection_info: disconnection }),
    },
  };
}
