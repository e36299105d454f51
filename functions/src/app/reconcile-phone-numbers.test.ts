import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { EMPTY_LEDGER, LEASE_MS } from "../domain/attempt/attempt-window.ts";
import { changedDocument } from "../domain/lifecycle/phone-number-document.ts";
import { failure } from "../domain/outcome/registration.ts";
import { CONNECTED, graphError, metaView, NUMBER, OTHER_NUMBER, WABA } from "../testing/fixtures.ts";
import { claim, record, told } from "../testing/number-facts.ts";
import {
  ended,
  entries,
  events,
  HOUR,
  known,
  MINUTE,
  PENDING,
  refuses,
  request,
  shows,
  SILENT,
  stored,
  world,
  type World,
} from "../testing/reconciling.ts";

describe("an instance that was killed with an attempt in hand", () => {
  it("before Meta was asked: ten minutes of reading, then the number is not registered and the attempt counts", async () => {
    const here = world();
    known(here, PENDING);
    await here.attempts.reserve(request());
    await here.minutes(1);
    assert.equal(stored(here).registration?.status, "in_progress", "while its lease holds it speaks for itself");
    await here.minutes(2);
    assert.equal(stored(here).registration?.status, "outcome_unknown");
    assert.equal(stored(here).attempt?.status, "outcome_unknown");
    assert.equal(stored(here).attempt?.settledAt, null);
    assert.equal(stored(here).ledger.lease, null, "no lease outlives its time");
    await here.minutes(12);
    const end = stored(here);
    assert.equal(end.registration?.status, "not_registered");
    assert.match(end.registration.message ?? "", /counts.*again is possible/);
    assert.equal(end.lifecycle, "ready_to_register");
    assert.equal(end.attempt?.status, "outcome_unknown");
    assert.ok(end.attempt.settledAt !== null && end.attempt.settledAt - end.attempt.reservedAt <= 15 * MINUTE);
    assert.equal(end.document?.attempts?.used, 1, "what may have been sent counts");
  });

  it("after Meta had accepted: the number is registered, and it was this attempt that did it", async () => {
    const here = world();
    known(here, PENDING);
    await here.attempts.reserve(request());
    here.says.number = shows(CONNECTED);
    await here.minutes(3);
    assert.equal(stored(here).registration?.status, "registered");
    assert.equal(stored(here).registration?.by, "reconcilePhoneNumbers");
    assert.equal(stored(here).attempt?.status, "registered");
    assert.equal(stored(here).lifecycle, "connected");
  });

  it("of a number nobody had read before: the number is registered, but what did it stays unknown", async () => {
    const here = world();
    await here.attempts.reserve(request());
    here.says.number = shows(CONNECTED);
    await here.minutes(3);
    assert.equal(stored(here).registration?.status, "registered");
    assert.equal(stored(here).attempt?.status, "outcome_unknown");
    assert.notEqual(stored(here).attempt?.settledAt, null, "nothing more can be found out");
  });

  it("of a number that was connected before: the same", async () => {
    const here = world();
    known(here, CONNECTED);
    await here.attempts.reserve(request("attempt-1", true));
    here.says.number = shows(CONNECTED);
    await here.minutes(3);
    assert.equal(stored(here).registration?.status, "registered");
    assert.equal(stored(here).attempt?.status, "outcome_unknown");
  });

  it("whose number Meta says was onboarded anew: then it was this attempt", async () => {
    const here = world();
    known(here, CONNECTED);
    await here.attempts.reserve(request("attempt-1", true));
    here.says.number = shows({ ...CONNECTED, lastOnboardedAt: new Date(here.time.now()).toISOString() });
    await here.minutes(3);
    assert.equal(stored(here).attempt?.status, "registered");
  });

  it("whose number was onboarded long before: then it was not, whatever was known", async () => {
    const here = world();
    known(here, PENDING);
    await here.attempts.reserve(request());
    here.says.number = shows({ ...CONNECTED, lastOnboardedAt: new Date(here.time.now() - HOUR).toISOString() });
    await here.minutes(3);
    assert.equal(stored(here).registration?.status, "registered");
    assert.equal(stored(here).attempt?.status, "outcome_unknown");
  });

  it("is not forgotten when another attempt comes after it", async () => {
    const here = world();
    known(here, PENDING);
    await here.attempts.reserve(request());
    await here.time.run(() => here.time.sleep(LEASE_MS));
    await here.attempts.reserve(request("attempt-2"));
    await here.attempts.settle(request("attempt-2"), ended(failure("pin_mismatch")));
    await here.minutes(12);
    assert.equal(stored(here).attempt?.status, "outcome_unknown");
    assert.notEqual(stored(here).attempt?.settledAt, null);
    assert.equal(stored(here).registration?.status, "pin_mismatch", "the later one speaks for the number");
  });
});

describe("a lost answer", () => {
  const lost = async (here: World): Promise<void> => {
    known(here, PENDING);
    await here.attempts.reserve(request());
    await here.attempts.settle(request(), ended(failure("outcome_unknown"), { lookAgainInMs: MINUTE }));
  };

  it("is found out when the number connects", async () => {
    const here = world();
    await lost(here);
    await here.minutes(2);
    here.says.number = shows(CONNECTED);
    await here.minutes(4);
    assert.equal(stored(here).registration?.status, "registered");
    assert.equal(stored(here).attempt?.status, "registered");
  });

  it("stays unknown while Meta cannot be read, and is settled within a quarter of an hour once it can", async () => {
    const here = world();
    await lost(here);
    here.says.number = SILENT;
    await here.minutes(90);
    assert.equal(stored(here).registration?.status, "outcome_unknown");
    assert.equal(stored(here).attempt?.settledAt, null);
    assert.notEqual(stored(here).ledger.nextLookAt, null);
    here.says.number = shows(PENDING);
    await here.minutes(15);
    assert.equal(stored(here).registration?.status, "not_registered");
    assert.notEqual(stored(here).attempt?.settledAt, null);
  });

  it("that was a fault of Meta's is settled as well", async () => {
    const here = world();
    known(here, PENDING);
    await here.attempts.reserve(request());
    await here.attempts.settle(request(), ended(failure("meta_unavailable", graphError(2)), { lookAgainInMs: MINUTE }));
    await here.minutes(15);
    assert.equal(stored(here).registration?.status, "not_registered");
    assert.equal(stored(here).attempt?.status, "meta_unavailable");
    assert.notEqual(stored(here).attempt?.settledAt, null);
  });

  it("is read in growing pauses, and never answered by another POST", async () => {
    const here = world();
    await lost(here);
    await here.minutes(15);
    assert.ok(here.reads.length >= 4 && here.reads.length <= 9, `${here.reads.length} reads`);
    assert.ok(!("register" in here.reconciler.ports.graph), "the reconciler cannot post");
  });

  it("once settled, the documents stop moving", async () => {
    const here = world();
    await lost(here);
    await here.minutes(15);
    const still = JSON.stringify(stored(here).document);
    await here.minutes(12 * 60);
    assert.equal(JSON.stringify(stored(here).document), still);
  });
});

describe("a registration that Meta accepted", () => {
  const accepted = async (here: World): Promise<void> => {
    known(here, PENDING);
    await here.attempts.reserve(request());
    await here.attempts.settle(request(), ended({ status: "awaiting_meta" }, { lookAgainInMs: MINUTE }));
  };

  it("is registered when Meta shows it, which is logged and recorded once", async () => {
    const here = world();
    await accepted(here);
    await here.minutes(7);
    assert.equal(stored(here).lifecycle, "awaiting_meta");
    here.says.number = shows(CONNECTED);
    await here.minutes(8);
    assert.equal(stored(here).registration?.status, "registered");
    assert.equal(stored(here).attempt?.status, "registered");
    assert.equal(events(here).filter((event) => event === "phoneNumberChanged").length, 1);
  });

  it("is asked about less and less, and for ever", async () => {
    const here = world();
    await accepted(here);
    await here.minutes(24 * 60);
    assert.ok(here.reads.length < 120, `${here.reads.length} reads in a day`);
    here.says.number = shows(CONNECTED);
    await here.minutes(24 * 60);
    assert.equal(stored(here).registration?.status, "registered");
  });
});

describe("a number that rests", () => {
  it("is read once a day, and nothing is written when nothing changed", async () => {
    const here = world();
    here.says.number = shows(CONNECTED);
    await here.reconciler.ports.due.enlist([NUMBER]);
    await here.minutes(1);
    const still = JSON.stringify(stored(here).document);
    await here.minutes(23 * 60);
    assert.equal(here.reads.length, 1);
    assert.equal(JSON.stringify(stored(here).document), still);
    await here.minutes(2 * 24 * 60);
    assert.equal(here.reads.length, 3);
    assert.ok(!events(here).includes("phoneNumberChanged"));
  });

  it("that Meta disconnects is noticed", async () => {
    const here = world();
    here.store.number(NUMBER).document = changedDocument(
      { registration: record("registered") },
      { view: CONNECTED },
      0,
    );
    await here.reconciler.ports.due.enlist([NUMBER]);
    here.says.number = shows(metaView({ status: "DISCONNECTED" }));
    await here.minutes(1);
    assert.equal(stored(here).lifecycle, "disconnected");
    assert.equal(stored(here).registration?.status, "not_registered");
    const [line] = entries(here, "phoneNumberChanged") as { transition: { changed: string[] } }[];
    assert.partialDeepStrictEqual(line, { phoneNumberId: NUMBER, seenBy: "reconcile" });
    assert.deepEqual(line?.transition.changed, ["lifecycle", "reasons", "registration", "status", "platformType"]);
    here.says.number = shows(CONNECTED);
    await here.minutes(24 * 60);
    assert.equal(stored(here).registration?.status, "registered", "and it is noticed when it comes back");
  });

  it("that an event tells of is read within a minute, until a reading is newer than the event", async () => {
    const here = world();
    here.says.number = shows(CONNECTED);
    await here.reconciler.ports.due.enlist([NUMBER]);
    await here.minutes(30);
    const known2 = here.store.number(NUMBER);
    const at = new Date(here.time.now() + 90_000).toISOString();
    known2.document = changedDocument(known2.document, { webhook: told({ quality: claim("FLAGGED", at) }) }, 0);
    known2.ledger = { ...known2.ledger, nextLookAt: here.time.now() };
    here.says.number = shows({ ...CONNECTED, status: "FLAGGED" });
    const before = here.reads.length;
    await here.minutes(5);
    assert.equal(stored(here).lifecycle, "action_required");
    assert.equal(here.reads.length - before, 2, "the first reading was older than the event");
  });

  it("whose budget recovers shows it", async () => {
    const here = world();
    known(here, PENDING);
    await here.attempts.reserve(request());
    await here.attempts.settle(request(), ended(failure("pin_mismatch")));
    assert.equal(stored(here).document?.attempts?.used, 1);
    await here.minutes(73 * 60);
    assert.equal(stored(here).document?.attempts?.used, 0);
  });

  it("is read where no param names it and it was added from here", async () => {
    const here = world(() => false);
    const { store, reads } = here;
    const document = changedDocument(undefined, { wabaId: WABA, addedAt: "2029-12-31T00:00:00.000Z" }, store.now());
    store.number(NUMBER).document = document;
    store.number(NUMBER).ledger = { ...EMPTY_LEDGER, nextLookAt: store.now() };
    await here.minutes(1);
    assert.deepEqual(reads, [NUMBER]);
    assert.equal(store.number(NUMBER).document?.addedAt, "2029-12-31T00:00:00.000Z", "a look keeps it");
    assert.notEqual(store.number(NUMBER).ledger.nextLookAt, null);
  });

  it("that cannot be told ours or not holds up no other", async () => {
    const here = world((id) => id !== NUMBER);
    const { ports } = here.reconciler;
    await ports.due.enlist([NUMBER, OTHER_NUMBER]);
    const error = new Error("The store cannot be reached.");
    ports.homes.homeOf = () => Promise.reject(error);
    await here.minutes(1);
    assert.deepEqual(here.reads, [OTHER_NUMBER]);
    assert.deepEqual(entries(here, "lookFailed"), [{ phoneNumberId: NUMBER, error }]);
    assert.deepEqual(entries(here, "reconciled"), [{ looked: 2, failed: 1, pausedForMs: null }]);
    assert.notEqual(here.store.number(NUMBER).ledger.nextLookAt, null, "it stays due");
  });

  it("is left alone where it is not managed here", async () => {
    const here = world((id) => id !== NUMBER);
    await here.reconciler.ports.due.enlist([NUMBER]);
    await here.minutes(3);
    assert.deepEqual(here.reads, []);
    assert.equal(stored(here).ledger.nextLookAt, null);
  });

  it("is found although nobody ever called for it, when the configuration names it", async () => {
    const here = world(() => true, [NUMBER]);
    await here.minutes(1);
    assert.equal(stored(here).document?.digits, "15550000001", "webhooks find it by its digits from now on");
  });

  it("is not touched while a call holds its lease", async () => {
    const here = world();
    known(here, PENDING);
    await here.attempts.reserve(request());
    const { ledger } = here.store.number(NUMBER);
    here.store.number(NUMBER).ledger = { ...ledger, nextLookAt: here.time.now() };
    here.says.number = shows(CONNECTED);
    await here.run();
    assert.equal(stored(here).registration?.status, "in_progress");
    const { lease, nextLookAt } = stored(here).ledger;
    assert.equal(lease?.attemptId, ledger.lease?.attemptId);
    assert.equal(lease?.takenAt, ledger.lease?.takenAt);
    assert.equal(nextLookAt, here.time.now() + LEASE_MS);
  });
});

describe("access", () => {
  const registered = (here: World): void => {
    here.store.number(NUMBER).document = changedDocument(
      { registration: record("registered") },
      { view: CONNECTED },
      0,
    );
    here.says.number = shows(CONNECTED);
  };

  it("that is taken away is noticed, and noticed again when it comes back", async () => {
    const here = world();
    registered(here);
    await here.reconciler.ports.due.enlist([NUMBER]);
    here.says.number = refuses(100, 33);
    await here.minutes(1);
    assert.equal(stored(here).lifecycle, "disconnected");
    assert.equal(stored(here).document?.reasons[0]?.code, "access_lost");
    await here.minutes(59);
    assert.equal(here.reads.length, 1, "only a person can change it");
    here.says.number = shows(CONNECTED);
    await here.minutes(5);
    assert.equal(stored(here).lifecycle, "connected");
    assert.equal(stored(here).document?.access?.readable, true);
  });

  it("is not doubted because Meta has a fault, or is asked too often", async () => {
    const here = world();
    registered(here);
    await here.reconciler.ports.due.enlist([NUMBER]);
    for (const answer of [refuses(2), SILENT, refuses(80_008)]) {
      here.says.number = answer;
      await here.minutes(10);
      assert.equal(stored(here).lifecycle, "connected");
    }
  });
});
