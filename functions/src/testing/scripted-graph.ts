import type { Read } from "../app/ports.ts";
import type { RegistrationPorts } from "../app/register-phone-number.ts";
import type { CallReply } from "../domain/reply.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** How the other side behaves in one call: it answers, at once or later; it never answers; or our own adapter has a defect. */
export type Reaction<Answer> =
  | { readonly answer: Answer; readonly afterMs?: number }
  | "hangs"
  | { readonly throws: Error; readonly afterMs?: number };

/** What one call may look at: its turn among calls of its kind, from 0, and how often a registration was posted before it. */
export interface Turn {
  readonly phoneNumberId: string;
  readonly turn: number;
  readonly posts: number;
}

type AnswerOf<
  Method extends "readNumber" | "inspectToken" | "numbersOfWaba" | "permissions" | "assignedUsers" | "messagingHealth",
> = Awaited<ReturnType<RegistrationPorts["graph"][Method]>>;

/** What the other side does. What is left out hangs until the deadline: the poorest other side there is. */
export interface Script {
  readonly register?: (call: Turn) => Reaction<CallReply>;
  readonly setPin?: (call: Turn) => Reaction<CallReply>;
  readonly readNumber?: (call: Turn) => Reaction<AnswerOf<"readNumber">>;
  readonly inspectToken?: (call: Turn) => Reaction<AnswerOf<"inspectToken">>;
  readonly numbersOfWaba?: (call: Turn) => Reaction<AnswerOf<"numbersOfWaba">>;
  readonly permissions?: (call: Turn) => Reaction<AnswerOf<"permissions">>;
  readonly assignedUsers?: (call: Turn) => Reaction<AnswerOf<"assignedUsers">>;
  readonly messagingHealth?: (call: Turn) => Reaction<AnswerOf<"messagingHealth">>;
}

/** One POST to `/register`, as the other side saw it. */
export interface Post {
  readonly phoneNumberId: string;
  readonly pin: string;
  readonly region: string | null;
  readonly at: number;
}

export interface ScriptedGraph {
  readonly graph: RegistrationPorts["graph"];
  readonly posts: readonly Post[];
  /** The PINs that were set, each with how often a registration was posted before it. */
  readonly pinsSet: readonly { readonly pin: string; readonly posts: number }[];
  /** The names of the reads, in order. */
  readonly reads: readonly string[];
  /** The most POSTs that were under way for one number at one moment. */
  mostInFlight(): number;
}

const LATE: Read<never> = { ok: false, failure: { kind: "timeout", reason: "no whole answer within the deadline" } };
const LOST: CallReply = { kind: "unreadable", reason: "no whole answer within the deadline", httpStatus: null };

/** Graph as a play: the other side follows a script, in virtual time, and every request is written down. */
export function scriptedGraph(time: VirtualTime, script: Script): ScriptedGraph {
  const posts: Post[] = [];
  const pinsSet: { pin: string; posts: number }[] = [];
  const reads: string[] = [];
  const inFlight = new Map<string, number>();
  const turns = new Map<string, number>();
  let most = 0;

  const play = async <Answer>(
    kind: keyof Script,
    phoneNumberId: string,
    deadlineMs: number,
    late: Answer,
    act: ((call: Turn) => Reaction<Answer>) | undefined,
  ): Promise<Answer> => {
    const turn = turns.get(kind) ?? 0;
    turns.set(kind, turn + 1);
    const reaction = act?.({ phoneNumberId, turn, posts: posts.length }) ?? "hangs";
    if (reaction === "hangs" || (reaction.afterMs ?? 0) >= deadlineMs) {
      await time.sleep(deadlineMs);
      return late;
    }
    await time.sleep(reaction.afterMs ?? 0);
    if ("throws" in reaction) throw reaction.throws;
    return reaction.answer;
  };

  const read = <Answer>(
    kind: Exclude<keyof Script, "register" | "setPin">,
    phoneNumberId: string,
    deadlineMs: number,
    act: ((call: Turn) => Reaction<Read<Answer>>) | undefined,
  ): Promise<Read<Answer>> => {
    reads.push(kind);
    return play(kind, phoneNumberId, deadlineMs, LATE, act);
  };

  return {
    posts,
    pinsSet,
    reads,
    mostInFlight: () => most,
    graph: {
      register: async ({ phoneNumberId, pin, dataLocalizationRegion }, deadlineMs) => {
        posts.push({ phoneNumberId, pin: pin.reveal(), region: dataLocalizationRegion, at: time.now() });
        const now = (inFlight.get(phoneNumberId) ?? 0) + 1;
        inFlight.set(phoneNumberId, now);
        most = Math.max(most, now);
        try {
          return await play("register", phoneNumberId, deadlineMs, LOST, script.register);
        } finally {
          inFlight.set(phoneNumberId, (inFlight.get(phoneNumberId) ?? 1) - 1);
        }
      },
      setPin: ({ phoneNumberId, pin }, deadlineMs) => {
        pinsSet.push({ pin: pin.reveal(), posts: posts.length });
        return play("setPin", phoneNumberId, deadlineMs, LOST, script.setPin);
      },
      readNumber: (id, deadlineMs) => read("readNumber", id, deadlineMs, script.readNumber),
      inspectToken: (deadlineMs) => read("inspectToken", "", deadlineMs, script.inspectToken),
      numbersOfWaba: (wabaId, deadlineMs) => read("numbersOfWaba", wabaId, deadlineMs, script.numbersOfWaba),
      permissions: (deadlineMs) => read("permissions", "", deadlineMs, script.permissions),
      assignedUsers: (wabaId, _businessId, deadlineMs) =>
        read("assignedUsers", wabaId, deadlineMs, script.assignedUsers),
      messagingHealth: (id, deadlineMs) => read("messagingHealth", id, deadlineMs, script.messagingHealth),
    },
  };
}
