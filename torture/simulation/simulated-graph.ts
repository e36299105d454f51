import type { Read } from "../../functions/src/app/ports.ts";
import type { RegistrationPorts } from "../../functions/src/app/register-phone-number.ts";
import type { TokenFacts } from "../../functions/src/domain/diagnosis/access-findings.ts";
import type { CallReply } from "../../functions/src/domain/reply.ts";
import type { Machine } from "./machine.ts";
import { graphError, type OtherSide } from "./other-side.ts";

/** What becomes of a POST. `processed`: Meta carries it out all the same. */
export type PostTrouble =
  | { readonly kind: "none" | "no_connection" | "lost_request" }
  | { readonly kind: "lost_answer" | "gateway_page" | "graph_fails"; readonly processed: boolean };

/** How the way to Meta behaves. Latencies in ms, one way. */
export interface GraphWeather {
  postTrouble(): PostTrouble;
  readTrouble(): "none" | "hangs" | "garbled";
  latency(): number;
}

/** One POST to `/register` as it was. Times in ms, true ones unless said otherwise. */
export interface SimulatedPost {
  readonly attemptId: string;
  readonly phoneNumberId: string;
  readonly sentAt: number;
  /** When it reached Meta, by Meta's clock; `null`: it has not. */
  arrivedAt: number | null;
  /** When it was lost on the way, or Meta had dealt with it; `null`: it is under way. */
  endedAt: number | null;
  /** What Meta decided, whether or not its sender learns it. */
  decision: "accepted" | "refused" | "blocked" | null;
}

/** The caller that posts, what it posts, and what is told of it. */
export interface Posting {
  readonly attemptId: string;
  readonly token: string;
  /** A number is read. */
  readonly read: (phoneNumberId: string) => void;
  /** In the moment in which the request leaves. */
  readonly sent: (post: SimulatedPost) => void;
  readonly arrived: (post: SimulatedPost) => void;
}

const HANGS: Read<never> = { ok: false, failure: { kind: "timeout", reason: "simulated" } };
const GARBLED: Read<never> = { ok: false, failure: { kind: "unreadable", reason: "simulated" } };
const INVALID_TOKEN: Read<never> = { ok: false, failure: { kind: "refused", error: graphError(190) } };
const THROTTLED: Read<never> = { ok: false, failure: { kind: "refused", error: graphError(80008) } };

const NOT_SENT: CallReply = { kind: "not_sent", reason: "simulated" };
const unreadable = (httpStatus: number | null): CallReply => ({
  kind: "unreadable",
  reason: "simulated",
  httpStatus,
});

/** The way from one machine to Meta, for one call. */
export function simulatedGraph(
  meta: OtherSide,
  machine: Machine,
  weather: GraphWeather,
  posting: Posting,
): RegistrationPorts["graph"] {
  return {
    ...simulatedReads(meta, machine, weather, posting),
    register: ({ phoneNumberId, pin }, deadlineMs) =>
      post({ meta, machine, weather, posting, phoneNumberId, pin: pin.reveal() }, deadlineMs),
    // Nobody in the simulation asks for a new PIN.
    setPin: async () => ({ kind: "not_sent", reason: "not simulated" }),
  };
}

/** The reads of the way to Meta. */
export function simulatedReads(
  meta: OtherSide,
  machine: Machine,
  weather: GraphWeather,
  { token, read: seen }: Pick<Posting, "token" | "read">,
): Omit<RegistrationPorts["graph"], "register" | "setPin"> {
  const read = reader(meta, machine, weather, token);
  return {
    readNumber: (id, deadlineMs) => {
      seen(id);
      return read(deadlineMs, () => meta.view(id));
    },
    inspectToken: (deadlineMs) => read(deadlineMs, () => VALID_TOKEN),
    numbersOfWaba: (_waba, deadlineMs) => read(deadlineMs, () => []),
    permissions: (deadlineMs) => read(deadlineMs, () => []),
    assignedUsers: (_waba, _business, deadlineMs) => read(deadlineMs, () => []),
    messagingHealth: (_id, deadlineMs) => read(deadlineMs, () => ({ canSendMessage: "AVAILABLE", entities: [] })),
  };
}

function reader(meta: OtherSide, machine: Machine, weather: GraphWeather, token: string) {
  const { time } = machine;
  return <Value>(deadlineMs: number, look: () => Value): Promise<Read<Value>> =>
    new Promise((resolve) => {
      const trouble = weather.readTrouble();
      const endsAt = time.now() + deadlineMs;
      const there = time.now() + weather.latency();
      const back = there + weather.latency();
      if (trouble === "hangs" || back >= endsAt) {
        machine.at(endsAt, () => resolve(HANGS));
        return;
      }
      time.at(there, () => {
        const valid = meta.tokenIsValid(token);
        const allowed: Read<Value> = meta.isThrottled(token, time.now()) ? THROTTLED : { ok: true, value: look() };
        const answer = valid ? allowed : INVALID_TOKEN;
        machine.at(back, () => resolve(trouble === "garbled" ? GARBLED : answer));
      });
    });
}

interface PostOnItsWay {
  readonly meta: OtherSide;
  readonly machine: Machine;
  readonly weather: GraphWeather;
  readonly posting: Posting;
  readonly phoneNumberId: string;
  readonly pin: string;
}

/** Connects, sends, waits. As the real adapter, it does not send once a connection stands too late. */
function post(way: PostOnItsWay, deadlineMs: number): Promise<CallReply> {
  const { machine, weather, posting } = way;
  const { time } = machine;
  const trouble = weather.postTrouble();
  const sendBy = machine.now() + deadlineMs;
  const endsAt = time.now() + deadlineMs;
  return new Promise((resolve) => {
    machine.at(time.now() + weather.latency(), () => {
      if (trouble.kind === "no_connection" || machine.now() > sendBy) {
        resolve(NOT_SENT);
        return;
      }
      const { attemptId } = posting;
      const { phoneNumberId } = way;
      const seen: SimulatedPost = {
        attemptId,
        phoneNumberId,
        sentAt: time.now(),
        arrivedAt: null,
        endedAt: null,
        decision: null,
      };
      posting.sent(seen);
      machine.at(endsAt, () => resolve(unreadable(null)));
      time.at(time.now() + weather.latency(), () => {
        seen.endedAt = time.now();
        if (trouble.kind === "lost_request") return;
        const reply = arrive(way, seen, "processed" in trouble ? trouble.processed : true);
        if (trouble.kind === "lost_answer") return;
        const answer = trouble.kind === "gateway_page" ? unreadable(502) : reply;
        machine.at(time.now() + weather.latency(), () => resolve(answer));
      });
    });
  });
}

/** Meta gets the request; where it is not processed, it fails with an error that does not say so. */
function arrive({ meta, posting, pin }: PostOnItsWay, seen: SimulatedPost, processed: boolean): CallReply {
  seen.arrivedAt = meta.now();
  const answer = processed ? meta.register(seen.phoneNumberId, posting.token, pin) : null;
  seen.decision = answer === null ? null : decisionOf(answer);
  posting.arrived(seen);
  if (answer?.accepted === true) return { kind: "accepted" };
  return { kind: "refused", error: answer?.error ?? graphError(2), regainAccessMs: null };
}

function decisionOf(answer: ReturnType<OtherSide["register"]>): "accepted" | "refused" | "blocked" {
  if (answer.accepted) return "accepted";
  return answer.error.code === 133016 ? "blocked" : "refused";
}

const VALID_TOKEN: TokenFacts = {
  isValid: true,
  type: "SYSTEM_USER",
  appId: "888000000000001",
  application: null,
  userId: null,
  expiresAt: null,
  dataAccessExpiresAt: null,
  scopes: ["whatsapp_business_management", "whatsapp_business_messaging"],
  granularScopes: [],
  error: null,
};
