import type { WebhookPorts } from "./app/webhook-ports.ts";
import { firestoreDatabase, type WebhookConfiguration } from "./config.ts";
import { firestoreAccountStanding } from "./firestore/account-standing.ts";
import { firestoreConnectedAccounts } from "./firestore/connected-accounts.ts";
import { database } from "./firestore/database.ts";
import { firestoreDeliveries } from "./firestore/deliveries.ts";
import { firestoreMessageTrail } from "./firestore/message-trail.ts";
import { noticeJournal } from "./journal/notice-journal.ts";

let webhook: WebhookPorts | undefined;

/**
 * The adapters that the webhook works with; Meta is not among them, and its client is not loaded. Made once an instance, so that
 * deliveries of the same moment gather their writes.
 */
export function webhookPorts({ wabaId, appId, ...managed }: WebhookConfiguration): WebhookPorts {
  webhook ??= {
    deliveries: firestoreDeliveries(database(firestoreDatabase()), wabaId),
    accounts: firestoreConnectedAccounts(database(firestoreDatabase())),
    standing: firestoreAccountStanding(database(firestoreDatabase())),
    trail: firestoreMessageTrail(database(firestoreDatabase())),
    journal: noticeJournal,
    appId,
    manages: managed.manages,
    managesAccount: managed.managesAccount,
    namedIds: managed.namedIds,
  };
  return webhook;
}
