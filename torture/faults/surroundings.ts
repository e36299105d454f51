import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { startSimulator, type Simulator } from "../../graph-simulator/server.ts";
import { Firestore } from "../../tools/product-packages.ts";
import { PIN } from "../canaries.ts";
import { startCuttingProxy, type CuttingProxy } from "../cutting-proxy.ts";
import type { Heard } from "../heard.ts";
import type { Cell } from "./cell.ts";
import { otherHosts, type OtherHosts } from "./elsewhere.ts";
import type { MetaFault } from "./meta-faults.ts";

const OTHER_PIN = "555555";
const LINGER_MS = 12_000;

/** What the cells of one matrix share. */
export interface Surroundings {
  readonly direct: Firestore;
  /** The emulator, as in FIRESTORE_EMULATOR_HOST. */
  readonly emulator: string;
  readonly projectId: string;
  readonly others: OtherHosts;
  readonly heard: Heard;
  /** Digits that make the numbers' ids this run's own. */
  readonly run: string;
}

/** Does something in the surroundings of a matrix. FIRESTORE_EMULATOR_HOST and GCLOUD_PROJECT must be set. */
export async function inSurroundings<Result>(
  heard: Heard,
  work: (here: Surroundings) => Promise<Result>,
): Promise<Result> {
  const emulator = process.env["FIRESTORE_EMULATOR_HOST"] ?? "";
  const projectId = process.env["GCLOUD_PROJECT"] ?? "";
  const direct = firestoreAt(emulator, projectId);
  const others = await otherHosts();
  try {
    return await work({ direct, emulator, projectId, others, heard, run: String(randomInt(100_000, 1_000_000)) });
  } finally {
    await Promise.all([others.close(), direct.terminate()]);
  }
}

/** The id of this cell's number in this run. `family`: three digits. */
export const idOf = (family: string, { run }: Surroundings, { index }: Cell): string =>
  `${family}${run}${String(index).padStart(6, "0")}`;

/** A Firestore client and a proxy before the emulator that no other cell has. `leave` returns at once. */
export async function ownFirestore({
  emulator,
  projectId,
}: Surroundings): Promise<{ proxy: CuttingProxy; db: Firestore; leave: () => void }> {
  const proxy = await startCuttingProxy(emulator);
  const db = firestoreAt(proxy.host, projectId);
  // A connection that is being opened loses more than an answer to the first cut.
  await db.collection("warmUp").doc("any").get();
  const end = async (): Promise<void> => {
    // What the SDK still tries again by itself has some time to come to an end.
    await pause(LINGER_MS);
    answerNothing(db);
    await db.terminate();
    await proxy.close();
  };
  const leave = (): void => {
    proxy.comeBack();
    void end();
  };
  return { proxy, db, leave };
}

/**
 * Leaves every further request without an answer. On a busy machine the SDK may still try a read again that nobody waits for any more, and it
 * leaves the rejection of a client that was terminated unhandled (seen with @google-cloud/firestore 9.4).
 */
function answerNothing(db: Firestore): void {
  const pool: unknown = Reflect.get(db, "_clientPool");
  if (typeof pool !== "object" || pool === null) throw new TypeError("The SDK's clients are kept elsewhere.");
  Object.assign(pool, { run: () => Promise.withResolvers<never>().promise });
}

/** A Firestore client of its own, on another address than the environment's. */
function firestoreAt(host: string, projectId: string): Firestore {
  const kept = process.env["FIRESTORE_EMULATOR_HOST"];
  process.env["FIRESTORE_EMULATOR_HOST"] = host;
  try {
    return new Firestore({ projectId });
  } finally {
    process.env["FIRESTORE_EMULATOR_HOST"] = kept;
  }
}

/** A simulator with this cell's number. */
export async function simulatorFor({ post }: Pick<Cell, "post">, id: string, token: string): Promise<Simulator> {
  const simulator = await startSimulator();
  simulator.state.patchToken(token, {});
  simulator.state.patchNumber(id, { pin: post.refuses === true ? OTHER_PIN : PIN });
  return simulator;
}

/** Lets a fault befall all coming requests to an endpoint, and no others. */
export function inject(
  simulator: Simulator,
  faults: Partial<Record<"read_node" | "debug_token" | "register", MetaFault>>,
): void {
  simulator.state.faults.clear();
  for (const endpoint of ["read_node", "debug_token", "register"] as const) {
    const fault = faults[endpoint]?.fault;
    if (fault !== undefined) simulator.state.faults.add({ match: { endpoint }, fault, times: 1000 });
  }
}
