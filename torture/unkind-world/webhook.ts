import { applyWebhook } from "../../functions/src/app/apply-webhook.ts";
import type { WebhookPorts } from "../../functions/src/app/webhook-ports.ts";
import { firestoreAccountStanding } from "../../functions/src/firestore/account-standing.ts";
import { firestoreConnectedAccounts } from "../../functions/src/firestore/connected-accounts.ts";
import { firestoreDeliveries } from "../../functions/src/firestore/deliveries.ts";
import { firestoreMessageTrail } from "../../functions/src/firestore/message-trail.ts";
import { replyToWebhook } from "../../functions/src/handlers/webhook/reply.ts";
import { signatureOf, type SentChange } from "../../functions/src/testing/webhook-payloads.ts";
import { SILENT, type World } from "./world.ts";

const SECRET = "an-invented-app-secret";

/** Hands over a delivery that Meta has signed. Answers the HTTP status that Meta gets, as what is not 200 is sent again for days. */
export async function deliver(world: World, rawBody: Buffer): Promise<number> {
  const { config, clock, store } = world;
  const ports: WebhookPorts = {
    deliveries: firestoreDeliveries(store.db, config.wabaId),
    trail: firestoreMessageTrail(store.db),
    journal: SILENT,
    accounts: firestoreConnectedAccounts(store.db),
    standing: firestoreAccountStanding(store.db),
    appId: null,
    manages: () => true,
    managesAccount: () => true,
    namedIds: [],
  };
  const setup = {
    appSecret: SECRET,
    verifyToken: "an-invented-word",
    take: (changes: Parameters<typeof applyWebhook>[1]["changes"]) =>
      applyWebhook(ports, { changes, configuredWabaId: config.wabaId, receivedAt: clock.now() }),
  };
  const signature = signatureOf(rawBody, SECRET);
  const { status } = await replyToWebhook({ method: "POST", query: {}, rawBody, signature }, () => setup);
  return status;
}

/** A delivery's bytes. `atMs`: Meta's time of it. */
export function delivery(changes: readonly SentChange[], wabaId: string, atMs: number): Buffer {
  const entry = changes.map((change) => ({ id: wabaId, time: Math.floor(atMs / 1000), changes: [change] }));
  return Buffer.from(JSON.stringify({ object: "whatsapp_business_account", entry }));
}

/** The digits by which events name a number. */
export const digitsAt = ({ simulator }: World, phoneNumberId: string): string =>
  (simulator.state.numbers.get(phoneNumberId)?.displayPhoneNumber ?? "").replaceAll(/\D/g, "");
