import type { FirebaseApp } from "firebase/app";
import type { RegistrationClient } from "../../../client/src/client.ts";
import { createWatchers } from "../../../client/src/watch.ts";
import type { Backend } from "./backend.ts";

/** Where the backend of this page is. */
export interface BackendPlace {
  readonly region: string;
  readonly prefix: string;
  readonly database: string;
  readonly emulators?: { readonly functions: string; readonly firestore: string };
}

/** Connects to the functions and to Firestore. Firestore's SDK is most of the page's weight: signing in does without this file. */
export function connectBackend(app: FirebaseApp, place: BackendPlace): Backend {
  let client: RegistrationClient | null = null;
  const calls = async (): Promise<RegistrationClient> => {
    const { createRegistrationClient } = await import("../../../client/src/client.ts");
    client ??= createRegistrationClient(app, place);
    return client;
  };
  return {
    ...createWatchers(app, place),
    loadCalls: async () => void (await calls()),
    registerPhoneNumber: async (request) => (await calls()).registerPhoneNumber(request),
    deregisterPhoneNumber: async (request) => (await calls()).deregisterPhoneNumber(request),
    diagnoseAccess: async (request, following) => (await calls()).diagnoseAccess(request, following),
    refreshPhoneNumber: async (request) => (await calls()).refreshPhoneNumber(request),
    requestVerificationCode: async (request) => (await calls()).requestVerificationCode(request),
    verifyPhoneNumber: async (request) => (await calls()).verifyPhoneNumber(request),
    setTwoStepPin: async (request) => (await calls()).setTwoStepPin(request),
    sendTestMessage: async (request) => (await calls()).sendTestMessage(request),
    addPhoneNumber: async (request) => (await calls()).addPhoneNumber(request),
    listPhoneNumbers: async (request) => (await calls()).listPhoneNumbers(request),
    connectWebhook: async (request) => (await calls()).connectWebhook(request),
    connectAccount: async (request) => (await calls()).connectAccount(request),
    disconnectAccount: async (request) => (await calls()).disconnectAccount(request),
  };
}
