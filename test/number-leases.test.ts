import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, describe, it } from "node:test";
import type { LeaseEnd, LeaseRequest } from "../functions/src/app/ports.ts";
import { clock } from "../functions/src/clock.ts";
import { AttemptDocument, PhoneNumberDocument } from "../functions/src/contract/phone-number.ts";
import { failure } from "../functions/src/domain/outcome/registration.ts";
import { firestoreAttempts } from "../functions/src/firestore/attempts.ts";
import { firestoreLeases } from "../functions/src/firestore/leases.ts";
import { firestorePhoneNumbers } from "../functions/src/firestore/phone-numbers.ts";
import { CONNECTED, metaView } from "../functions/src/testing/fixtures.ts";
import { deleteApp, initializeApp } from "../tools/product-packages.ts";
import { getFirestore } from "../tools/product-packages.ts";
import { env } from "./harness/callable.ts";

const app = initializeApp({ projectId: env("GCLOUD_PROJECT") }, `leases-${randomUUID()}`);
const db = getFirestore(app);
const leases = firestoreLeases(db);
const attempts = firestoreAttempts(db, 10, clock);

let numbers = 0;
/** A number that no other test knows. */
const fresh = (): string => {
  numbers += 1;
  return `5500009${String(Date.now()).slice(-6)}${String(numbers).padStart(2, "0")}`;
};

const request = (phoneNumberId: string, rest: Partial<LeaseRequest> = {}): LeaseRequest => ({
  phoneNumberId,
  attemptId: randomUUID(),
  call: "request_code",
  by: "uid-1",
  ...rest,
});

const end = (rest: Partial<LeaseEnd> = {}): LeaseEnd => ({
  status: "code_requested",
  message: null,
  graphError: null,
  sent: true,
  view: null,
  waitMs: null,
  ...rest,
});

const read = async (path: string): Promise<unknown> => (await db.doc(path).get()).data();

after(() => deleteApp(app));

describe("the leases of numbers in Firestore", () => {
  it("are given to one of many at once", async () => {
    const id = fresh();
    const answers = await Promise.all(Array.from({ length: 20 }, () => leases.take(request(id))));
    assert.equal(answers.filter(({ granted }) => granted).length, 1);
  });

  it("are given once to who asks twice, and can be taken again once they are given back", async () => {
    const first = request(fresh());
    assert.ok((await leases.take(first)).granted);
    assert.ok((await leases.take(first)).granted);
    const other = request(first.phoneNumberId);
    assert.ok(!(await leases.take(other)).granted);
    await leases.end(first, end());
    assert.ok((await leases.take(other)).granted);
  });

  it("keep registering away, and registering keeps them away", async () => {
    const held = request(fresh());
    await leases.take(held);
    const registering = {
      phoneNumberId: held.phoneNumberId,
      attemptId: randomUUID(),
      operation: "register",
      by: "uid-1",
      forced: false,
      dataLocalizationRegion: null,
    } as const;
    const refused = await attempts.reserve(registering);
    assert.ok(!refused.granted && refused.refusal.reason === "leased");
    await leases.end(held, end());
    assert.ok((await attempts.reserve(registering)).granted);
    const blocked = await leases.take(request(held.phoneNumberId));
    assert.ok(!blocked.granted && blocked.refusal.reason === "leased");
  });

  it("are not given before the moment that Meta named, which outlives a registration", async () => {
    const limited = request(fresh());
    await leases.take(limited);
    const now = await leases.end(limited, end({ status: "code_request_limited", waitMs: 60_000 }));
    const registering = {
      phoneNumberId: limited.phoneNumberId,
      attemptId: randomUUID(),
      operation: "register",
      by: "uid-1",
      forced: false,
      dataLocalizationRegion: null,
    } as const;
    await attempts.reserve(registering);
    const outcome = { status: "awaiting_meta" } as const;
    await attempts.settle(registering, { outcome, spent: true, blocked: false, view: null, lookAgainInMs: null });
    const early = await leases.take(request(limited.phoneNumberId));
    assert.deepEqual(early.granted ? null : early.refusal, { reason: "waiting", until: now + 60_000 });
    assert.ok((await leases.take(request(limited.phoneNumberId, { call: "verify_code" }))).granted);
  });

  it("leave one audit document for what was sent, and the newest reading in the number's document", async () => {
    const asked = request(fresh());
    await leases.take(asked);
    const view = metaView({ codeVerificationStatus: "NOT_VERIFIED", observedAt: "2026-01-01T00:01:00.000Z" });
    await leases.end(asked, end({ view, status: "wrong_code", message: "No." }));
    const audit = AttemptDocument.parse(
      await read(`whatsappNumbers/${asked.phoneNumberId}/whatsappAttempts/${asked.attemptId}`),
    );
    assert.deepEqual(
      [audit.operation, audit.status, audit.by, audit.message],
      ["request_code", "wrong_code", "uid-1", "No."],
    );
    assert.ok(audit.settledAt !== null && audit.reservedAt <= audit.settledAt);
    const document = PhoneNumberDocument.parse(await read(`whatsappNumbers/${asked.phoneNumberId}`));
    assert.deepEqual([document.meta, document.lifecycle], [view, "verification_required"]);

    const unsent = request(asked.phoneNumberId);
    await leases.take(unsent);
    await leases.end(unsent, end({ sent: false, view: metaView({ observedAt: "2026-01-01T00:00:00.000Z" }) }));
    assert.equal(await read(`whatsappNumbers/${asked.phoneNumberId}/whatsappAttempts/${unsent.attemptId}`), undefined);
    assert.deepEqual(PhoneNumberDocument.parse(await read(`whatsappNumbers/${asked.phoneNumberId}`)).meta, view);
  });
});

describe("a deregistration in Firestore", () => {
  const deregistering = (phoneNumberId: string) =>
    ({
      phoneNumberId,
      attemptId: randomUUID(),
      operation: "deregister",
      by: "uid-1",
      forced: false,
      dataLocalizationRegion: null,
    }) as const;

  it("is counted apart, begins without touching the number's document, and changes it once it has worked", async () => {
    const asked = deregistering(fresh());
    const path = `whatsappNumbers/${asked.phoneNumberId}`;
    const reservation = await attempts.reserve(asked);
    assert.ok(reservation.granted);
    assert.equal(await read(path), undefined);
    assert.equal(
      AttemptDocument.parse(await read(`${path}/whatsappAttempts/${asked.attemptId}`)).status,
      "in_progress",
    );
    const outcome = { status: "deregistered", alreadyDeregistered: false } as const;
    const settled = await attempts.settle(asked, {
      outcome,
      spent: true,
      blocked: false,
      view: null,
      lookAgainInMs: null,
    });
    assert.equal(settled.attempts.used, 1);
    const document = PhoneNumberDocument.parse(await read(path));
    assert.deepEqual([document.registration?.status, document.attempts], ["deregistered", undefined]);
  });

  it("whose answer was lost is settled by a look that an operator asks for", async () => {
    const asked = deregistering(fresh());
    const path = `whatsappNumbers/${asked.phoneNumberId}`;
    const numbersStore = firestorePhoneNumbers(db, { seenBy: "refresh", limit: 10 });
    const first = await numbersStore.look(asked.phoneNumberId, { view: CONNECTED, refusal: null, token: null });
    assert.equal(first.document?.lifecycle, "connected");
    assert.equal(first.transition, null, "the first sight of a number is no change");
    await attempts.reserve(asked);
    const advice = {
      message: "x",
      actor: "operator",
      retryable: false,
      resolution: [{ title: "x", detail: "x" }],
    } as const;
    const outcome = { status: "outcome_unknown", advice, graphError: null, retryAfterMs: null } as const;
    await attempts.settle(asked, { outcome, spent: true, blocked: false, view: null, lookAgainInMs: 60_000 });

    const view = metaView({ status: "DISCONNECTED", observedAt: "2030-01-01T00:01:00.000Z" });
    const looked = await numbersStore.look(asked.phoneNumberId, { view, refusal: null, token: null });
    assert.ok(looked.transition !== null && looked.transition.changed.includes("status"));
    const audit = AttemptDocument.parse(await read(`${path}/whatsappAttempts/${asked.attemptId}`));
    assert.deepEqual([audit.status, audit.settledAt !== null], ["deregistered", true]);
    const transitions = await db.collection(`${path}/whatsappTransitions`).get();
    assert.deepEqual(
      transitions.docs.map((snapshot): unknown => snapshot.get("seenBy")),
      ["refresh"],
    );
    PhoneNumberDocument.parse(await read(path));
  });
});

describe("a registration in Firestore that begins after one whose answer was lost", () => {
  const registering = (phoneNumberId: string) =>
    ({
      phoneNumberId,
      attemptId: randomUUID(),
      operation: "register",
      by: "uid-1",
      forced: false,
      dataLocalizationRegion: null,
    }) as const;

  /** The same Firestore, but the word of the first commit gets lost on its way back. */
  function losingFirstWord(): typeof db {
    let isLost = false;
    const batch = () => {
      const real = db.batch();
      const commit = real.commit.bind(real);
      real.commit = async () => {
        const results = await commit();
        if (isLost) return results;
        isLost = true;
        throw Object.assign(new Error("14 UNAVAILABLE"), { code: 14 });
      };
      return real;
    };
    return { collection: db.collection.bind(db), getAll: db.getAll.bind(db), batch } as unknown as typeof db;
  }

  for (const [what, firestore] of [
    ["it is reserved", () => db],
    ["the word of its own reservation gets lost", losingFirstWord],
  ] as const) {
    it(`learns that it is open, when ${what}`, async () => {
      const first = registering(fresh());
      const begun = await attempts.reserve(first);
      assert.ok(begun.granted);
      assert.equal(begun.open, null);
      const outcome = failure("outcome_unknown");
      await attempts.settle(first, { outcome, spent: true, blocked: false, view: null, lookAgainInMs: 60_000 });
      const second = await firestoreAttempts(firestore(), 10, clock).reserve(registering(first.phoneNumberId));
      assert.ok(second.granted);
      assert.equal(second.open?.status, "outcome_unknown");
      assert.equal(second.known?.status, "outcome_unknown");
      assert.equal(second.attempts.used, 2);
    });
  }
});
