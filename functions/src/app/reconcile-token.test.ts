import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { TokenView } from "../contract/phone-number.ts";
import { CONNECTED, NUMBER, OTHER_NUMBER, tokenFacts } from "../testing/fixtures.ts";
import { entries, events, HOUR, refuses, shows, SILENT, stored, world } from "../testing/reconciling.ts";
import type { ReconcilePorts } from "./reconcile-ports.ts";

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

  it("is told to whoever needs to know when it is first seen, and whenever its state or its end is another", async () => {
    const here = world();
    const told: unknown[] = [];
    const tokenSeen: ReconcilePorts["tokenSeen"] = async ({ state, expiresAt }) => void told.push([state, expiresAt]);
    Object.assign(here.reconciler.ports, { tokenSeen });
    const ends = [90, 80].map((days) => here.time.now() + days * 24 * HOUR);
    const [later, sooner] = ends.map((expiresAt) => ({ ok: true, value: tokenFacts({ expiresAt }) }) as const);
    const [late, soon] = ends.map((end) => new Date(end).toISOString());
    const steps = [
      [SILENT, []],
      [later, [["valid", late]]],
      [later, []],
      [SILENT, []],
      [sooner, [["valid", soon]]],
      [invalid, [["invalid", null]]],
      [refuses(190), []],
    ] as const;
    for (const [index, [token, expected]] of steps.entries()) {
      here.says.token = token ?? assert.fail();
      await here.minutes(10);
      assert.deepEqual(told.splice(0), expected, `step ${index}`);
    }
  });

  it("is told again in the next run where it could not be", async () => {
    const here = world();
    const told: unknown[] = [];
    const down = new Error("The store cannot be reached.");
    Object.assign(here.reconciler.ports, { tokenSeen: () => Promise.reject(down) });
    await assert.rejects(here.minutes(1), down);
    assert.equal((await here.reconciler.memory()).token, null);
    Object.assign(here.reconciler.ports, { tokenSeen: async ({ state }: TokenView) => void told.push(state) });
    await here.minutes(2);
    assert.deepEqual(told, ["valid"]);
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
