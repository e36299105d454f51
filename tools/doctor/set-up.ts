import type { Records } from "../../functions/src/app/ports.ts";
import type { AttemptBudget } from "../../functions/src/contract/attempts.ts";
import type { CheckId, Verdict } from "../../functions/src/contract/diagnose-access.ts";
import type { Actor } from "../../functions/src/contract/failure.ts";
import { GRAPH_VERSION } from "../../functions/src/contract/graph-versions.ts";
import type { RegistrationRecord } from "../../functions/src/contract/phone-number.ts";
import { APP_ID, APP_SECRET, BUSINESS_ID, WABA_ID } from "../../graph-simulator/magic/places.ts";
import { PLAIN_NUMBER_ID } from "../../graph-simulator/magic/plain.ts";
import { DEFAULT_TOKEN } from "../../graph-simulator/magic/tokens.ts";
import type { Simulator } from "../../graph-simulator/server.ts";

/** How a deployment is configured, and what it remembers. */
export interface Configured {
  readonly phoneNumberId: string;
  readonly wabaId: string;
  readonly accountIsKnown: boolean;
  readonly expectedAppId: string | null;
  readonly businessId: string | null;
  readonly token: string;
  readonly appSecret: string;
  readonly graphVersion: string;
  /** `null`: the address of the deployment's own webhook is not known. */
  readonly ownWebhook: string | null;
  /** `null`: the simulator's address. */
  readonly baseUrl: string | null;
  readonly records: Records | null;
}

/** What must be the first thing to do; `null`: nothing. */
export interface Expected {
  readonly state: Verdict["state"];
  readonly first: { readonly check: CheckId; readonly actor: Actor; readonly title: string } | null;
}

/** One set-up: how it differs from one in which everything is in order and the number is ready to be registered. */
export interface SetUp {
  readonly title: string;
  readonly configured?: Partial<Configured>;
  readonly arrange?: (simulator: Simulator) => unknown;
  readonly expected: Expected;
}

export const FRESH_BUDGET: AttemptBudget = {
  used: 0,
  limit: 10,
  remaining: 10,
  nextFreeAt: null,
  blockedUntil: null,
  spentElsewhere: false,
};

/** Records that remember this. */
export const remembering = (
  budget: AttemptBudget,
  lastEventAt: string | null = null,
  lastRegistration: RegistrationRecord | null = null,
): Records => ({
  registrationBudget: async () => budget,
  lastWebhookEventAt: async () => lastEventAt,
  lastRegistration: async () => lastRegistration,
});

/** Everything in order: the simulator's default world, correctly configured. */
export const IN_ORDER: Configured = {
  phoneNumberId: PLAIN_NUMBER_ID,
  wabaId: WABA_ID,
  accountIsKnown: true,
  expectedAppId: APP_ID,
  businessId: BUSINESS_ID,
  token: DEFAULT_TOKEN,
  appSecret: APP_SECRET,
  graphVersion: GRAPH_VERSION,
  ownWebhook: null,
  baseUrl: null,
  records: remembering(FRESH_BUDGET),
};
