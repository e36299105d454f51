import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { simulatedMeta, type SimulatedMeta } from "../../../graph-simulator/testing/simulated-meta.ts";
import { AccountAttemptDocument } from "../contract/account-attempt.ts";
import { AdditionFailureStatus, PhoneNumberAdditionResult } from "../contract/add-phone-number.ts";
import type { PhoneNumberDocument } from "../contract/phone-number.ts";
import { LEASE_MS } from "../domain/attempt/attempt-window.ts";
import { ADDITION_OPEN_MS } from "../domain/outcome/addition.ts";
import type { AdditionReply } from "../domain/reply.ts";
import { firestoreAccountLeases } from "../firestore/account-leases.ts";
import { firestoreNumberHomes } from "../firestore/number-homes.ts";
import { graphError, WABA } from "../testing/fixtures.ts";
import { oneDuringTheOther } from "../testing/one-during-the-other.ts";
import { addPhoneNumber } from "./add-phone-number.ts";
import type { AdditionAsk, AdditionPorts } from "./addition.ts";

const TARGET = "777000000000003";
const UNVERIFIED = "777000000000005";

let meta: SimulatedMeta;
before(async () => {
  meta = await simulatedMeta();
});
after(() => meta[Symbol.asyncDispose]());
afterEach(() => meta.simulator.state.faults.clear());

const portsOf = (graph: Partial<AdditionPorts["graph"]> = {}): AdditionPorts => ({
  graph: { ...meta.graph, ...graph },
  leases: firestoreAccountLeases(meta.store.db),
  homes: firestoreNumberHomes(meta.store.db),
  clock: meta.clock,
  journal: meta.accountJournal,
});

let calls = 0;
const ask = async (
  phoneNumber: string,
  rest: Partial<AdditionAsk> = {},
  ports = portsOf(),
): Promise<PhoneNumberAdditionResult> => {
  calls += 1;
  const request: AdditionAsk = {
    wabaId: WABA,
    customerId: null,
    businessId: null,
    callId: `call-${calls}`,
    by: "uid-1",
    countryCode: "1",
    phoneNumber,
    verifiedName: "A shop",
    migrate: false,
    manages: () => false,
    ...rest,
  };
  return PhoneNumberAdditionResult.parse(await addPhoneNumber(ports, request));
};

/** How many numbers the account lists under these digits, and how often Meta was asked to add one. */
const listed = (digits: string): number =>
  [...meta.simulator.state.numbers.values()].filter(
    ({ displayPhoneNumber }) => displayPhoneNumber.replaceAll(/\D/g, "") === digits,
  ).length;
const posts = (phoneNumber: string): number =>
  meta.simulator
    .requests({ endpoint: "add_number" })
    .filter(
      ({ body }) => typeof body === "object" && body !== null && JSON.stringify(body).includes(`"${phoneNumber}"`),
    ).length;

const document = (id: string): PhoneNumberDocument =>
  meta.store.number(id).document ?? assert.fail(`${id} has no document`);

const idOf = (result: PhoneNumberAdditionResult): string =>
  "phoneNumberId" in result ? result.phoneNumberId : assert.fail(JSON.stringify(result));

/** An instance of ours dies while it adds a number. */
async function died(phoneNumber: string, { sent }: { readonly sent: boolean }): Promise<void> {
  const leases = firestoreAccountLeases(meta.store.db);
  const [call, callId] = ["add_number", `dead-${phoneNumber}`] as const;
  const request = {
    wabaId: WABA,
    customerId: null,
    digits: `1${phoneNumber}`,
    callId,
    by: "uid-1",
    call,
    callbackUrl: null,
  };
  assert.ok((await leases.take(request)).granted);
  if (sent) assert.ok(await leases.sending(request, { changes: ["create_number"], replacedUrl: null }));
}

/** What the account's audit documents say of a number, each read as the contract has it. */
const audits = (digits: string): AccountAttemptDocument[] =>
  meta.store.documents
    .inside(`whatsappAccounts/${WABA}/whatsappAttempts`)
    .map((path) => AccountAttemptDocument.parse(meta.store.documents.read(path)?.fields))
    .filter((audit) => audit.digits === digits);

const lost: AdditionReply = { kind: "unreadable", reason: "no whole answer within the deadline", httpStatus: null };

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

  it("asked twice adds once", async () => {
    const first = idOf(await ask("5550100002"));
    const again = await ask("5550100002");
    assert.ok(again.status === "already_added" && again.managed);
    assert.deepEqual([again.phoneNumberId, posts("5550100002"), listed("15550100002")], [first, 1, 1]);
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

  it("does not ask Meta to add anything while the account's list cannot be read", async () => {
    const unreadable = async () => ({ ok: false, failure: { kind: "timeout", reason: "late" } }) as const;
    const result = await ask("5550100004", {}, portsOf({ numbersOfWaba: unreadable }));
    assert.equal(result.status, "meta_unavailable");
    assert.equal(posts("5550100004"), 0);
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
    await ask("5550100072", {}, portsOf({ addNumber: async () => lost }));
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

describe("an answer that is lost", () => {
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
    const first = await ask(phoneNumber);
    assert.ok(first.status === "outcome_unknown" && first.retryAt !== null && !first.retryable);
    const second = await ask(phoneNumber);
    assert.ok(second.status === "outcome_unknown");
    assert.ok(
      Math.abs(Date.parse(second.retryAt ?? "") - Date.parse(first.retryAt)) < 1000,
      "it is no longer for being asked",
    );
    assert.equal(posts(phoneNumber), 1);
    meta.simulator.state.clock.advance(ADDITION_OPEN_MS / 1000 + 1);
    assert.equal((await ask(phoneNumber)).status, "outcome_unknown");
    assert.equal(posts(phoneNumber), 2, "what the list did not show for so long did not happen");
  });

  it("and is found later: the number is ours, and managed", async () => {
    const { simulator } = meta;
    const late = portsOf({ addNumber: async () => lost });
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
    assert.equal((await ask(phoneNumber, {}, portsOf({ addNumber: async () => lost }))).status, "outcome_unknown");
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
        await ask(phoneNumber, {}, portsOf({ addNumber: async () => lost }));
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

  it("is looked for three times at most, within the time that there is, and a look that fails is in the log", async () => {
    const looking = async (lookMs: number): Promise<readonly [looks: number[], pauses: number[]]> => {
      let spent = 0;
      const [looks, pauses]: [number[], number[]] = [[], []];
      const ports = portsOf({
        addNumber: async () => lost,
        numbersOfWaba: async (_wabaId, deadlineMs) => {
          looks.push(deadlineMs);
          if (looks.length === 1) return { ok: true, value: [] };
          spent += lookMs;
          return { ok: false, failure: { kind: "timeout", reason: `look ${looks.length}` } };
        },
      });
      const clock = {
        ...meta.clock,
        stopwatch: () => () => spent,
        sleep: async (ms: number) => {
          pauses.push(ms);
          spent += ms;
        },
      };
      calls += 1;
      await ask(`5550101${String(calls).padStart(3, "0")}`, {}, { ...ports, clock });
      return [looks.slice(1), pauses];
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
    assert.deepEqual(
      meta.accountLines.filter(({ entry }) => JSON.stringify(entry).includes("look 2")).map(({ entry }) => entry)[0],
      { wabaId: WABA, read: "numbersOfWaba", failure: { kind: "timeout", reason: "look 2" } },
    );
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
  });
});
