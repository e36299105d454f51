import { POST_MS, READ_BACK_MS, READS_MS, SETTLE_MS } from "../../functions/src/contract/patience.ts";
import type { MetaFault } from "./meta-faults.ts";
import { postFaults, readFaults } from "./meta-faults.ts";
import { NO_STORE_FAULT, STORE_FAULTS, type StoreFault } from "./store-faults.ts";

/** One registration, and what goes wrong with each of its steps. */
export interface Cell {
  readonly name: string;
  /** A number that no other cell has. */
  readonly index: number;
  readonly numberBefore: MetaFault;
  readonly tokenBefore: MetaFault;
  readonly post: MetaFault;
  readonly readBack: MetaFault;
  readonly store: StoreFault;
}

export type MetaSide = Pick<Cell, "numberBefore" | "tokenBefore" | "post" | "readBack">;

const NOTHING: MetaFault = { name: "nothing", carriedOut: true };
const FINE: MetaSide = { numberBefore: NOTHING, tokenBefore: NOTHING, post: NOTHING, readBack: NOTHING };

/** What of Meta's side is tried with every fault of Firestore's in the short form: each way that a POST can end. */
const SHORT_POSTS: ReadonlySet<string> = new Set([
  "nothing",
  "reset amid the answer",
  "429 of Graph's",
  "connection refused",
]);

/** One fault at a time on Meta's side; and the read-back's also after an answer that was lost, whether or not Meta did it. */
function metaSides(trap: string): MetaSide[] {
  const posts = postFaults(trap);
  const lost = posts.filter(({ name }) => name === "reset amid the answer");
  return [
    ...posts.map((post) => ({ ...FINE, post })),
    ...readFaults(trap).flatMap((fault) => [
      { ...FINE, numberBefore: fault },
      { ...FINE, tokenBefore: fault },
      ...[NOTHING, ...lost].map((post) => ({ ...FINE, post, readBack: fault })),
    ]),
  ];
}

/**
 * Every cell of the matrix. `short`: Firestore's faults only with the ways that a POST can end, and the faults of Meta's with a
 * Firestore that works; without those of a read-back that has nothing to find.
 */
export function cells(trap: string, short: boolean): Cell[] {
  const all = metaSides(trap).flatMap((side) => STORE_FAULTS.map((store) => ({ ...side, store })));
  return all
    .map((cell, index) => ({ ...cell, index, name: nameOf(cell) }))
    .filter((cell) => !short || inShortForm(cell));
}

function inShortForm(cell: Cell): boolean {
  if (cell.store === NO_STORE_FAULT) return cell.readBack === NOTHING || cell.post.carriedOut;
  const fine = [cell.numberBefore, cell.tokenBefore, cell.readBack].every((fault) => fault === NOTHING);
  return fine && SHORT_POSTS.has(cell.post.name);
}

function nameOf({ numberBefore, tokenBefore, post, readBack, store }: MetaSide & Pick<Cell, "store">): string {
  const did = post.carriedOut ? "carried out" : "not carried out";
  const parts = [
    `number before: ${numberBefore.name}`,
    `token before: ${tokenBefore.name}`,
    `POST: ${post.name}, ${did}`,
    `read-back: ${readBack.name}`,
    `${store.at ?? "Firestore"}: ${store.name}`,
  ];
  return parts.filter((part) => !part.endsWith(": nothing")).join(" | ");
}

/** About how long a cell takes, in ms: the slow ones begin first, so that the others run beside them. */
export function patience({ numberBefore, tokenBefore, post, readBack, store }: Cell): number {
  const slow = (fault: MetaFault): boolean => fault.name === "hang" || fault.name === "slow body";
  const storeMs = store.kind === "down" || store.kind === "lost for good" ? SETTLE_MS : 0;
  const beforeMs = slow(numberBefore) || slow(tokenBefore) ? READS_MS : 0;
  return beforeMs + (slow(post) ? POST_MS : 0) + (slow(readBack) ? READ_BACK_MS : 0) + storeMs;
}
