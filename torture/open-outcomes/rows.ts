import type { RegistrationRecord } from "../../functions/src/contract/phone-number.ts";
import { LEASE_MS } from "../../functions/src/domain/attempt/attempt-window.ts";
import type { Fault } from "../../graph-simulator/faults.ts";
import { demoConfiguration } from "../../tools/demo-configuration.ts";
import { registerNaively } from "../naive.ts";
import type { Defect } from "../planted-defect.ts";
import type { Answered } from "./calls.ts";
import { DEFECTS } from "./defects.ts";
import type { Stage } from "./stage.ts";

/** One way in which the outcome of a call is left open, and a call that comes then. */
export interface Row {
  /** Ends the sentence "a second POST after …". */
  readonly name: string;
  /** Both calls, the product's way. Answers what the second was told. */
  readonly ours: (stage: Stage) => Promise<Answered>;
  /** Both calls, called and then written. */
  readonly naive: (stage: Stage) => Promise<void>;
  /** Whether it says when to ask again, unless all is well or Meta's turn. */
  readonly namesTime: boolean;
  /** A call that may post: it shows that nothing else kept the second from it. */
  readonly control: (stage: Stage) => Promise<Answered>;
  /** With this in the product, the second call posts. */
  readonly defect: Defect;
}

const gateway = (status: number, body: string): Fault => ({
  kind: "replace",
  status,
  body,
  headers: { "content-type": "text/html" },
  processed: false,
});
const refusal = (code: number, httpStatus: number): Fault => ({ kind: "graph_error", error: { code, httpStatus } });
const LOST: Fault = { kind: "reset", at: "body_read", processed: false };

/** How the first call's outcome is left open. */
interface Opening {
  readonly fault?: Fault;
  /** Meta accepts, and reading the number never shows it. */
  readonly neverShows?: boolean;
  readonly dies?: boolean;
  /** What happens before the next call; nothing, if left out. */
  readonly meanwhile?: (stage: Stage) => Promise<void> | void;
}

function registration(name: string, { fault, neverShows = false, dies = false, meanwhile }: Opening): Row {
  const open = ({ simulator, phoneNumberId }: Stage): void =>
    void simulator.state.patchNumber(phoneNumberId, {
      connects: neverShows ? "never" : "at_once",
      faults: fault === undefined ? {} : { register: fault },
    });
  const mend = ({ simulator, phoneNumberId }: Stage): void =>
    void simulator.state.patchNumber(phoneNumberId, { faults: {} });
  const post = (stage: Stage): Promise<string> =>
    registerNaively({
      post: () => stage.postNaively("register"),
      save: async () => undefined,
      pause: async () => undefined,
      log: () => undefined,
    }).catch(() => "failed");
  return {
    name,
    ours: async (stage) => {
      open(stage);
      await stage.register({ dies });
      mend(stage);
      await meanwhile?.(stage);
      return stage.register();
    },
    naive: async (stage) => {
      open(stage);
      await (dies ? stage.postNaively("register") : post(stage));
      mend(stage);
      await post(stage);
    },
    namesTime: true,
    control: (stage) => stage.register({ force: true }),
    defect: DEFECTS[name] ?? missing(name),
  };
}

/** The same request made twice; or made, cut off, and made again. */
function repeated(name: string, kind: "register" | "send", { dies = false, atOnce = false }): Row {
  const how = { force: true, requestId: "the-same" };
  const connect = ({ simulator, phoneNumberId }: Stage): void =>
    void simulator.state.patchNumber(phoneNumberId, {
      status: "CONNECTED",
      platformType: "CLOUD_API",
      registered: true,
      // So long that the second call does not wait for the answer of the first.
      faults: atOnce ? { send_message: { kind: "delay", ms: 800 } } : {},
    });
  return {
    name,
    ours: async (stage) => {
      connect(stage);
      const first = stage[kind]({ ...how, dies });
      if (!atOnce) await first;
      if (dies) stage.passes(LEASE_MS + 1000);
      const [, second] = await Promise.all([first, stage[kind](how)]);
      return second;
    },
    naive: async (stage) => {
      connect(stage);
      const post = (): Promise<void> => stage.postNaively(kind === "register" ? "register" : "messages");
      await Promise.all([post(), post()]);
    },
    // What became of a message shows in no reading, at no time.
    namesTime: dies && kind === "register",
    control: (stage) => stage[kind]({ ...how, requestId: "another" }),
    defect: DEFECTS[name] ?? missing(name),
  };
}

function missing(name: string): never {
  throw new Error(`No defect is planted for: ${name}.`);
}

const token = (stage: Stage, valid: boolean): void =>
  void stage.simulator.state.patchToken(demoConfiguration(stage.simulator.url).token, {
    invalid: valid ? null : { subcode: null, message: "Error validating access token" },
  });

const NOT_REGISTERED: RegistrationRecord = {
  status: "not_registered",
  at: "2030-01-01T00:00:00.000Z",
  by: "somebody in the console",
  message: null,
  retryAt: null,
  graphError: null,
};

/** Changes what is stored, as a person in the Firebase console does. */
const byHand =
  (change: (number: string) => readonly (readonly [path: string, kind: "delete" | "merge"])[]) =>
  ({ store, phoneNumberId }: Stage): void =>
    store.documents.commit(
      change(phoneNumberId).map(([path, kind]) => ({
        path,
        kind,
        fields: kind === "delete" ? {} : { registration: NOT_REGISTERED },
        unchangedSince: undefined,
      })),
      store.now(),
    );

/** Each way in which the outcome of a call can be left open. */
export const ROWS: readonly Row[] = [
  registration("a gateway's 502", { fault: gateway(502, "<h1>Bad Gateway</h1>") }),
  registration("a gateway's 504", { fault: gateway(504, "<h1>Gateway Timeout</h1>") }),
  registration("an empty 503", { fault: gateway(503, "") }),
  registration("code 1", { fault: refusal(1, 400) }),
  registration("code 2", { fault: refusal(2, 400) }),
  registration("code 131000", { fault: refusal(131_000, 400) }),
  registration("code 131016", { fault: refusal(131_016, 400) }),
  registration("an unknown code with a 5xx", { fault: refusal(999_999, 500) }),
  registration("an accepted request that does not show", { neverShows: true }),
  registration("a lost answer", { fault: LOST }),
  registration("a lost answer, and a call that spent nothing", {
    fault: LOST,
    meanwhile: async (stage) => {
      token(stage, false);
      await stage.register();
      token(stage, true);
    },
  }),
  registration("a lost answer, the number's document changed by hand", {
    fault: LOST,
    meanwhile: byHand((number) => [[`whatsappNumbers/${number}`, "merge"]]),
  }),
  registration("a lost answer, the number's document deleted", {
    fault: LOST,
    meanwhile: byHand((number) => [[`whatsappNumbers/${number}`, "delete"]]),
  }),
  registration("a lost answer, the attempt's document deleted", {
    fault: LOST,
    meanwhile: byHand((number) => [[`whatsappNumbers/${number}/whatsappAttempts/call-1`, "delete"]]),
  }),
  registration("a lost answer, the ledger deleted", {
    fault: LOST,
    meanwhile: byHand((number) => [[`whatsappLedgers/${number}`, "delete"]]),
  }),
  registration("an instance that died at its POST", {
    dies: true,
    neverShows: true,
    meanwhile: (stage) => stage.passes(LEASE_MS + 1000),
  }),
  repeated("a double click on a test message", "send", { atOnce: true }),
  repeated("a test message whose instance died", "send", { dies: true }),
  repeated("a forced registration that was answered", "register", {}),
  repeated("a forced registration whose instance died", "register", { dies: true }),
];
