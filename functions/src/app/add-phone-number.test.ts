import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { additionWorld, idOf, LOST } from "../../../graph-simulator/testing/addition-world.ts";
import { simulatedMeta, type SimulatedMeta } from "../../../graph-simulator/testing/simulated-meta.ts";
import { AdditionFailureStatus, type PhoneNumberAdditionResult } from "../contract/add-phone-number.ts";
import { LEASE_MS } from "../domain/attempt/attempt-window.ts";
import type { NumberHome } from "../domain/number-home.ts";
import { ADDITION_OPEN_MS } from "../domain/outcome/addition.ts";
import type { AdditionReply } from "../domain/reply.ts";
import { firestoreNumberHomes } from "../firestore/number-homes.ts";
import { graphError, WABA } from "../testing/fixtures.ts";
import { oneDuringTheOther } from "../testing/one-during-the-other.ts";
import type { AccountLeases } from "./account-ports.ts";

const TARGET = "777000000000003";
const UNVERIFIED = "777000000000005";

let meta: SimulatedMeta;
before(async () => {
  meta = await simulatedMeta();
});
after(() => meta[Symbol.asyncDispose]());
afterEach(() => meta.simulator.state.faults.clear());

const { portsOf, ask, posts, document, died, audits, failedReads } = additionWorld(() => meta);

/** How many numbers the account lists under these digits. */
const listed = (digits: string): number =>
  [...meta.simulator.state.numbers.values()].filter(
    ({ displayPhoneNumber }) => displayPhoneNumber.replaceAll(/\D/g, "") === digits,
  ).length;

describe("adding a number", () => {
  it("gives an id, and a document that says what comes next and that it is managed here", async () => {
    const result = await ask("5550100001");
    assert.ok(result.status === "added" && result.next === "verify");
    const { lifecycle, wabaId, digits, addedAt, meta: view } = document(result.phoneNumberId);
    assert.deepEqual(
      [lifecycle, wabaId, digits, view?.codeVerificationStatus],
      ["verification_required", WABA, "15550100001", "NOT_VERIFIED"],
    );
    assert.ok(addedAt !== undefined);
    assert.deepEqual(await firestoreNumberHomes(meta.store.db).homeOf(result.phoneNumberId), {
      wabaId: WABA,
      customerId: null,
    });
    const [audit] = [...meta.store.number(result.phoneNumberId).audit.values()];
    assert.deepEqual([audit?.operation, audit?.status], ["add_number", "added"]);
    assert.ok((meta.store.number(result.phoneNumberId).ledger.nextLookAt ?? Infinity) <= meta.clock.now());
  });

  it("takes nothing over after a call that ended by an error of our own before it had asked Meta", async () => {
    const id = "550000000000611";
    meta.simulator.state.patchNumber(id, { displayPhoneNumber: "+1 555-010-0611" });
    const broken = {
      ...portsOf(),
      homes: { homeOf: () => Promise.reject(new Error("The store cannot be reached.")) },
    };
    await assert.rejects(ask("5550100611", {}, broken), /store/);
    meta.simulator.state.clock.advance(LEASE_MS + 1);
    const result = await ask("5550100611");
    assert.ok(result.status === "already_added" && !result.managed);
    assert.equal(await firestoreNumberHomes(meta.store.db).homeOf(id), null);
  });

  it("says of a number that the account lists whether a call about it finds it", async () => {
    const id = "550000000000612";
    meta.simulator.state.patchNumber(id, { displayPhoneNumber: "+1 555-010-0612" });
    const managed = async (home: NumberHome | null, rest = {}): Promise<boolean | null> => {
      const result = await ask("5550100612", rest, { ...portsOf(), homes: { homeOf: async () => home } });
      return result.status === "already_added" ? result.managed : null;
    };
    assert.equal(await managed({ wabaId: WABA, customerId: null }), true);
    assert.equal(await managed({ nobodys: "left" }), false);
    assert.equal(await managed(null), false);
    const all = { manages: () => true };
    assert.equal(await managed(null, all), true);
    assert.equal(await managed({ nobodys: "left" }, all), false, "nobody acts on it, although all are covered");
    assert.equal(await managed({ nobodys: "left" }, { ...all, namedIds: [id] }), true);
    assert.equal(await managed(null, { ...all, customerId: "acme" }), false, "its members know no configuration");
  });

  it("asked twice adds once", async () => {
    const first = idOf(await ask("5550100002"));
    const again = await ask("5550100002");
    assert.ok(again.status === "already_added" && again.managed);
    assert.deepEqual([again.phoneNumberId, posts("5550100002"), listed("15550100002")], [first, 1, 1]);
  });

  it("asks Meta again once the outcome of an earlier request has been open for ten minutes, and no sooner", async () => {
    const openFor = (ms: number) => {
      const { leases, ...ports } = portsOf();
      const take: AccountLeases["take"] = async (request) => {
        const answer = await leases.take(request);
        return answer.granted ? { ...answer, openSince: answer.now - ms } : answer;
      };
      return { ...ports, leases: { ...leases, take } };
    };
    assert.equal((await ask("5550100076", {}, openFor(ADDITION_OPEN_MS - 1))).status, "outcome_unknown");
    assert.equal(posts("5550100076"), 0);
    assert.equal((await ask("5550100076", {}, openFor(ADDITION_OPEN_MS))).status, "added");
  });

  it("asked twice at once adds once: the other is told to wait", async () => {
    const results = await oneDuringTheOther(() => ask("5550100003"), 3);
    const words = results.map(({ status }) => status).toSorted();
    assert.deepEqual(words, ["added", "in_progress", "in_progress", "in_progress"]);
    assert.equal(posts("5550100003"), 1);
  });

  it("says of a number that somebody else added that it is not managed here, and takes nothing over", async () => {
    meta.simulator.state.patchNumber("550000000000610", { displayPhoneNumber: "+1 555-010-0610" });
    const result = await ask("5550100610");
    assert.ok(result.status === "already_added" && !result.managed);
    assert.match(result.message, /MANAGED_PHONE_NUMBER_IDS/);
    assert.equal(meta.store.number("550000000000610").document, undefined);
    const named = await ask("5550100610", { manages: (id) => id === "550000000000610" });
    assert.ok(named.status === "already_added" && named.managed);
    assert.equal(posts("5550100610"), 0);
  });

  it("does not ask Meta to add anything while the account's list cannot be read, and says in the log why not", async () => {
    const begun = meta.lines.length;
    const unreadable = async () => ({ ok: false, failure: { kind: "timeout", reason: "late" } }) as const;
    const result = await ask("5550100004", {}, portsOf({ numbersOfWaba: unreadable }));
    assert.equal(result.status, "meta_unavailable");
    assert.equal(posts("5550100004"), 0);
    assert.deepEqual(failedReads(begun), [
      { wabaId: WABA, read: "numbersOfWaba", failure: { kind: "timeout", reason: "late" } },
    ]);
  });

  it("has added it where it cannot be read yet, which the log says and no other addition does", async () => {
    const begun = meta.lines.length;
    await ask("5550100006");
    assert.deepEqual(failedReads(begun), []);
    const unread = async () => ({ ok: false, failure: { kind: "timeout", reason: "late" } }) as const;
    const result = await ask("5550100007", {}, portsOf({ readNumber: unread }));
    assert.equal(result.status, "added");
    const { wabaId, meta: view, addedAt } = document(idOf(result));
    assert.deepEqual([wabaId, view, addedAt !== undefined], [WABA, undefined, true]);
    assert.deepEqual(failedReads(begun), [
      { wabaId: WABA, read: "number", failure: { kind: "timeout", reason: "late" } },
    ]);
  });

  it("is refused with proof where the token has no access", async () => {
    const result = await ask("5550100005", { wabaId: "777000000000002" });
    assert.ok(result.status === "missing_permission" && result.cause === "asset_not_assigned");
    assert.deepEqual([result.evidence.numberReadable, result.evidence.wabaInGranularTargets], [null, false]);
  });
});

describe("the account's record of an addition", () => {
  const said = (phoneNumber: string): unknown[] =>
    audits(`1${phoneNumber}`).map(({ changes, status, by, settledAt, phoneNumberId, message }) => [
      changes.join(),
      status,
      by,
      settledAt !== null,
      phoneNumberId !== null,
      message !== null,
    ]);

  it("says who asked for what, and what came of it", async () => {
    await ask("5550100071");
    await ask("5550100071", { by: "uid-2" });
    assert.deepEqual(said("5550100071"), [
      ["create_number", "added", "uid-1", true, true, false],
      ["", "already_added", "uid-2", true, true, false],
    ]);
  });

  it("says so too where Meta refused, or the number's outcome is not known", async () => {
    await ask("5553095008");
    await ask("5550100072", {}, portsOf({ addNumber: async () => LOST }));
    assert.deepEqual(said("5553095008").at(-1), ["create_number", "addition_refused", "uid-1", true, false, true]);
    assert.deepEqual(said("5550100072"), [["create_number", "outcome_unknown", "uid-1", true, false, true]]);
    assert.equal(audits("15553095008").at(-1)?.graphError?.subcode, 3_095_008);
  });

  it("stands before Meta is asked, so that an instance that dies leaves one", async () => {
    await died("5550100073", { sent: true });
    assert.deepEqual(said("5550100073"), [["create_number", "in_progress", "uid-1", false, false, false]]);
    const during: unknown[] = [];
    const watching = portsOf({
      addNumber: async (asked, deadlineMs) => {
        during.push(...said("5550100074"));
        return meta.graph.addNumber(asked, deadlineMs);
      },
    });
    await ask("5550100074", {}, watching);
    assert.deepEqual(during, [["create_number", "in_progress", "uid-1", false, false, false]]);
  });

  it("keeps a call open that broke off after it had asked Meta", async () => {
    const breaking = portsOf({
      addNumber: async () => ({ kind: "refused", error: graphError(200_000), regainAccessMs: null }),
      messagingLimit: () => {
        throw new Error("a defect");
      },
    });
    await assert.rejects(ask("5550100075", {}, breaking), /a defect/);
    assert.equal((await ask("5550100075")).status, "outcome_unknown");
  });
});

describe("a refusal to add a number", () => {
  it("is a reached limit where reads prove it, and else says that Meta gives no reason", async () => {
    const unexplained = await ask("5550200000");
    assert.ok(unexplained.status === "addition_refused" && unexplained.graphError?.code === 200_000);
    const full = await ask("5550200000", { wabaId: UNVERIFIED });
    assert.equal(full.status, "addition_refused", "one number is no full account");
    meta.simulator.state.patchNumber("559000000000901", { wabaId: UNVERIFIED, displayPhoneNumber: "+1 5550190001" });
    const limited = await ask("5550200000", { wabaId: UNVERIFIED });
    assert.ok(limited.status === "limit_reached");
    assert.deepEqual([limited.numbers, limited.limit, limited.graphError?.code], [2, 2, 200_000]);
    meta.simulator.state.patchWaba(UNVERIFIED, { messagingLimit: "TIER_2K" });
    assert.equal((await ask("5550200000", { wabaId: UNVERIFIED })).status, "addition_refused", "it may have twenty");
  });

  it("is a number held elsewhere where it stands in another account that the token reaches", async () => {
    assert.equal((await ask("5550100051", { wabaId: TARGET })).status, "added");
    const held = await ask("5550100051");
    assert.ok(held.status === "number_held_elsewhere");
    assert.match(held.resolution[0]?.detail ?? "", /migrate: true/);
    assert.equal((await ask("5553095008")).status, "addition_refused");
  });

  const cases: readonly (readonly [phoneNumber: string, status: AdditionFailureStatus, migrate?: boolean])[] = [
    ["5552388001", "number_held_elsewhere"],
    ["5552388012", "outcome_unknown"],
    ["5552494100", "meta_unavailable"],
  ];
  for (const [phoneNumber, status] of cases) {
    it(`${phoneNumber} is ${status}, and no outcome is open`, async () => {
      const result = await ask(phoneNumber);
      assert.equal(result.status, status);
      await ask(phoneNumber);
      assert.equal(posts(phoneNumber), 2);
    });
  }

  it("has a word of the contract for whatever Meta says", async () => {
    for (const code of [0, 1, 4, 10, 100, 190, 200, 368, 80_007, 131_031, 200_000, 999_999]) {
      const reply: AdditionReply = { kind: "refused", error: graphError(code), regainAccessMs: null };
      const { status } = await ask(
        `5550${String(code).padStart(6, "0")}`,
        {},
        portsOf({ addNumber: async () => reply }),
      );
      AdditionFailureStatus.parse(status);
    }
  });
});

describe("moving a number", () => {
  const source = "550000000000620";
  const move = (): Promise<PhoneNumberAdditionResult> => ask("5550100620", { wabaId: TARGET, migrate: true });
  const unmet = async (): Promise<readonly string[]> => {
    const result = await move();
    return result.status === "migration_not_ready" ? result.unmet : [result.status];
  };

  it("names each precondition that reading shows not to be met, and asks Meta only when none is", async () => {
    const { state } = meta.simulator;
    const earlier = posts("5550100620");
    state.patchNumber(source, { displayPhoneNumber: "+1 555-010-0620", nameStatus: "PENDING_REVIEW" });
    state.patchWaba(TARGET, { businessVerificationStatus: "pending_submission", reviewStatus: "PENDING" });
    state.patchApp("888000000000001", { solutionPartner: true });
    state.patchWaba(TARGET, { primaryFundingId: null });
    assert.deepEqual(await unmet(), [
      "account_approved",
      "business_verified",
      "payment_method",
      "app_subscribed",
      "source_registered",
      "source_pin_off",
      "source_name_approved",
    ]);
    const told = await move();
    assert.ok(told.status === "migration_not_ready");
    assert.equal(told.resolution.length, told.unmet.length);
    state.patchWaba(TARGET, {
      businessVerificationStatus: "verified",
      reviewStatus: "APPROVED",
      primaryFundingId: "222000000000099",
      subscribedApps: ["888000000000001"],
    });
    state.patchNumber(source, { nameStatus: "APPROVED", newNameStatus: "PENDING_REVIEW", accountMode: "SANDBOX" });
    state.patchNumber(source, { status: "CONNECTED", platformType: "CLOUD_API", registered: true, pin: null });
    assert.deepEqual(await unmet(), ["source_not_test_number", "source_name_approved"]);
    assert.equal(posts("5550100620"), earlier, "nothing was asked of Meta yet");
    state.patchNumber(source, { newNameStatus: null, accountMode: "LIVE" });
    const moved = await move();
    assert.ok(moved.status === "added" && moved.phoneNumberId !== source);
    assert.equal(document(moved.phoneNumberId).wabaId, TARGET);
    assert.equal((await move()).status, "already_added");
  });

  it("can bring a number back to an account that still lists it as moved away", async () => {
    const gone = "550000000000630";
    meta.simulator.state.patchNumber(gone, { displayPhoneNumber: "+1 555-010-0630", status: "MIGRATED" });
    const back = await ask("5550100630");
    assert.ok(back.status === "added" && back.phoneNumberId !== gone);
    assert.equal(idOf(await ask("5550100630")), back.phoneNumberId);
  });

  it("is not ready where Meta says so and reading shows nothing: its title is handed on", async () => {
    for (const phoneNumber of ["5552388001", "5552388103"]) {
      const result = await ask(phoneNumber, { migrate: true });
      assert.ok(result.status === "migration_not_ready" && result.unmet.length === 0, phoneNumber);
      assert.ok(result.graphError?.userTitle !== null);
    }
  });

  it("is not held up by what cannot be read", async () => {
    const down = async () => ({ ok: false, failure: { kind: "timeout", reason: "late" } }) as const;
    const ports = portsOf({ readWaba: down, hasPaymentMethod: down, subscribedApps: down, inspectToken: down });
    const result = await ask("5552388103", { migrate: true }, ports);
    assert.equal(result.status, "migration_not_ready");
    assert.equal("graphError" in result && result.graphError?.subcode, 2_388_103, "Meta was asked");
    assert.deepEqual(audits("15552388103").at(-1)?.changes, ["move_number"]);
  });
});
