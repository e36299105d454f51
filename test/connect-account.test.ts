import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { collection, getDocs, query, where } from "firebase/firestore";
import { AccountDocument } from "../functions/src/contract/account.ts";
import { AccountConnectionResult } from "../functions/src/contract/connect-account.ts";
import { PhoneNumberList } from "../functions/src/contract/list-phone-numbers.ts";
import { PhoneNumberDocument } from "../functions/src/contract/phone-number.ts";
import { BUSINESS_TEMPLATES } from "../graph-simulator/magic/templates.ts";
import type { Simulator } from "../graph-simulator/server.ts";
import type { SignupRequest } from "../graph-simulator/signup/end.ts";
import { openSession, type EmulatorSession } from "../tools/emulators/emulator-session.ts";
import { exportFirestore } from "../torture/leaks/firestore-export.ts";
import { leaks, proofOf, type Canary, type Place } from "../torture/leaks/leaks.ts";
import { call, storedAt, type CallableAnswer } from "./harness/callable.ts";
import { closedAfterTests } from "./harness/closed-after-tests.ts";
import { logs, secrets } from "./harness/emulators.ts";
import { businessTokens, endDialog, simulatorForSignups, type EndedDialog } from "./harness/signup.ts";

const PIN = "846213";
const CODE_FROM_SMS = "246810";

describe("customers who connect their own accounts, through the emulators and against the simulator", () => {
  let simulator: Simulator;
  let acme: EmulatorSession;
  let bravo: EmulatorSession;
  let operator: EmulatorSession;
  const canaries: Canary[] = [
    { name: "PIN", value: PIN },
    { name: "key of customers' tokens", value: secrets["CUSTOMER_TOKEN_KEYS"] ?? "" },
  ];
  const answers: Place[] = [];

  const closing = closedAfterTests();
  before(async () => {
    simulator = await simulatorForSignups(closing, { delivers: true });
    acme = closing(await openSession(process.env, { whatsappCustomers: ["acme"] }));
    bravo = closing(await openSession(process.env, { whatsappCustomers: ["bravo"] }));
    operator = closing(await openSession(process.env, { whatsappOperator: true }));
  });

  async function dialog(choices: Partial<SignupRequest> = {}): Promise<EndedDialog> {
    const ended = await endDialog(simulator, choices);
    if (ended.code !== null) canaries.push({ name: `code ${canaries.length}`, value: ended.code });
    return ended;
  }

  async function ask(session: EmulatorSession, name: string, data: object): Promise<CallableAnswer> {
    const answer = await call(name, data, await session.idToken());
    answers.push({ name: `an answer of ${name}`, text: JSON.stringify(answer.body) });
    return answer;
  }

  /** What the page sends after a dialog. */
  const asked = ({ code, wabaId, phoneNumberIds: [named] }: EndedDialog): object => ({
    ...(code === null ? {} : { code }),
    wabaId,
    ...(named === undefined ? {} : { phoneNumberId: named }),
  });

  async function connect(session: EmulatorSession, ended: EndedDialog, more = {}): Promise<AccountConnectionResult> {
    const { result, error } = await ask(session, "connectAccount", { ...asked(ended), ...more });
    assert.equal(error, undefined);
    return AccountConnectionResult.parse(result);
  }

  const account = async (wabaId: string): Promise<AccountDocument> =>
    AccountDocument.parse(await storedAt(`whatsappAccounts/${wabaId}`));

  const number = async (id: string): Promise<PhoneNumberDocument> =>
    PhoneNumberDocument.parse(await storedAt(`whatsappNumbers/${id}`));

  /** The numbers that a person's page lists for a customer. */
  async function listed({ firestore }: EmulatorSession, customerId: string): Promise<string[]> {
    const ofCustomer = query(collection(firestore, "whatsappNumbers"), where("customerId", "==", customerId));
    return (await getDocs(ofCustomer)).docs.map(({ id }) => id).toSorted();
  }

  /** The account's template that a real number may send. */
  function approveTemplate(wabaId: string): void {
    simulator.state.patchWaba(wabaId, { templates: structuredClone(BUSINESS_TEMPLATES) });
  }

  async function untilLive(id: string): Promise<PhoneNumberDocument> {
    for (let turn = 0; turn < 100; turn += 1) {
      const now = await number(id);
      if (now.lifecycle === "live") return now;
      await sleep(100);
    }
    return assert.fail(`${id} did not become live: ${JSON.stringify(await number(id))}`);
  }

  const status = ({ result }: CallableAnswer): unknown => (result as { status?: unknown } | undefined)?.status;

  /** From the dialog's answer to a message that has arrived; the documents are looked at after every step. */
  async function playThrough(session: EmulatorSession, customerId: string, more = {}): Promise<string> {
    const ended = await dialog({ end: "unverified", paymentMethod: true, businessName: `Shop of ${customerId}` });
    const [id = ""] = ended.phoneNumberIds;
    const connected = await connect(session, ended, more);
    assert.ok(connected.status === "connected", JSON.stringify(connected));
    assert.deepEqual([connected.customerId, connected.phoneNumberIds, connected.next], [customerId, [id], "verify"]);
    assert.ok(connected.steps.every(({ state }) => state === "done"));
    const { state, phoneNumberIds, name, by, customerId: whose } = await account(ended.wabaId);
    assert.deepEqual(
      { state, phoneNumberIds, name, by, whose },
      { state: "connected", phoneNumberIds: [id], name: `Shop of ${customerId}`, by: session.uid, whose: customerId },
    );
    assert.deepEqual(
      [(await number(id)).customerId, (await number(id)).lifecycle],
      [customerId, "verification_required"],
    );
    assert.ok((await listed(session, customerId)).includes(id));

    const codeAsked = await ask(session, "requestVerificationCode", {
      phoneNumberId: id,
      method: "SMS",
      language: "en_US",
    });
    assert.equal(status(codeAsked), "code_requested");
    assert.equal(
      status(await ask(session, "verifyPhoneNumber", { phoneNumberId: id, code: CODE_FROM_SMS })),
      "verified",
    );
    assert.equal((await number(id)).lifecycle, "ready_to_register");

    assert.equal(status(await ask(session, "registerPhoneNumber", { phoneNumberId: id, pin: PIN })), "registered");
    const registered = await number(id);
    assert.equal(registered.registration?.status, "registered");
    assert.equal(registered.registration?.by, session.uid);

    approveTemplate(ended.wabaId);
    assert.equal(status(await ask(session, "sendTestMessage", { phoneNumberId: id, to: "15550001111" })), "sent");
    assert.equal((await untilLive(id)).customerId, customerId);
    return id;
  }

  it("play their numbers through, each with the token of their own account, and see nothing of each other's", async () => {
    const earlier = new Set(businessTokens(simulator));
    const ofAcme = await playThrough(acme, "acme");
    const acmesToken = businessTokens(simulator).find((token) => !earlier.has(token));
    const ofBravo = await playThrough(bravo, "bravo");
    assert.ok(acmesToken !== undefined);
    for (const [id, isAcmes] of [
      [ofAcme, true],
      [ofBravo, false],
    ] as const) {
      const used = simulator.requests({ phoneNumberId: id }).map(({ headers }) => headers["authorization"]);
      assert.ok(used.length > 5);
      assert.ok(
        used.every((header) => (header === `Bearer ${acmesToken}`) === isAcmes),
        id,
      );
      assert.ok(!used.includes(`Bearer ${secrets["META_SYSTEM_USER_TOKEN"]}`));
    }
    assert.deepEqual(await listed(acme, "acme"), [ofAcme]);
    assert.deepEqual(await listed(bravo, "bravo"), [ofBravo]);
    await assert.rejects(listed(acme, "bravo"), /permission/i);
    assert.equal((await ask(acme, "refreshPhoneNumber", { phoneNumberId: ofBravo })).error?.status, "NOT_FOUND");
  });

  it("an operator names the customer, and acts for it to the end", async () => {
    const ended = await dialog();
    const unnamed = await ask(operator, "connectAccount", asked(ended));
    assert.equal(unnamed.error?.status, "INVALID_ARGUMENT");
    const id = await playThrough(operator, "charlie", { customerId: "charlie" });
    assert.deepEqual(await listed(operator, "charlie"), [id]);
    await assert.rejects(listed(acme, "charlie"), /permission/i);
  });

  it("a member names no customer but their own", async () => {
    const ended = await dialog();
    const { error } = await ask(acme, "connectAccount", { ...asked(ended), customerId: "bravo" });
    assert.equal(error?.status, "NOT_FOUND");
    assert.equal(await storedAt(`whatsappAccounts/${ended.wabaId}`), null);
  });

  const ENDS: readonly (readonly [SignupRequest["end"], numbers: number, next: string])[] = [
    ["verified", 1, "register"],
    ["unverified", 1, "verify"],
    ["no_number", 0, "nothing_to_register"],
    ["account_only", 0, "nothing_to_register"],
    ["several_numbers", 2, "register"],
    ["coexistence", 1, "nothing_to_register"],
  ];
  for (const [end, numbers, next] of ENDS) {
    it(`a dialog that ends with ${end} connects ${numbers} numbers, and then: ${next}`, async () => {
      const ended = await dialog({ end });
      // Meta names no number of an account alone, nor of a coexistence end (documented).
      const named = end === "coexistence" ? { ...ended, phoneNumberIds: [] } : ended;
      const result = await connect(acme, named);
      assert.ok(result.status === "connected", JSON.stringify(result));
      assert.deepEqual(result.phoneNumberIds.toSorted(), ended.phoneNumberIds.toSorted());
      assert.deepEqual([result.phoneNumberIds.length, result.next], [numbers, next]);
      assert.deepEqual((await account(ended.wabaId)).phoneNumberIds, result.phoneNumberIds);
      for (const id of result.phoneNumberIds) assert.equal((await number(id)).customerId, "acme");
      assert.equal(
        simulator
          .requests({ endpoint: "register" })
          .filter(({ nodeId }) => result.phoneNumberIds.includes(nodeId ?? "")).length,
        0,
      );
    });
  }

  it("a number that the customer adds at Meta later is listed, and managed once the account is connected again", async () => {
    const ended = await dialog();
    const { wabaId } = ended;
    await connect(acme, ended);
    const later = "559000000009001";
    simulator.state.patchNumber(later, { wabaId, displayPhoneNumber: "+1 555-010-9001" });
    const managed = async (session: EmulatorSession): Promise<Readonly<Record<string, boolean>>> => {
      const list = PhoneNumberList.parse((await ask(session, "listPhoneNumbers", { wabaId })).result);
      assert.ok(list.status === "listed");
      return Object.fromEntries(list.numbers.map((one) => [one.phoneNumberId, one.managed]));
    };
    const [first = ""] = ended.phoneNumberIds;
    for (const session of [acme, operator]) assert.deepEqual(await managed(session), { [later]: false, [first]: true });
    assert.equal((await ask(bravo, "listPhoneNumbers", { wabaId })).error?.status, "NOT_FOUND");
    assert.equal((await ask(acme, "refreshPhoneNumber", { phoneNumberId: later })).error?.status, "NOT_FOUND");
    assert.equal(status(await ask(acme, "connectAccount", { wabaId })), "connected");
    assert.deepEqual(await managed(acme), { [later]: true, [first]: true });
    assert.equal(status(await ask(acme, "refreshPhoneNumber", { phoneNumberId: later })), "refreshed");
  });

  it("a coexistence number is never registered, not even by force", async () => {
    const ended = await dialog({ end: "coexistence" });
    const [id = ""] = ended.phoneNumberIds;
    await connect(acme, { ...ended, phoneNumberIds: [] });
    const plain = await ask(acme, "registerPhoneNumber", { phoneNumberId: id, pin: PIN });
    assert.partialDeepStrictEqual(plain.result, { status: "registered", alreadyRegistered: true });
    const forced = await ask(acme, "registerPhoneNumber", { phoneNumberId: id, pin: PIN, force: true });
    assert.equal(status(forced), "number_on_business_app");
    assert.deepEqual(simulator.requests({ endpoint: "register", phoneNumberId: id }), []);
  });

  for (const [what, code, expected] of [
    ["has expired", "expired", "code_expired"],
    ["was used before", "used", "code_refused"],
    ["belongs to another app", "of_another_app", "code_refused"],
  ] as const) {
    it(`a code that ${what} connects nothing, and is asked about once`, async () => {
      const ended = await dialog({ code });
      simulator.clearRequests();
      const result = await connect(acme, ended);
      assert.equal(result.status, expected);
      assert.deepEqual(result.steps.map(({ id, state }) => [id, state])[0], ["token", "failed"]);
      assert.equal(await storedAt(`whatsappAccounts/${ended.wabaId}`), null);
      assert.equal(await storedAt(`whatsappAccountTokens/${ended.wabaId}`), null);
      assert.equal(simulator.requests({ endpoint: "exchange_code" }).length, 1);
    });
  }

  it("a code that is handed in twice is exchanged once, and the second call takes up what the first has reached", async () => {
    const ended = await dialog();
    simulator.clearRequests();
    const results = [await connect(acme, ended), await connect(acme, ended)];
    assert.deepEqual(results[0], results[1]);
    assert.equal(results[0]?.status, "connected");
    assert.equal(simulator.requests({ endpoint: "exchange_code" }).length, 1);
  });

  for (const end of ["cancelled", "error"] as const) {
    it(`a dialog that ends with ${end} gives no code, and without one nothing is connected`, async () => {
      const ended = await dialog({ end });
      assert.deepEqual([ended.code, ended.phoneNumberIds], [null, []]);
      const wabaId = "778000000009999";
      const { result } = await ask(acme, "connectAccount", { wabaId });
      assert.equal(AccountConnectionResult.parse(result).status, "code_refused");
      assert.equal(await storedAt(`whatsappAccounts/${wabaId}`), null);
    });
  }

  it("another's code, and a code of one's own beside another's account, fail alike and change nothing", async () => {
    const acmes = await dialog({ businessName: "Acme's second" });
    await connect(acme, acmes);
    const paths = [
      `whatsappAccounts/${acmes.wabaId}`,
      `whatsappAccountTokens/${acmes.wabaId}`,
      `whatsappNumbers/${acmes.phoneNumberIds[0] ?? ""}`,
    ];
    const untouched = await Promise.all(paths.map(storedAt));
    const bravos = await dialog();
    for (const tried of [acmes, { ...bravos, wabaId: acmes.wabaId, phoneNumberIds: acmes.phoneNumberIds }]) {
      const result = await connect(bravo, tried);
      assert.ok(["code_refused", "account_not_shared"].includes(result.status), result.status);
      assert.ok(!JSON.stringify(result).includes("acme"));
    }
    assert.deepEqual(await Promise.all(paths.map(storedAt)), untouched);
    assert.equal((await account(acmes.wabaId)).customerId, "acme");
  });

  it("an account that another customer shares anew is taken, and it is not said by whom", async () => {
    const acmes = await dialog();
    await connect(acme, acmes);
    const again = await dialog({ wabaId: acmes.wabaId });
    const result = await connect(bravo, again);
    assert.equal(result.status, "account_taken");
    assert.ok(!JSON.stringify(result).includes("acme"));
    assert.equal((await account(acmes.wabaId)).customerId, "acme");
    assert.equal((await account(acmes.wabaId)).by, acme.uid);
  });

  it("no token and no code is anywhere in the clear: not stored, not logged, not answered", async () => {
    const tokens = businessTokens(simulator);
    assert.ok(tokens.length >= 12, `${tokens.length} tokens`);
    for (const [index, value] of tokens.entries()) {
      canaries.push(
        { name: `token ${index}`, value },
        { name: `proof of token ${index}`, value: proofOf(secrets["META_APP_SECRET"] ?? "", value) },
      );
    }
    // What is printed reaches the files a little later.
    await sleep(2000);
    const documents = await exportFirestore();
    for (const path of ["/whatsappAccountTokens/", "/whatsappPendingConnections/", "/whatsappAccounts/"])
      assert.ok(
        documents.some(({ name }) => name.includes(path)),
        path,
      );
    assert.deepEqual(leaks(canaries, documents), []);
    assert.deepEqual(leaks(canaries, answers), []);
    const printed = logs().map(({ file, text }) => ({ name: file, text }));
    assert.ok(
      printed.some(({ text }) => text.includes("connect_account")),
      "the calls are in the logs",
    );
    assert.deepEqual(leaks(canaries, printed), []);
  });
});
