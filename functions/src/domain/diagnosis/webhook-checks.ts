import {
  CONNECT_WEBHOOK,
  DROP_NUMBER_ADDRESS,
  NAME_WEBHOOK,
  SET_CALLBACK,
  SUBSCRIBE_APP,
  SWITCH_ON_FIELDS,
  TEST_WEBHOOK,
} from "../advice/steps.ts";
import { isSameAddress } from "../webhook-address.ts";
import { missingFields } from "../webhook-fields.ts";
import { notRead, whyNot } from "./absence.ts";
import { check } from "./check.ts";
import type { DiagnosisFacts, DiagnosisSubject } from "./facts.ts";
import { fail, byOperator, pass, unknown, warn } from "./finding.ts";

export const appSubscribed = check({
  id: "app_subscribed",
  title: "Subscription of the app",
  needs: ["subscribed", "token"],
  decides: false,
  judge: ({ subscribed, token }, { wabaId, expectedAppId }) => {
    if (!subscribed.ok) return notRead("Which apps are subscribed", subscribed.failure);
    const ours = expectedAppId ?? (token.ok ? token.value.appId : null);
    const names = subscribed.value.map(({ name, id }) => (name === null ? id : `${name} (${id})`));
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

/** Where the number's events go, and at which level that is set: the most specific one counts (Meta, Webhook overrides). */
interface Way {
  readonly address: string | null;
  readonly level: "number" | "account" | "app";
  /** The address of the app itself, where events go that no override carries. */
  readonly appAddress: string | null;
}

const EVENTS_OF: Readonly<Record<Way["level"], string>> = {
  number: "the events of this number",
  account: "the events of this account",
  app: "the events of this app",
};

type WayFacts = Pick<DiagnosisFacts, "webhook" | "subscribed" | "appSubscription" | "token">;

/** By the reads that connecting the webhook makes, and the number's own setting besides. */
function wayOf(
  { webhook, subscribed, appSubscription, token }: WayFacts,
  { expectedAppId }: Pick<DiagnosisSubject, "expectedAppId">,
): Way {
  const set = webhook.ok ? webhook.value : null;
  const ours = expectedAppId ?? (token.ok ? token.value.appId : null);
  const entry = subscribed.ok && ours !== null ? subscribed.value.find(({ id }) => id === ours) : undefined;
  const app = appSubscription.ok && appSubscription.value?.active === true ? appSubscription.value.callbackUrl : null;
  const appAddress = app ?? set?.application ?? null;
  if (set !== null && set.phoneNumber !== null) return { address: set.phoneNumber, level: "number", appAddress };
  const account = entry?.override ?? set?.waba ?? null;
  return account === null
    ? { address: appAddress, level: "app", appAddress }
    : { address: account, level: "account", appAddress };
}

export const webhookEvents = check({
  id: "webhook_events",
  title: "Webhook",
  needs: ["webhook", "subscribed", "appSubscription", "token", "lastEvent"],
  decides: false,
  judge: (facts, subject) => {
    const { webhook, lastEvent } = facts;
    const { ownWebhook } = subject;
    const { address, level, appAddress } = wayOf(facts, subject);
    const at = lastEvent.ok ? lastEvent.value : null;
    const observed = { address, ownAddress: ownWebhook, lastEventAt: at };
    const isAnothers = (one: string | null): boolean =>
      one !== null && ownWebhook !== null && !isSameAddress(one, ownWebhook);
    if (isAnothers(address)) {
      const came = at === null ? "" : ` The last event came here ${at}.`;
      return warn(
        `Meta sends ${EVENTS_OF[level]} to ${address}, and not to this deployment.${came}`,
        byOperator(level === "number" ? DROP_NUMBER_ADDRESS : CONNECT_WEBHOOK, NAME_WEBHOOK),
        observed,
      );
    }
    const apart = isAnothers(appAddress)
      ? ` Events that no override carries (account_*, security, phone_number_*) still go to ${appAddress}.`
      : "";
    const arrive = `Events arrive; the last one came ${at}.`;
    if (at !== null) return pass(`${arrive}${apart}`, observed);
    if (!webhook.ok) return notRead("Where Meta sends events", webhook.failure);
    if (address === null)
      return warn("Meta has no address to send this number's events to.", byOperator(SET_CALLBACK), observed);
    // Meta takes an address only after a handshake, so it was reachable then.
    const accepted = `Meta sends events to ${address}, which answered Meta's handshake.${apart}`;
    if (!lastEvent.ok) {
      const arrived = `Whether any arrived is not known: ${whyNot(lastEvent.failure)}.`;
      return unknown(`${accepted} ${arrived}`, null, observed);
    }
    const none = "No event has arrived yet.";
    return warn(`${accepted} ${none}`, byOperator(TEST_WEBHOOK), observed);
  },
});
