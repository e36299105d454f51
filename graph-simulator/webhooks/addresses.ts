import type { AppState, NumberState, WabaState } from "../state.ts";
import type { WebhookTarget } from "./courier.ts";
import type { WebhookEvent } from "./events.ts";

/** Fields that an override carries; everything else goes to the app's own address only (Meta's page on overrides). */
const OVERRIDABLE =
  /^(?:messages|message_echoes|calls|consumer_profile|messaging_handovers|account_settings_update|history|group_.*|smb_.*)$/;

interface Parties {
  readonly app: AppState | undefined;
  readonly waba: WabaState | undefined;
  readonly number: (id: string) => NumberState | undefined;
}

/**
 * Where an event that happened by itself goes; `null`: nowhere, for its account or its field is not subscribed to. The number's
 * override comes before the account's, that before the app's own address.
 */
export function addressOf({ app, waba, number }: Parties, target: WebhookTarget, event: WebhookEvent): string | null {
  if (app === undefined || waba === undefined) return null;
  const hears = event.partner === undefined ? waba.subscribedApps.includes(app.id) : event.partner.appId === app.id;
  if (!hears) return null;
  const subscription = app.subscriptions.find(({ object }) => object === "whatsapp_business_account");
  if (subscription === undefined || !subscription.active || !subscription.fields.includes(event.field)) return null;
  const own = subscription.callbackUrl ?? target.url;
  if (!OVERRIDABLE.test(event.field)) return own;
  return number(numberIn(event.value))?.callbackOverride ?? waba.callbackOverrides[app.id] ?? own;
}

/** The phone number id that a value names in its metadata; empty when it names none. */
function numberIn(value: unknown): string {
  const metadata = typeof value === "object" && value !== null && "metadata" in value ? value.metadata : null;
  const id =
    typeof metadata === "object" && metadata !== null && "phone_number_id" in metadata ? metadata.phone_number_id : "";
  return typeof id === "string" ? id : "";
}
