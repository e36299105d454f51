import type { AccountCallName, ChangingCall } from "../../functions/src/contract/calls.ts";
import { POST_MS } from "../../functions/src/contract/patience.ts";
import { postFaults, type MetaFault } from "./meta-faults.ts";
import { NO_STORE_FAULT, STORE_FAULTS, type StoreFault } from "./store-faults.ts";

/** The calls about an account that change something, and whether they are made in these cells. */
const MADE_HERE = {
  addPhoneNumber: true,
  connectWebhook: true,
  // Their steps are several: the unkind world breaks each off, and kills it after any answer.
  connectAccount: false,
  disconnectAccount: false,
} as const satisfies Readonly<Record<AccountCallName & ChangingCall, boolean>>;

type AccountCall = {
  [Name in keyof typeof MADE_HERE]: (typeof MADE_HERE)[Name] extends true ? Name : never;
}[keyof typeof MADE_HERE];

const ACCOUNT_CALLS = (Object.keys(MADE_HERE) as AccountCall[]).filter((name) => MADE_HERE[name]);

/** One call about an account, and what goes wrong with its POST and with its lease in Firestore. */
export interface AccountCell {
  readonly name: string;
  /** A place that no other of these cells has. */
  readonly index: number;
  readonly call: AccountCall;
  readonly post: MetaFault;
  readonly store: StoreFault;
}

/** What of Meta's side is tried with faults of Firestore's: each way that a POST can end. */
const WITH_STORE: ReadonlySet<string> = new Set([
  "nothing",
  "reset amid the answer",
  "500 with HTML",
  "429 of Graph's",
]);
/** Faults that are about the documents of a number. */
const OF_NUMBERS: ReadonlySet<StoreFault["kind"]> = new Set(["rival", "written meanwhile"]);

/** `short`: without those that take a POST's whole time. */
export function accountCells(trap: string, short: boolean): AccountCell[] {
  const posts = postFaults(trap).filter((post) => !short || accountPatience({ post }) === 0);
  const stores = STORE_FAULTS.filter(({ kind }) => !OF_NUMBERS.has(kind));
  return ACCOUNT_CALLS.flatMap((call) =>
    posts.flatMap((post) =>
      stores
        .filter((store) => store === NO_STORE_FAULT || WITH_STORE.has(post.name))
        .map((store) => ({ call, post, store })),
    ),
  ).map((cell, index) => ({ ...cell, index, name: nameOf(cell) }));
}

const STEPS = { reserve: "take", settle: "end" } as const;

function nameOf({ call, post, store }: Omit<AccountCell, "name" | "index">): string {
  const did = post.carriedOut ? "carried out" : "not carried out";
  const parts = [
    call,
    ...(post.name === "nothing" ? [] : [`POST: ${post.name}, ${did}`]),
    ...(store.at === null ? [] : [`${STEPS[store.at]}: ${store.name}`]),
  ];
  return parts.join(" | ");
}

/** About how long a cell takes besides the time of Firestore's faults, in ms. */
export const accountPatience = ({ post }: Pick<AccountCell, "post">): number =>
  post.name === "hang" || post.name === "slow body" ? POST_MS : 0;
