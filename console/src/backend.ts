import type { RegistrationClient } from "../../client/src/client.ts";
import type { Watchers } from "../../client/src/watch.ts";

/** The backend as the page knows it: what it can be asked, and what can be listened to. */
export type Backend = RegistrationClient & Watchers;
