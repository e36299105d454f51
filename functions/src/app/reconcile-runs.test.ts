import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Timestamp } from "firebase-admin/firestore";
import { changedDocument } from "../domain/lifecycle/phone-number-document.ts";
import { firestoreDeliveries } from "../firestore/deliveries.ts";
import { firestoreMessageTrail } from "../firestore/message-trail.ts";
import { CONNECTED, graphError, NUMBER, OTHER_NUMBER, tokenFacts, WABA } from "../testing/fixtures.ts";
import { NO_CUSTOMERS } from "../testing/no-customers.ts";
import { entries, events, HOUR, MANY, MINUTE, refuses, shows, stored, world } from "../testing/reconciling.ts";
import { applyWebhook } from "./apply-webhook.ts";
import type { Memory } from "./reconcile-ports.ts";

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

  for (const [what, ms, reads] of [
    ["for a whole hour where that was remembered", HOUR, 0],
    ["not at all where more was remembered", HOUR + 1, 1],
  ] as const) {
    it(`stops the reconciler ${what}`, async () => {
      const here = world();
      await here.reconciler.ports.due.enlist([NUMBER]);
      const pausedUntil = here.time.now() + MINUTE + ms;
      await here.reconciler.ports.memory.remember({ token: null, choresAt: null, pausedUntil });
      await here.minutes(1);
      assert.equal(here.reads.length, reads);
    });
  }

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

  it("writes down what it has seen a dozen at a time, so that no more is lost of a run that is killed", async () => {
    const here = world();
    await here.reconciler.ports.due.enlist(MANY);
    const written: number[] = [];
    const { numbers } = here.reconciler.ports;
    const look = numbers.look.bind(numbers);
    numbers.look = async (looks) => {
      if (looks.length > 0) written.push(looks.length);
      return look(looks);
    };
    await here.minutes(1);
    assert.deepEqual(written, [12, 12, 6]);
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
    assert.deepEqual(entries(here, "ledgerUnreadable"), [{ phoneNumberId: NUMBER }]);
    assert.deepEqual(entries(here, "lookFailed"), []);
    await here.minutes(5);
    assert.equal(here.reads.length, 3, "once an hour");
  });

  it("stops no other number either where it cannot be left alone", async () => {
    const here = world();
    await here.reconciler.ports.due.enlist([NUMBER, OTHER_NUMBER]);
    const spoilt = { register: "spoilt", nextLookAt: Timestamp.fromMillis(here.time.now()) };
    const path = `whatsappLedgers/${NUMBER}`;
    here.store.documents.commit([{ path, kind: "set", fields: spoilt, unchangedSince: undefined }], here.time.now());
    const error = new Error("The store cannot be reached.");
    here.reconciler.ports.due.postpone = () => Promise.reject(error);
    here.says.number = shows(CONNECTED);
    await here.minutes(1);
    assert.equal(here.store.number(OTHER_NUMBER).document?.lifecycle, "connected");
    assert.deepEqual(entries(here, "ledgerUnreadable"), [{ phoneNumberId: NUMBER }]);
    assert.deepEqual(entries(here, "lookFailed"), [{ phoneNumberId: NUMBER, error }]);
    assert.deepEqual(entries(here, "reconciled"), [{ looked: 2, failed: 1, pausedForMs: null }]);
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
        webhookDropped: (entry: object) => void warnings.push(entry),
      },
      ...NO_CUSTOMERS,
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
    assert.deepEqual(warnings, []);
    const { register, nextLookAt } = here.store.documents.read(path)?.fields ?? {};
    assert.equal(register, 1, "what counts attempts is left as it is");
    assert.deepEqual(nextLookAt, Timestamp.fromMillis(at), "the next run tells that it cannot be read");
  });
});
