import type { DocumentSnapshot, Firestore } from "firebase-admin/firestore";
import { AttemptDocument, PhoneNumberDocument } from "../contract/phone-number.ts";
import type { Ledger } from "../domain/attempt/attempt-window.ts";
import { ledgerDocument, readLedger } from "../firestore/ledger-document.ts";
import { memoryFirestore } from "./firestore/memory-firestore.ts";
import { storedDocuments, type StoredDocuments } from "./firestore/stored-documents.ts";
import type { Fields } from "./firestore/written-fields.ts";

/** An attempt as its audit document has it. Times in ms. */
export interface AuditEntry extends Omit<AttemptDocument, "reservedAt" | "settledAt"> {
  readonly reservedAt: number;
  readonly settledAt: number | null;
}

/** Everything that is stored of one number, as it is now. What is assigned is written. */
export interface StoredNumber {
  ledger: Ledger;
  document: PhoneNumberDocument | undefined;
  /** By attempt id: what the audit document says. */
  readonly audit: ReadonlyMap<string, AuditEntry>;
}

/** Firestore in memory, under the product's own adapters; several instances may share it. */
export interface MemoryStore {
  readonly db: Firestore;
  readonly documents: StoredDocuments;
  /** The store's time, in ms since the epoch. */
  readonly now: () => number;
  number(phoneNumberId: string): StoredNumber;
}

export function memoryStore(now: () => number): MemoryStore {
  const documents = storedDocuments(
    () => undefined,
    () => undefined,
  );
  const db = memoryFirestore(documents, async (_, carryOut) => carryOut(), now);
  const write = (path: string, fields: Fields): void =>
    documents.commit([{ path, kind: "set", fields, unchangedSince: undefined }], now());
  return {
    db,
    documents,
    now,
    number: (phoneNumberId) => {
      const [ledger, number] = [`whatsappLedgers/${phoneNumberId}`, `whatsappNumbers/${phoneNumberId}`];
      return {
        get ledger() {
          return readLedger(snapshotOf(documents.read(ledger)?.fields));
        },
        set ledger(value) {
          write(ledger, { ...documents.read(ledger)?.fields, ...ledgerDocument(value) });
        },
        get document() {
          const fields = documents.read(number)?.fields;
          return fields === undefined ? undefined : PhoneNumberDocument.parse(fields);
        },
        set document(value) {
          if (value === undefined) throw new TypeError("A number's document is not taken away.");
          write(number, value);
        },
        get audit() {
          const paths = documents.inside(`${number}/whatsappAttempts`);
          return new Map(paths.map((path) => [path.slice(path.lastIndexOf("/") + 1), auditAt(documents, path)]));
        },
      };
    },
  };
}

const snapshotOf = (fields: Fields | undefined): DocumentSnapshot =>
  ({ exists: fields !== undefined, data: () => fields }) as DocumentSnapshot;

/** @throws ZodError where an audit document is not as the contract has it */
function auditAt(documents: StoredDocuments, path: string): AuditEntry {
  const { reservedAt, settledAt, ...entry } = AttemptDocument.parse(documents.read(path)?.fields);
  return { ...entry, reservedAt: Date.parse(reservedAt), settledAt: settledAt === null ? null : Date.parse(settledAt) };
}
