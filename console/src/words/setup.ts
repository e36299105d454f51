import type { Listed, Present, Watched } from "../../../client/src/watch.ts";
import type { AccountAttemptDocument } from "../../../functions/src/contract/account-attempt.ts";
import type { AttemptDocument, PhoneNumberDocument } from "../../../functions/src/contract/phone-number.ts";
import type { TestMessageDocument } from "../../../functions/src/contract/test-message.ts";
import { messageStations } from "./message-stations.ts";
import { ago } from "./time.ts";

/** The steps from nothing to a message that arrives, in order. */
export const SETUP_STEPS = ["add", "verify", "register", "webhook", "message"] as const;
export type SetupStepName = (typeof SETUP_STEPS)[number];

/** How a step stands. `now`: the one to take; `waiting`: it is taken, and Meta has the word. */
export interface SetupStep {
  readonly name: SetupStepName;
  readonly state: "done" | "now" | "waiting" | "later";
  /** What is known of it. */
  readonly says: string | null;
}

/** Everything that the flow goes by: what Firestore holds of the number and its account, the newest first. */
export interface SetupFacts {
  readonly number: Watched<PhoneNumberDocument>;
  readonly attempts: readonly Listed<AttemptDocument>[];
  readonly accountAttempts: readonly Listed<AccountAttemptDocument>[];
  readonly messages: readonly Listed<TestMessageDocument>[];
}

/** What is known while no number has been added. */
export const NO_FACTS: SetupFacts = { number: { state: "absent" }, attempts: [], accountAttempts: [], messages: [] };

type Found = Pick<SetupStep, "says"> & { readonly state: "done" | "open" | "waiting" };

const REGISTERED = new Set(["connected", "live", "coexistence"]);
const UNDER_WAY = new Set(["registering", "awaiting_meta", "outcome_unknown"]);
const UNVERIFIED = new Set(["draft", "verification_required"]);

/** How each step stands. What is stored decides alone, so that a page that is opened again goes on where the last one stopped. */
export function setupSteps(facts: SetupFacts, now: number): readonly SetupStep[] {
  let isOpen = false;
  return SETUP_STEPS.map((name) => {
    const { state, says } = LOOKS[name](facts, now);
    if (state === "done") return { name, state, says };
    const isNext = !isOpen;
    isOpen = true;
    if (!isNext) return { name, state: "later", says: null };
    return { name, state: state === "waiting" ? "waiting" : "now", says };
  });
}

const open = (says: string | null = null): Found => ({ state: "open", says });
const done = (says: string | null = null): Found => ({ state: "done", says });
const waiting = (says: string): Found => ({ state: "waiting", says });

const LOOKS: Readonly<Record<SetupStepName, (facts: SetupFacts, now: number) => Found>> = {
  add: ({ number }) => {
    if (number.state !== "known") return open();
    const { meta, digits } = number.document;
    return done(meta?.displayPhoneNumber ?? digits ?? null);
  },
  verify: ({ number, attempts }, now) => {
    if (number.state !== "known") return open();
    if (!UNVERIFIED.has(number.document.lifecycle)) return done("The business has proved that the number is its own.");
    const sent = known(attempts).find(({ operation }) => operation === "request_code" || operation === "verify_code");
    if (sent?.operation === "request_code" && sent.status === "code_requested")
      return open(`A code was sent ${ago(sent.reservedAt, now)}. Enter it below, or have another one sent.`);
    return open();
  },
  register: ({ number }) => {
    if (number.state !== "known") return open();
    const { lifecycle, registration } = number.document;
    if (UNDER_WAY.has(lifecycle)) return waiting("A registration is under way. What comes of it appears here.");
    return REGISTERED.has(lifecycle) || (registration?.status === "registered" && lifecycle !== "disconnected")
      ? done("The number is on the Cloud API.")
      : open(registration?.message ?? null);
  },
  webhook: ({ number, accountAttempts }, now) => {
    if (number.state !== "known") return open();
    if (number.document.webhook?.provenAt != null) return done("Events about this number arrive.");
    const last = known(accountAttempts).find(({ operation }) => operation === "connect_webhook");
    if (last === undefined) return open();
    if (last.status === "connected") return done(`Connected ${ago(last.reservedAt, now)}.`);
    return last.settledAt === null ? open() : open(last.message);
  },
  message: ({ number, messages }, now) => {
    if (number.state !== "known") return open();
    const [last] = known(messages);
    if (number.document.lifecycle === "live" && last === undefined) return done("Messages are delivered.");
    if (last === undefined) return open();
    const { sentence } = messageStations(last);
    if (last.status === "delivered" || last.status === "read") return done(sentence);
    const why = last.failure === null ? "" : ` ${last.failure.message}`;
    return last.status === "failed"
      ? open(`${sentence}${why}`)
      : waiting(`${sentence} It was sent ${ago(last.at, now)}.`);
  },
};

/** The documents that this page understands. */
const known = <Document>(listed: readonly Present<Document>[]): Document[] =>
  listed.flatMap((found) => (found.state === "known" ? [found.document] : []));
