import { randomUUID } from "node:crypto";
import type { AccountLeases } from "../../functions/src/app/account-ports.ts";
import type { Attempts } from "../../functions/src/app/ports.ts";
import { clock } from "../../functions/src/clock.ts";
import { firestoreAccountLeases } from "../../functions/src/firestore/account-leases.ts";
import { firestoreAttempts } from "../../functions/src/firestore/attempts.ts";
import { Timestamp, type Firestore } from "../../tools/product-packages.ts";
import type { CuttingProxy } from "../cutting-proxy.ts";

export const OUTAGE_MS = 1500;
const BUDGET = 10;

/** What goes wrong with one step on Firestore's side. */
export interface StoreFault {
  readonly name: string;
  readonly at: "reserve" | "settle" | null;
  /** How many commits it befalls; left out: it is no commit that it befalls. */
  readonly commits?: number;
  readonly kind: "nothing" | "down" | "outage" | "aborted" | "lost" | "lost for good" | "written meanwhile" | "rival";
}

const AT_EITHER: readonly Omit<StoreFault, "at">[] = [
  { name: "unavailable", kind: "down" },
  { name: `unavailable for ${OUTAGE_MS} ms`, kind: "outage" },
  { name: "aborted twice", kind: "aborted", commits: 2 },
  { name: "acknowledgement lost", kind: "lost", commits: 1 },
  { name: "acknowledgement lost, then unavailable", kind: "lost for good", commits: 1 },
  { name: "a second writer, three times", kind: "written meanwhile", commits: 3 },
];

export const NO_STORE_FAULT: StoreFault = { name: "nothing", at: null, kind: "nothing" };

/** Everything that can befall the two commits of a registration. */
export const STORE_FAULTS: readonly StoreFault[] = [
  NO_STORE_FAULT,
  ...AT_EITHER.map((fault) => ({ ...fault, at: "reserve" as const })),
  { name: "another call takes the lease", at: "reserve", kind: "rival", commits: 1 },
  ...AT_EITHER.map((fault) => ({ ...fault, at: "settle" as const })),
];

/** Where a registration keeps its ledger: `db` goes through the proxy, `direct` past it. */
export interface Store {
  readonly db: Firestore;
  readonly direct: Firestore;
  readonly proxy: CuttingProxy;
}

/** The product's ledger on a Firestore that this fault befalls. */
export function attemptsUnder(fault: StoreFault, store: Store, phoneNumberId: string): Attempts {
  const real = firestoreAttempts(store.db, BUDGET, clock);
  const begin = faultySteps(fault, store, phoneNumberId);
  return {
    reserve: (request, free) => {
      begin("reserve");
      return real.reserve(request, free);
    },
    settle: (request, end) => {
      begin("settle");
      return real.settle(request, end);
    },
  };
}

/** The product's leases of accounts on a Firestore that this fault befalls: taking one as a reservation, giving it back as a settlement. */
export function accountLeasesUnder(fault: StoreFault, store: Store): AccountLeases {
  const real = firestoreAccountLeases(store.db);
  const begin = faultySteps(fault, store, "");
  return {
    take: (request) => {
      begin("reserve");
      return real.take(request);
    },
    sending: (request, sending) => real.sending(request, sending),
    end: (request, end, record) => {
      begin("settle");
      return real.end(request, end, record);
    },
  };
}

/** Lets the fault befall the commits of its step, once that has begun. */
function faultySteps(fault: StoreFault, store: Store, phoneNumberId: string): (step: StoreFault["at"]) => void {
  let left = 0;
  beforeEachCommit(store.db, async () => {
    if (left === 0) return;
    left -= 1;
    await befall(fault, store, phoneNumberId);
  });
  return (step) => {
    left = fault.at === step ? (fault.commits ?? 0) : 0;
    if (fault.at !== step) return;
    if (fault.kind === "down" || fault.kind === "outage") store.proxy.goDown();
    if (fault.kind === "outage") setTimeout(() => store.proxy.comeBack(), OUTAGE_MS);
  };
}

/** Acts just before the SDK sends a commit, so that the fault befalls this request and no other. */
function beforeEachCommit(db: Firestore, act: () => Promise<void>): void {
  const makeBatch = db.batch.bind(db);
  db.batch = () => {
    const batch = makeBatch();
    const commit = batch.commit.bind(batch);
    batch.commit = async () => {
      await act();
      return commit();
    };
    return batch;
  };
}

async function befall(fault: StoreFault, store: Store, phoneNumberId: string): Promise<void> {
  if (fault.kind === "aborted") throw aborted();
  if (fault.kind === "lost") store.proxy.cutNextAnswer(false);
  if (fault.kind === "lost for good") store.proxy.cutNextAnswer(true);
  if (fault.kind === "written meanwhile") await writeMeanwhile(store.direct, phoneNumberId, fault.at === "reserve");
  if (fault.kind === "rival") await takeLease(store.direct, phoneNumberId);
}

/** What the SDK throws when Firestore gives up a commit. */
export function aborted(): Error {
  return Object.assign(new Error("10 ABORTED: too much contention on these documents"), { code: 10 });
}

const NOTHING_SPENT = { entries: [], blockedUntil: null };

/** Someone else changes both documents between the reading and the commit. */
async function writeMeanwhile(db: Firestore, phoneNumberId: string, first: boolean): Promise<void> {
  const nextLookAt = Timestamp.fromMillis(Date.now() + 3_600_000);
  const ledger = first
    ? { register: NOTHING_SPENT, deregister: NOTHING_SPENT, lease: null, nextLookAt }
    : { nextLookAt };
  await db.collection("whatsappLedgers").doc(phoneNumberId).set(ledger, { merge: true });
  await db.collection("whatsappNumbers").doc(phoneNumberId).set({ wabaId: null }, { merge: true });
}

async function takeLease(db: Firestore, phoneNumberId: string): Promise<void> {
  const answer = await firestoreAttempts(db, BUDGET, clock).reserve({
    phoneNumberId,
    attemptId: randomUUID(),
    operation: "register",
    by: "rival",
    forced: false,
    dataLocalizationRegion: null,
  });
  if (!answer.granted) throw new Error("The rival call did not get the lease.");
}
