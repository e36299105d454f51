import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Heard } from "../heard.ts";
import type { Point } from "./points.ts";
import type { Answer, Order, Word } from "./words.ts";

const WORKER = fileURLToPath(new URL("../worker.ts", import.meta.url));
/** A process that does not start within this time is never going to. */
const STARTS_WITHIN_MS = 60_000;

type Registration = Omit<Extract<Order, { kind: "register" }>, "kind">;

/** One process of `worker.ts`. */
export interface Hand {
  /** Begins calls. */
  register(order: Registration): void;
  /** Resolves when a call waits at a point, or when all calls are over. */
  next(): Promise<{ readonly at: Point } | { readonly answers: readonly Answer[] }>;
  /** Lets a call that waits go on. */
  go(): void;
  /** Sends a signal, SIGKILL too; a process that has ended is none the wiser. */
  signal(name: "SIGSTOP" | "SIGCONT"): void;
  /** Kills it on the spot; resolves when it is gone. */
  kill(): Promise<void>;
}

/** Processes that are ready to be used. */
export interface Crew {
  /** Takes one out; another is started in its place. */
  take(): Promise<Hand>;
  /** Kills those that were not taken. */
  dismiss(): Promise<void>;
}

/** Keeps `size` processes ready. They register with Meta at `graphUrl`; FIRESTORE_EMULATOR_HOST and GCLOUD_PROJECT must be set. */
export function crewOf(size: number, graphUrl: string, heard: Heard): Crew {
  const ready = Array.from({ length: size }, () => start(graphUrl, heard));
  return {
    take: () => {
      const first = ready.shift() ?? start(graphUrl, heard);
      ready.push(start(graphUrl, heard));
      return first;
    },
    dismiss: async () => {
      const left = await Promise.all(ready);
      await Promise.all(left.map((hand) => hand.kill()));
    },
  };
}

/** Starts one process. What it prints and answers is kept. @throws when it does not come up, or would write to a real Firestore. */
export async function start(graphUrl: string, heard: Heard): Promise<Hand> {
  if (process.env["FIRESTORE_EMULATOR_HOST"] === undefined) throw new Error("FIRESTORE_EMULATOR_HOST is not set.");
  const child = fork(WORKER, [graphUrl], {
    env: {
      ...process.env,
      METADATA_SERVER_DETECTION: "none",
      // A thousand processes that parse the same modules take an hour longer than need be.
      NODE_COMPILE_CACHE: path.join(tmpdir(), "whatsapp-registration-torture-cache"),
    },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => heard.printed.push(text));
  }
  const hand = handOf(child, heard);
  await wordOf(child, AbortSignal.timeout(STARTS_WITHIN_MS));
  return hand;
}

function handOf(child: ChildProcess, { answers }: Heard): Hand {
  const gone = once(child, "exit");
  return {
    register: (order) => void child.send({ kind: "register", ...order } satisfies Order),
    go: () => void child.send({ kind: "go" } satisfies Order),
    next: async () => {
      const word = await wordOf(child);
      if (word.kind === "at") return { at: word.point };
      if (word.kind === "done") {
        answers.push(...word.answers.map(({ text }) => text));
        return { answers: word.answers };
      }
      throw new Error("A process says twice that it is ready.");
    },
    signal: (name) => void child.kill(name),
    kill: async () => {
      child.kill("SIGKILL");
      await gone;
    },
  };
}

/** @throws when the process ends without another word. */
async function wordOf(child: ChildProcess, late?: AbortSignal): Promise<Word> {
  const heard = new AbortController();
  const signal = late === undefined ? heard.signal : AbortSignal.any([heard.signal, late]);
  const ended = async (): Promise<never> => {
    await once(child, "exit", { signal });
    throw new Error("A process of the battery ended by itself.");
  };
  try {
    const [word] = (await Promise.race([once(child, "message", { signal }), ended()])) as [Word];
    return word;
  } finally {
    heard.abort();
  }
}
