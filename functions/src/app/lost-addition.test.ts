import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { additionWorld, idOf, LOST } from "../../../graph-simulator/testing/addition-world.ts";
import { simulatedMeta, type SimulatedMeta } from "../../../graph-simulator/testing/simulated-meta.ts";
import { LEASE_MS } from "../domain/attempt/attempt-window.ts";
import { ADDITION_OPEN_MS } from "../domain/outcome/addition.ts";
import { firestoreAccountLeases } from "../firestore/account-leases.ts";
import { steppedClock } from "../testing/clocks-by-hand.ts";
import { graphError, WABA } from "../testing/fixtures.ts";

let meta: SimulatedMeta;
before(async () => {
  meta = await simulatedMeta();
});
after(() => meta[Symbol.asyncDispose]());
afterEach(() => meta.simulator.state.faults.clear());

const { portsOf, ask, posts, document, died, failedReads } = additionWorld(() => meta);

describe("an answer to adding a number that is lost", () => {
  for (const [phoneNumber, what] of [
    ["5557000001", "breaks off"],
    ["5557000003", "is a gateway's page"],
  ] as const) {
    it(`and ${what}: the number is found in the list, and nothing is asked again`, async () => {
      const result = await ask(phoneNumber);
      assert.equal(result.status, "added");
      assert.ok(document(idOf(result)).addedAt !== undefined);
      assert.deepEqual([posts(phoneNumber), (await ask(phoneNumber)).status], [1, "already_added"]);
    });
  }

  it("stays open while the list does not show the number: asking again only looks, until it is settled", async () => {
    const phoneNumber = "5557000002";
    const begun = meta.lines.length;
    const first = await ask(phoneNumber);
    assert.ok(first.status === "outcome_unknown" && first.retryAt !== null && !first.retryable);
    const second = await ask(phoneNumber);
    assert.ok(second.status === "outcome_unknown");
    assert.ok(
      Math.abs(Date.parse(second.retryAt ?? "") - Date.parse(first.retryAt)) < 1000,
      "it is no longer for being asked",
    );
    assert.equal((await ask(phoneNumber)).status, "outcome_unknown", "and looking holds up nobody");
    assert.equal(posts(phoneNumber), 1);
    assert.deepEqual(failedReads(begun), [], "the list was read, and does not show the number");
    meta.simulator.state.clock.advance(ADDITION_OPEN_MS / 1000 + 1);
    assert.equal((await ask(phoneNumber)).status, "outcome_unknown");
    assert.equal(posts(phoneNumber), 2, "what the list did not show for so long did not happen");
  });

  it("and is found later: the number is ours, and managed", async () => {
    const { simulator } = meta;
    const late = portsOf({ addNumber: async () => LOST });
    assert.equal((await ask("5550100011", {}, late)).status, "outcome_unknown");
    simulator.state.patchNumber("559000000000811", { displayPhoneNumber: "+1 5550100011" });
    const result = await ask("5550100011");
    assert.ok(result.status === "already_added" && result.managed);
    assert.ok(document("559000000000811").addedAt !== undefined);
    assert.equal(posts("5550100011"), 0);
  });

  it("is open too where Meta has a fault of its own, and where our instance died", async () => {
    const down = await ask("5550000002");
    assert.ok(down.status === "meta_unavailable" && down.retryAt !== null);
    assert.equal(down.graphError?.code, 2, "Meta's own words are handed on");
    assert.equal((await ask("5550000002")).status, "outcome_unknown");
    assert.equal(posts("5550000002"), 1);

    await died("5550100012", { sent: true });
    assert.equal((await ask("5550100012")).status, "in_progress");
    meta.simulator.state.clock.advance(LEASE_MS / 1000 + 1);
    assert.equal((await ask("5550100012")).status, "outcome_unknown");
    assert.equal(posts("5550100012"), 0);
  });

  it("is not open where our instance died before it had asked Meta: a number that others added is not taken for ours", async () => {
    for (const phoneNumber of ["5550100013", "5550100014"]) await died(phoneNumber, { sent: false });
    meta.simulator.state.clock.advance(LEASE_MS / 1000 + 1);
    assert.equal((await ask("5550100013")).status, "added");
    meta.simulator.state.patchNumber("559000000000814", { displayPhoneNumber: "+1 5550100014" });
    const theirs = await ask("5550100014");
    assert.ok(theirs.status === "already_added" && !theirs.managed);
    assert.equal(meta.store.number("559000000000814").document, undefined);
  });

  it("sends nothing where another call has taken the lease over, or what is sent cannot be written down", async () => {
    const leases = firestoreAccountLeases(meta.store.db);
    for (const sending of [async () => false, async () => assert.fail("Firestore is down")]) {
      const result = await ask("5550100015", {}, { ...portsOf(), leases: { ...leases, sending } });
      assert.equal(result.status, "meta_unavailable");
    }
    assert.equal(posts("5550100015"), 0);
    assert.equal((await ask("5550100015")).status, "added", "nothing is open through them");
  });

  it("stays open while the list cannot be read, and while the request must not be posted", async () => {
    const phoneNumber = "5550100081";
    assert.equal((await ask(phoneNumber, {}, portsOf({ addNumber: async () => LOST }))).status, "outcome_unknown");
    const unreadable = async () => ({ ok: false, failure: { kind: "timeout", reason: "late" } }) as const;
    assert.equal((await ask(phoneNumber, {}, portsOf({ numbersOfWaba: unreadable }))).status, "meta_unavailable");
    assert.equal((await ask(phoneNumber)).status, "outcome_unknown");
    meta.simulator.state.clock.advance(ADDITION_OPEN_MS / 1000 + 1);
    const mayPost = async () => ({ status: "in_progress", retryAfterMs: 1000 }) as const;
    assert.equal((await ask(phoneNumber, { mayPost })).status, "in_progress");
    meta.simulator.state.patchNumber("559000000000881", { displayPhoneNumber: `+1 ${phoneNumber}` });
    const found = await ask(phoneNumber);
    assert.ok(found.status === "already_added" && found.managed, "it was ours all along");
  });

  it("is ours where Meta then says that the account has the number, and is not where nothing of ours was open", async () => {
    for (const [phoneNumber, isOpen] of [
      ["5550100082", true],
      ["5550100083", false],
    ] as const) {
      if (isOpen) {
        await ask(phoneNumber, {}, portsOf({ addNumber: async () => LOST }));
        meta.simulator.state.clock.advance(ADDITION_OPEN_MS / 1000 + 1);
      }
      const appears = portsOf({
        addNumber: async () => {
          meta.simulator.state.patchNumber(`55900000${phoneNumber.slice(-7)}`, {
            displayPhoneNumber: `+1 ${phoneNumber}`,
          });
          return { kind: "refused", error: graphError(100, { subcode: 2_388_012 }), regainAccessMs: null };
        },
      });
      const result = await ask(phoneNumber, {}, appears);
      assert.ok(result.status === "already_added");
      assert.equal(result.managed, isOpen, phoneNumber);
    }
  });

  it("stays ours, or not, where Meta says that the account has the number and the list does not show it", async () => {
    const refusal = { kind: "refused", error: graphError(100, { subcode: 2_388_012 }), regainAccessMs: null } as const;
    const refusing = portsOf({ addNumber: async () => refusal });
    for (const [phoneNumber, isOpen] of [
      ["5550100084", true],
      ["5550100085", false],
    ] as const) {
      if (isOpen) {
        await ask(phoneNumber, {}, portsOf({ addNumber: async () => LOST }));
        meta.simulator.state.clock.advance(ADDITION_OPEN_MS / 1000 + 1);
      }
      assert.equal((await ask(phoneNumber, {}, refusing)).status, "outcome_unknown");
      meta.simulator.state.patchNumber(`55900000${phoneNumber.slice(-7)}`, { displayPhoneNumber: `+1 ${phoneNumber}` });
      const found = await ask(phoneNumber);
      assert.ok(found.status === "already_added", phoneNumber);
      assert.equal(found.managed, isOpen, phoneNumber);
    }
  });

  it("is looked for three times at most, within the time that there is, and a look that fails is in the log", async () => {
    const begun = meta.lines.length;
    const looking = async (lookMs: number): Promise<readonly [looks: readonly number[], pauses: readonly number[]]> => {
      const clock = steppedClock(meta.clock.now());
      const looks: number[] = [];
      const ports = portsOf({
        addNumber: async () => LOST,
        numbersOfWaba: async (_wabaId, deadlineMs) => {
          looks.push(deadlineMs);
          if (looks.length === 1) return { ok: true, value: [] };
          clock.pass(lookMs);
          return { ok: false, failure: { kind: "timeout", reason: `look ${looks.length}` } };
        },
      });
      await ask(`555010${lookMs}`, {}, { ...ports, clock });
      return [looks.slice(1), clock.slept];
    };
    assert.deepEqual(await looking(0), [
      [3000, 3000, 3000],
      [0, 1000, 2000],
    ]);
    assert.deepEqual(await looking(3000), [
      [3000, 3000],
      [0, 1000],
    ]);
    assert.deepEqual(await looking(2000), [
      [3000, 3000],
      [0, 1000],
    ]);
    assert.deepEqual(await looking(1900), [
      [3000, 3000, 200],
      [0, 1000, 2000],
    ]);
    assert.deepEqual(failedReads(begun)[0], {
      wabaId: WABA,
      read: "numbersOfWaba",
      failure: { kind: "timeout", reason: "look 2" },
    });
  });

  it("is not open where nothing was sent, or Meta was too busy to look", async () => {
    for (const [reply, status] of [
      [{ kind: "not_sent", reason: "ECONNREFUSED" }, "meta_unavailable"],
      [{ kind: "unreadable", reason: "x", httpStatus: 429 }, "throttled"],
    ] as const) {
      const phoneNumber = `555010002${status.length % 10}`;
      assert.equal((await ask(phoneNumber, {}, portsOf({ addNumber: async () => reply }))).status, status);
      assert.equal((await ask(phoneNumber)).status, "added", status);
    }
  });

  it("is open where our own adapter breaks, and the caller is told the truth where the end cannot be written down", async () => {
    const broken = portsOf({
      addNumber: async () => {
        throw new Error("a defect");
      },
    });
    assert.equal((await ask("5550100031", {}, broken)).status, "outcome_unknown");
    const leases = firestoreAccountLeases(meta.store.db);
    const forgetful = { ...portsOf(), leases: { ...leases, end: async () => assert.fail("Firestore is down") } };
    const told = await ask("5550100032", {}, forgetful);
    assert.equal(told.status, "added");
    assert.equal(meta.store.number(idOf(told)).document, undefined);
    meta.simulator.state.clock.advance(LEASE_MS / 1000 + 1);
    const later = await ask("5550100032");
    assert.ok(later.status === "already_added" && later.managed);
    assert.equal(document(idOf(told)).lifecycle, "verification_required");
  });

  it("and nothing is sent where the lease is in doubt, or the instance was frozen on the way", async () => {
    const leases = firestoreAccountLeases(meta.store.db);
    const doubtful = { ...portsOf(), leases: { ...leases, take: async () => assert.fail("Firestore is down") } };
    await assert.rejects(ask("5550100041", {}, doubtful), /Firestore is down/);
    const frozen = { ...portsOf(), clock: { ...meta.clock, stopwatch: () => () => 600_000 } };
    assert.equal((await ask("5550100041", {}, frozen)).status, "meta_unavailable");
    assert.equal(posts("5550100041"), 0);
  });
});
