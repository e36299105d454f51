import type { RegistrationClient } from "../../../client/src/client.ts";
import type { Watchers } from "../../../client/src/watch.ts";

/** The backend as the page knows it: what it can be asked, and what can be listened to. */
export interface Backend extends RegistrationClient, Watchers {
  /** Loads what calls are made with, which showing a number does without. A call loads it as well. @throws Error where it does not load. */
  readonly loadCalls: () => Promise<void>;
}
