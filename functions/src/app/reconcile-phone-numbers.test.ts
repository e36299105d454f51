import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Timestamp } from "firebase-admin/firestore";
import type { MetaView } from "../contract/phone-number.ts";
import { EMPTY_LEDGER, LEASE_MS } from "../domain/attempt/attempt-window.ts";
import { changedDocument } from "../domain/lifecycle/phone-number-document.ts";
import { failure } from "../domain/outcome/registration.ts";
import { firestoreDeliveries } from "../firestore/deliveries.ts";
import { firestoreMessageTrail } from "../firestore/message-trail.ts";
import { HEALTHY } from "../testing/diagnosis-facts.ts";
import { faultyAttempts } from "../testing/faulty-attempts.ts";
import { CONNECTED, graphError, metaView, NUMBER, OTHER_NUMBER, tokenFacts, WABA } from "../testing/fixtures.ts";
import { memoryStore, type MemoryStore } from "../testing/memory-store.ts";
import { claim, record, told } from "../testing/number-facts.ts";
import { reconcilerWorld, type ReconcilerWorld } from "../testing/reconciler-world.ts";
import { virtualTime, type VirtualTime } from "../testing/virtual-time.ts";
import { applyWebhook } from "./apply-webhook.ts";
import type { SendingSource } from "./look-at-sending.ts";
import type { AttemptEnd, Attempts, Graph, Read } from "./ports.ts";
import { reconcilePhoneNumbers } from "./reconcile-phone-numbers.ts";
import type { Memory, ReconcilePorts } from "./reconcile-ports.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PENDING = metaView();
/** More numbers than are read in a moment. */
const MANY = Array.from({ length: 30 }, (_, index) => `5500000000010${index + 10}`);

/** The world that a reconciler lives in: Meta says what `says` holds. */
interface World {
  readonly time: VirtualTime;
  readonly store: MemoryStore;
  readonly attempts: Attempts;
  readonly reconciler: ReconcilerWorld;
  readonly says: {
    number: Read<MetaView> | ((id: string) => Read<MetaView>);
    token: Awaited<ReturnType<Graph["inspectToken"]>>;
  };
  readonly reads: string[];
  /** Lets so many minutes pass, with a run in each. */
  minutes(count: number): Promise<void>;
  run(): Promise<void>;
}

const shows = (view: MetaView): Read<MetaView> => ({ ok: true, value: view });
const refuses = (code: number, subcode: number | null = null): Read<never> => ({
  ok: false,
  failure: { kind: "refused", error: graphError(code, { subcode }) },
});
const SILENT: Read<never> = { ok: false, failure: { kind: "timeout", reason: "no whole answer within the deadline" } };

function world(manages: (id: string) => boolean = () => true, namedIds: readonly string[] = []): World {
  const time = virtualTime();
  const store = memoryStore(() => time.now());
  const reads: string[] = [];
  const says: World["says"] = { number: shows(PENDING), token: { ok: true, value: tokenFacts() } };
  const seenNow = (read: Read<MetaView>): Read<MetaView> =>
    read.ok ? shows({ ...read.value, observedAt: new Date(time.now()).toISOString() }) : read;
  const reconciler = reconcilerWorld(store, time, {
    readNumber: async (id) => {
      reads.push(id);
      return seenNow(typeof says.number === "function" ? says.number(id) : says.number);
    },
    inspectToken: async () => says.token,
  });
  const run = () => reconcilePhoneNumbers(reconciler.ports, { namedIds, manages });
  const minutes = (count: number) =>
    time.run(async () => {
      for (let minute = 0; minute < count; minute += 1) {
        await time.sleep(MINUTE);
        await run();
      }
    });
  return { time, store, attempts: faultyAttempts({ store, time, limit: 10 }), reconciler, says, reads, minutes, run };
}

const request = (attemptId = "attempt-1", forced = false) => ({
  phoneNumberId: NUMBER,
  attemptId,
  operation: "register" as const,
  by: "operator-1",
  forced,
  dataLocalizationRegion: null,
});

const ended = (outcome: AttemptEnd["outcome"], rest: Partial<AttemptEnd> = {}): AttemptEnd => ({
  outcome,
  spent: true,
  blocked: false,
  view: null,
  lookAgainInMs: null,
  ...rest,
});

/** A number that was read before, so that it is known what it was. */
function known({ store, time }: World, view: MetaView): void {
  store.number(NUMBER).document = changedDocument(
    {},
    { view: { ...view, observedAt: new Date(time.now() - HOUR).toISOString() } },
    0,
  );
}

const stored = ({ store }: World) => {
  const { document, audit, ledger } = store.number(NUMBER);
  return {
    registration: document?.registration,
    lifecycle: document?.lifecycle,
    attempt: audit.get("attempt-1"),
    ledger,
    document,
  };
};

const events = ({ reconciler }: World): string[] => reconciler.lines.map(({ event }) => event);

/** What was logged of one kind. */
const entries = ({ reconciler }: World, kind: string): unknown[] =>
  reconciler.lines.flatMap(({ event, entry }) => (event === kind ? [entry] : []));

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
    const { ports, lines } = here.reconciler;
    await ports.due.enlist([NUMBER, OTHER_NUMBER]);
    ports.homes.homeOf = async () => {
      throw new Error("The store cannot be reached.");
    };
    await here.minutes(1);
    assert.deepEqual(here.reads, [OTHER_NUMBER]);
    assert.ok(lines.some(({ event }) => event === "lookFailed"));
    assert.deepEqual(lines.find(({ event }) => event === "reconciled")?.entry, {
      looked: 2,
      failed: 1,
      pausedForMs: null,
    });
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

describe("the token", () => {
  const invalid = { ok: true, value: tokenFacts({ isValid: false }) } as const;

  it("that Meta calls invalid is noticed on every number within minutes, and no number is read with it", async () => {
    const here = world();
    here.says.number = shows(CONNECTED);
    await here.reconciler.ports.due.enlist([NUMBER, OTHER_NUMBER]);
    await here.minutes(2);
    const before = here.reads.length;
    here.says.token = invalid;
    await here.minutes(11);
    for (const id of [NUMBER, OTHER_NUMBER]) {
      assert.equal(here.store.number(id).document?.lifecycle, "action_required");
      assert.equal(here.store.number(id).document?.reasons[0]?.code, "invalid_token");
    }
    assert.equal(here.reads.length, before);
    assert.equal(here.reconciler.circuit.state.open, true);
    assert.equal(events(here).filter((event) => event === "tokenChanged").length, 1, "once");
    here.says.token = { ok: true, value: tokenFacts() };
    await here.minutes(11);
    assert.equal(here.store.number(NUMBER).document?.lifecycle, "connected");
    assert.equal(here.reconciler.circuit.state.open, false);
  });

  it("that Meta refuses to look at is invalid too", async () => {
    const here = world();
    here.says.token = refuses(190);
    await here.minutes(1);
    assert.equal((await here.reconciler.memory()).token?.state, "invalid");
  });

  it("that is refused because the app was removed disconnects the numbers, until it is good again", async () => {
    const here = world();
    here.says.number = shows(CONNECTED);
    await here.reconciler.ports.due.enlist([NUMBER]);
    await here.minutes(2);
    const before = here.reads.length;
    here.says.token = refuses(190, 458);
    await here.minutes(11);
    const { document } = here.store.number(NUMBER);
    assert.deepEqual(
      [document?.lifecycle, document?.reasons.map(({ code }) => code)],
      ["disconnected", ["app_removed", "invalid_token"]],
    );
    assert.equal(here.reads.length, before, "no number is read with it");
    here.says.token = { ok: true, value: tokenFacts() };
    await here.minutes(11);
    assert.equal(here.store.number(NUMBER).document?.lifecycle, "connected");
  });

  it("that cannot be asked about stays what it was", async () => {
    const here = world();
    await here.minutes(1);
    here.says.token = SILENT;
    await here.minutes(30);
    assert.equal((await here.reconciler.memory()).token?.state, "valid");
  });

  it("that could never be asked about says nothing, and the numbers are read with it", async () => {
    const here = world();
    here.says.token = SILENT;
    await here.reconciler.ports.due.enlist([NUMBER]);
    await here.minutes(1);
    assert.deepEqual(here.reads, [NUMBER]);
    assert.equal((await here.reconciler.memory()).token, null);
    assert.deepEqual(events(here), ["reconciled"]);
  });

  it("that is invalid says nothing of a number's access, and neither does another error of looking at it", async () => {
    const here = world();
    here.says.number = shows(CONNECTED);
    here.says.token = invalid;
    await here.reconciler.ports.due.enlist([NUMBER]);
    await here.minutes(1);
    here.says.token = refuses(10);
    await here.reconciler.ports.due.callAll();
    await here.minutes(1);
    assert.deepEqual([stored(here).document?.token?.state, stored(here).document?.access], ["invalid", undefined]);
  });

  it("is logged when its state changes, and opens and closes its circuit where it becomes or was invalid", async () => {
    const read = {
      valid: tokenFacts(),
      expires_soon: tokenFacts({ expiresAt: Date.UTC(2030, 0, 5) }),
      invalid: tokenFacts({ isValid: false }),
    };
    type State = keyof typeof read;
    const cases: readonly (readonly [State | null, State, { logged: boolean; circuit: string[] }])[] = [
      [null, "valid", { logged: false, circuit: [] }],
      [null, "expires_soon", { logged: true, circuit: [] }],
      [null, "invalid", { logged: true, circuit: ["open"] }],
      ["valid", "valid", { logged: false, circuit: [] }],
      ["valid", "expires_soon", { logged: true, circuit: [] }],
      ["valid", "invalid", { logged: true, circuit: ["open"] }],
      ["expires_soon", "valid", { logged: true, circuit: [] }],
      ["invalid", "valid", { logged: true, circuit: ["close"] }],
      ["invalid", "expires_soon", { logged: true, circuit: ["close"] }],
      ["invalid", "invalid", { logged: false, circuit: [] }],
    ];
    for (const [from, to, { logged, circuit }] of cases) {
      const here = world();
      const token = from === null ? null : { state: from, expiresAt: null, at: "2029-12-31T00:00:00.000Z" };
      await here.reconciler.ports.memory.remember({ token, choresAt: null, pausedUntil: null });
      const calls: string[] = [];
      here.reconciler.circuit.open = async () => void calls.push("open");
      here.reconciler.circuit.close = async () => void calls.push("close");
      here.says.token = { ok: true, value: read[to] };
      await here.minutes(1);
      const lines = events(here).map((event) => [event, entries(here, event)]);
      const line = { before: from, token: (await here.reconciler.memory()).token };
      assert.deepEqual(lines, logged ? [["tokenChanged", [line]]] : [], `${from} to ${to}`);
      assert.deepEqual(calls, circuit, `${from} to ${to}`);
    }
  });

  it("that ends within a week is reported, by the earlier of its two ends", async () => {
    const here = world();
    here.says.number = shows(CONNECTED);
    await here.reconciler.ports.due.enlist([NUMBER]);
    const day = 24 * HOUR;
    const [expiresAt, dataAccessExpiresAt] = [here.time.now() + 90 * day, here.time.now() + 6 * day];
    here.says.token = { ok: true, value: tokenFacts({ expiresAt, dataAccessExpiresAt }) };
    await here.minutes(1);
    assert.deepEqual(here.reconciler.lines.find(({ event }) => event === "tokenChanged")?.entry, {
      before: null,
      token: {
        state: "expires_soon",
        expiresAt: new Date(dataAccessExpiresAt).toISOString(),
        at: new Date(here.time.now()).toISOString(),
      },
    });
    const codes = stored(here).document?.reasons.map(({ code }) => code) ?? [];
    assert.ok(codes.includes("token_expires_soon"));
  });

  it("is looked at although its circuit cannot be written", async () => {
    const here = world();
    here.reconciler.circuit.state.broken = true;
    here.says.token = invalid;
    await here.minutes(1);
    assert.deepEqual(entries(here, "circuitFailed"), [{ error: new Error("The store cannot be reached.") }]);
    assert.equal((await here.reconciler.memory()).token?.state, "invalid");
  });
});

describe("a ledger that cannot be read", () => {
  it("stops its own number alone: reported without what stands there, and not reread every minute", async () => {
    const here = world();
    await here.reconciler.ports.due.enlist([NUMBER, OTHER_NUMBER]);
    const spoilt = { register: "spoilt", nextLookAt: Timestamp.fromMillis(here.time.now()) };
    const path = `whatsappLedgers/${NUMBER}`;
    here.store.documents.commit([{ path, kind: "set", fields: spoilt, unchangedSince: undefined }], here.time.now());
    here.says.number = shows(CONNECTED);
    await here.minutes(59);
    assert.deepEqual(here.reads.toSorted(), [NUMBER, OTHER_NUMBER]);
    assert.equal(here.store.number(OTHER_NUMBER).document?.lifecycle, "connected");
    assert.deepEqual(entries(here, "ledgerUnreadable"), [{ phoneNumberId: NUMBER, seenBy: "reconcile" }]);
    assert.deepEqual(entries(here, "lookFailed"), []);
    await here.minutes(5);
    assert.equal(here.reads.length, 3, "once an hour");
  });

  it("does not keep an account's events from the other numbers", async () => {
    const here = world();
    for (const id of [NUMBER, OTHER_NUMBER])
      here.store.number(id).document = changedDocument({ wabaId: WABA }, { view: CONNECTED }, here.time.now());
    const path = `whatsappLedgers/${NUMBER}`;
    here.store.documents.commit(
      [{ path, kind: "set", fields: { register: 1 }, unchangedSince: undefined }],
      here.time.now(),
    );
    const warnings: object[] = [];
    const ports = {
      deliveries: firestoreDeliveries(here.store.db, WABA),
      trail: firestoreMessageTrail(here.store.db),
      journal: {
        phoneNumberChanged: () => undefined,
        ledgerUnreadable: (entry: object) => void warnings.push(entry),
        webhookDropped: (entry: object) => void warnings.push(entry),
      },
      appId: null,
      accounts: { among: async () => new Set<string>() },
      standing: { left: async () => undefined },
      managesAccount: () => false,
      manages: () => true,
    };
    const at = here.time.now();
    const value = { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "DISABLE" } };
    const event = { id: "e1", json: "{}" };
    const change = { wabaId: WABA, isWaba: true, field: "account_update", at, value, event };
    await applyWebhook(ports, { changes: [change], configuredWabaId: WABA, receivedAt: at });
    for (const id of [NUMBER, OTHER_NUMBER])
      assert.equal(here.store.number(id).document?.webhook?.claims.standing?.word, "DISABLE", id);
    assert.equal(here.store.number(OTHER_NUMBER).ledger.nextLookAt, at);
    assert.deepEqual(warnings, [{ phoneNumberId: NUMBER, seenBy: "webhook" }]);
  });
});

describe("Meta's hourly budget", () => {
  it("ends a run when an answer says that it runs out, and what is left stays due", async () => {
    const here = world();
    await here.reconciler.ports.due.enlist(MANY);
    here.says.number = () => {
      if (here.reads.length >= 8) here.reconciler.budget.pauseMs = 20 * MINUTE;
      return shows(CONNECTED);
    };
    await here.minutes(1);
    assert.ok(here.reads.length <= 12, `${here.reads.length} reads`);
    here.says.number = shows(CONNECTED);
    const before = here.reads.length;
    await here.minutes(19);
    assert.equal(here.reads.length, before, "Meta is left alone for as long as it wants");
    here.reconciler.budget.pauseMs = null;
    await here.minutes(1);
    assert.equal(new Set(here.reads).size, MANY.length, "and no longer");
  });

  it("stops the reconciler for an hour at most, whatever a header names or was remembered of one", async () => {
    const here = world();
    await here.reconciler.ports.due.enlist([NUMBER]);
    here.reconciler.budget.pauseMs = 10_000 * MINUTE;
    await here.minutes(1);
    const { pausedUntil } = await here.reconciler.memory();
    assert.equal(pausedUntil, here.time.now() + HOUR);
    assert.deepEqual(entries(here, "reconciled"), []);
    here.reconciler.budget.pauseMs = null;
    await here.reconciler.ports.memory.remember({
      token: null,
      choresAt: here.time.now() + 1000 * HOUR,
      pausedUntil: here.time.now() + 168 * HOUR,
    });
    here.says.number = shows(CONNECTED);
    await here.minutes(1);
    assert.equal(here.reads.length, 1);
    assert.ok(((await here.reconciler.memory()).choresAt ?? Infinity) <= here.time.now());
  });

  it("that is used up ends it too", async () => {
    const here = world();
    await here.reconciler.ports.due.enlist(MANY);
    here.says.number = refuses(80_008);
    await here.minutes(10);
    assert.ok(here.reads.length <= 4, `${here.reads.length} reads`);
    assert.ok(((await here.reconciler.memory()).pausedUntil ?? 0) > here.time.now());
    for (const id of here.reads)
      assert.ok((here.store.number(id).ledger.nextLookAt ?? Infinity) <= here.time.now(), "it stays due");
    const looked = here.reads.length;
    assert.deepEqual(entries(here, "reconciled"), [{ looked, failed: looked, pausedForMs: 15 * MINUTE }]);
    assert.deepEqual(
      entries(here, "readFailed"),
      here.reads.map((phoneNumberId) => ({
        phoneNumberId,
        read: "number",
        failure: { kind: "refused", error: graphError(80_008) },
      })),
    );
  });
});

describe("a run", () => {
  it("goes on with the other numbers when one cannot be written down", async () => {
    const here = world();
    await here.reconciler.ports.due.enlist([NUMBER, OTHER_NUMBER]);
    const down = new Error("The store cannot be reached.");
    const look = here.reconciler.ports.numbers.look.bind(here.reconciler.ports.numbers);
    here.reconciler.ports.numbers.look = async (looks) => {
      const ends = await look(looks.filter(({ phoneNumberId }) => phoneNumberId !== NUMBER));
      const rest = ends.values();
      return looks.map(({ phoneNumberId }) =>
        phoneNumberId === NUMBER ? { status: "rejected", reason: down } : (rest.next().value ?? assert.fail()),
      );
    };
    await here.minutes(1);
    assert.deepEqual(entries(here, "lookFailed"), [{ phoneNumberId: NUMBER, error: down }]);
    assert.deepEqual(entries(here, "reconciled"), [{ looked: 2, failed: 1, pausedForMs: null }]);
    assert.notEqual(here.store.number(OTHER_NUMBER).document, undefined);
    assert.ok((stored(here).ledger.nextLookAt ?? 0) <= here.time.now(), "it stays due");
  });

  it("that finds nothing due asks Meta nothing, but for the token now and then", async () => {
    const here = world();
    const startedAt = here.time.now();
    const chores: string[] = [];
    const inMinute = (chore: string) => void chores.push(`${chore} ${(here.time.now() - startedAt) / MINUTE}`);
    here.reconciler.ports.graph.inspectToken = async () => {
      inMinute("token");
      return here.says.token;
    };
    here.reconciler.ports.due.enlist = async () => inMinute("enlist");
    await here.minutes(30);
    assert.deepEqual(chores, ["enlist 1", "token 1", "enlist 11", "token 11", "enlist 21", "token 21"]);
    assert.ok(!events(here).includes("reconciled"), "nothing to tell");
  });

  it("ends before the next one begins, and what is left stays due", async () => {
    const here = world();
    const { readNumber } = here.reconciler.ports.graph;
    here.reconciler.ports.graph.readNumber = async (id, deadlineMs) => {
      await here.time.sleep(7500);
      return readNumber(id, deadlineMs);
    };
    await here.reconciler.ports.due.enlist(MANY);
    await here.minutes(1);
    assert.equal(here.reads.length, 28, "four at a time, the last of them after 45 seconds");
    await here.minutes(1);
    assert.deepEqual(here.reads, MANY);
  });

  it("remembers only what changed", async () => {
    const here = world();
    await here.reconciler.ports.due.enlist([NUMBER]);
    await here.minutes(1);
    const startedAt = here.time.now();
    const expiresAt = startedAt + 90 * 24 * HOUR;
    const remembered: Memory[] = [];
    const remember = here.reconciler.ports.memory.remember.bind(here.reconciler.ports.memory);
    here.reconciler.ports.memory.remember = async (memory) => {
      remembered.push(memory);
      await remember(memory);
    };
    const valid = { ok: true, value: tokenFacts({ expiresAt }) } as const;
    const invalid = { ok: true, value: tokenFacts({ isValid: false, expiresAt }) } as const;
    const steps: readonly (readonly [what: string, change: () => void, after: [string, number | null] | null])[] = [
      ["nothing", () => undefined, null],
      ["the token's end", () => (here.says.token = valid), ["valid", null]],
      ["nothing since", () => undefined, null],
      ["its state", () => (here.says.token = invalid), ["invalid", null]],
      ["that Meta is to be left alone", () => (here.reconciler.budget.pauseMs = 30_000), ["invalid", 30_000]],
      ["that the pause is over", () => (here.reconciler.budget.pauseMs = null), ["invalid", null]],
      ["nothing once more", () => undefined, null],
    ];
    for (const [what, change, after] of steps) {
      change();
      await here.reconciler.ports.due.callAll();
      await here.minutes(1);
      const memories = remembered.splice(0).map(({ token, choresAt, pausedUntil }) => {
        assert.deepEqual([choresAt, token?.expiresAt], [startedAt, new Date(expiresAt).toISOString()], what);
        return [token?.state, pausedUntil === null ? null : pausedUntil - here.time.now()];
      });
      assert.deepEqual(memories, after === null ? [] : [after], what);
    }
  });
});

describe("what a number may send", () => {
  const READY: SendingSource["graph"] = {
    accountMode: async () => ({ ok: true, value: "LIVE" }),
    messagingHealth: async () => ({ ok: true, value: { canSendMessage: "AVAILABLE", entities: HEALTHY } }),
    messagingLimit: async () => ({ ok: true, value: "TIER_250" }),
    webhookAddresses: async () => ({ ok: true, value: { phoneNumber: null, waba: null, application: null } }),
    readWaba: async () => ({
      ok: true,
      value: { name: null, reviewStatus: "APPROVED", businessVerificationStatus: "VERIFIED", ownershipType: null },
    }),
    hasPaymentMethod: async () => ({ ok: true, value: true }),
    subscribedApps: async () => ({ ok: true, value: [{ id: "888000000000001", name: null, override: null }] }),
  };

  /** A world that asks, counting what it asks for. */
  function asking(change: Partial<SendingSource["graph"]> = {}, namedIds: readonly string[] = [NUMBER]) {
    const here = world(() => true, namedIds);
    const asked: string[] = [];
    const graph = new Proxy(
      { ...READY, ...change },
      {
        get: (target, name: keyof SendingSource["graph"]) => {
          asked.push(name);
          return target[name];
        },
      },
    );
    const configured = { phoneNumberId: NUMBER, wabaId: WABA };
    const sending = { graph, configured, expectedAppId: null, graphVersion: "v25.0", ownWebhook: null };
    const ports: { -readonly [Name in keyof ReconcilePorts]: ReconcilePorts[Name] } = {
      ...here.reconciler.ports,
      sending,
    };
    const minutes = (count: number) =>
      here.time.run(async () => {
        for (let minute = 0; minute < count; minute += 1) {
          await here.time.sleep(MINUTE);
          await reconcilePhoneNumbers(ports, { namedIds, manages: () => true });
        }
      });
    const document = (id = NUMBER) => here.store.number(id).document;
    here.says.number = shows(CONNECTED);
    return { here, ports, asked, minutes, document };
  }

  it("is found out once a day, by seven reads, and stands in the document", async () => {
    const { asked, minutes, document } = asking();
    await minutes(5);
    assert.equal(document()?.sending?.verdict, "limited", "no event has come in yet");
    assert.equal(asked.length, 7);
    await minutes(23 * 60);
    assert.equal(asked.length, 7);
    await minutes(90);
    assert.equal(asked.length, 14);
  });

  it("is not asked again within the day because the number is looked at for another reason", async () => {
    const { here, asked, minutes } = asking();
    await minutes(2);
    const looks = here.reads.length;
    here.store.number(NUMBER).ledger = { ...here.store.number(NUMBER).ledger, nextLookAt: here.time.now() };
    await minutes(2);
    assert.ok(here.reads.length > looks, "it is looked at");
    assert.equal(asked.length, 7);
  });

  it("is a reason of the number, and a transition, as soon as nothing arrives", async () => {
    const { here, minutes, document } = asking({ hasPaymentMethod: async () => ({ ok: true, value: false }) });
    await minutes(2);
    assert.equal(document()?.sending?.verdict, "blocked");
    const reason = document()?.reasons.find(({ code }) => code === "sending_blocked");
    assert.equal(reason?.resolution[0]?.title, "See what is in the way");
    assert.equal(here.store.number(NUMBER).document?.lifecycle, "connected", "the word is what it was");
  });

  it("is asked of an account once a run, however many numbers it has", async () => {
    const { asked, minutes } = asking({}, [NUMBER, OTHER_NUMBER]);
    await minutes(2);
    assert.equal(asked.filter((name) => name === "messagingHealth").length, 2);
    assert.equal(asked.filter((name) => name === "readWaba").length, 1);
  });

  it("is unknown of a number whose account is a guess", async () => {
    const { minutes, document } = asking(
      { webhookAddresses: async () => ({ ok: false, failure: { kind: "timeout", reason: "x" } }) },
      [OTHER_NUMBER],
    );
    await minutes(2);
    assert.equal(document(OTHER_NUMBER)?.sending?.verdict, "unknown");
  });

  it("is left open where Firestore cannot be read, and the number is looked at all the same", async () => {
    const { here, ports, minutes, document } = asking();
    const error = new Error("The store cannot be reached.");
    const broken = async () => {
      throw error;
    };
    ports.numbers = { ...ports.numbers, known: broken };
    await minutes(2);
    assert.deepEqual([document()?.sending, document()?.lifecycle], [undefined, "connected"]);
    assert.deepEqual(entries(here, "lookFailed"), [{ phoneNumberId: NUMBER, error }]);
  });
});
