import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, it } from "node:test";
import type { Looked } from "../functions/src/app/ports.ts";
import { reconcilePhoneNumbers } from "../functions/src/app/reconcile-phone-numbers.ts";
import type { ReconcilePorts } from "../functions/src/app/reconcile-ports.ts";
import { clock } from "../functions/src/clock.ts";
import type { MetaView } from "../functions/src/contract/phone-number.ts";
import { AttemptDocument, PhoneNumberDocument } from "../functions/src/contract/phone-number.ts";
import { LEASE_MS } from "../functions/src/domain/attempt/attempt-window.ts";
import { GIVE_UP_MS } from "../functions/src/domain/attempt/open-attempt.ts";
import type { Sighting } from "../functions/src/domain/lifecycle/look.ts";
import { firestoreAttempts } from "../functions/src/firestore/attempts.ts";
import { firestoreDueNumbers } from "../functions/src/firestore/due-numbers.ts";
import { firestoreManyNumbers } from "../functions/src/firestore/looks-together.ts";
import { firestoreNumberHomes } from "../functions/src/firestore/number-homes.ts";
import { firestoreReconcilerMemory } from "../functions/src/firestore/reconciler-memory.ts";
import { firestoreTokenCircuit } from "../functions/src/firestore/token-circuit.ts";
import { clockAt } from "../functions/src/testing/clocks-by-hand.ts";
import { CONNECTED, graphError, metaView, tokenFacts } from "../functions/src/testing/fixtures.ts";
import { initializeApp } from "../tools/product-packages.ts";
import { getFirestore, Timestamp } from "../tools/product-packages.ts";
import { env } from "./harness/callable.ts";

/** A database of its own, since calling all numbers calls those of other tests too. */
const db = getFirestore(
  initializeApp({ projectId: env("GCLOUD_PROJECT") }, `reconcile-${randomUUID()}`),
  `reconcile-${process.pid}`,
);
const attempts = firestoreAttempts(db, 10, clock);
const due = firestoreDueNumbers(db);
const run = String(Date.now()).slice(-8);

let numbers = 0;
/** A number that no other test knows. */
const fresh = (): string => {
  numbers += 1;
  return `5503${run}${numbers + 100}`;
};

const request = (phoneNumberId: string, attemptId: string) => ({
  phoneNumberId,
  attemptId,
  operation: "register" as const,
  by: "uid-1",
  forced: false,
  dataLocalizationRegion: null,
});

const seen = (view: MetaView): MetaView => ({ ...view, observedAt: new Date().toISOString() });
const looks = firestoreManyNumbers(db, { seenBy: "reconcile", limit: 10 });
const sightingOf = (view: MetaView | null): Sighting => ({
  view: view === null ? null : seen(view),
  refusal: view === null ? graphError(100, { subcode: 33 }) : null,
  token: null,
});
/** Looks at numbers together, and answers what each look has brought about. */
const lookAtAll = async (views: readonly (readonly [id: string, view: MetaView | null])[]): Promise<Looked[]> => {
  const ends = await looks.look(views.map(([phoneNumberId, view]) => ({ phoneNumberId, sighting: sightingOf(view) })));
  return ends.map((end) => (end.status === "fulfilled" ? end.value : assert.fail(String(end.reason))));
};
const look = async (id: string, view: MetaView | null): Promise<Looked> =>
  (await lookAtAll([[id, view]]))[0] ?? assert.fail("nothing was answered");

const read = async (path: string): Promise<unknown> => (await db.doc(path).get()).data();
const documentOf = async (id: string): Promise<PhoneNumberDocument> =>
  PhoneNumberDocument.parse(await read(`whatsappNumbers/${id}`));
const attemptOf = async (id: string, attemptId: string): Promise<AttemptDocument> =>
  AttemptDocument.parse(await read(`whatsappNumbers/${id}/whatsappAttempts/${attemptId}`));

/** An attempt whose instance was killed so long ago. */
async function abandoned(id: string, attemptId: string, ageMs: number): Promise<void> {
  await attempts.reserve(request(id, attemptId));
  const reservedAt = Date.now() - ageMs;
  await db
    .doc(`whatsappNumbers/${id}/whatsappAttempts/${attemptId}`)
    .update({ reservedAt: new Date(reservedAt).toISOString() });
  const lease = { attemptId, takenAt: Timestamp.fromMillis(reservedAt) };
  await db.doc(`whatsappLedgers/${id}`).update({ lease, nextLookAt: Timestamp.fromMillis(reservedAt + LEASE_MS) });
}

describe("looks at numbers in Firestore", () => {
  it("settle an abandoned attempt by what the number shows, all at once", async () => {
    const id = fresh();
    await look(id, metaView());
    await abandoned(id, "attempt-1", LEASE_MS + 1000);
    const { transition } = await look(id, CONNECTED);
    assert.equal((await documentOf(id)).registration?.status, "registered");
    const attempt = await attemptOf(id, "attempt-1");
    assert.equal(attempt.status, "registered");
    assert.notEqual(attempt.settledAt, null);
    assert.equal((await db.doc(`whatsappLedgers/${id}`).get()).get("lease"), null);
    assert.deepEqual(transition?.changed, ["lifecycle", "reasons", "registration", "status", "platformType"]);
    assert.equal((await db.collection(`whatsappNumbers/${id}/whatsappTransitions`).get()).size, 1);
  });

  it("give it up after ten minutes of reading", async () => {
    const id = fresh();
    await look(id, metaView());
    await abandoned(id, "attempt-1", LEASE_MS + 1000);
    await look(id, metaView());
    assert.equal((await attemptOf(id, "attempt-1")).settledAt, null);
    assert.equal((await documentOf(id)).registration?.status, "outcome_unknown");
    await db
      .doc(`whatsappNumbers/${id}/whatsappAttempts/attempt-1`)
      .update({ reservedAt: new Date(Date.now() - GIVE_UP_MS).toISOString() });
    await look(id, metaView());
    assert.equal((await documentOf(id)).registration?.status, "not_registered");
    assert.notEqual((await attemptOf(id, "attempt-1")).settledAt, null);
  });

  it("let the end of an attempt stand that its instance writes after all", async () => {
    const id = fresh();
    await abandoned(id, "attempt-1", LEASE_MS + 1000);
    const end = {
      outcome: { status: "registered", alreadyRegistered: false, pin: "in_effect" },
      spent: true,
      blocked: false,
      view: seen(CONNECTED),
      lookAgainInMs: null,
    } as const;
    await Promise.all([
      attempts.settle(request(id, "attempt-1"), end),
      ...Array.from({ length: 4 }, () => look(id, metaView())),
    ]);
    assert.equal((await attemptOf(id, "attempt-1")).status, "registered");
  });

  it("write nothing but the next time when nothing changed", async () => {
    const id = fresh();
    await look(id, CONNECTED);
    const before = (await db.doc(`whatsappNumbers/${id}`).get()).updateTime?.toMillis();
    const { document, transition } = await look(id, CONNECTED);
    assert.equal((await db.doc(`whatsappNumbers/${id}`).get()).updateTime?.toMillis(), before);
    assert.equal(transition, null);
    assert.deepEqual(document, await documentOf(id));
  });

  it("leave no trace of an id that nobody knows and Meta does not show", async () => {
    const id = fresh();
    assert.deepEqual(await look(id, null), { document: null, transition: null });
    assert.equal((await db.doc(`whatsappNumbers/${id}`).get()).exists, false);
    assert.equal((await db.doc(`whatsappLedgers/${id}`).get()).exists, false);
  });
});

describe("the numbers that are due", () => {
  it("are those whose time has come, the longest overdue first", async () => {
    const [late, later, never] = [fresh(), fresh(), fresh()];
    await due.enlist([late, later, never]);
    await db.doc(`whatsappLedgers/${late}`).update({ nextLookAt: Timestamp.fromMillis(1000) });
    await db.doc(`whatsappLedgers/${later}`).update({ nextLookAt: Timestamp.fromMillis(2000) });
    await due.dismiss(never);
    const ids = await due.due(100);
    assert.deepEqual(ids.slice(0, 2), [late, later]);
    assert.ok(!ids.includes(never));
    await Promise.all([late, later].map((id) => due.dismiss(id)));
  });

  it("are enlisted once, and what is known of them stays", async () => {
    const id = fresh();
    await attempts.reserve(request(id, "attempt-1"));
    await due.enlist([id, id]);
    await due.enlist([id]);
    assert.notEqual((await db.doc(`whatsappLedgers/${id}`).get()).get("lease"), null);
    await due.dismiss(fresh());
  });

  it("are all numbers when all are called", async () => {
    const id = fresh();
    await look(id, CONNECTED);
    assert.ok(!(await due.due(1000)).includes(id));
    await due.callAll();
    assert.ok((await due.due(1000)).includes(id));
    await due.dismiss(id);
  });
});

describe("looks at several numbers together", () => {
  it("settle what is open, leave alone what a call holds, and are remembered to have found nothing open", async () => {
    const [open, held, resting] = [fresh(), fresh(), fresh()];
    await look(open, metaView());
    await abandoned(open, "attempt-1", LEASE_MS + 60_000);
    await look(held, metaView());
    await attempts.reserve(request(held, "attempt-1"));
    await look(resting, metaView());
    const isSettled = async (id: string): Promise<unknown> =>
      (await db.doc(`whatsappLedgers/${id}`).get()).get("isSettled");
    const ends = await lookAtAll([
      [open, CONNECTED],
      [held, CONNECTED],
      [resting, CONNECTED],
    ]);
    assert.ok(ends.every(({ transition }) => transition !== null));
    assert.equal((await attemptOf(open, "attempt-1")).status, "registered");
    assert.equal((await attemptOf(held, "attempt-1")).status, "in_progress");
    assert.deepEqual(await Promise.all([open, held, resting].map(isSettled)), [false, false, true]);
  });

  it("are all written while others look at the same numbers", async () => {
    const ids = Array.from({ length: 12 }, fresh);
    const views = ids.map((id) => [id, CONNECTED] as const);
    await lookAtAll(ids.map((id) => [id, metaView()] as const));
    const ends = await Promise.all([lookAtAll(views), lookAtAll(views), look(ids[0] ?? "", CONNECTED)]);
    assert.ok(ends.flat().every(({ document }) => document?.lifecycle === "connected"));
    for (const id of ids) {
      const transitions = await db.collection(`whatsappNumbers/${id}/whatsappTransitions`).get();
      assert.equal(transitions.size, 1, "a change is recorded once");
    }
  });
});

describe("a whole run", () => {
  it("reads what is due, remembers the token, and keeps to the pause that Meta wants", async () => {
    const id = fresh();
    const token = `invented-${randomUUID()}`;
    const reads: string[] = [];
    const lines: string[] = [];
    let pauseMs: number | null = null;
    const journal = new Proxy(
      {},
      { get: (_, event) => () => void lines.push(String(event)) },
    ) as ReconcilePorts["journal"];
    const ports: ReconcilePorts = {
      sending: null,
      graph: {
        readNumber: async (number) => {
          reads.push(number);
          return { ok: true, value: seen(CONNECTED) };
        },
        inspectToken: async () => ({ ok: true, value: tokenFacts() }),
      },
      budget: { pauseMs: () => pauseMs },
      due,
      homes: firestoreNumberHomes(db),
      numbers: looks,
      memory: firestoreReconcilerMemory(db, token),
      circuit: firestoreTokenCircuit(db, token),
      clock: clockAt(() => Date.now()),
      journal,
    };
    const charge = { namedIds: [id], manages: (number: string) => number === id };
    await reconcilePhoneNumbers(ports, charge);
    assert.deepEqual(reads, [id]);
    assert.equal((await documentOf(id)).lifecycle, "connected");
    assert.equal((await firestoreReconcilerMemory(db, token).recall()).token?.state, "valid");
    assert.ok(
      !JSON.stringify(
        (await db.collection("whatsappReconcilerMemories").get()).docs.map((doc) => [doc.id, doc.data()]),
      ).includes(token),
    );
    await reconcilePhoneNumbers(ports, charge);
    assert.deepEqual(reads, [id], "nothing is due");
    pauseMs = 60_000;
    await db.doc(`whatsappLedgers/${id}`).update({ nextLookAt: Timestamp.now() });
    await reconcilePhoneNumbers(ports, charge);
    pauseMs = null;
    await reconcilePhoneNumbers(ports, charge);
    assert.deepEqual(reads, [id], "Meta is left alone");
    assert.ok(lines.includes("reconciled") && !lines.includes("lookFailed"), lines.join(" "));
  });
});
