import type { FirebaseApp } from "firebase/app";
import {
  collection,
  connectFirestoreEmulator,
  doc,
  documentId,
  getDoc,
  getFirestore,
  limit,
  onSnapshot,
  orderBy,
  query,
  where,
  type DocumentReference,
  type Firestore,
  type Query,
} from "firebase/firestore";
import type { z } from "zod";
import { AccountAttemptDocument } from "../../functions/src/contract/account-attempt.ts";
import { AccountDocument } from "../../functions/src/contract/account.ts";
import {
  ACCOUNTS,
  ATTEMPTS,
  EVENTS,
  NUMBERS,
  TEST_MESSAGES,
  TRANSITIONS,
} from "../../functions/src/contract/collections.ts";
import { DEFAULT_DATABASE } from "../../functions/src/contract/deployment.ts";
import { AttemptDocument, PhoneNumberDocument } from "../../functions/src/contract/phone-number.ts";
import { TestMessageDocument } from "../../functions/src/contract/test-message.ts";
import { TransitionDocument } from "../../functions/src/contract/transition.ts";
import { WebhookEventDocument } from "../../functions/src/contract/webhook.ts";
import { callError, type CallError } from "./call-error.ts";
import { hostAndPort } from "./host-and-port.ts";
import { readTolerantly } from "./newer-backend.ts";

/** A document that exists. `unrecognized`: it is newer than this client. */
export type Present<Document> =
  | { readonly state: "known"; readonly document: Document }
  | { readonly state: "unrecognized"; readonly data: unknown };

/** A document as it stands; `absent` until the backend first writes it. */
export type Watched<Document> = Present<Document> | { readonly state: "absent" };

/** One document of a list. */
export type Listed<Document> = { readonly id: string } & Present<Document>;

/** Stops listening. */
export type Unwatch = () => void;

/** Told once, when listening ends by itself: nobody is signed in, or the claim is missing. */
export type OnWatchError = (error: CallError) => void;

type OnChange<State> = (state: State) => void;

type Watch<State> = (onChange: OnChange<State>, onError: OnWatchError) => Unwatch;

/** Listens to something of one number's or account's. */
type WatchIn<State> = (id: string, onChange: OnChange<State>, onError: OnWatchError) => Unwatch;

/** Listens to what is one customer's. */
type WatchOfCustomer<State> = (customerId: string, onChange: OnChange<State>, onError: OnWatchError) => Unwatch;

/** Listeners. Each tells the present state at once, then every change, until it is stopped. */
export interface Watchers {
  /** One number's whole visible state. */
  readonly watchPhoneNumber: WatchIn<Watched<PhoneNumberDocument>>;
  /** Every number that has a state, in the order of their ids. For operators. */
  readonly watchPhoneNumbers: Watch<readonly Listed<PhoneNumberDocument>[]>;
  /** The numbers of one customer, in the order of their ids. For operators and the customer's members. */
  readonly watchNumbersOfCustomer: WatchOfCustomer<readonly Listed<PhoneNumberDocument>[]>;
  /** The accounts that one customer has connected, in the order of their ids. For operators and the customer's members. */
  readonly watchAccountsOfCustomer: WatchOfCustomer<readonly Listed<AccountDocument>[]>;
  /** The newest calls to Meta about a number, newest first: those that spent an attempt among them. */
  readonly watchAttempts: WatchIn<readonly Listed<AttemptDocument>[]>;
  /** The newest calls that were to change something in an account (WABA), newest first: numbers added, the webhook connected. */
  readonly watchAccountAttempts: WatchIn<readonly Listed<AccountAttemptDocument>[]>;
  /** The newest changes of a number that nobody called for, newest first. */
  readonly watchTransitions: WatchIn<readonly Listed<TransitionDocument>[]>;
  /** The newest of Meta's events about a number, newest first. */
  readonly watchEvents: WatchIn<readonly Listed<WebhookEventDocument>[]>;
  /** The newest test messages of a number, newest first. */
  readonly watchTestMessages: WatchIn<readonly Listed<TestMessageDocument>[]>;
  /** How far a test message has come. `documentId` is in the result of `sendTestMessage`. */
  readonly watchTestMessage: (
    ids: { readonly phoneNumberId: string; readonly documentId: string },
    onChange: OnChange<Watched<TestMessageDocument>>,
    onError: OnWatchError,
  ) => Unwatch;
}

/** How many documents of a history are listened to: the newest. */
const HISTORY = 50;

/** Where the database is. */
export interface WatcherOptions {
  /** The id of the database, where it is not the project's default one. */
  readonly database?: string;
  /** The Firestore emulator as `host:port`. Leave it out where you connect it yourself. */
  readonly emulators?: { readonly firestore?: string };
}

/** Listeners to the documents of `app`'s project, for the user who is signed in with the app's Firebase Auth. */
export function createWatchers(
  app: FirebaseApp,
  { database = DEFAULT_DATABASE, emulators = {} }: WatcherOptions = {},
): Watchers {
  const db = getFirestore(app, database);
  if (emulators.firestore !== undefined) connectFirestoreEmulator(db, ...hostAndPort(emulators.firestore));
  return {
    watchPhoneNumber: (id, onChange, onError) => watchOne(doc(db, NUMBERS, id), PhoneNumberDocument, onChange, onError),
    watchPhoneNumbers: (onChange, onError) =>
      watchList(collection(db, NUMBERS), PhoneNumberDocument, onChange, onError),
    watchNumbersOfCustomer: (id, onChange, onError) =>
      watchList(ofCustomer(db, NUMBERS, id), PhoneNumberDocument, onChange, onError),
    watchAccountsOfCustomer: (id, onChange, onError) =>
      watchList(ofCustomer(db, ACCOUNTS, id), AccountDocument, onChange, onError),
    watchAttempts: (id, onChange, onError) =>
      watchHistory(newest(doc(db, NUMBERS, id), ATTEMPTS, "reservedAt"), AttemptDocument, onChange, onError),
    watchAccountAttempts: (id, onChange, onError) =>
      watchHistory(newest(doc(db, ACCOUNTS, id), ATTEMPTS, "reservedAt"), AccountAttemptDocument, onChange, onError),
    watchTransitions: (id, onChange, onError) =>
      watchHistory(newest(doc(db, NUMBERS, id), TRANSITIONS, "at"), TransitionDocument, onChange, onError),
    watchEvents: (id, onChange, onError) =>
      watchHistory(newest(doc(db, NUMBERS, id), EVENTS, "at"), WebhookEventDocument, onChange, onError),
    watchTestMessages: (id, onChange, onError) =>
      watchHistory(newest(doc(db, NUMBERS, id), TEST_MESSAGES, "at"), TestMessageDocument, onChange, onError),
    watchTestMessage: (ids, onChange, onError) =>
      watchOne(
        doc(db, NUMBERS, ids.phoneNumberId, TEST_MESSAGES, ids.documentId),
        TestMessageDocument,
        onChange,
        onError,
      ),
  };
}

/** Firestore indexes the field by itself, and the rules let members ask for their own customers' documents in this way alone. */
const ofCustomer = (db: Firestore, name: string, customerId: string): Query =>
  query(collection(db, name), where("customerId", "==", customerId), orderBy(documentId()));

/** A history of a number or an account, the newest first. */
interface History {
  readonly of: DocumentReference;
  /** `since` null: from its beginning. */
  readonly since: (since: string | null) => Query;
}

const newest = (of: DocumentReference, history: string, time: string): History => ({
  of,
  since: (since) =>
    query(
      collection(of, history),
      ...(since === null ? [] : [where(time, ">=", since)]),
      orderBy(time, "desc"),
      limit(HISTORY),
    ),
});

/** Reads a document as the backend wrote it. */
function present<Document>(schema: z.ZodType<Document>, data: unknown): Present<Document> {
  const document = readTolerantly(schema, data);
  return document === undefined ? { state: "unrecognized", data } : { state: "known", document };
}

function watchOne<Document>(
  reference: DocumentReference,
  schema: z.ZodType<Document>,
  onChange: OnChange<Watched<Document>>,
  onError: OnWatchError,
): Unwatch {
  return onSnapshot(
    reference,
    (found) => onChange(found.exists() ? present(schema, found.data()) : { state: "absent" }),
    (error) => onError(callError(error)),
  );
}

/**
 * Operators read a history from its beginning. Members read what came since it is their customer's, and the rules want the query itself to
 * say so: where all of it is refused, it is asked for again in that way.
 */
function watchHistory<Document>(
  { of, since }: History,
  schema: z.ZodType<Document>,
  onChange: OnChange<readonly Listed<Document>[]>,
  onError: OnWatchError,
): Unwatch {
  let isStopped = false;
  let unwatch: Unwatch = () => undefined;
  const asMember = async (refused: CallError): Promise<void> => {
    try {
      const customerSince: unknown = (await getDoc(of)).get("customerSince");
      if (isStopped) return;
      if (typeof customerSince !== "string") onError(refused);
      else unwatch = watchList(since(customerSince), schema, onChange, onError);
    } catch (error) {
      if (!isStopped) onError(callError(error));
    }
  };
  unwatch = watchList(since(null), schema, onChange, (error) => {
    if (error.problem.code === "permission-denied") void asMember(error);
    else onError(error);
  });
  return () => {
    isStopped = true;
    unwatch();
  };
}

function watchList<Document>(
  documents: Query,
  schema: z.ZodType<Document>,
  onChange: OnChange<readonly Listed<Document>[]>,
  onError: OnWatchError,
): Unwatch {
  // Only what has changed is read again: the rest are the same objects as before.
  const read = new Map<string, Listed<Document>>();
  return onSnapshot(
    documents,
    (snapshot) => {
      for (const { type, doc: changed } of snapshot.docChanges()) {
        if (type === "removed") read.delete(changed.id);
        else read.set(changed.id, { id: changed.id, ...present(schema, changed.data()) });
      }
      onChange(snapshot.docs.flatMap(({ id }) => read.get(id) ?? []));
    },
    (error) => onError(callError(error)),
  );
}
