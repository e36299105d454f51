import { setTimeout as pause } from "node:timers/promises";
import { inspect } from "node:util";
import { GRAPH_VERSION } from "../../functions/src/contract/graph-versions.ts";
import { axios } from "../../tools/product-packages.ts";
import { MATRIX_TOKEN, PIN } from "../canaries.ts";
import type { CuttingProxy } from "../cutting-proxy.ts";
import { registerNaively } from "../naive.ts";
import type { Cell } from "./cell.ts";
import { aborted, OUTAGE_MS, type StoreFault } from "./store-faults.ts";
import { idOf, inject, ownFirestore, simulatorFor, type Surroundings } from "./surroundings.ts";

/** A naive call has no deadline of its own; without one here, a cell that hangs would take minutes. */
const PATIENCE_MS = 4000;

/** What a naive registration came to. */
export interface NaiveRun {
  readonly posts: number;
  readonly connected: boolean;
  /** What its document says in the end; `undefined`: nothing. */
  readonly saved: string | undefined;
}

/** Whether what is stored in the end is untrue. */
export const savedWrongly = ({ saved, connected }: NaiveRun): boolean => (saved === "registered") !== connected;

/** Registers a fresh number as tutorials do, with the faults of this cell's POST and of its last commit. */
export async function runNaively(cell: Cell, here: Surroundings): Promise<NaiveRun> {
  const { direct, others } = here;
  const id = idOf("564", here, cell);
  const token = MATRIX_TOKEN;
  const simulator = await simulatorFor(cell, id, token);
  const { proxy, db, leave } = await ownFirestore(here);
  inject(simulator, { register: cell.post });
  const { elsewhere } = cell.post;
  const post = postNaively(elsewhere === undefined ? simulator.url : others.urls[elsewhere], id, token);
  let saves = 0;
  const save = async (status: string): Promise<void> => {
    saves += 1;
    befallSave(cell.store, proxy, saves);
    await within(db.collection("naiveNumbers").doc(id).set({ status }));
  };
  // As `console.error(message, error)` prints it.
  const log = (message: string, error: unknown): void => void here.heard.naive.push(`${message} ${inspect(error)}`);
  try {
    await registerNaively({ post, save, pause, log }).catch(() => undefined);
    return {
      posts: simulator.requests({ endpoint: "register" }).length,
      connected: simulator.state.numbers.get(id)?.status === "CONNECTED",
      saved: (await direct.collection("naiveNumbers").doc(id).get()).get("status") as string | undefined,
    };
  } finally {
    leave();
    await simulator.close();
  }
}

function postNaively(url: string, id: string, token: string): () => Promise<void> {
  return async () => {
    await axios.post(
      `${url}/${GRAPH_VERSION}/${id}/register`,
      { messaging_product: "whatsapp", pin: PIN },
      { headers: { Authorization: `Bearer ${token}` }, signal: AbortSignal.timeout(PATIENCE_MS) },
    );
  };
}

function befallSave({ kind, commits = 0 }: StoreFault, proxy: CuttingProxy, save: number): void {
  if (kind === "down" && save === 1) proxy.goDown();
  if (kind === "outage" && save === 1) {
    proxy.goDown();
    setTimeout(() => proxy.comeBack(), OUTAGE_MS);
  }
  if (save > commits) return;
  if (kind === "aborted") throw aborted();
  if (kind === "lost" || kind === "lost for good") proxy.cutNextAnswer(kind === "lost for good");
}

async function within(promise: Promise<unknown>): Promise<void> {
  await Promise.race([
    promise,
    pause(PATIENCE_MS, undefined, { ref: false }).then(() => {
      throw new Error("Firestore did not answer in time.");
    }),
  ]);
}
