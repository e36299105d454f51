import { CONNECT_WEBHOOK, SET_CALLBACK, SUBSCRIBE_APP, SWITCH_ON_FIELDS, TEST_WEBHOOK } from "../advice/steps.ts";
import { missingFields } from "../webhook-fields.ts";
import { notRead, whyNot } from "./absence.ts";
import { check } from "./check.ts";
import { fail, byOperator, pass, unknown, warn } from "./finding.ts";

export const appSubscribed = check({
  id: "app_subscribed",
  title: "Subscription of the app",
  needs: ["subscribed", "token"],
  decides: false,
  judge: ({ subscribed, token }, { wabaId, expectedAppId }) => {
    if (!subscribed.ok) return notRead("Which apps are subscribed", subscribed.failure);
    const ours = expectedAppId ?? (token.ok ? token.value.appId : null);
    const names = subscribed.value.map((app) => `${app.name ?? "unnamed"} (${app.id})`);
    const observed = { appId: ours, subscribed: names };
    if (names.length === 0)
      return fail(`No app gets the events of account ${wabaId}.`, byOperator(SUBSCRIBE_APP), observed);
    if (ours === null)
      return unknown(`Subscribed: ${names.join(", ")}. Which app is ours is not known.`, null, observed);
    if (subscribed.value.some((app) => app.id === ours)) return pass("Our app gets the account's events.", observed);
    return fail(`Only other apps get the account's events: ${names.join(", ")}.`, byOperator(SUBSCRIBE_APP), observed);
  },
});

export const webhookFields = check({
  id: "webhook_fields",
  title: "Webhook fields",
  needs: ["appSubscription"],
  decides: false,
  judge: ({ appSubscription }) => {
    if (!appSubscription.ok) return notRead("What the app hears of", appSubscription.failure);
    const app = appSubscription.value;
    if (app === null || !app.active)
      return warn("The app hears nothing of WhatsApp accounts.", byOperator(CONNECT_WEBHOOK, SET_CALLBACK), {
        address: app?.callbackUrl ?? null,
        fields: [],
      });
    const { callbackUrl: address, fields } = app;
    const missing = missingFields(fields);
    const observed = { address, fields: [...fields], missing };
    return missing.length === 0
      ? pass("The app has every field that is needed here.", observed)
      : warn(
          `The app lacks the fields ${missing.join(", ")}.`,
          byOperator(CONNECT_WEBHOOK, SWITCH_ON_FIELDS),
          observed,
        );
  },
});

export const webhookEvents = check({
  id: "webhook_events",
  title: "Webhook",
  needs: ["webhook", "lastEvent"],
  decides: false,
  judge: ({ webhook, lastEvent }) => {
    const addresses = webhook.ok ? webhook.value : null;
    const address = addresses?.phoneNumber ?? addresses?.waba ?? addresses?.application ?? null;
    const at = lastEvent.ok ? lastEvent.value : null;
    const observed = { address, lastEventAt: at };
    if (at !== null) return pass(`Events arrive; the last one came ${at}.`, observed);
    if (!webhook.ok) return notRead("Where Meta sends events", webhook.failure);
    if (address === null)
      return warn("Meta has no address to send this number's events to.", byOperator(SET_CALLBACK), observed);
    // Meta takes an address only after a handshake, so it was reachable then.
    const accepted = `Meta sends events to ${address}, which answered Meta's handshake.`;
    if (!lastEvent.ok)
      return unknown(`${accepted} Whether any arrived is not known: ${whyNot(lastEvent.failure)}`, null, observed);
    return warn(`${accepted} No event has arrived yet.`, byOperator(TEST_WEBHOOK), observed);
  },
});
