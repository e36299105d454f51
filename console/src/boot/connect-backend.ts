import type { FirebaseApp } from "firebase/app";
import { createRegistrationClient } from "../../../client/src/client.ts";
import { createWatchers } from "../../../client/src/watch.ts";
import type { Backend } from "../backend.ts";

/** Where the backend of this page is. */
export interface BackendPlace {
  readonly region: string;
  readonly prefix: string;
  readonly database: string;
  readonly emulators?: { readonly functions: string; readonly firestore: string };
}

/** Connects to the functions and to Firestore. Firestore's SDK is most of the page's weight: signing in does without this file. */
export function connectBackend(app: FirebaseApp, place: BackendPlace): Backend {
  return { ...createRegistrationClient(app, place), ...createWatchers(app, place) };
}
