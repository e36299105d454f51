import type { NumberState } from "./state.ts";
import type { World } from "./world.ts";

/** The object whose events this product lives on. */
export const WHATSAPP = "whatsapp_business_account";

/** Where an app's events about WhatsApp accounts go; `null`: nowhere. */
export function addressOfApp(world: World, appId: string): string | null {
  const subscription = world.apps.get(appId)?.subscriptions.find(({ object }) => object === WHATSAPP);
  if (subscription === undefined || !subscription.active) return null;
  const target = world.webhooks.target();
  return subscription.callbackUrl ?? (target?.appId === appId ? target.url : null);
}

/** Whether the app is subscribed to a field; `messages` is what an override needs. */
export function appHears(world: World, appId: string, field: string): boolean {
  const subscription = world.apps.get(appId)?.subscriptions.find(({ object }) => object === WHATSAPP);
  return subscription?.active === true && subscription.fields.includes(field);
}

/** `webhook_configuration`: the address of each level, as far as one is set. */
export function addressesOf(world: World, appId: string, number: NumberState): Record<string, string> {
  const account = world.wabas.get(number.wabaId)?.callbackOverrides[appId];
  const application = addressOfApp(world, appId);
  return {
    ...(number.callbackOverride === null ? {} : { phone_number: number.callbackOverride }),
    ...(account === undefined ? {} : { whatsapp_business_account: account }),
    ...(application === null ? {} : { application }),
    ...number.webhookConfiguration,
  };
}
