import type { Firestore } from "firebase-admin/firestore";
import type { Deliveries, MessageTrail } from "../app/webhook-ports.ts";
import { PhoneNumberDocument } from "../contract/phone-number.ts";
import { TestMessageDocument } from "../contract/test-message.ts";
import { EMPTY_LEDGER } from "../domain/attempt/attempt-window.ts";
import { firestoreDeliveries } from "../firestore/deliveries.ts";
import { ledgerDocument } from "../firestore/ledger-document.ts";
import { messageDocumentId } from "../firestore/message-document-id.ts";
import { firestoreMessageTrail } from "../firestore/message-trail.ts";
import { memoryFirestore, type Ask } from "./firestore/memory-firestore.ts";
import { storedDocuments, StoreError } from "./firestore/stored-documents.ts";
import type { Fields } from "./firestore/written-fields.ts";

const PERMISSION_DENIED = 7;

/** What webhooks have left behind, and how often the store was asked. */
export interface WebhookStore {
  readonly deliveries: Deliveries;
  readonly trail: MessageTrail;
  readonly count: { reads: number; commits: number };
  /** While true, the store refuses to be written to. */
  broken: boolean;
  number(phoneNumberId: string): PhoneNumberDocument | undefined;
  /** All numbers' documents, by id. */
  numbers(): ReadonlyMap<string, PhoneNumberDocument>;
  /** The events kept of a number, or of all numbers: the paths of their documents. */
  events(phoneNumberId?: string): readonly string[];
  lastEventAt(wabaId: string): unknown;
  /** The numbers that are to be read. */
  due(): readonly string[];
  /** Writes down a test message that Meta has accepted. */
  addMessage(phoneNumberId: string, messageId: string): void;
  /** How far a message has come, whether it was written down before or a status came first; `null`: nothing is stored. */
  messageStage(phoneNumberId: string, messageId: string): string | null;
  /** Everything that is stored, as one text. */
  text(): string;
}

/** The product's own store of webhooks, over a Firestore in memory that holds these numbers. */
export function webhookStore(
  numbers: Readonly<Record<string, PhoneNumberDocument>>,
  configuredWabaId: string,
): WebhookStore {
  const documents = storedDocuments(
    () => undefined,
    () => undefined,
  );
  const count = { reads: 0, commits: 0 };
  const state = { broken: false };
  const ask: Ask = async (request, carryOut) => {
    if (request === "read") count.reads += 1;
    else if (state.broken) throw new StoreError(PERMISSION_DENIED, "The store takes nothing now.");
    else count.commits += 1;
    return carryOut();
  };
  const write = (path: string, fields: Fields): void =>
    documents.commit([{ path, kind: "set", fields, unchangedSince: undefined }], Date.now());
  for (const [id, document] of Object.entries(numbers)) {
    write(`whatsappNumbers/${id}`, document);
    write(`whatsappLedgers/${id}`, ledgerDocument(EMPTY_LEDGER));
  }
  const db: Firestore = memoryFirestore(documents, ask, () => Date.now());

  const idsIn = (collection: string): string[] =>
    documents.inside(collection).map((path) => path.slice(collection.length + 1));
  const number = (id: string): PhoneNumberDocument | undefined => {
    const fields = documents.read(`whatsappNumbers/${id}`)?.fields;
    return fields === undefined ? undefined : PhoneNumberDocument.parse(fields);
  };
  const messagePath = (id: string, messageId: string): string =>
    `whatsappNumbers/${id}/whatsappTestMessages/${messageDocumentId(messageId)}`;

  return {
    deliveries: firestoreDeliveries(db, configuredWabaId),
    trail: firestoreMessageTrail(db),
    count,
    get broken() {
      return state.broken;
    },
    set broken(broken) {
      state.broken = broken;
    },
    number,
    numbers: () =>
      new Map(
        idsIn("whatsappNumbers").flatMap((id) => {
          const document = number(id);
          return document === undefined ? [] : [[id, document] as const];
        }),
      ),
    events: (id) =>
      (id === undefined ? idsIn("whatsappNumbers") : [id]).flatMap((each) =>
        documents.inside(`whatsappNumbers/${each}/whatsappEvents`),
      ),
    lastEventAt: (wabaId) => documents.read(`whatsappWebhookStates/${wabaId}`)?.fields["lastEventAt"],
    due: () =>
      idsIn("whatsappLedgers").filter((id) => documents.read(`whatsappLedgers/${id}`)?.fields["nextLookAt"] !== null),
    addMessage: (id, messageId) => {
      const at = new Date(0).toISOString();
      const message = { status: "sent", to: "***0001", template: "t", language: "en", by: "u", at, updatedAt: at };
      write(messagePath(id, messageId), TestMessageDocument.parse({ ...message, failure: null, expireAt: null }));
    },
    messageStage: (id, messageId) => {
      const early = `whatsappEarlyStatuses/${id}:${messageDocumentId(messageId)}`;
      const stored = documents.read(messagePath(id, messageId)) ?? documents.read(early);
      return stored === undefined ? null : String(stored.fields["status"]);
    },
    text: () => documents.text(),
  };
}
